"""Cases lost to follow-up → weights for those who stay, bounds of what is unknown.

No record is not no event. Weights suppose that the lost are like those who stay with
the same covariates; the bounds suppose nothing: all of the lost had the event at once,
or none ever.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cohorts.estimates.bounds import Bounds, bounds_of
from cohorts.estimates.results import number
from cohorts.exposure.cases import Cases
from cohorts.exposure.contrasts import AdjustedCurve
from cohorts.exposure.effects import the_event
from cohorts.exposure.failures import BeyondFollowUp, OptionImpossible
from cohorts.exposure.months import (
    Months,
    at_risk_by_month,
    incidence_by_month,
    leaving_by_month,
    monthly_chance,
    truncate_weights,
    whole_months,
)
from cohorts.exposure.resampling import percentile_limits, resample
from cohorts.regression.design import (
    Categorical,
    Covariate,
    Design,
    code_levels,
    make_design,
)
from cohorts.regression.table_failures import ColumnMissing, TimesOutOfRange
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.numbers import Floats, Integers
from config.translation import _


@dataclass(frozen=True, eq=False)
class LossWeights:
    """Inverse-probability-of-censoring weights; H months, P patterns.

    Attributes:
        design: columns of the patterns.
        pattern: each case's pattern, (n,).
        chance: of being lost in each month, (H, P).
        weight: of those at risk in each month, (H, P), >= 1.
        largest: the largest weight that anybody bears.
        n_lost: cases lost up to the horizon.
    """

    design: Design = field(repr=False)
    pattern: Integers = field(repr=False)
    chance: Floats = field(repr=False)
    weight: Floats = field(repr=False)
    largest: float
    n_lost: int


@dataclass(frozen=True)
class WeightedForLoss:
    """The share with the event, as if nobody had been lost.

    Attributes:
        horizon: last month.
        n: cases.
        n_lost: cases lost up to the horizon.
        largest_weight: the largest weight, after truncation.
        plain: the share without weights (the lost are like all who stay).
        weighted: the share with weights (the lost are like those of their pattern).
        notes: what the reader should know, in the reader's language.
    """

    horizon: int
    n: int
    n_lost: int
    largest_weight: float
    plain: AdjustedCurve
    weighted: AdjustedCurve
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the result as plain lists and numbers; null where not defined."""
        return {
            "horizon": self.horizon,
            "n": self.n,
            "n_lost": self.n_lost,
            "largest_weight": number(self.largest_weight),
            "plain": self.plain.as_dict(),
            "weighted": self.weighted.as_dict(),
            "notes": list(self.notes),
        }


def censoring_weights(
    cases: Cases,
    covariates: Sequence[Covariate],
    *,
    horizon: int,
    lost: str | None = None,
    period: float = 1.0,
    truncate: float | None = 0.01,
) -> LossWeights:
    """Weigh those who stay by the inverse of their chance to have stayed so far.

    Args:
        cases: the cases, all observed from their origin.
        covariates: what the loss depends on, known at the origin.
        horizon: last month, >= 1.
        lost: column that is 1 for those lost, 0 for those whose follow-up ended with
            the study; None = every censoring is a loss.
        period: length of a month on the clock.
        truncate: share of the person-months whose weights are brought back.

    Returns:
        The weights by month and pattern.

    Raises:
        OptionImpossible: a horizon or truncation that cannot be.
        ColumnMissing, TimesOutOfRange: the column of the lost.
        MonthsNotWhole, LateEntryNotCovered: what the clock does not allow.
        GroupsDoNotOverlap: a covariate decides alone who is lost.

    Source: Robins & Finkelstein (2000), Biometrics 56, 779-788.
    """
    if horizon < 1:
        raise OptionImpossible("horizon")
    design, pattern = make_design(cases.covariates, covariates)
    months = whole_months(cases, cases.cause, pattern, period=period)
    is_lost = who_is_lost(cases, lost)
    return _weights(months, is_lost, design, horizon, truncate)


def weighted_for_loss(
    cases: Cases,
    covariates: Sequence[Covariate],
    *,
    horizon: int,
    rng: np.random.Generator,
    cause: int | None = None,
    lost: str | None = None,
    period: float = 1.0,
    truncate: float | None = 0.01,
    n_draws: int = 200,
    confidence: float = 0.95,
) -> WeightedForLoss:
    """Estimate the share with the event as if nobody had been lost.

    Args:
        cases: the cases, all observed from their origin.
        covariates: what the loss depends on, known at the origin.
        horizon: last month.
        rng: the source of chance of the limits.
        cause: the cause that is the event, the others competing; None = there is one.
        lost: see `censoring_weights`.
        period: length of a month on the clock.
        truncate: see `censoring_weights`.
        n_draws: resampled cohorts; the weights are estimated anew in each.
        confidence: width of the limits.

    Returns:
        The share without and with weights, beside each other.

    Raises:
        BeyondFollowUp: nobody is at risk in the last month.
        What `censoring_weights` refuses; EventNotSaid, BootstrapFailed.
    """
    weights = censoring_weights(
        cases, covariates, horizon=horizon, lost=lost, period=period, truncate=truncate
    )
    outcome = _outcome(cases, cause)
    months = whole_months(cases, outcome, weights.pattern, period=period)
    last = int(months.stop.max())
    if last < horizon:
        raise BeyondFollowUp(horizon, last)
    is_lost = who_is_lost(cases, lost)
    n_patterns = weights.design.x.shape[0]

    def shares(places: Integers) -> Floats:
        own = months.take(places)
        fitted = _weights(own, is_lost[places], weights.design, horizon, truncate)
        return np.concatenate(
            [
                _share(own, np.ones((horizon, n_patterns))),
                _share(own, fitted.weight),
            ]
        )

    draws, n_failed = resample(cases.person, shares, n_draws=n_draws, rng=rng)
    both = shares(np.arange(cases.n))
    low, high = percentile_limits(draws, confidence=confidence)
    grid = np.arange(1, horizon + 1, dtype=np.float64)
    plain, weighted = (
        AdjustedCurve(label, grid, both[part], low[part], high[part])
        for label, part in (
            (_("sans pondération"), slice(0, horizon)),
            (_("pondéré pour les pertes de vue"), slice(horizon, None)),
        )
    )
    notes = [_("limites par rééchantillonnage de {n} cohortes").format(n=len(draws))]
    if n_failed:
        notes.append(
            _("{n} rééchantillonnages sans résultat écartés").format(n=n_failed)
        )
    notes.append(
        _(
            "{n} cas perdus de vue : la pondération suppose que, à covariables égales, "
            "ils ressemblent à ceux qui restent"
        ).format(n=weights.n_lost)
    )
    return WeightedForLoss(
        horizon, cases.n, weights.n_lost, weights.largest, plain, weighted, tuple(notes)
    )


