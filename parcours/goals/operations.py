"""Operations on goals: read the plan, set, correct, take back, read the history."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation
from parcours.goals.entries import (
    checked_goal,
    checked_step,
    require_goal,
    steps_ended_with,
    waiting_steps,
)
from parcours.goals.plan import (
    OPEN,
    GoalView,
    Plan,
    StepView,
    goals_in_order,
    in_order,
)
from parcours.people.entries import stamp
from parcours.people.versions import (
    add,
    own_row,
    stamp_again,
    supersede,
    take_back,
    told,
)
from parcours.people.visibility import (
    own_subject,
    own_subjects,
    require_person,
    viewer,
    visible_facts,
)
from parcours.record.models import (
    Account,
    Goal,
    GoalStep,
    Organisation,
)


@dataclass(frozen=True)
class NewGoal:
    """An objective to record.

    Attributes:
        label: a few words, guarded.
        starts_on: day on which it was set.
        theme: code in the nomenclature of themes, optional.
        own_words: said by the young person.
        state: open | reached | dropped.
        ended_on: day on which it was reached or dropped.
    """

    label: str
    starts_on: date
    theme: str | None = None
    own_words: bool = False
    state: str = OPEN
    ended_on: date | None = None


@dataclass(frozen=True)
class NewStep:
    """A step to record.

    Attributes:
        label: a few words, guarded.
        starts_on: day on which it was agreed.
        goal_ref: the objective it serves, None for a step on its own.
        due_on: day by which it should be done, optional.
        by_young_person: the young person does it; else the worker.
        state: open | done | dropped.
        done_on: day on which it was done or dropped.
    """

    label: str
    starts_on: date
    goal_ref: str | None = None
    due_on: date | None = None
    by_young_person: bool = False
    state: str = OPEN
    done_on: date | None = None


@dataclass(frozen=True, repr=False)
class Version:
    """One version of an objective or a step, the latest first.

    Attributes:
        label: its words then.
        state: its state then.
        recorded_on: civil day of entry.
        by: name of the colleague who wrote it, None for a file.
        holds: it is the version in force.
    """

    label: str
    state: str
    recorded_on: date
    by: str | None
    holds: bool


@operation("goals.read", kind="read", about="person")
def read_plan(context: Context, session: Session, *, person: str) -> Plan:
    """Read what a young person aims at.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.

    Returns:
        Objectives and steps that the principal's organisation may see.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    looking, ids = viewer(context, session), [found.id or 0]
    goals = [row for _id, row in session.exec(visible_facts(Goal, ids, looking))]
    steps = [row for _id, row in session.exec(visible_facts(GoalStep, ids, looking))]
    if not (goals or steps):
        return Plan((), ())
    names = {row.id: row.name for row in session.exec(select(Organisation))}
    mine = context.principal.organisation_id
    shown = [_step_view(row, names, mine) for row in steps]
    views = [
        _goal_view(row, names, mine, [one for one in shown if one.goal_ref == row.ref])
        for row in goals
    ]
    seen = {row.ref for row in goals}
    alone = in_order(step for step in shown if step.goal_ref not in seen)
    return Plan(goals_in_order(views), alone)


@operation("goals.set", kind="write", about="person")
def set_goal(context: Context, session: Session, *, person: str, new: NewGoal) -> int:
    """Record an objective.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        new: the objective.

    Returns:
        The row of the new fact.

    Raises:
        NotWithinReach: absent or out of scope.
        LabelMissing, LabelRefused: no words, or words that may not be kept.
        UnknownWord: a theme or state that does not exist.
        DayImpossible, EndImpossible: days that cannot be.
    """
    subject = own_subject(context, session, require_person(context, session, person))
    values = checked_goal(context, vars(new))
    return add(session, Goal(ref=uuid4().hex, **values, **stamp(context, subject)))


@operation("goals.correct", kind="write", about="person")
def correct_goal(
    context: Context, session: Session, *, person: str, goal: int, new: NewGoal
) -> int:
    """Correct, end or open again an objective of one's own organisation.

    Its steps that are still open end with it.

    Args:
        context: who corrects.
        session: given by the guard.
        person: pseudonym.
        goal: row to correct.
        new: what is true.

    Returns:
        The row of the correction.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
        LabelMissing, LabelRefused, UnknownWord, DayImpossible, EndImpossible: as for a
            new objective.
    """
    old = own_row(context, session, Goal, person, goal)
    values = checked_goal(context, vars(new))
    stamped = stamp_again(context, session, old)
    if values["state"] != OPEN:
        for step in waiting_steps(session, old):
            over = {"state": "dropped", "done_on": values["ended_on"]}
            row = GoalStep(**(told(step) | over), **stamped)
            supersede(context, session, step, row)
    return supersede(context, session, old, Goal(ref=old.ref, **values, **stamped))


