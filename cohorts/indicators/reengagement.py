"""The re-engagement rate at its horizons, by group, from a released estimate."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.head_counts import is_rough
from cohorts.disclosure.released import ReleasedEstimate
from cohorts.estimates.results import AtTime, Curve, GroupEstimate


@dataclass(frozen=True)
class Rate:
    """What is estimated of one group at one horizon.

    Attributes:
        months: the horizon.
        estimate: share who re-engaged by then, 0 to 1; None where too few remained
            under observation to tell.
        low: lower limit at 95 %, None likewise.
        high: upper limit at 95 %, None likewise.
        n_at_risk: still followed and without a solution then, rounded; None where it
            is not told: the last month of a curve that is stopped early.
        left_before: share whose follow-up ended before, without a solution.
        rough: rounding alone may move it by ten points or more: its limits are told.
    """

    months: int
    estimate: float | None
    low: float | None
    high: float | None
    n_at_risk: int | None
    left_before: float
    rough: bool = False

    @property
    def value(self) -> float | None:
        """The estimate, named as in a figure: both are read by the same words."""
        return self.estimate


@dataclass(frozen=True)
class IndicatorRow:
    """One group's line.

    Attributes:
        group: its label as counted; "all" for the whole.
        n: young people, rounded.
        rates: one per horizon.
        median_months: months after which one in two has re-engaged; None = not
            reached.
        median_low: its limits, None where not reached.
        median_high: as `median_low`.
    """

    group: str
    n: int
    rates: tuple[Rate, ...]
    median_months: float | None
    median_low: float | None
    median_high: float | None


@dataclass(frozen=True)
class IndicatorAnswer:
    """The re-engagement rate as it may be shown.

    Attributes:
        variant: strict (education or training) or wide (a job too).
        breakdown: sex, age_band, qpv, year, or None for the whole.
        definition: the cohort behind it.
        rows: the groups that may be shown.
        hidden: group → "masked", whatever the reason.
        threshold: least young people of a shown group.
        released: the estimate the rows are read from.
    """

    variant: str
    breakdown: str | None
    definition: CohortDefinition
    rows: tuple[IndicatorRow, ...]
    hidden: Mapping[str, str]
    threshold: int
    released: ReleasedEstimate


def answer_indicator(
    released: ReleasedEstimate,
    *,
    definition: CohortDefinition,
    variant: str,
    breakdown: str | None,
    threshold: int,
    base: int = 0,
) -> IndicatorAnswer:
    """Read the indicator's rows from a released estimate.

    Args:
        released: the estimate, with its curves read at the definition's horizons.
        definition: the cohort.
        variant: strict or wide.
        breakdown: the grouping, None for the whole.
        threshold: least young people of a shown group, to be said where one is hidden.
        base: persons per block that counts were rounded to, 0 = exact.

    Returns:
        One row per group, in the order of the labels.
    """
    outcome = definition.outcomes[0].code
    rows = tuple(
        _row(group, outcome, definition, base=base)
        for group in released.estimate.groups
    )
    return IndicatorAnswer(
        variant=variant,
        breakdown=breakdown,
        definition=definition,
        rows=rows,
        hidden=dict(released.hidden),
        threshold=threshold,
        released=released,
    )


def _row(
    group: GroupEstimate, outcome: str, definition: CohortDefinition, *, base: int
) -> IndicatorRow:
    curve = next(c for c in group.curves if c.cause in (outcome, None))
    points = {p.time: p for p in group.at if p.cause in (outcome, None)}
    rates = tuple(
        _rate(months, points[time], curve, group.n, base=base)
        for months, time in zip(
            definition.horizons_months, definition.horizons, strict=True
        )
    )
    per_month = definition.horizons[-1] / definition.horizons_months[-1]
    median = group.median
    return IndicatorRow(
        group=group.group,
        n=group.n,
        rates=rates,
        median_months=_months(median.estimate if median else None, per_month),
        median_low=_months(median.low if median else None, per_month),
        median_high=_months(median.high if median else None, per_month),
    )


def _rate(months: int, point: AtTime, curve: Curve, n: int, *, base: int) -> Rate:
    before = curve.times <= point.time
    return Rate(
        months=months,
        estimate=_known(point.estimate),
        low=_known(point.low),
        high=_known(point.high),
        n_at_risk=None if math.isnan(point.n_at_risk) else int(point.n_at_risk),
        left_before=float(np.sum(curve.n_censored[before])) / n if n else 0.0,
        rough=is_rough(n, base=base),
    )


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _months(value: float | None, per_month: float) -> float | None:
    return None if value is None or not math.isfinite(value) else value / per_month
