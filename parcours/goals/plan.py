"""The plan of a young person as shown: objectives, their steps, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


OPEN = "open"
GOAL_STATES = (OPEN, "reached", "dropped")
STEP_STATES = (OPEN, "done", "dropped")


@dataclass(frozen=True)
class StepView:
    """One step.

    Attributes:
        id: row, for a correction.
        ref: the same for all its versions.
        goal_ref: the objective it serves, if any.
        state: open | done | dropped.
        by_young_person: the young person does it; else the worker.
        organisation: name of the structure that recorded it.
        mine: recorded by the viewer's organisation: may be corrected.
        corrected: it has former versions.
    """

    id: int
    ref: str
    goal_ref: str | None
    label: str
    starts_on: date
    due_on: date | None
    state: str
    done_on: date | None
    by_young_person: bool
    organisation: str
    mine: bool
    corrected: bool

    def is_late(self, today: date) -> bool:
        """Tell whether its day is over and it is neither done nor dropped."""
        return self.state == OPEN and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class GoalView:
    """One objective with its steps.

    Attributes:
        id: row, for a correction.
        ref: the same for all its versions.
        own_words: said by the young person.
        state: open | reached | dropped.
        mine: recorded by the viewer's organisation: may be corrected.
        corrected: it has former versions.
        steps: open ones first, by their day.
    """

    id: int
    ref: str
    label: str
    theme: str | None
    own_words: bool
    state: str
    starts_on: date
    ended_on: date | None
    organisation: str
    mine: bool
    corrected: bool
    steps: tuple[StepView, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What a young person aims at, as the viewer may see it.

    Attributes:
        goals: open ones first, the latest set first.
        steps: those that serve no objective that is seen here.
    """

    goals: tuple[GoalView, ...]
    steps: tuple[StepView, ...]


def main_goal(plan: Plan) -> GoalView | None:
    """Choose the objective that is shown short: the latest set that still holds.

    Args:
        plan: any plan.

    Returns:
        The objective, None where none is open.
    """
    return next((goal for goal in plan.goals if goal.state == OPEN), None)


def next_step(plan: Plan) -> StepView | None:
    """Choose what comes next: the open step that is due first, undated ones last.

    A step towards an objective that is over no longer comes next.

    Args:
        plan: any plan.

    Returns:
        The step, None where nothing is planned.
    """
    held = [step for goal in plan.goals if goal.state == OPEN for step in goal.steps]
    waiting = [step for step in (*held, *plan.steps) if step.state == OPEN]
    return min(waiting, key=_by_day, default=None)


def in_order(steps: Iterable[StepView]) -> tuple[StepView, ...]:
    """Order steps: what is open first, by its day; then what is over, latest first.

    Args:
        steps: any steps.

    Returns:
        The same steps.
    """
    found = list(steps)
    waiting = sorted((step for step in found if step.state == OPEN), key=_by_day)
    over = [step for step in found if step.state != OPEN]
    over.sort(key=lambda step: (step.done_on or step.starts_on, step.id), reverse=True)
    return (*waiting, *over)


def goals_in_order(goals: Iterable[GoalView]) -> tuple[GoalView, ...]:
    """Order objectives: what is open first; within, the latest set first.

    Args:
        goals: any objectives.

    Returns:
        The same objectives.
    """
    found = sorted(goals, key=lambda goal: (goal.starts_on, goal.id), reverse=True)
    return tuple(sorted(found, key=lambda goal: goal.state != OPEN))


def _by_day(step: StepView) -> tuple[date, date, int]:
    return (step.due_on or date.max, step.starts_on, step.id)
