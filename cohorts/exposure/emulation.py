"""Cases → a declared target trial: clone, censor, weight.

The trial that nobody made: at the origin each would be told to start the action within
a grace period, or not to start it. Each case is cloned into both; a clone is censored
when its case no longer does as told; those who stay are weighted up for those censored
who were like them. Nobody is put on a side by their future.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cohorts.estimates.results import number
from cohorts.exposure.cases import Cases
from cohorts.exposure.contrasts import (
    AdjustedCurve,
    Contrast,
    contrast_values,
    told_curves,
)
from cohorts.exposure.effects import the_event
from cohorts.exposure.failures import BeyondFollowUp, NobodyToCompare, OptionImpossible
from cohorts.exposure.months import (
    Months,
    at_risk_by_month,
    incidence_by_month,
    leaving_by_month,
    monthly_chance,
    truncate_weights,
    whole_months,
)
from cohorts.exposure.protocol import Control, tell_protocol
from cohorts.exposure.resampling import resample
from cohorts.exposure.wording import word_for
from cohorts.regression.design import Covariate, Design, make_design
from cohorts.risk_table.numbers import Floats
from config.translation import _


LARGE = 20.0  # weight from which a clone is told to count for many


@dataclass(frozen=True)
class Arm:
    """One strategy of the trial.

    Attributes:
        n: clones.
        n_events: events while doing as told.
        n_deviated: clones censored because their case did otherwise.
        n_at_horizon: clones still at risk in the last month.
        largest_weight: the largest weight, after truncation.
    """

    n: int
    n_events: int
    n_deviated: int
    n_at_horizon: int
    largest_weight: float

    def as_dict(self) -> dict[str, Any]:
        """Give the arm as plain numbers."""
        return {name: number(value) for name, value in vars(self).items()}


@dataclass(frozen=True)
class Emulation:
    """The answer of an emulated trial.

    Attributes:
        wording: the word that a page may use.
        protocol: the trial that is emulated, sentence by sentence, in the reader's
            language: to be shown with every figure.
        grace: months within which to start.
        control: what the others do.
        horizon: last month.
        confidence: width of the limits.
        n: cases.
        n_persons: persons.
        n_excluded: cases exposed at the origin or before: no one could assign them.
        arms: "does not start", then "starts within the grace".
        curves: share with the event by month, in the same order.
        gap: starting less not starting, by month.
        contrasts: share, mean_time, ratio: starting less not starting.
        n_draws: resampled cohorts that the limits rest on.
        notes: what the reader should know.
    """

    wording: str
    protocol: tuple[str, ...]
    grace: int
    control: Control
    horizon: int
    confidence: float
    n: int
    n_persons: int
    n_excluded: int
    arms: tuple[Arm, Arm]
    curves: tuple[AdjustedCurve, ...]
    gap: AdjustedCurve
    contrasts: tuple[Contrast, ...]
    n_draws: int
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the result as plain lists and numbers; null where not defined."""
        return {
            "design": "emulation",
            "wording": self.wording,
            "protocol": list(self.protocol),
            "grace": self.grace,
            "control": self.control,
            "horizon": self.horizon,
            "confidence": self.confidence,
            "n": self.n,
            "n_persons": self.n_persons,
            "n_excluded": self.n_excluded,
            "arms": [arm.as_dict() for arm in self.arms],
            "curves": [curve.as_dict() for curve in self.curves],
            "gap": self.gap.as_dict(),
            "contrasts": [one.as_dict() for one in self.contrasts],
            "n_draws": self.n_draws,
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class _Plan:
    """What does not change from draw to draw."""

    design: Design
    grace: int
    horizon: int
    last_start: int  # a start after it is no deviation of those who do not start
    truncate: float | None


def emulate_trial(
    cases: Cases,
    covariates: Sequence[Covariate],
    *,
    grace: int,
    horizon: int,
    rng: np.random.Generator,
    control: Control = "never",
    cause: int | None = None,
    period: float = 1.0,
    truncate: float | None = None,
    n_draws: int = 200,
    confidence: float = 0.95,
) -> Emulation:
    """Emulate the trial "start within a grace period" against "do not start".

    Args:
        cases: the cases, all observed from their origin.
        covariates: what both the start and the event depend on, known at the origin.
        grace: months within which to start, >= 1; who has not by its end starts in
            its last month.
        horizon: last month, > grace.
        rng: the source of chance of the limits.
        control: "never" (does not start at all), or "later" (not within the grace).
        cause: the cause that is the event, the others competing; None = there is one.
        period: length of a month on the clock (30.4375 on the clock of days).
        truncate: share of the person-months whose weights are brought back; None = 0.
            Few start in the last month of the grace and weigh much: truncation biases.
        n_draws: resampled cohorts; all is estimated anew in each.
        confidence: width of the limits.

    Returns:
        Curves, contrasts, the declared protocol.

    Raises:
        OptionImpossible: grace, horizon, control, period or truncation impossible.
        MonthsNotWhole, LateEntryNotCovered: what the clock does not allow.
        NobodyToCompare: nobody starts within the grace, or everybody at the origin.
        BeyondFollowUp: nobody of an arm is at risk in the last month.
        GroupsDoNotOverlap: a covariate decides alone who starts.
        EventNotSaid, BootstrapFailed, and what `make_design` refuses.

    Source: Hernán & Robins (2016), Am J Epidemiol 183, 758-764; Cain et al. (2010),
        Int J Biostat 6, 18 (grace period).
    """
    _check(grace, horizon, control, truncate)
    event = the_event(cases.cause, cause)
    outcome = np.where(event > 0, 1, np.where(cases.cause > 0, 2, 0)).astype(np.int64)
    design, pattern = make_design(cases.covariates, covariates)
    everyone = whole_months(cases, outcome, pattern, period=period)
    eligible = np.flatnonzero(everyone.start >= 1)
    months = everyone.take(eligible)
    in_grace = (months.start <= grace) & (months.start <= months.stop)
    if not np.any(in_grace):
        raise NobodyToCompare
    plan = _Plan(
        design, grace, horizon, grace if control == "later" else horizon, truncate
    )
    grid = np.arange(1, horizon + 1, dtype=np.float64)
    curves, arms = _emulate(months, plan)
    for arm, last in zip(arms, _last_months(months, plan), strict=True):
        if not arm.n_at_horizon:
            raise BeyondFollowUp(horizon, last)

    def values(of: Months) -> Floats:
        both = _emulate(of, plan)[0]
        return np.concatenate((both, contrast_values(both, grid, float(horizon))))

    draws, n_failed = resample(
        months.person,
        lambda places: values(months.take(places)),
        n_draws=n_draws,
        rng=rng,
    )
    labels = (_("ne commence pas"), _("commence dans le délai"))
    told, gap, contrasts = told_curves(
        np.concatenate((curves, contrast_values(curves, grid, float(horizon)))),
        draws,
        grid,
        labels,
        confidence=confidence,
    )
    n_excluded = cases.n - eligible.size
    return Emulation(
        wording=word_for("emulation"),
        protocol=tell_protocol(
            [one.column for one in covariates],
            grace=grace,
            horizon=horizon,
            control=control,
        ),
        grace=grace,
        control=control,
        horizon=horizon,
        confidence=confidence,
        n=int(eligible.size),
        n_persons=int(np.unique(months.person).size),
        n_excluded=n_excluded,
        arms=arms,
        curves=told,
        gap=gap,
        contrasts=contrasts,
        n_draws=len(draws),
        notes=tuple(_about(arms, n_excluded, len(draws), n_failed)),
    )


def _emulate(months: Months, plan: _Plan) -> tuple[Floats, tuple[Arm, Arm]]:
    """Give the shares of both arms, (2H,), and the arms themselves."""
    chance = _chance_of_start(months, plan)
    waits, arm0 = _not_starting(months, plan, chance)
    starts, arm1 = _starting(months, plan, chance)
    return np.concatenate((waits, starts)), (arm0, arm1)


def _chance_of_start(months: Months, plan: _Plan) -> Floats:
    """Fit who starts in each month, among those who have not and are still there.

    An event comes before a start of the same month: whoever has it is not asked.
    """
    shape = (max(plan.last_start, plan.grace), plan.design.x.shape[0])
    asked_until = np.where(months.outcome > 0, months.stop - 1, months.stop)
    starts = months.start <= asked_until
    last = np.where(starts, months.start, asked_until)
    some = last >= 1
    at_risk = at_risk_by_month(last[some], months.pattern[some], shape)
    happened = leaving_by_month(months.start[starts], months.pattern[starts], shape)
    return monthly_chance(plan.design, at_risk, happened)


def _not_starting(months: Months, plan: _Plan, chance: Floats) -> tuple[Floats, Arm]:
    """Follow the clones that do not start, censored at the end of a month of start."""
    deviates = (months.start < months.stop) & (months.start <= plan.last_start)
    stop = np.where(deviates, months.start, months.stop)
    outcome = np.where(deviates, 0, months.outcome)
    shape = (plan.horizon, chance.shape[1])
    weight = np.ones(shape)
    known = min(chance.shape[0], plan.last_start, plan.horizon - 1)
    weight[1 : known + 1] = np.cumprod(1 / (1 - chance[:known]), axis=0)
    weight[known + 1 :] = weight[known]
    counts = _Counted.of(replace(months, stop=stop, outcome=outcome), shape)
    return counts.share(weight, plan, n=stop.size, deviates=deviates)


def _starting(months: Months, plan: _Plan, chance: Floats) -> tuple[Floats, Arm]:
    """Follow the clones that start; at the end of the grace, those who have not go."""
    deviates = (months.start > plan.grace) & (months.stop > plan.grace)
    stop = np.where(deviates, plan.grace, months.stop)
    outcome = np.where(deviates, 0, months.outcome)
    n_patterns = chance.shape[1]
    # Only a start in the last month of the grace was still open when others were
    # censored: those who started before are certain to stay. They get columns apart.
    last_minute = (months.start == plan.grace) & (months.stop > plan.grace)
    pattern = months.pattern + n_patterns * last_minute
    shape = (plan.horizon, 2 * n_patterns)
    weight = np.ones(shape)
    with np.errstate(divide="ignore"):
        weight[plan.grace :, n_patterns:] = 1 / chance[plan.grace - 1]
    counts = _Counted.of(
        replace(months, stop=stop, outcome=outcome, pattern=pattern), shape
    )
    return counts.share(weight, plan, n=stop.size, deviates=deviates)


@dataclass(frozen=True, eq=False)
class _Counted:
    """Clones of one arm by month and pattern, (H, P) each."""

    at_risk: Floats
    events: Floats
    others: Floats

    @classmethod
    def of(cls, clones: Months, shape: tuple[int, int]) -> "_Counted":
        had, other = clones.outcome == 1, clones.outcome == 2
        return cls(
            at_risk_by_month(clones.stop, clones.pattern, shape),
            leaving_by_month(clones.stop[had], clones.pattern[had], shape),
            leaving_by_month(clones.stop[other], clones.pattern[other], shape),
        )

    def share(
        self,
        weight: Floats,
        plan: _Plan,
        *,
        n: int,
        deviates: np.ndarray[Any, np.dtype[np.bool_]],
    ) -> tuple[Floats, Arm]:
        borne = np.where(self.at_risk > 0, weight, 1.0)
        kept, largest = truncate_weights(borne, self.at_risk, plan.truncate)
        share = incidence_by_month(
            (self.at_risk * kept).sum(axis=1),
            (self.events * kept).sum(axis=1),
            (self.others * kept).sum(axis=1),
        )
        arm = Arm(
            n=n,
            n_events=int(self.events.sum()),
            n_deviated=int(deviates.sum()),
            n_at_horizon=int(self.at_risk[-1].sum()),
            largest_weight=largest,
        )
        return share, arm


def _last_months(months: Months, plan: _Plan) -> tuple[int, int]:
    """Give the last month in which each arm has anybody."""
    waiting = np.where(
        months.start <= plan.last_start,
        np.minimum(months.start, months.stop),
        months.stop,
    )
    starting = np.where(
        months.start > plan.grace, np.minimum(plan.grace, months.stop), months.stop
    )
    return int(waiting.max()), int(starting.max())


def _check(grace: int, horizon: int, control: str, truncate: float | None) -> None:
    if grace < 1 or grace != int(grace):
        raise OptionImpossible("grace")
    if horizon <= grace or horizon != int(horizon):
        raise OptionImpossible("horizon")
    if control not in ("never", "later"):
        raise OptionImpossible("control")
    if truncate is not None and not 0 < truncate < 0.5:
        raise OptionImpossible("truncate")


def _about(
    arms: tuple[Arm, Arm], n_excluded: int, n_draws: int, n_failed: int
) -> list[str]:
    notes = [_("limites par rééchantillonnage de {n} cohortes").format(n=n_draws)]
    if n_failed:
        notes.append(
            _("{n} rééchantillonnages sans résultat écartés").format(n=n_failed)
        )
    if n_excluded:
        notes.append(
            _("{n} cas déjà exposés à l’origine, hors de l’essai").format(n=n_excluded)
        )
    largest = max(arm.largest_weight for arm in arms)
    if largest > LARGE:
        notes.append(
            _(
                "un clone compte jusqu’à {weight:.0f} fois : peu de jeunes font "
                "comme la stratégie le demande"
            ).format(weight=largest)
        )
    return notes
