"""What a partner's file means: the frozen types of a template.

A template lists the columns that may be read (everything else is dropped), which of
them say who, and which facts the others make. It holds no code: `splitting` follows it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from parcours.intake.words import WordMap


TemplateKind = Literal["persons", "monthly_states", "head_counts"]
ColumnType = Literal[
    "code",
    "name",
    "date",
    "birth_date",
    "birth_year",
    "sex",
    "commune",
    "postcode",
    "number",
    "count",
    "word",
    "neighbourhood",
    "text",
]
IDENTITY_FIELDS = (
    "code",
    "birth_name",
    "usage_name",
    "given_names",
    "birth_date",
    "sex",
    "commune",
    "postcode",
)


@dataclass(frozen=True)
class Column:
    """A column that may be read.

    Attributes:
        name: our name for it, used by the facts.
        headers: its usual headers, the first one shown to people.
        type: how its cells are read.
        words: the word map of a `word` column.
        unknown: what an unknown word does: refuse the row, or warn and read nothing.
        maximum: largest number admitted, in the column's unit.
        pattern: form of a `code` column's cells.
    """

    name: str
    headers: tuple[str, ...]
    type: ColumnType
    words: WordMap | None = None
    unknown: Literal["refuse", "warn"] = "refuse"
    maximum: float | None = None
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Condition:
    """A fact stands only where a column is filled, or holds one of some codes.

    Attributes:
        column: our name of the column.
        values: admitted codes; empty = any value will do.
        absent: True turns the condition round.
    """

    column: str
    values: frozenset[str] = frozenset()
    absent: bool = False


@dataclass(frozen=True)
class Refinement:
    """Another column sharpens a situation.

    Attributes:
        column: our name of the column.
        when: situations that it may sharpen.
        codes: value of the column → situation.
    """

    column: str
    when: frozenset[str]
    codes: Mapping[str, str]


@dataclass(frozen=True)
class FactRule:
    """How one fact is made from a row.

    Attributes:
        fact: situation | intervention | contact | follow_up | attribute.
        value: fixed code, or None where `from_columns` gives it.
        from_columns: the first that says something gives the code.
        codes: what the value becomes; other values make no fact. None = as it is.
        name: name of an attribute.
        starts: date columns; the first filled one dates the fact.
        starts_after: the fact starts on the day after that date.
        ends: column of the last day, if there is one.
        verified: column of the day on which it was last confirmed.
        when: all must hold.
        refine: sharpenings of a situation, in order.
        longer_than: (days, situations, instead): a longer one is something else.
        younger_than: (years, situations, instead): of a younger person it is.
        hours, state, end_reason, action: columns of an intervention.
    """

    fact: str
    starts: tuple[str, ...]
    value: str | None = None
    from_columns: tuple[str, ...] = ()
    codes: Mapping[str, str] | None = None
    name: str | None = None
    starts_after: bool = False
    ends: str | None = None
    verified: str | None = None
    when: tuple[Condition, ...] = ()
    refine: tuple[Refinement, ...] = ()
    longer_than: tuple[int, frozenset[str], str] | None = None
    younger_than: tuple[int, frozenset[str], str] | None = None
    hours: str | None = None
    state: str | None = None
    end_reason: str | None = None
    action: str | None = None


@dataclass(frozen=True)
class Observation:
    """Over which stretch the sender would have known.

    Attributes:
        kind: retrospective | from_first_contact.
        starts: date columns; the earliest filled one opens the window.
        window: fixed `[starts, ends)` that overrides the columns.
    """

    kind: Literal["retrospective", "from_first_contact"]
    starts: tuple[str, ...] = ()
    window: tuple[date, date] | None = None


@dataclass(frozen=True)
class Months:
    """One column per month.

    Attributes:
        header: form of the headers that are months.
        words: cell → situation.
    """

    header: re.Pattern[str]
    words: WordMap


@dataclass(frozen=True)
class Template:
    """The meaning of one kind of partner file.

    Attributes:
        code: stable name.
        label: {"fr": …, "en": …}.
        kind: what a row is.
        version: raised when the meaning changes.
        anonymous: no civil identity is accepted, and facts stay in their organisation.
        disclosure: protected | public_data.
        date_order: dmy | mdy | none (then an ambiguous date is refused).
        ages: (least, greatest) age in years at the facts.
        columns: by our names.
        identity: field of `IdentityRow` → our name of its column.
        keep_code: the record may keep the partner's own code.
        facts: how facts are made.
        observation: which stretch is observed.
        months: for monthly states.
        counts: field of a head-count → our name of its column.
        row_key: columns that, with the identity, name a row across files.
        ignored: folded headers that are known and not wanted.
    """

    code: str
    label: dict[str, str]
    kind: TemplateKind
    version: int
    anonymous: bool
    disclosure: Literal["protected", "public_data"]
    date_order: Literal["dmy", "mdy", "none"]
    ages: tuple[int, int]
    columns: Mapping[str, Column]
    identity: Mapping[str, str]
    keep_code: bool
    facts: tuple[FactRule, ...]
    observation: Observation | None
    months: Months | None
    counts: Mapping[str, str]
    row_key: tuple[str, ...]
