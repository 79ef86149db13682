"""Pointwise limits on three scales, and reading a curve at a time.

Source: the limits of R `survival::survfit_confint` (3.5): undefined, here NaN, where
the scale is (a share of exactly 0 or 1).
"""

from collections.abc import Sequence
from statistics import NormalDist
from typing import Literal

import numpy as np

from cohorts.estimates.results import NOT_KNOWN, AtTime, Curve
from cohorts.risk_table.numbers import Floats
from cohorts.risk_table.risk_table import RiskTable
from cohorts.risk_table.ties import same_time


Scale = Literal["log-log", "log", "plain"]


def limits(
    share: Floats, std_error: Floats, *, confidence: float, scale: Scale
) -> tuple[Floats, Floats]:
    """Put limits around shares.

    Args:
        share: between 0 and 1, (T,).
        std_error: of the share itself, (T,).
        confidence: width, strictly between 0 and 1.
        scale: "log-log" for survival, "log" for incidence, "plain".

    Returns:
        Lower and upper limits, (T,) each, within 0 and 1.
    """
    z = quantile_of_normal(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale == "plain":
            low, high = share - z * std_error, share + z * std_error
        elif scale == "log":
            spread = np.exp(z * std_error / share)
            low, high = share / spread, share * spread
        else:
            log = np.log(share)
            spread = np.exp(z * std_error / (share * -log))
            low, high = np.exp(log * spread), np.exp(log / spread)
    inside = np.ones(share.shape, np.bool_)
    if scale != "plain":
        inside &= share > 0
    if scale == "log-log":
        inside &= share < 1
    return (
        np.where(inside, np.maximum(low, 0.0), NOT_KNOWN),
        np.where(inside, np.minimum(high, 1.0), NOT_KNOWN),
    )


def hazard_limits(
    hazard: Floats, std_error: Floats, *, confidence: float
) -> tuple[Floats, Floats]:
    """Put limits around cumulative hazards, on the log scale (no upper bound).

    Args:
        hazard: >= 0, (T,).
        std_error: of the hazard itself, (T,).
        confidence: width, strictly between 0 and 1.

    Returns:
        Lower and upper limits, (T,) each; NaN where the hazard is 0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.exp(quantile_of_normal(confidence) * std_error / hazard)
    some = hazard > 0
    return (
        np.where(some, hazard / spread, NOT_KNOWN),
        np.where(some, hazard * spread, NOT_KNOWN),
    )


def quantile_of_normal(confidence: float) -> float:
    """Give the half-width of a two-sided interval in standard errors.

    Args:
        confidence: strictly between 0 and 1.

    Returns:
        1.96 for .95.
    """
    return NormalDist().inv_cdf((1 + confidence) / 2)


def read_at(curve: Curve, table: RiskTable, times: Sequence[float]) -> list[AtTime]:
    """Read a curve at chosen times.

    Args:
        curve: a curve of the table's group.
        table: the risk table it came from.
        times: any times.

    Returns:
        One point per time: the value at the last step at or before it; before the
        first step the origin, with error 0 and limits equal to it, as R; NaN after
        the last time observed.
    """
    return [_point(curve, table, time) for time in times]


def _point(curve: Curve, table: RiskTable, time: float) -> AtTime:
    at = same_time(curve.times, time)
    step = int(np.searchsorted(curve.times, at, side="right")) - 1
    values = (NOT_KNOWN,) * 4
    if curve.times.size and at <= curve.times[-1]:
        values = (curve.origin, 0.0, curve.origin, curve.origin)
        if step >= 0:
            columns = (curve.estimate, curve.std_error, curve.low, curve.high)
            values = tuple(float(column[step]) for column in columns)  # type: ignore[assignment]
    return AtTime(time, curve.cause, table.at_risk_at(at), *values)
