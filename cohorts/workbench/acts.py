"""What the bench answers on what became of those whom an action reached, by design."""

from dataclasses import dataclass

from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.bench import ReleasedTables
from cohorts.disclosure.head_counts import Told
from cohorts.event_table.load import Manifest
from cohorts.exposure.evalue import EValue
from cohorts.exposure.negative_control import ControlVerdict
from cohorts.risk_table.numbers import Floats
from cohorts.workbench.exposures import Window


BEFORE = "exposed_before"  # the covariate: already had the action before the origin


@dataclass(frozen=True, eq=False)
class SideCurve:
    """The share of one side that knew the outcome, at whole months; T months.

    Attributes:
        is_reached: the side that the action reached.
        months: 0, 1, …, (T,).
        estimate: share with the outcome, (T,).
        low: lower limit, (T,).
        high: upper limit, (T,).
    """

    is_reached: bool
    months: Floats
    estimate: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Gap:
    """The share of the side reached less that of the other, at one month."""

    month: int
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class ControlTold:
    """The same comparison on an outcome that the action cannot change.

    Attributes:
        cause: that outcome.
        verdict: what it says; None where too few met it to say anything.
    """

    cause: str
    verdict: ControlVerdict | None


@dataclass(frozen=True, eq=False)
class LandmarkTold:
    """One landmark; months count from it.

    Attributes:
        at_month: the landmark, in months since the origin.
        n: those still at risk, as may be told.
        n_reached: of these, reached by then.
        n_others: of these, not reached by then.
        n_reached_later: of the others, reached afterwards: the sides grow alike.
        n_left: who had left by then, with or without the outcome, and take no part.
        n_events_reached: outcomes afterwards of those reached.
        n_events_others: outcomes afterwards of the others.
        ratio: of hazards after it; None where too few stand behind it, as all below.
        low: lower limit.
        high: upper limit.
        windows: the same by time since the landmark.
        curves: both sides, those not reached first; empty where too few.
        e_value: what would explain the ratio away.
        control: the negative control; None where none was asked for.
    """

    at_month: int
    n: Told
    n_reached: Told
    n_others: Told
    n_reached_later: Told
    n_left: Told
    n_events_reached: Told
    n_events_others: Told
    ratio: float | None
    low: float | None
    high: float | None
    windows: tuple[Window, ...]
    curves: tuple[SideCurve, ...]
    e_value: EValue | None
    control: ControlTold | None


@dataclass(frozen=True, eq=False)
class LandmarkAnswer:
    """What becomes of young people after landmarks, by who was reached by then.

    Attributes:
        definition: the cohort.
        manifest: of the extract.
        cause: the outcome.
        kinds: interventions that count.
        wording: the word that the design supports.
        landmarks: in order; one at least has a ratio.
        n: persons of the cohort, as may be told.
        released: what of it may leave; None where nothing may.
    """

    definition: CohortDefinition
    manifest: Manifest
    cause: str
    kinds: tuple[str, ...]
    wording: str
    landmarks: tuple[LandmarkTold, ...]
    n: Told
    released: ReleasedTables | None = None


