"""Two curves and their draws → the limits, and what differs between the groups."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from cohorts.estimates.results import number
from cohorts.exposure.incidence import mean_time_without
from cohorts.exposure.resampling import percentile_limits
from cohorts.risk_table.numbers import Floats


FARTHEST = 700.0  # logarithm of the largest number there is


@dataclass(frozen=True, eq=False)
class AdjustedCurve:
    """The share of a group that had the event, adjusted; T times.

    Attributes:
        group: label of the group.
        times: rising, (T,).
        estimate: share with the event by each time, (T,).
        low: lower limit, (T,).
        high: upper limit, (T,).
    """

    group: str
    times: Floats
    estimate: Floats
    low: Floats
    high: Floats

    def as_dict(self) -> dict[str, Any]:
        """Give the curve as plain lists; null where not defined."""
        return {"group": self.group} | {
            name: [number(value) for value in getattr(self, name)]
            for name in ("times", "estimate", "low", "high")
        }


@dataclass(frozen=True)
class Contrast:
    """What differs between the groups, the group of interest less the other.

    Attributes:
        name: "share" (with the event at the horizon), "mean_time" (without the event,
            up to it), or "ratio" (of shares).
        treated: value in the group of interest.
        control: value in the group compared with.
        estimate: the difference, or the ratio.
        std_error: standard deviation of the draws (of the logarithm, for the ratio).
        low: lower limit.
        high: upper limit.
    """

    name: str
    treated: float
    control: float
    estimate: float
    std_error: float
    low: float
    high: float

    def as_dict(self) -> dict[str, Any]:
        """Give the contrast as plain numbers; null where not defined."""
        return {
            name: value if isinstance(value, str) else number(value)
            for name, value in vars(self).items()
        }


def contrast_values(both: Floats, grid: Floats, horizon: float) -> Floats:
    """Read the contrasts off two curves.

    Args:
        both: shares of the group compared with, then of the other, (2T,).
        grid: times, (T,), the horizon last.
        horizon: end of the means.

    Returns:
        Per contrast (share, mean_time, log ratio of shares) the value in the group of
        interest, in the other, and the difference, (9,); the ratio's may be infinite.
    """
    control, treated = both[: grid.size], both[grid.size :]
    rows = [
        (float(treated[-1]), float(control[-1])),
        tuple(
            mean_time_without(grid, share, horizon=horizon)
            for share in (treated, control)
        ),
    ]
    with np.errstate(divide="ignore", invalid="ignore"):
        rows.append((float(np.log(treated[-1])), float(np.log(control[-1]))))
        return np.array([value for a, b in rows for value in (a, b, a - b)])


def told_curves(
    values: Floats,
    draws: Floats,
    grid: Floats,
    labels: tuple[str, str],
    *,
    confidence: float,
) -> tuple[tuple[AdjustedCurve, ...], AdjustedCurve, tuple[Contrast, ...]]:
    """Put limits from draws to two curves and their contrasts.

    Args:
        values: the two curves and their contrasts, (2T + 9,).
        draws: the same of each draw, (B, 2T + 9).
        grid: times, (T,).
        labels: the group compared with, then the other.
        confidence: width of the limits.

    Returns:
        The two curves, their difference along time (the other less the group compared
        with: early on it shows a lock-in), and the contrasts.
    """
    draws = np.clip(draws, -FARTHEST, FARTHEST)  # a share of 0 has no logarithm
    low, high = percentile_limits(draws, confidence=confidence)
    size = grid.size
    curves = tuple(
        AdjustedCurve(label, grid, values[part], low[part], high[part])
        for label, part in zip(
            labels, (slice(0, size), slice(size, 2 * size)), strict=True
        )
    )
    contrasts = []
    for k, name in enumerate(("share", "mean_time", "ratio")):
        at = 2 * size + 3 * k
        spread = draws[:, at + 2]
        known = bool(np.all(np.abs(spread) < FARTHEST))
        error = float(np.std(spread, ddof=1)) if known else math.nan
        told = [values[at], values[at + 1], values[at + 2], low[at + 2], high[at + 2]]
        if name == "ratio":
            told = [float(np.exp(value)) for value in told]
        a, b, between, lowest, highest = (float(value) for value in told)
        contrasts.append(Contrast(name, a, b, between, error, lowest, highest))
    return curves, _gap(values, draws, grid, labels[1], confidence), tuple(contrasts)


def _gap(
    values: Floats, draws: Floats, grid: Floats, label: str, confidence: float
) -> AdjustedCurve:
    """Subtract the curves, draw by draw: the limits know that they go together."""
    size = grid.size
    between = draws[:, size : 2 * size] - draws[:, :size]
    low, high = percentile_limits(between, confidence=confidence)
    return AdjustedCurve(
        label, grid, values[size : 2 * size] - values[:size], low, high
    )
