"""Two groups → their curves as if both were alike at time zero, and the difference.

By weighting (a model of who is in which group) or by standardisation (each pattern's
own curve, in the mix of the whole cohort). Where the two disagree, believe neither.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cohorts.estimates.results import number
from cohorts.exposure.balance import Balance, measure_balance
from cohorts.exposure.contrasts import (
    AdjustedCurve,
    Contrast,
    contrast_values,
    told_curves,
)
from cohorts.exposure.failures import (
    BeyondFollowUp,
    GroupsDoNotOverlap,
    OptionImpossible,
)
from cohorts.exposure.groups import TwoGroups
from cohorts.exposure.incidence import incidence_on, time_grid
from cohorts.exposure.matching import Matching
from cohorts.exposure.resampling import resample
from cohorts.exposure.weighted_cox import weighted_cox
from cohorts.exposure.weighting import GroupWeights, Target, weigh_groups
from cohorts.exposure.wording import Design, word_for
from cohorts.regression.design import Categorical
from cohorts.regression.results import Regression
from cohorts.risk_table.numbers import Floats, Integers
from config.translation import _


@dataclass(frozen=True)
class AdjustedCurves:
    """Two groups made alike, and what becomes of them.

    Attributes:
        design: "weighted", "matched" or "standardised".
        wording: the word that a page may use.
        horizon: end of the contrasts.
        confidence: width of the limits.
        n: cases (group compared with, group of interest).
        curves: one per group, the group compared with first.
        gap: the group of interest less the other, along time.
        contrasts: share, mean_time, ratio.
        model: the weighted Cox model, errors robust; None where the design has none.
        balance: before and after; None for standardisation, alike by construction.
        weights: the weights, where the design has some.
        n_draws: resampled cohorts that the limits rest on.
        notes: what the reader should know, in the reader's language.
    """

    design: Design
    wording: str
    horizon: float
    confidence: float
    n: tuple[int, int]
    curves: tuple[AdjustedCurve, ...]
    gap: AdjustedCurve
    contrasts: tuple[Contrast, ...]
    model: Regression | None
    balance: Balance | None
    weights: GroupWeights | None
    n_draws: int
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the result as plain lists and numbers; null where not defined."""
        return {
            "design": self.design,
            "wording": self.wording,
            "horizon": number(self.horizon),
            "confidence": self.confidence,
            "n": list(self.n),
            "curves": [curve.as_dict() for curve in self.curves],
            "gap": self.gap.as_dict(),
            "contrasts": [one.as_dict() for one in self.contrasts],
            "model": None if self.model is None else self.model.as_dict(),
            "balance": None if self.balance is None else self.balance.as_dict(),
            "weights": None if self.weights is None else self.weights.as_dict(),
            "n_draws": self.n_draws,
            "notes": list(self.notes),
        }


def weighted_curves(
    groups: TwoGroups,
    *,
    horizon: float,
    rng: np.random.Generator,
    target: Target = "all",
    truncate: float | None = 0.01,
    n_draws: int = 200,
    confidence: float = 0.95,
) -> AdjustedCurves:
    """Compare two groups under inverse-probability weights.

    Args:
        groups: the two groups.
        horizon: end of the curves and contrasts, > 0.
        rng: the source of chance of the limits.
        target: whose mix both groups are brought to.
        truncate: see `weighting.weigh_groups`.
        n_draws: resampled cohorts; the score is estimated anew in each.
        confidence: width of the limits.

    Returns:
        Curves, contrasts, a weighted Cox model, balance.

    Raises:
        BeyondFollowUp: nobody of a group is followed to the horizon.
        BootstrapFailed, OptionImpossible: see their texts.
        GroupsDoNotOverlap, ConstantCovariate, CollinearCovariates: as `propensity`.

    Source: Cole & Hernán (2004), Comput Methods Programs Biomed 75, 45-49; Austin
        (2016), Stat Med 35, 5642-5655 (resampling, since the score is estimated).
    """
    grid = _checked_grid(groups, horizon)
    weights = weigh_groups(groups, target=target, truncate=truncate)

    def shares(places: Integers) -> Floats:
        drawn = groups.take(places)
        weight = weigh_groups(drawn, target=target, truncate=truncate).weight
        return _both(drawn, weight, grid)

    model = weighted_cox(
        groups, weights.weight, groups.cases.person, confidence=confidence
    )
    found = _contrasted(
        groups,
        grid,
        _both(groups, weights.weight, grid),
        shares,
        horizon=horizon,
        rng=rng,
        n_draws=n_draws,
        confidence=confidence,
    )
    balance = measure_balance(groups, weights.weight, chance=weights.chance)
    return replace(
        found,
        design="weighted",
        wording=word_for("weighted"),
        model=model,
        balance=balance,
        weights=weights,
        notes=(*balance.notes, *weights.notes, *found.notes),
    )