@dataclass(frozen=True, eq=False)
class TrialAnswer:
    """A trial that nobody made, emulated: start within a grace period, or not.

    Attributes:
        definition: the cohort.
        manifest: of the extract.
        cause: the outcome.
        kinds: the action of the strategy.
        wording: the word that the design supports.
        grace_months: months within which to start.
        control_strategy: "never" or "later" (not within the grace period).
        horizon_months: end of the follow-up.
        covariates: what starting may depend on, taken into account.
        left_out: covariates asked for that tell nobody apart here.
        curves: both strategies, "does not start" first, at whole months.
        gaps: the difference at some months, the horizon last.
        ratio: of shares at the horizon.
        low: lower limit.
        high: upper limit.
        e_value: what would explain the ratio away.
        months_gained: mean months without the outcome, starting less not starting.
        months_low: lower limit.
        months_high: upper limit.
        largest_weight: for how many the heaviest case counts.
        n: eligible persons, as may be told.
        n_before: not eligible: had the action before, or on the day of origin.
        n_late: not eligible: observed from after their origin only.
        n_started: eligible cases that start within the grace period.
        n_events_started: outcomes of clones while they do as told, starting.
        n_events_others: the same, not starting.
        n_draws: resampled cohorts behind the limits.
        control: the negative control; None where none was asked for.
        released: what of it may leave; None where nothing may.
    """

    definition: CohortDefinition
    manifest: Manifest
    cause: str
    kinds: tuple[str, ...]
    wording: str
    grace_months: int
    control_strategy: str
    horizon_months: int
    covariates: tuple[str, ...]
    left_out: tuple[str, ...]
    curves: tuple[SideCurve, ...]
    gaps: tuple[Gap, ...]
    ratio: float
    low: float
    high: float
    e_value: EValue
    months_gained: float
    months_low: float
    months_high: float
    largest_weight: float
    n: Told
    n_before: Told
    n_late: Told
    n_started: Told
    n_events_started: Told
    n_events_others: Told
    n_draws: int
    control: ControlTold | None
    released: ReleasedTables | None = None


@dataclass(frozen=True)
class BalanceTold:
    """How alike the sides are on one level of a covariate, before and after.

    Attributes:
        covariate: group name, or `BEFORE`.
        level: the level.
        reached: its share among those reached, before.
        others: its share among the others, before.
        difference: standardised mean difference before.
        difference_after: after matching or weighting.
    """

    covariate: str
    level: str
    reached: float
    others: float
    difference: float
    difference_after: float


@dataclass(frozen=True, eq=False)
class AlikeAnswer:
    """Those reached by a landmark beside others made alike, by pairs or weights.

    Attributes:
        definition: the cohort.
        manifest: of the extract.
        cause: the outcome.
        kinds: interventions that count.
        wording: the word that the design supports.
        design: "matched" or "weighted".
        at_month: the landmark, in months since the origin.
        horizon_months: end of the curves, in months since the landmark.
        covariates: what the sides are made alike on.
        left_out: covariates asked for that tell nobody apart here.
        balance: the love plot, farthest before first.
        alike: every difference after is under 0.1.
        worst: the largest absolute difference after.
        curves: both sides, those not reached first, at whole months.
        gaps: the difference at some months, the horizon last.
        ratio: of hazards.
        low: lower limit.
        high: upper limit.
        e_value: what would explain the ratio away.
        months_gained: mean months without the outcome, reached less others.
        months_low: lower limit.
        months_high: upper limit.
        n: still at risk at the landmark, as may be told.
        n_reached: of these, reached by then.
        n_others: of these, not.
        n_reached_later: of the others, reached afterwards.
        n_pairs: pairs; None for weights.
        n_unmatched: those reached without a like; None for weights.
        n_effective: equivalents that the weights leave (others, reached); None for
            pairs.
        n_draws: resampled cohorts behind the limits.
        control: the negative control; None where none was asked for.
        released: what of it may leave; None where nothing may.
    """

    definition: CohortDefinition
    manifest: Manifest
    cause: str
    kinds: tuple[str, ...]
    wording: str
    design: str
    at_month: int
    horizon_months: int
    covariates: tuple[str, ...]
    left_out: tuple[str, ...]
    balance: tuple[BalanceTold, ...]
    alike: bool
    worst: float
    curves: tuple[SideCurve, ...]
    gaps: tuple[Gap, ...]
    ratio: float
    low: float
    high: float
    e_value: EValue
    months_gained: float
    months_low: float
    months_high: float
    n: Told
    n_reached: Told
    n_others: Told
    n_reached_later: Told
    n_pairs: Told | None
    n_unmatched: Told | None
    n_effective: tuple[Told, Told] | None
    n_draws: int
    control: ControlTold | None
    released: ReleasedTables | None = None
