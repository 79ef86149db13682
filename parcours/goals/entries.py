"""What is checked before an objective or a step is written, and what hangs together."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.goals.failures import EndImpossible, LabelMissing, LabelRefused
from parcours.goals.plan import GOAL_STATES, OPEN, STEP_STATES
from parcours.people.entries import require_days, require_word
from parcours.people.failures import DayImpossible, NoteRefused
from parcours.people.notes import checked_note
from parcours.people.visibility import own_subjects, require_person
from parcours.record.models import Goal, GoalStep


def checked_goal(context: Context, values: Mapping[str, Any]) -> dict[str, Any]:
    """Check an objective before it is kept.

    Args:
        context: the operation's context.
        values: of a `NewGoal`.

    Returns:
        The values, words without surrounding blanks.

    Raises:
        LabelMissing, LabelRefused, UnknownWord, DayImpossible, EndImpossible: the first
            that does not hold.
    """
    label = _checked_label(values["label"])
    if values["theme"] is not None:
        require_word(values["theme"], context.nomenclature.themes, "theme")
    require_word(values["state"], GOAL_STATES, "state")
    _require_end(context, values, "ended_on")
    return {**values, "label": label}


def checked_step(context: Context, values: Mapping[str, Any]) -> dict[str, Any]:
    """Check a step before it is kept.

    Args:
        context: the operation's context.
        values: of a `NewStep`.

    Returns:
        The values, words without surrounding blanks.

    Raises:
        LabelMissing, LabelRefused, UnknownWord, DayImpossible, EndImpossible: the first
            that does not hold.
    """
    label = _checked_label(values["label"])
    require_word(values["state"], STEP_STATES, "state")
    _require_end(context, values, "done_on")
    if values["due_on"] is not None and values["due_on"] < values["starts_on"]:
        raise DayImpossible("due_on")
    return {**values, "label": label}


def _checked_label(text: str) -> str:
    try:
        label = checked_note(text, field="label")
    except NoteRefused as refusal:
        raise LabelRefused(refusal.remedy) from None
    if label is None:
        raise LabelMissing
    return label


def _require_end(context: Context, values: Mapping[str, Any], field: str) -> None:
    """Refuse a state without its day, a day without its state, a day that cannot be."""
    starts_on, ended_on = values["starts_on"], values[field]
    require_days(starts_on=starts_on, ends_on=None, today=context.today())
    if (ended_on is None) != (values["state"] == OPEN):
        raise EndImpossible(field)
    if ended_on is not None and not starts_on <= ended_on <= context.today():
        raise EndImpossible(field)


def require_goal(
    context: Context, session: Session, person: str, ref: str | None
) -> None:
    """Refuse a step towards an objective that is not one's own, or is no more.

    Args:
        context: the operation's context.
        session: a session of the record.
        person: pseudonym.
        ref: of the objective, None for a step on its own.

    Raises:
        NotWithinReach: no such objective of one's own organisation.
    """
    if ref is None:
        return
    found = require_person(context, session, person)
    own = [one.id for one in own_subjects(context, session, found)]
    held = select(Goal.id).where(
        Goal.ref == ref, col(Goal.subject_id).in_(own), col(Goal.retired_on).is_(None)
    )
    if session.exec(held).first() is None:
        raise NotWithinReach(context.operation)


def waiting_steps(session: Session, goal: Goal) -> list[GoalStep]:
    """Find the open steps towards an objective, of the same subject.

    Args:
        session: a session of the record.
        goal: any version of the objective.

    Returns:
        Rows in force.
    """
    statement = select(GoalStep).where(
        GoalStep.goal_ref == goal.ref,
        GoalStep.state == OPEN,
        GoalStep.subject_id == goal.subject_id,
        col(GoalStep.retired_on).is_(None),
    )
    return list(session.exec(statement))


def steps_ended_with(session: Session, goal: Goal) -> list[GoalStep]:
    """Find the steps that one entry ended together with their objective.

    Args:
        session: a session of the record.
        goal: the version that ended it; both were recorded at the same instant.

    Returns:
        Rows in force; none where the entry ended nothing.
    """
    if goal.state == OPEN:
        return []
    statement = select(GoalStep).where(
        GoalStep.goal_ref == goal.ref,
        GoalStep.recorded_at == goal.recorded_at,
        GoalStep.subject_id == goal.subject_id,
        col(GoalStep.supersedes_id).is_not(None),
        col(GoalStep.retired_on).is_(None),
    )
    return list(session.exec(statement))
