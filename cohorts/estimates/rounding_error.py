"""What rounding of the counts adds to the uncertainty of the curves made from them.

A cumulative count known to the nearest multiple of `base` is off by a number between
-base/2 and base/2 - 1, as good as uniform: variance (base² - 1) / 12. An incidence F is
moved by an error of its own count by about 1 / m, where m = at risk / still without
event: the number that would be at risk without events, which censoring makes smaller
than the group. The errors of the other counts (the K causes, the censored, the entered)
act through the number at risk, by about F / m each. With few young people this is as
large as chance itself, and a figure that did not say so would be falsely certain.
"""

from dataclasses import replace

import numpy as np

from cohorts.estimates.intervals import limits, read_at
from cohorts.estimates.results import AtTime, Curve, GroupEstimate, RestrictedMean
from cohorts.estimates.steps import survival_steps
from cohorts.risk_table.numbers import Floats
from cohorts.risk_table.risk_table import RiskTable


FEW = 20.0  # persons under which the linear approximation is too hopeful (simulated)
RULE_OF_THREE = 3.0  # nobody seen among n: up to 3 / n, at 95 %


def with_rounding_error(
    group: GroupEstimate, table: RiskTable, *, base: int, confidence: float
) -> GroupEstimate:
    """Widen the errors and limits of a group's incidence curves.

    Args:
        group: estimated on rounded counts.
        table: the risk table of these counts.
        base: cumulative counts are multiples of it.
        confidence: width of the pointwise intervals.

    Returns:
        The same estimates, with wider errors and limits; an incidence of 0 gets an
        upper limit. The median is left for the caller, who knows whose it is.
    """
    weight = _persons_that_count(table)
    curves = tuple(
        _widened(curve, table, weight, base=base, confidence=confidence)
        for curve in group.curves
    )
    times = list(dict.fromkeys(point.time for point in group.at))
    return replace(
        group,
        curves=curves,
        at=tuple(
            _bounded(point, base=base)
            for curve in curves
            for point in read_at(curve, table, times)
        ),
        restricted_means=tuple(
            _widened_mean(mean, table, weight, base=base)
            for mean in group.restricted_means
        ),
    )


def _persons_that_count(table: RiskTable) -> Floats:
    """Give at risk / still without event, (T,): what the group weighs at each time."""
    share = survival_steps(table)
    before = np.concatenate(([1.0], share[:-1]))
    weight: Floats = np.maximum(table.n_at_risk / np.maximum(before, 1e-12), 1.0)
    return weight


def _variance(share: Floats, weight: Floats, *, base: int, n_others: int) -> Floats:
    of_a_count = (base**2 - 1) / 12 * (1 + FEW / weight)
    variance: Floats = of_a_count * (1 + n_others * share**2) / weight**2
    return variance


def _widened(
    curve: Curve, table: RiskTable, weight: Floats, *, base: int, confidence: float
) -> Curve:
    n_others = len(table.causes) + 1
    share = curve.estimate
    variance = _variance(share, weight, base=base, n_others=n_others)
    error = np.sqrt(np.nan_to_num(curve.std_error) ** 2 + variance)
    low, high = limits(share, error, confidence=confidence, scale="log")
    none_seen = np.minimum((RULE_OF_THREE + base / 2) / weight, 1.0)
    return replace(
        curve,
        std_error=error,
        low=np.where(share > 0, low, 0.0),
        high=np.where(share > 0, high, none_seen),
    )


def _bounded(point: AtTime, *, base: int) -> AtTime:
    """Bound a nought that is read before the curve's first step."""
    if point.estimate > 0 or point.high > 0 or np.isnan(point.estimate):
        return point
    weight = max(point.n_at_risk, 1.0)
    return replace(point, high=min((RULE_OF_THREE + base / 2) / weight, 1.0))


def _widened_mean(
    mean: RestrictedMean, table: RiskTable, weight: Floats, *, base: int
) -> RestrictedMean:
    """Add the errors of all times as if they went together: never too narrow."""
    kept = table.times <= mean.horizon
    lost = 1.0 - survival_steps(table)[kept]
    n_others = len(table.causes) + 1
    spread = np.sqrt(_variance(lost, weight[kept], base=base, n_others=n_others))
    edges = np.concatenate((table.times[kept], [float(mean.horizon)]))
    area = float(np.sum(np.diff(edges) * spread * np.sqrt(len(table.causes))))
    return replace(mean, std_error=float(np.hypot(mean.std_error, area)))
