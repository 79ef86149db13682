"""Facts as a row tells them, before they have a subject, an author or a batch.

Named tuples: equal ones are the same fact, so a fact told by two rows is kept once.
"""

from datetime import date
from typing import NamedTuple


class SituationDraft(NamedTuple):
    """A situation over `[starts_on, ends_on)`."""

    situation: str
    starts_on: date
    ends_on: date | None
    precision: str
    verified_on: date | None


class InterventionDraft(NamedTuple):
    """Something done with a young person; `action` is the title of its action."""

    kind: str
    starts_on: date
    ends_on: date | None
    precision: str
    hours: float | None
    modality: str
    state: str
    end_reason: str | None
    action: str | None


class ContactDraft(NamedTuple):
    """A contact on a day."""

    starts_on: date
    result: str


class FollowUpDraft(NamedTuple):
    """A follow-up status from a day on."""

    status: str
    starts_on: date


class AttributeDraft(NamedTuple):
    """A dated attribute."""

    name: str
    value: str
    starts_on: date | None
    vintage: int | None
    how: str | None


class WindowDraft(NamedTuple):
    """A stretch over which the organisation would have known."""

    kind: str
    starts_on: date
    ends_on: date | None


class HeadCountDraft(NamedTuple):
    """How many took part, without saying who."""

    title: str
    on: date
    place: str | None
    n: int
    n_girls: int | None = None
    n_qpv: int | None = None
    n_11_13: int | None = None
    n_14_15: int | None = None
    n_16_17: int | None = None
    n_18_25: int | None = None


Draft = (
    SituationDraft
    | InterventionDraft
    | ContactDraft
    | FollowUpDraft
    | AttributeDraft
    | WindowDraft
)


class Who(NamedTuple):
    """The identity half of a row, as it goes to the desk. Never shown.

    Rows that write it alike go to the desk once.
    """

    code: str | None
    birth_name: str | None
    usage_name: str | None
    given_names: str | None
    birth_date: "BirthDate | None"
    sex: str | None
    commune: str | None
    postcode: str | None

    def __repr__(self) -> str:
        return "Who(…)"


class BirthDate(NamedTuple):
    """A date of birth as far as it is known; hashable, never shown."""

    year: int
    month: int | None
    day: int | None

    def __repr__(self) -> str:
        return "BirthDate(…)"
