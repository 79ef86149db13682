"""The types of the territory's words: each entry of a nomenclature, frozen.

A word keeps its code for ever; its labels, dates and flags may change from one
territory to the next. `parcours.nomenclature` reads them and gives them out again:
import them from there.
"""

from dataclasses import dataclass
from datetime import date, timedelta


EPOCH = date(1970, 1, 1)
ROLES = (
    "origin",
    "goal",
    "intermediate",
    "transient",
    "departure",
    "suspension",
    "missing",
)
DATED_BY = (
    "recorded_day",
    "last_contact",
    "departure",
    "birthday",
    "death",
    "end_of_window",
)
KINDS = ("agglomeration", "commune", "qpv", "qva", "other")


@dataclass(frozen=True, kw_only=True)
class Term:
    """One coded word: its labels, where it comes from, and when it holds.

    Attributes:
        code: the stable code that facts carry.
        labels: {"fr": …, "en": …}, chosen with `config.translation.label`.
        sources: where the word was read, short.
        proposed: true where it is a proposal of the product and not a norm.
        valid_from: first day, or None for no limit.
        valid_to: first day it no longer holds, or None for no limit.
    """

    code: str
    labels: dict[str, str]
    sources: str
    proposed: bool
    valid_from: date | None
    valid_to: date | None

    def valid_on(self, day: int) -> bool:
        """Tell whether the word holds on a day (days since 1970-01-01)."""
        on = EPOCH + timedelta(days=day)
        after_start = self.valid_from is None or self.valid_from <= on
        return after_start and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Situation(Term):
    """What somebody is doing on a day; see the head of `situations.yaml`.

    Attributes:
        family: school, work_study, training, support_in_school, employment,
            volunteering, neet, unavailable or unknown.
        precedence: lowest wins on a day that several facts cover.
        closes: codes whose open facts end when this one starts, itself included.
        validity_days: days an open fact is believed after it was last verified,
            None where `until_31_august` says it instead.
        neet, strict, wide, training_duty: flags; None where the question has no answer.
        colour, text_colour: "#rrggbb", the second readable on the first.
        requires_diploma: diploma levels the situation supposes, empty for any.
    """

    family: str
    precedence: int
    closes: frozenset[str]
    validity_days: int | None
    until_31_august: bool
    neet: bool | None
    strict: bool
    wide: bool
    training_duty: bool | None
    role: str
    colour: str
    text_colour: str
    cereq: str | None
    milo: str | None
    iae: str | None
    age_min: int | None
    age_max: int | None
    requires_diploma: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class InterventionKind(Term):
    """A kind of intervention; ages in completed years, both ends included."""

    theme: str
    pillar: str
    axes: tuple[str, ...]
    age_min: int
    age_max: int
    typical_days: tuple[int, int]
    hours: tuple[int, int] | None
    max_days: int | None
    max_hours_12_months: int | None
    modality: str
    named: str
    opens_situation: str | None
    role: str | None


@dataclass(frozen=True, kw_only=True)
class FollowUpStatus(Term):
    """Whether somebody is still observed, and which day says since when.

    `closes` says that it ends one organisation's accompaniment.
    """

    effect: str
    dated_by: str
    administrative: bool
    closes: bool = False


@dataclass(frozen=True, kw_only=True)
class ContactResult(Term):
    """What came of an attempt to reach somebody."""

    established: bool


@dataclass(frozen=True, kw_only=True)
class EndReason(Term):
    """Why an intervention ended; neutralised exits leave the yearly count."""

    neutralised: bool


@dataclass(frozen=True, kw_only=True)
class ExitClass(Term):
    """A class of the yearly count of exits, and the situations it holds."""

    situations: tuple[str, ...]


class Family(Term):
    """A family of situations, for `closes` and legends."""


class Diploma(Term):
    """A diploma level."""


class InterventionState(Term):
    """How far an intervention has got."""


class RequestReason(Term):
    """What a young person asks for, the heading only."""


class Theme(Term):
    """A heading under which interventions are shown."""


class Pillar(Term):
    """A pillar of the contract."""


class Axis(Term):
    """A cross-cutting axis of the contract."""


class Residence(Term):
    """A group of residence used by breakdowns."""


@dataclass(frozen=True, kw_only=True)
class Sex(Term):
    """A value of sex, with its labels for people under 18."""

    under_18: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class AgeBand(Term):
    """Completed years from `min` to `max` included; None where no band matches."""

    min: int
    max: int
    cerfa: str | None
    ml: str | None


@dataclass(frozen=True, kw_only=True)
class Territory(Term):
    """A commune or a neighbourhood.

    Attributes:
        kind: agglomeration, commune, qpv, qva or other.
        vintage: 2015 or 2024 for a neighbourhood, else None.
        code_official: "QP…" or "QN…" for a priority neighbourhood, else None.
        aliases: what partner files call it, lower case.
        commune: code of its commune, or None.
        postcodes: its postcodes, empty for a neighbourhood.
        succeeds: codes of the previous vintage that went by this name.
    """

    kind: str
    vintage: int | None
    code_official: str | None
    aliases: tuple[str, ...]
    commune: str | None
    postcodes: tuple[str, ...]
    succeeds: tuple[str, ...]