def matched_curves(
    groups: TwoGroups,
    matching: Matching,
    *,
    horizon: float,
    rng: np.random.Generator,
    n_draws: int = 200,
    confidence: float = 0.95,
) -> AdjustedCurves:
    """Compare the pairs of a matching.

    Args:
        groups: the two groups.
        matching: their pairs.
        horizon: end of the curves and contrasts, > 0.
        rng: the source of chance of the limits.
        n_draws: resampled sets of pairs: pairs are drawn, not persons.
        confidence: width of the limits.

    Returns:
        Curves, contrasts, a Cox model with errors by pair, balance.

    Raises:
        BeyondFollowUp, BootstrapFailed, OptionImpossible: see their texts.

    Source: Austin & Small (2014), Stat Med 33, 4306-4319 (pairs drawn).
    """
    places = matching.pairs.ravel()
    paired = groups.take(places)
    grid = _checked_grid(paired, horizon)
    pair = matching.pair[places]
    even = np.ones(paired.n)

    def shares(drawn: Integers) -> Floats:
        return _both(paired.take(drawn), even, grid)

    found = _contrasted(
        replace(paired, cases=replace(paired.cases, person=pair)),
        grid,
        _both(paired, even, grid),
        shares,
        horizon=horizon,
        rng=rng,
        n_draws=n_draws,
        confidence=confidence,
    )
    balance = measure_balance(groups, matching.weight, chance=matching.chance)
    return replace(
        found,
        design="matched",
        wording=word_for("matched"),
        model=weighted_cox(paired, even, pair, confidence=confidence),
        balance=balance,
        notes=(*balance.notes, *matching.notes, *found.notes),
    )


def standardised_curves(
    groups: TwoGroups,
    *,
    horizon: float,
    rng: np.random.Generator,
    n_draws: int = 200,
    confidence: float = 0.95,
) -> AdjustedCurves:
    """Compare two groups in the same mix of patterns: that of the whole cohort.

    Each pattern of covariates has its own curve in each group, without any model; the
    curves are averaged by the number of cases of each pattern (g-formula). Patterns
    met in one group only cannot be compared: they are left out and told.

    Args:
        groups: the two groups, on covariates with levels.
        horizon: end of the curves and contrasts, > 0.
        rng: the source of chance of the limits.
        n_draws: resampled cohorts.
        confidence: width of the limits.

    Returns:
        Curves and contrasts.

    Raises:
        OptionImpossible: a covariate that is a number: it makes no patterns.
        GroupsDoNotOverlap: no pattern is met in both groups.
        BeyondFollowUp, BootstrapFailed: see their texts.

    Source: Robins (1986); Hernán & Robins (2020), Causal Inference, ch. 13.
    """
    if not all(isinstance(one, Categorical) for one in groups.covariates):
        raise OptionImpossible("covariates")
    kept, n_left_out = _common(groups)
    grid = _checked_grid(kept, horizon)

    def shares(places: Integers) -> Floats:
        return _standardised(_common(kept.take(places))[0], grid)

    found = _contrasted(
        kept,
        grid,
        _standardised(kept, grid),
        shares,
        horizon=horizon,
        rng=rng,
        n_draws=n_draws,
        confidence=confidence,
    )
    notes = []
    if n_left_out:
        notes.append(
            _(
                "{n} cas de profils présents dans un seul groupe, laissés hors de la "
                "comparaison"
            ).format(n=n_left_out)
        )
    return replace(found, notes=(*notes, *found.notes))


