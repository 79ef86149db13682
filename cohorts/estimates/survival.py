"""Risk table → Kaplan-Meier, Nelson-Aalen, median, restricted mean.

In closed form from counts, late entry included; equal to R `survfit` and to lifelines
(proven in `tests/published` and `tests/properties`), and fast enough that the counting
is what takes the time.
"""

import numpy as np

from cohorts.estimates.influence import restricted_mean_error, survival_error
from cohorts.estimates.intervals import Scale, hazard_limits, limits
from cohorts.estimates.results import NOT_KNOWN, Curve, Median, RestrictedMean
from cohorts.estimates.steps import greenwood_steps, ratio, survival_steps
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.numbers import Floats, Numbers
from cohorts.risk_table.risk_table import RiskTable


HALF = 0.5
SAME = float(np.sqrt(np.finfo(np.float64).eps))  # R's tolerance for "flat at one half"


def kaplan_meier(
    table: RiskTable,
    *,
    confidence: float = 0.95,
    scale: Scale = "log-log",
    weighted: Counts | None = None,
) -> Curve:
    """Estimate the share still without an event of any cause.

    Where causes compete, this is the share without any of them; one minus it is not
    the probability of one cause (see `competing`).

    Args:
        table: one group's risk table.
        confidence: width of the pointwise interval.
        scale: scale of the interval.
        weighted: the group's counts where their weights are not whole numbers: the
            error is then robust (infinitesimal jackknife).

    Returns:
        The curve; `std_error` is Greenwood's, of the share itself; NaN once the share
        is 0.

    Source: Kaplan & Meier (1958); Greenwood (1926); log-log limits as R
        `survfit(conf.type = "log-log")`; robust errors as `survfit(robust = TRUE)`.
    """
    share = survival_steps(table)
    error = (
        share * np.sqrt(np.cumsum(greenwood_steps(table)))
        if weighted is None
        else survival_error(weighted, table)
    )
    error = np.where(share > 0, error, NOT_KNOWN)
    low, high = limits(share, error, confidence=confidence, scale=scale)
    return Curve(
        group=table.group,
        cause=None,
        times=table.times,
        n_at_risk=table.n_at_risk,
        n_events=table.n_events_any,
        n_censored=table.n_censored,
        estimate=share,
        std_error=error,
        low=low,
        high=high,
    )


def nelson_aalen(table: RiskTable, *, confidence: float = 0.95) -> tuple[Curve, ...]:
    """Estimate the cumulative hazard of each cause.

    Args:
        table: one group's risk table.
        confidence: width of the pointwise interval (log scale).

    Returns:
        One curve per cause; `std_error` is the root of the sum of d / n², as R's
        `survfit` gives in `std.chaz`; `cause` is None where there is one cause only.

    Source: Nelson (1972); Aalen (1978). Ties are not split (R `ctype = 1`).
    """
    curves = []
    for cause, n_events in zip(table.causes, table.n_events, strict=True):
        hazard = np.cumsum(ratio(n_events, table.n_at_risk))
        at_risk = table.n_at_risk.astype(np.float64)
        error = np.sqrt(np.cumsum(ratio(n_events, at_risk**2)))
        low, high = hazard_limits(hazard, error, confidence=confidence)
        curves.append(
            Curve(
                group=table.group,
                cause=cause if len(table.causes) > 1 else None,
                times=table.times,
                n_at_risk=table.n_at_risk,
                n_events=n_events,
                n_censored=table.n_censored,
                estimate=hazard,
                std_error=error,
                low=low,
                high=high,
                origin=0.0,
            )
        )
    return tuple(curves)


def median_time(curve: Curve) -> Median:
    """Read the median of a survival curve, its limits from the curve's limits.

    Args:
        curve: a survival curve.

    Returns:
        As `quantile_time` for one half.

    Source: Brookmeyer & Crowley (1982), as R's `print(survfit)`.
    """
    return quantile_time(curve, HALF)


def quantile_time(curve: Curve, share: float) -> Median:
    """Read when a share has left, its limits from the curve's limits.

    Args:
        curve: a survival curve.
        share: the share that has left, strictly between 0 and 1.

    Returns:
        The first time at or under 1 - share; where the curve is flat at exactly that
        and then falls, the middle of the flat part. Limits the same way.

    Source: Brookmeyer & Crowley (1982), as R's `quantile(survfit)`.
    """
    estimate = _crossing(curve.times, curve.estimate, 1 - share)
    return Median(
        estimate=estimate,
        low=_crossing(curve.times, curve.low, 1 - share),
        high=_crossing(curve.times, curve.high, 1 - share),
        reached=not np.isnan(estimate),
    )


def restricted_mean(
    table: RiskTable, horizon: float, *, weighted: Counts | None = None
) -> RestrictedMean:
    """Measure the mean time without event up to a horizon.

    After the last time observed the curve is carried on flat, as R does.

    Args:
        table: one group's risk table.
        horizon: end of the mean, > 0, on the table's clock.
        weighted: the group's counts where their weights are not whole numbers: the
            error is then robust (infinitesimal jackknife), the weights taken as given.

    Returns:
        The area under the survival curve from 0 to the horizon and its error.

    Source: Irwin (1949); error as R's `print(survfit, rmean = horizon)` (Miller 1981,
        p. 195); robust errors as R's `survfit(weights, robust = TRUE)`, integrated.
    """
    kept = table.times <= horizon
    edges = np.concatenate(([0.0], table.times[kept], [float(horizon)]))
    share = np.concatenate(([1.0], survival_steps(table)[kept]))
    areas = np.diff(edges) * share
    if weighted is not None:
        error = restricted_mean_error(weighted, table, horizon)
        return RestrictedMean(horizon, float(areas.sum()), error)
    to_come = np.cumsum(areas[::-1])[::-1][1:]
    variance = np.sum(to_come**2 * greenwood_steps(table)[kept])
    return RestrictedMean(horizon, float(areas.sum()), float(np.sqrt(variance)))


def _crossing(times: Numbers, curve: Floats, level: float) -> float:
    known = ~np.isnan(curve) & (np.nan_to_num(curve, nan=1.0) < level + SAME)
    if not np.any(known):
        return NOT_KNOWN
    under, when = curve[known], times[known]
    lower = under < under[0]
    if abs(under[0] - level) < SAME and np.any(lower):
        return float(when[0] + when[np.argmax(lower)]) / 2
    return float(when[0])
