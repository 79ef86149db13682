"""What is checked before an objective or a step is written, and how versions follow.

A version is never changed: the next one says `supersedes_id` and retires it. To take an
entry back is to retire it as `withdrawn` and, where it had corrected another, to say
that other one again.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.goals.failures import EndImpossible, LabelMissing, LabelRefused
from parcours.goals.plan import GOAL_STATES, OPEN, STEP_STATES
from parcours.people.entries import require_days, require_word, retire, stamp
from parcours.people.failures import AlreadyChanged, DayImpossible, NoteRefused
from parcours.people.notes import checked_note
from parcours.people.visibility import own_subjects, require_person
from parcours.record.models import FactBase, Goal, GoalStep, SourceSubject


Row = TypeVar("Row", Goal, GoalStep)


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


def own_row(
    context: Context, session: Session, table: type[Row], person: str, row_id: int
) -> Row:
    """Find the version in force of one's own organisation, about a person within reach.

    Args:
        context: the operation's context.
        session: a session of the record.
        table: `Goal` or `GoalStep`.
        person: pseudonym.
        row_id: row of the version that was shown.

    Returns:
        The row.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: it is no longer in force.
    """
    found = require_person(context, session, person)
    row = session.get(table, row_id)
    own = {one.id for one in own_subjects(context, session, found)}
    if row is None or row.subject_id not in own:
        raise NotWithinReach(context.operation)
    if row.retired_on is not None:
        raise AlreadyChanged
    return row


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


def stamp_again(context: Context, session: Session, old: FactBase) -> dict[str, Any]:
    """Give the columns of a new version, on the subject of the former one.

    Args:
        context: the operation's context.
        session: a session of the record.
        old: the former version.

    Returns:
        Keyword arguments of a fact's row.
    """
    subject = session.get_one(SourceSubject, old.subject_id)
    return stamp(context, subject)


def told(row: Row) -> dict[str, Any]:
    """Give what a row tells, without who recorded it and when.

    Args:
        row: an objective or a step.

    Returns:
        Its own columns, by name.
    """
    shared = set(FactBase.model_fields) | {"id"}
    return {name: value for name, value in row if name not in shared}


def add(session: Session, row: Row) -> int:
    """Write a new fact.

    Args:
        session: a writing session of the record.
        row: the fact.

    Returns:
        Its row.
    """
    session.add(row)
    session.flush()
    return row.id or 0


def supersede(context: Context, session: Session, old: Row, new: Row) -> int:
    """Let a new version follow a former one.

    Args:
        context: the operation's context.
        session: a writing session of the record.
        old: the version in force.
        new: the next one.

    Returns:
        The row of the new version.
    """
    new.supersedes_id = old.id
    retire(context, old, because="superseded")
    return add(session, new)


def take_back(context: Context, session: Session, row: Row) -> None:
    """Retire an entry, and say again what it had corrected.

    Args:
        context: the operation's context.
        session: a writing session of the record.
        row: the entry, in force.
    """
    retire(context, row, because="withdrawn")
    if row.supersedes_id is None:
        return
    former = session.get_one(type(row), row.supersedes_id)
    again = type(row)(**told(former), **stamp_again(context, session, row))
    again.supersedes_id = row.id
    add(session, again)