@operation("goals.set_step", kind="write", about="person")
def set_step(context: Context, session: Session, *, person: str, new: NewStep) -> int:
    """Record a step.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        new: the step.

    Returns:
        The row of the new fact.

    Raises:
        NotWithinReach: absent or out of scope, or the objective is not one's own.
        LabelMissing, LabelRefused: no words, or words that may not be kept.
        UnknownWord: a state that does not exist.
        DayImpossible, EndImpossible: days that cannot be.
    """
    subject = own_subject(context, session, require_person(context, session, person))
    values = checked_step(context, vars(new))
    require_goal(context, session, person, new.goal_ref)
    return add(session, GoalStep(ref=uuid4().hex, **values, **stamp(context, subject)))


@operation("goals.correct_step", kind="write", about="person")
def correct_step(
    context: Context, session: Session, *, person: str, step: int, new: NewStep
) -> int:
    """Correct, do, drop or open again a step of one's own organisation.

    Args:
        context: who corrects.
        session: given by the guard.
        person: pseudonym.
        step: row to correct.
        new: what is true.

    Returns:
        The row of the correction.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
        LabelMissing, LabelRefused, UnknownWord, DayImpossible, EndImpossible: as for a
            new step.
    """
    old = own_row(context, session, GoalStep, person, step)
    values = checked_step(context, vars(new))
    require_goal(context, session, person, new.goal_ref)
    stamped = stamp_again(context, session, old)
    return supersede(context, session, old, GoalStep(ref=old.ref, **values, **stamped))


@operation("goals.undo", kind="write", about="person")
def undo_goal(context: Context, session: Session, *, person: str, goal: int) -> None:
    """Take back the last entry about an objective: what held before holds again.

    Steps that it ended are open again.

    Args:
        context: who takes back.
        session: given by the guard.
        person: pseudonym.
        goal: row of the entry to take back.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
    """
    row = own_row(context, session, Goal, person, goal)
    for step in steps_ended_with(session, row):
        take_back(context, session, step)
    take_back(context, session, row)


@operation("goals.undo_step", kind="write", about="person")
def undo_step(context: Context, session: Session, *, person: str, step: int) -> None:
    """Take back the last entry about a step: what held before holds again.

    Args:
        context: who takes back.
        session: given by the guard.
        person: pseudonym.
        step: row of the entry to take back.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
    """
    take_back(context, session, own_row(context, session, GoalStep, person, step))


@operation("goals.read_history", kind="read", about="person")
def read_history(
    context: Context, session: Session, *, person: str, ref: str
) -> tuple[Version, ...]:
    """Read every version of an objective or step of one's own organisation.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.
        ref: of the objective or step.

    Returns:
        Its versions, the latest first.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
    """
    found = require_person(context, session, person)
    own = [one.id for one in own_subjects(context, session, found)]
    rows: list[Any] = []
    for table in (Goal, GoalStep):
        rows += session.exec(
            select(table, Account.display_name)
            .join(Account, col(Account.id) == col(table.author_id), isouter=True)
            .where(table.ref == ref, col(table.subject_id).in_(own))
            .order_by(col(table.id).desc())
        ).all()
    if not rows:
        raise NotWithinReach(context.operation)
    return tuple(
        Version(row.label, row.state, row.recorded_on, by, row.retired_on is None)
        for row, by in rows
    )


def moved(view: GoalView | StepView, *, state: str, today: date) -> Any:
    """Say the same objective or step again in another state.

    Args:
        view: as shown.
        state: the new one.
        today: the day on which it ends; none where it is open again.

    Returns:
        A `NewGoal` or a `NewStep`, for its correction.
    """
    ended = None if state == OPEN else max(today, view.starts_on)
    if isinstance(view, GoalView):
        goal = NewGoal(view.label, view.starts_on, view.theme, view.own_words)
        return replace(goal, state=state, ended_on=ended)
    step = NewStep(view.label, view.starts_on, view.goal_ref, view.due_on)
    return replace(
        step, by_young_person=view.by_young_person, state=state, done_on=ended
    )


def _goal_view(
    row: Goal, names: dict[Any, str], mine: int | None, steps: list[StepView]
) -> GoalView:
    return GoalView(
        id=row.id or 0,
        ref=row.ref,
        label=row.label,
        theme=row.theme,
        own_words=row.own_words,
        state=row.state,
        starts_on=row.starts_on,
        ended_on=row.ended_on,
        organisation=names[row.organisation_id],
        mine=row.organisation_id == mine,
        corrected=row.supersedes_id is not None,
        steps=in_order(steps),
    )


def _step_view(row: GoalStep, names: dict[Any, str], mine: int | None) -> StepView:
    return StepView(
        id=row.id or 0,
        ref=row.ref,
        goal_ref=row.goal_ref,
        label=row.label,
        starts_on=row.starts_on,
        due_on=row.due_on,
        state=row.state,
        done_on=row.done_on,
        by_young_person=row.by_young_person,
        organisation=names[row.organisation_id],
        mine=row.organisation_id == mine,
        corrected=row.supersedes_id is not None,
    )
