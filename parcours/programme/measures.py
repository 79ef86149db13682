"""An action's own measure: what a survey or counts before and after may tell. Pure."""

from dataclasses import dataclass
from datetime import date

from parcours.programme.budget import MOST_CENTS
from parcours.programme.content import LONGEST_TITLE, require_text
from parcours.programme.failures import (
    DaysImpossible,
    MeasureImpossible,
    TooFewAnswers,
    WordUnknown,
)


SURVEY, COUNT = "survey", "count"
WHOLE_SHARE = 100  # per cent


@dataclass(frozen=True)
class Measure:
    """A measure that is no young person's path: a survey, or counts of things.

    Attributes:
        kind: survey (per cent of those who answered) | count.
        label: what is measured.
        unit: of the values.
        after: value after.
        after_on: its day.
        method: how it was had.
        before: value before, if any.
        before_on: its day.
        n_asked: residents asked, of a survey.
        n_answered: residents who answered, of a survey.
    """

    kind: str
    label: str
    unit: str
    after: float
    after_on: date
    method: str
    before: float | None = None
    before_on: date | None = None
    n_asked: int | None = None
    n_answered: int | None = None


def require_measure(new: Measure, *, fewest: int, today: date) -> None:
    """Refuse a measure that cannot be, or that would tell of few residents. Pure.

    Args:
        new: the measure.
        fewest: answers that a survey must have.
        today: the civil day.

    Raises:
        ProgrammeRefused: the class says why.
    """
    require_text(new.label, "label", most=LONGEST_TITLE)
    require_text(new.unit, "unit", most=LONGEST_TITLE)
    require_text(new.method, "method")
    if new.kind not in (SURVEY, COUNT):
        raise WordUnknown("kind")
    values = [value for value in (new.before, new.after) if value is not None]
    most = WHOLE_SHARE if new.kind == SURVEY else MOST_CENTS
    if not all(0 <= value <= most for value in values):
        raise MeasureImpossible
    if new.kind == SURVEY:
        _require_answers(new, fewest)
    is_paired = (new.before is None) == (new.before_on is None)
    if new.after_on > today or not is_paired:
        raise DaysImpossible("after_on")
    if new.before_on is not None and new.before_on >= new.after_on:
        raise DaysImpossible("before_on")


def _require_answers(new: Measure, fewest: int) -> None:
    asked, answered = new.n_asked, new.n_answered
    if asked is None or answered is None or answered > asked:
        raise MeasureImpossible("n_asked")
    if answered < fewest:
        raise TooFewAnswers(fewest=fewest)
