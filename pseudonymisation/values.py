"""The values that cross the desk. Their printed form never shows an identity."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pseudonymisation.pseudonym import Pseudonym


Sex = Literal["F", "M"]


@dataclass(frozen=True, slots=True, repr=False)
class PartialDate:
    """A date of birth, as far as it is known.

    Attributes:
        year: four digits.
        month: 1 to 12, or None.
        day: 1 to 31, or None; never known without the month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def is_full(self) -> bool:
        """Tell whether year, month and day are known.

        1 January counts as unknown day and month: registers write it for a year
        of birth alone.
        """
        return self.day is not None and (self.month, self.day) != (1, 1)

    def __repr__(self) -> str:
        return "PartialDate(…)"


@dataclass(frozen=True, slots=True, repr=False)
class IdentityRow:
    """One young person as one row of one organisation names them.

    Attributes:
        row: the row's number in its file, from 1: all that is ever printed.
        organisation: the sender's identifier.
        code: the sender's own number for the young person, or None.
        birth_name: family name at birth.
        usage_name: family name in use.
        given_names: given names in the order of the source.
        birth_date: date of birth.
        sex: "F", "M" or None.
        commune: name of the commune of residence.
        postcode: postcode of residence.
        may_link: False where the sender works under anonymity: the row is then
            compared with nobody.
    """

    row: int
    organisation: str
    code: str | None
    birth_name: str | None
    usage_name: str | None
    given_names: str | None
    birth_date: PartialDate | None
    sex: Sex | None
    commune: str | None
    postcode: str | None
    may_link: bool

    @property
    def own_code(self) -> str:
        """Give the sender's code without the blanks around it, "" for none."""
        return (self.code or "").strip()

    def __repr__(self) -> str:
        return f"IdentityRow(row={self.row})"


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """A civil identity, as revealed to someone entitled to it.

    Attributes:
        birth_name: family name at birth.
        usage_name: family name in use.
        given_names: given names.
        birth_date: date of birth.
        sex: "F", "M" or None.
        commune: name of the commune of residence.
        postcode: postcode of residence.
    """

    birth_name: str | None
    usage_name: str | None
    given_names: str | None
    birth_date: PartialDate | None
    sex: Sex | None
    commune: str | None
    postcode: str | None

    def __repr__(self) -> str:
        return "Identity(…)"


class Decision(StrEnum):
    """What the desk made of a row."""

    KNOWN = "known"  # this organisation already sent this subject
    LINKED = "linked"  # a new subject of a person already there
    NEW = "new"  # a new person
    REVIEW = "review"  # a new person, and a question for a human


@dataclass(frozen=True, slots=True, repr=False)
class Admission:
    """The desk's answer to one row.

    Attributes:
        row: number of the row.
        subject: pseudonym of the source subject (domain "subject").
        person: pseudonym of the person (domain "record").
        decision: how the person was found.
        birth_month: (year, month) of birth, where known.
        sex: "F", "M" or None.
    """

    row: int
    subject: Pseudonym
    person: Pseudonym
    decision: Decision
    birth_month: tuple[int, int] | None
    sex: Sex | None

    def __repr__(self) -> str:
        return f"Admission(row={self.row}, decision={self.decision.value})"


@dataclass(frozen=True, slots=True)
class PendingIntent:
    """Work that the vault holds and the record may hold or not.

    Attributes:
        ref: what the record's own row carries, 32 hexadecimal digits.
        kind: the use case.
        author: account that began it.
        started_at: UTC.
    """

    ref: str
    kind: str
    author: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Recovered:
    """What recovery did with one pending intent.

    Attributes:
        ref: the intent.
        kind: the use case.
        outcome: "finished" where the record holds it, else "undone".
    """

    ref: str
    kind: str
    outcome: Literal["finished", "undone"]
