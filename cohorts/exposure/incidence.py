"""Weighted rows → the share that had the event by each time of a grid.

The closed form that is called hundreds of times by resampling; what is shown once, with
errors, is `cohorts.estimates`. With one cause it is one minus Kaplan-Meier; with an
event that competes, Aalen-Johansen.
"""

import numpy as np

from cohorts.risk_table.numbers import Floats, Integers


def incidence_on(
    grid: Floats, start: Floats, stop: Floats, outcome: Integers, weight: Floats
) -> Floats:
    """Estimate the share with the event.

    Args:
        grid: times, rising, (T,).
        start: start of observation, exclusive, (n,).
        stop: last time at risk, inclusive, (n,).
        outcome: 0 censored, 1 the event, 2 an event that competes, (n,).
        weight: of each row, >= 0, (n,).

    Returns:
        The share at each time of the grid, (T,); carried on flat where nobody is left.
    """
    times, place = np.unique(stop, return_inverse=True)
    left = np.bincount(place, weight, times.size)
    events = np.bincount(place, weight * (outcome == 1), times.size)
    others = np.bincount(place, weight * (outcome == 2), times.size)
    at_risk = np.cumsum(left[::-1])[::-1]
    if np.any(start >= times[0]):
        entered = np.searchsorted(times, start, side="right")
        late = np.bincount(entered, weight, times.size + 1)[: times.size]
        at_risk = at_risk - (late.sum() - np.cumsum(late))
    some = at_risk > 1e-12 * weight.sum()
    hazard = np.divide(events, at_risk, out=np.zeros_like(events), where=some)
    other = np.divide(others, at_risk, out=np.zeros_like(others), where=some)
    kept = np.cumprod(np.clip(1 - hazard - other, 0, 1))
    before = np.concatenate(([1.0], kept[:-1]))
    share = np.concatenate(([0.0], np.cumsum(before * hazard)))
    found: Floats = share[np.searchsorted(times, grid, side="right")]
    return found


def mean_time_without(grid: Floats, share: Floats, *, horizon: float) -> float:
    """Measure the mean time without the event up to a horizon.

    Args:
        grid: times of the steps, rising, (T,).
        share: with the event from each time on, (T,).
        horizon: end of the mean, > 0.

    Returns:
        The horizon less the area under the share; with a competing event, the horizon
        less the mean time lost to the event (Andersen 2013).
    """
    kept = (grid > 0) & (grid < horizon)
    at_start = share[grid <= 0][-1] if np.any(grid <= 0) else 0.0
    edges = np.concatenate(([0.0], grid[kept], [horizon]))
    values = np.concatenate(([at_start], share[kept]))
    return float(horizon - np.diff(edges) @ values)


def time_grid(stop: Floats, outcome: Integers, *, horizon: float) -> Floats:
    """List the times at which a share can step, and the horizon.

    Args:
        stop: last times at risk, (n,).
        outcome: 1 for the event, (n,).
        horizon: the last time wanted.

    Returns:
        Distinct times of events up to the horizon, and the horizon, rising.
    """
    times = np.unique(stop[(outcome == 1) & (stop <= horizon)])
    return np.unique(np.append(times, horizon))
