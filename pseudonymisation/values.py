"""The values that cross the desk. Their printed form never shows an identity."""

from collections.abc import Mapping
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

    @property
    def known_month(self) -> tuple[int, int] | None:
        """Give year and month where both are known; those of 1 January are not."""
        placeholder = self.day is not None and not self.is_full
        return None if self.month is None or placeholder else (self.year, self.month)

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
        refuses: the young person refused linkage to this organisation: nothing was
            compared, the file stays alone.
    """

    row: int
    subject: Pseudonym
    person: Pseudonym
    decision: Decision
    birth_month: tuple[int, int] | None
    sex: Sex | None
    refuses: bool = False

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


@dataclass(frozen=True, slots=True)
class Moved:
    """Subjects that changed person, for the record to follow.

    Attributes:
        subjects: pseudonyms of the subjects (domain "subject").
        left: the person they left (domain "record").
        joined: the person they are linked to now.
        decision: "joined", "separated", or "taken_back" where a join was a wrong click:
            each subject has the link again that it had before.
        birth_month: (year, month) of birth of a new person, where known.
        sex: "F", "M" or None, of a new person.
    """

    subjects: tuple[Pseudonym, ...]
    left: Pseudonym
    joined: Pseudonym
    decision: Literal["joined", "separated", "taken_back"]
    birth_month: tuple[int, int] | None = None
    sex: Sex | None = None


Answer = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Two persons that a human should compare. Names nobody.

    Attributes:
        ref: 16 hexadecimal digits, the same as long as it is asked of these two.
        persons: pseudonyms of the two (domain "record").
        reasons: stable words parted by spaces, see `linkage.questions.reason_text`.
        score: probability that the two are one, 0 to 1.
        asked_at: UTC.
        two_needed: whether "same" takes two reviewers: perhaps twins.
        answers: last answer of each reviewer so far, by account.
    """

    ref: str
    persons: tuple[Pseudonym, Pseudonym]
    reasons: str
    score: float
    asked_at: datetime
    two_needed: bool
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer came to.

    Attributes:
        outcome: "joined", "apart", "second_needed" (a second reviewer must say the
            same) or "kept" (nobody knows yet).
        moved: subjects that changed person.
    """

    outcome: Literal["joined", "apart", "second_needed", "kept"]
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An answer that its author took back.

    Attributes:
        ref: the question, asked again.
        moved: subjects that went back.
    """

    ref: str
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class FieldPair:
    """One field of two identities, side by side.

    Attributes:
        field: birth_name, usage_name, given_names, birth_date, sex, commune, postcode.
        a: distinct values of the first, the latest first; dates as YYYY-MM-DD, shorter
            where less is known.
        b: of the second.
        agreement: "same", "close", "incomplete" where a date is known in part and the
            parts known agree, "swapped" where family and given name stand in each
            other's place, "different", or "missing" on one side or both.
    """

    field: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    agreement: Literal["same", "close", "incomplete", "swapped", "different", "missing"]

    def __repr__(self) -> str:
        return f"FieldPair(field={self.field!r}, agreement={self.agreement!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Contradiction:
    """A field of one person on which organisations do not agree; all is kept.

    Attributes:
        field: birth_name, usage_name, given_names, birth_date or sex.
        said: value and code of the organisation, the latest first.
    """

    field: str
    said: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return f"Contradiction(field={self.field!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """A question with both identities.

    Attributes:
        question: what is asked.
        organisations: who knows each of the two, by code.
        fields: field by field.
        contradictions: within each of the two.
    """

    question: OpenQuestion
    organisations: tuple[tuple[str, ...], tuple[str, ...]]
    fields: tuple[FieldPair, ...]
    contradictions: tuple[tuple[Contradiction, ...], tuple[Contradiction, ...]]

    def __repr__(self) -> str:
        return f"Comparison({self.question.ref!r})"