def _common(groups: TwoGroups) -> tuple[TwoGroups, int]:
    """Keep the patterns met in both groups; say how many cases are left out."""
    length = groups.design.x.shape[0]
    of_interest = np.bincount(groups.pattern, groups.treated, length)
    total = np.bincount(groups.pattern, minlength=length)
    both = (of_interest > 0) & (of_interest < total)
    within = both[groups.pattern]
    if not np.any(within):
        raise GroupsDoNotOverlap
    n_left_out = int(np.sum(~within))
    if not n_left_out:
        return groups, 0
    places = np.flatnonzero(within)
    person = groups.cases.person[places]
    kept = groups.take(places)
    return replace(kept, cases=replace(kept.cases, person=person)), n_left_out


def _standardised(groups: TwoGroups, grid: Floats) -> Floats:
    total = np.zeros((2, grid.size))
    cases = groups.cases
    for pattern in np.unique(groups.pattern):
        within = groups.pattern == pattern
        for side in (0, 1):
            own = within & (groups.treated == side)
            total[side] += within.sum() * incidence_on(
                grid,
                cases.start[own],
                cases.stop[own],
                groups.outcome[own],
                np.ones(int(own.sum())),
            )
    return (total / groups.n).ravel()


def _both(groups: TwoGroups, weight: Floats, grid: Floats) -> Floats:
    cases = groups.cases
    return np.concatenate(
        [
            incidence_on(
                grid,
                cases.start[side],
                cases.stop[side],
                groups.outcome[side],
                weight[side],
            )
            for side in (groups.treated == 0, groups.treated == 1)
        ]
    )


def _checked_grid(groups: TwoGroups, horizon: float) -> Floats:
    stop = groups.cases.stop
    last = min(float(stop[groups.treated == side].max()) for side in (0, 1))
    if not horizon > 0:
        raise OptionImpossible("horizon")
    if horizon > last:
        raise BeyondFollowUp(horizon, last)
    return time_grid(stop, groups.outcome, horizon=float(horizon))


def _contrasted(
    groups: TwoGroups,
    grid: Floats,
    both: Floats,
    shares: Callable[[Integers], Floats],
    *,
    horizon: float,
    rng: np.random.Generator,
    n_draws: int,
    confidence: float,
) -> AdjustedCurves:
    def all_values(values: Floats) -> Floats:
        return np.concatenate((values, contrast_values(values, grid, horizon)))

    draws, n_failed = resample(
        groups.cases.person,
        lambda places: all_values(shares(places)),
        n_draws=n_draws,
        rng=rng,
    )
    curves, gap, contrasts = told_curves(
        all_values(both), draws, grid, groups.labels, confidence=confidence
    )
    notes = [_("limites par rééchantillonnage de {n} cohortes").format(n=len(draws))]
    if n_failed:
        notes.append(
            _("{n} rééchantillonnages sans résultat écartés").format(n=n_failed)
        )
    if np.any(groups.outcome == 2):
        notes.append(_("issues concurrentes comptées comme telles (Aalen-Johansen)"))
    return AdjustedCurves(
        design="standardised",
        wording=word_for("standardised"),
        horizon=float(horizon),
        confidence=confidence,
        n=(int(np.sum(groups.treated == 0)), int(groups.treated.sum())),
        curves=curves,
        gap=gap,
        contrasts=contrasts,
        model=None,
        balance=None,
        weights=None,
        n_draws=len(draws),
        notes=tuple(notes),
    )
