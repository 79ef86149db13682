"""Tables of what a young person aims at, and of the steps towards it."""

from datetime import date

from sqlmodel import Field

from parcours.record.base import FactBase


class Goal(FactBase, table=True):
    """An objective, in the words of the worker or of the young person.

    Attributes:
        ref: the same for all versions of one objective.
        label: short text, guarded on entry; never enters an extract.
        theme: code in the nomenclature of themes, optional.
        own_words: said by the young person, and printed as such in their booklet.
        state: open | reached | dropped.
        starts_on: day on which it was set.
        ended_on: day on which it was reached or dropped.
    """

    __tablename__ = "goal"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(index=True)
    label: str
    theme: str | None = None
    own_words: bool = False
    state: str = "open"
    starts_on: date
    ended_on: date | None = None


class GoalStep(FactBase, table=True):
    """One step towards an objective, or on its own.

    Attributes:
        ref: the same for all versions of one step.
        goal_ref: the objective it serves, null for a step on its own.
        label: short text, guarded on entry; never enters an extract.
        starts_on: day on which it was agreed.
        due_on: day by which it should be done, optional.
        state: open | done | dropped.
        done_on: day on which it was done or dropped.
        by_young_person: the young person does it; else the worker.
    """

    __tablename__ = "goal_step"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(index=True)
    goal_ref: str | None = Field(default=None, index=True)
    label: str
    starts_on: date
    due_on: date | None = None
    state: str = "open"
    done_on: date | None = None
    by_young_person: bool = False
