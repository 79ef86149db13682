"""What a cohort is, in words that the SQL, the explanation and the hash all read.

A definition names who is followed, from which day, until what. Every set of situations
stands here already resolved to codes, so that a definition means the same wherever it
is read, and its hash changes whenever its meaning does. Labels are left out of the
hash: a better wording is not another cohort.
"""

import hashlib
import json
from dataclasses import Field, dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, Literal


Clock = Literal["days", "calendar_months", "age"]
CLOCKS: tuple[Clock, ...] = ("days", "calendar_months", "age")
OriginKind = Literal["dropout", "enters", "intervention_start", "intervention_end"]
Occurrence = Literal["first", "every"]
Prevalent = Literal["include", "exclude"]
Scope = Literal["strict", "wide", "wide_adds"]
SCOPES: tuple[Scope, ...] = ("strict", "wide", "wide_adds")

GROUPS = ("sex", "age_band", "qpv", "year", "organisation")
ATTRIBUTE = "attribute:"
UNKNOWN_SITUATION = "inconnue"
UNKNOWN_GROUP = "unknown"
MONTHS_PER_YEAR = 12
DAYS_AT_MONTHS = {3: 91, 6: 183, 12: 365, 24: 731}  # the day clock's fixed horizons
DAYS_PER_MONTH = 30.4375
_LABEL_FIELDS = frozenset({"label", "note"})
_LATER = {"came_later": True}  # left out of the hash where it says nothing

ExposureDesign = Literal["time_varying", "landmark", "target_trial"]
DESIGNS: tuple[ExposureDesign, ...] = ("time_varying", "landmark", "target_trial")
FLOOR_OF_AGES = 10  # at risk; under it a curve with late entry starts on too few

Labels = dict[str, str]


@dataclass(frozen=True)
class Summer:
    """Exits from school in summer are dated at the return of the autumn.

    Attributes:
        days_before: first day, in days before the following 1 September.
        days_until: last day, in days before the following 1 September.
        dated_after: day of the dropout, in days after that 1 September.
    """

    days_before: int
    days_until: int
    dated_after: int


@dataclass(frozen=True)
class DropoutRules:
    """The territory's rules of dropout and re-engagement.

    Attributes:
        version: version of the rules, named beside every result.
        leaves: situations from which one drops out (`from`).
        enters: situations of a person who dropped out (`to`).
        minimum_age_years: younger persons are never called dropouts.
        grace_days: shortest stretch that counts.
        summer: how summer exits are dated, or None.
        strict: situations of a return to education or training.
        wide_adds: situations that the wide sense adds.
        confirmation_days: how long a return must hold.
        age_limit_years: age at which follow-up ends.
        sensitivity_days: confirmations tried in sensitivity views.
    """

    version: int
    leaves: tuple[str, ...]
    enters: tuple[str, ...]
    minimum_age_years: int
    grace_days: int
    summer: Summer | None
    strict: tuple[str, ...]
    wide_adds: tuple[str, ...]
    confirmation_days: int
    age_limit_years: int
    sensitivity_days: tuple[int, ...] = ()

    def scope(self, scope: Scope) -> tuple[str, ...]:
        """Give the situations of a sense of re-engagement.

        Args:
            scope: strict, wide (strict and more), or what wide adds.

        Returns:
            Situation codes.
        """
        if scope == "strict":
            return self.strict
        return self.wide_adds if scope == "wide_adds" else self.strict + self.wide_adds