def bounds_of_loss(
    cases: Cases,
    *,
    at: float,
    column: str | None = None,
    cause: int | None = None,
    lost: str | None = None,
) -> tuple[Bounds, ...]:
    """Tell between which bounds the share lies, whatever became of the lost.

    Args:
        cases: the cases.
        at: the time at which the share is read, > 0.
        column: a column of groups; None = the whole cohort.
        cause: the cause that is the event, the others competing; None = there is one.
        lost: column that is 1 for those lost; None = every censoring before `at`.

    Returns:
        The bounds of each group, in natural order.

    Raises:
        OptionImpossible: a time that is not positive.
        ColumnMissing, ValueUnknown, TimesOutOfRange: the columns.
        EventNotSaid: several causes, none named.

    Source: `estimates.bounds`, on the cases counted.
    """
    if not 0 < at < math.inf:
        raise OptionImpossible("at")
    outcome = _outcome(cases, cause)
    codes = np.zeros(cases.n, np.int64)
    levels: tuple[str, ...] = (_("ensemble"),)
    if column is not None:
        if column not in cases.covariates:
            raise ColumnMissing(column)
        coded = code_levels(cases.covariates[column], Categorical(column))
        codes, levels = coded.codes, coded.levels
    counts = count_cells(
        cases.stop,
        outcome,
        entry=np.maximum(cases.start, 0),
        group=codes,
        groups=levels,
        causes=("event", "other"),
    )
    return bounds_of(counts, cause="event", at=at, lost=who_is_lost(cases, lost))


def who_is_lost(cases: Cases, lost: str | None) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Mark the cases whose follow-up ended by loss.

    Args:
        cases: the cases.
        lost: column that is 1 for those lost; None = every censored case.

    Returns:
        Marks, (n,); never of a case with an event.

    Raises:
        ColumnMissing: no such column.
        TimesOutOfRange: values other than 0 and 1.
    """
    censored: np.ndarray[Any, np.dtype[np.bool_]] = cases.cause == 0
    if lost is None:
        return censored
    if lost not in cases.covariates:
        raise ColumnMissing(lost)
    marked = cases.covariates[lost]
    wrong = ~marked.isin([0, 1])
    if wrong.any():
        raise TimesOutOfRange(int(wrong.sum()))
    return censored & (marked == 1).to_numpy(np.bool_)


def _weights(
    months: Months,
    is_lost: np.ndarray[Any, np.dtype[np.bool_]],
    design: Design,
    horizon: int,
    truncate: float | None,
) -> LossWeights:
    """Fit the chance of loss at the end of each month, then weigh the months after."""
    if truncate is not None and not 0 < truncate < 0.5:
        raise OptionImpossible("truncate")
    shape = (horizon, design.x.shape[0])
    # An event comes before a loss of the same month.
    asked = np.where(months.outcome > 0, months.stop - 1, months.stop)
    some = asked >= 1
    at_risk = at_risk_by_month(asked[some], months.pattern[some], shape)
    happened = leaving_by_month(months.stop[is_lost], months.pattern[is_lost], shape)
    chance = monthly_chance(design, at_risk, happened)
    weight = np.ones(shape)
    weight[1:] = np.cumprod(1 / (1 - chance[:-1]), axis=0)
    present = at_risk_by_month(months.stop, months.pattern, shape)
    weight, largest = truncate_weights(
        np.where(present > 0, weight, 1.0), present, truncate
    )
    n_lost = int(np.sum(is_lost & (months.stop < horizon)))
    return LossWeights(design, months.pattern, chance, weight, largest, n_lost)


def _share(months: Months, weight: Floats) -> Floats:
    shape = (weight.shape[0], weight.shape[1])
    had, other = months.outcome == 1, months.outcome == 2
    return incidence_by_month(
        (at_risk_by_month(months.stop, months.pattern, shape) * weight).sum(axis=1),
        (leaving_by_month(months.stop[had], months.pattern[had], shape) * weight).sum(
            axis=1
        ),
        (
            leaving_by_month(months.stop[other], months.pattern[other], shape) * weight
        ).sum(axis=1),
    )


def _outcome(cases: Cases, cause: int | None) -> Integers:
    """Mark 1 for the event, 2 for one that competes, 0 for the censored."""
    event = the_event(cases.cause, cause)
    return np.where(event > 0, 1, np.where(cases.cause > 0, 2, 0)).astype(np.int64)