@dataclass(frozen=True)
class AttributeFilter:
    """Keep the persons whose attribute, at the origin, has one of the values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Population:
    """Who may enter; empty means everyone.

    Attributes:
        sex: "F" or "M", or None.
        age_min: least completed age in years at the origin.
        age_max: greatest completed age in years at the origin.
        qpv_codes: neighbourhoods of residence at the origin.
        qpv_vintage: 2015 or 2024: residence in any neighbourhood of that list.
        organisations: organisations that sent the fact of origin.
        attributes: filters on attributes at the origin.
    """

    sex: str | None = None
    age_min: int | None = None
    age_max: int | None = None
    qpv_codes: tuple[str, ...] = ()
    qpv_vintage: int | None = None
    organisations: tuple[str, ...] = ()
    attributes: tuple[AttributeFilter, ...] = ()


@dataclass(frozen=True)
class Origin:
    """The day from which time is counted.

    Attributes:
        kind: what happens on that day.
        situations: the situations entered (`enters`), else empty.
        interventions: the kinds of intervention, else empty.
        confirmation_days: how long the situations entered must hold.
        after_dropout: only entries that follow the person's first dropout.
        occurrence: the person's first origin, or each of them.
        between: first and last civil day of the origin, both included; None = open.
        prevalent: what to do with spells already open when observation began.
        end_reasons: only interventions that ended for one of these; () = any.
    """

    kind: OriginKind
    situations: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    confirmation_days: int = 0
    after_dropout: bool = False
    occurrence: Occurrence = "first"
    between: tuple[date | None, date | None] = (None, None)
    prevalent: Prevalent = "include"
    end_reasons: tuple[str, ...] = field(default=(), metadata=_LATER)

    @property
    def needs_dropout(self) -> bool:
        """Whether the dropout rules take part."""
        return self.kind == "dropout" or self.after_dropout


@dataclass(frozen=True)
class Cause:
    """One way to leave the risk set that counts as an event.

    Attributes:
        code: name of the cause in results.
        label: French and English.
        situations: entering any of these is the event, or
        follow_up: receiving any of these follow-up statuses is.
        confirmation_days: how long the situations must hold, 0 = no requirement.
        competing: whether it competes with the outcomes rather than being one.
        interventions: or the first one of these kinds that is done; who has one open
            at the origin already is out.
        elsewhere: such an intervention counts only of another organisation than that
            of the origin.
    """

    code: str
    label: Labels
    situations: tuple[str, ...] = ()
    follow_up: tuple[str, ...] = ()
    confirmation_days: int = 0
    competing: bool = False
    interventions: tuple[str, ...] = field(default=(), metadata=_LATER)
    elsewhere: bool = field(default=False, metadata=_LATER)


@dataclass(frozen=True)
class Censoring:
    """What ends observation without an event.

    Attributes:
        follow_up: statuses that end it, on their day.
        age_limit_years: age at which it ends, by birth month; None = never.
        unknown_gap_days: longest unknown stretch bridged; a longer one ends
            observation at its start. None = every stretch is bridged.
        lost_after_days: longest silence bridged: days in a row on which nothing is
            established, presumed situations included; a longer one makes the person
            lost to follow-up at its start. None = silence alone loses nobody.
    """

    follow_up: tuple[str, ...] = ()
    age_limit_years: int | None = None
    unknown_gap_days: int | None = 180
    lost_after_days: int | None = field(default=None, metadata=_LATER)


@dataclass(frozen=True)
class Exclusion:
    """Who is left out, by what was known before the origin; never by what follows.

    Attributes:
        code: name of the step in the attrition.
        label: the reason, French and English.
        interventions: an intervention of these kinds began before the origin, or
        situations: one of these was held before the origin, or
        follow_up: one of these statuses was given before the origin, or
        attribute: it had one of these values at the origin.
        within_days: how long before the origin counts; None = ever.
    """

    code: str
    label: Labels
    interventions: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    follow_up: tuple[str, ...] = ()
    attribute: AttributeFilter | None = None
    within_days: int | None = None


@dataclass(frozen=True)
class Exposure:
    """Something done or lived after the origin, of which the effect is asked.

    There is no "ever": who was exposed later had to stay at risk until then.

    Attributes:
        code: name of the exposure in results.
        label: French and English.
        interventions: it begins with an intervention of these kinds, or
        situations: it begins on entering one of these.
        design: time_varying (exposed from its day on), landmark (exposed by fixed
            months, among those still at risk then), or target_trial (begin within a
            grace period or not: clone, censor, weight).
        while_it_lasts: time_varying: exposed only until it ends; else for good.
        landmarks_months: landmark: the months, rising.
        grace_days: target_trial: days after the origin in which it may begin.
    """

    code: str
    label: Labels
    interventions: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    design: ExposureDesign = "time_varying"
    while_it_lasts: bool = False
    landmarks_months: tuple[int, ...] = ()
    grace_days: int | None = None


@dataclass(frozen=True)
class CohortDefinition:
    """A cohort: population, origin, causes, censoring, clock.

    Attributes:
        name: file-safe name.
        label: French and English title.
        note: French and English remark shown with every result, or None.
        population: who may enter.
        origin: time zero.
        causes: outcomes first, then competing causes; cause k of a result is the
            k-th, from 1.
        censoring: what ends observation.
        clock: unit of time.
        horizons_months: where results are read, in months.
        groups: breakdowns offered: sex, age_band, qpv, year, organisation,
            attribute:NAME.
        rules_version: version of the dropout rules it was resolved under.
        rules: the dropout rules, where the origin uses them.
        exclusions: who is left out, in order.
        exposures: what may have changed the outcome, always dated.
        covariates: breakdowns whose joint patterns a model takes.
        strata: breakdowns within which a test or a model compares.
        at_risk_floor: a curve starts where so many are at risk; None = at time zero.
    """

    name: str
    label: Labels
    population: Population
    origin: Origin
    causes: tuple[Cause, ...]
    censoring: Censoring
    clock: Clock = "days"
    horizons_months: tuple[int, ...] = (3, 6, 12, 24)
    groups: tuple[str, ...] = ()
    rules_version: int = 0
    rules: DropoutRules | None = None
    note: Labels | None = field(default=None)
    exclusions: tuple[Exclusion, ...] = field(default=(), metadata=_LATER)
    exposures: tuple[Exposure, ...] = field(default=(), metadata=_LATER)
    covariates: tuple[str, ...] = field(default=(), metadata=_LATER)
    strata: tuple[str, ...] = field(default=(), metadata=_LATER)
    at_risk_floor: int | None = field(default=None, metadata=_LATER)

    @property
    def outcomes(self) -> tuple[Cause, ...]:
        """The causes that are the outcome."""
        return tuple(cause for cause in self.causes if not cause.competing)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """Every breakdown that may be counted: groups, covariates and strata."""
        return tuple(dict.fromkeys((*self.groups, *self.covariates, *self.strata)))

    @property
    def horizons(self) -> tuple[int, ...]:
        """The horizons on the cohort's own clock."""
        return horizons_on(self.clock, self.horizons_months)

    @property
    def hash(self) -> str:
        """SHA-256 of the meaning, 64 hex digits."""
        text = json.dumps(_canonical(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()


def horizons_on(clock: Clock, months: tuple[int, ...]) -> tuple[int, ...]:
    """Place horizons in months on a clock.

    Args:
        clock: the unit of time.
        months: horizons in months.

    Returns:
        Days on the day clock (3, 6, 12, 24 months are 91, 183, 365, 731 days); months
        on the others.

    >>> horizons_on("days", (3, 12))
    (91, 365)
    """
    if clock != "days":
        return months
    return tuple(DAYS_AT_MONTHS.get(m, round(m * DAYS_PER_MONTH)) for m in months)


def _says_nothing(value: Any, part: Field[Any]) -> bool:
    """Tell whether a field that came later means what its absence meant before."""
    came_later = bool(part.metadata.get("came_later"))
    return came_later and bool(getattr(value, part.name) == part.default)


def _canonical(value: Any) -> Any:
    if is_dataclass(value):
        return {
            f.name: _canonical(getattr(value, f.name))
            for f in fields(value)
            if f.name not in _LABEL_FIELDS and not _says_nothing(value, f)
        }
    if isinstance(value, tuple):
        return [_canonical(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
