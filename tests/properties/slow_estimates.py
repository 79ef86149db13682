"""The estimates as the textbooks say them: loops over persons, no cleverness."""

import math
from typing import NamedTuple


class Person(NamedTuple):
    entry: int
    exit: int
    cause: int
    group: int = 0


def times_of(people):
    return sorted({p.exit for p in people})


def at_risk(people, time):
    return [
        p for p in people if (p.entry < time or p.entry == time == 0) and p.exit >= time
    ]


def leaving(people, time, cause=None):
    return [
        p
        for p in people
        if p.exit == time and p.cause and (cause is None or p.cause == cause)
    ]


def hazard(people, time, cause=None, weights=None):
    weigh = (lambda p: 1.0) if weights is None else (lambda p: weights[id(p)])
    n = sum(weigh(p) for p in at_risk(people, time))
    return sum(weigh(p) for p in leaving(people, time, cause)) / n if n else 0.0


def survival(people, grid, weights=None):
    share, shares = 1.0, []
    for time in grid:
        share *= 1 - hazard(people, time, weights=weights)
        shares.append(share)
    return shares


def incidence(people, grid, cause, weights=None):
    before, total, totals = 1.0, 0.0, []
    for time in grid:
        total += before * hazard(people, time, cause, weights)
        before *= 1 - hazard(people, time, weights=weights)
        totals.append(total)
    return totals


def greenwood_error(people, grid):
    total, errors = 0.0, []
    for time, share in zip(grid, survival(people, grid), strict=True):
        n, d = len(at_risk(people, time)), len(leaving(people, time))
        if d:
            total += d / (n * (n - d)) if n > d else math.inf
        errors.append(share * math.sqrt(total) if share else math.nan)
    return errors


def nelson_aalen(people, grid, cause):
    total, squared, rows = 0.0, 0.0, []
    for time in grid:
        n, d = len(at_risk(people, time)), len(leaving(people, time, cause))
        total += d / n if n else 0
        squared += d / n**2 if n else 0
        rows.append((total, math.sqrt(squared)))
    return rows


def jackknife_error(people, grid, curve):
    """Give each person a little more weight, and see how the curve moves.

    The derivative is taken by complex step: exact to rounding, with no difference.
    """
    step = 1e-30
    squared = [0.0] * len(grid)
    for person in people:
        weights = {id(p): 1.0 + 0j for p in people}
        weights[id(person)] += step * 1j
        moved = curve(people, grid, weights)
        squared = [
            s + (complex(value).imag / step) ** 2
            for s, value in zip(squared, moved, strict=True)
        ]
    return [math.sqrt(s) for s in squared]


def restricted_mean(people, horizon):
    """Area under the curve, and its error by summing Greenwood over each event."""
    grid = [t for t in times_of(people) if t <= horizon]
    shares = survival(people, grid)
    edges = [0, *grid, horizon]
    heights = [1.0, *shares]
    areas = [(edges[i + 1] - edges[i]) * heights[i] for i in range(len(heights))]
    variance = 0.0
    for i, time in enumerate(grid):
        n, d = len(at_risk(people, time)), len(leaving(people, time))
        if 0 < d < n:
            variance += sum(areas[i + 1 :]) ** 2 * d / (n * (n - d))
    return sum(areas), math.sqrt(variance)


def log_rank_parts(people, n_groups):
    """Observed, expected and covariance, one event time after the other."""
    observed, expected = [0.0] * n_groups, [0.0] * n_groups
    variance = [[0.0] * n_groups for _ in range(n_groups)]
    for time in times_of(people):
        risk, events = at_risk(people, time), leaving(people, time)
        n, d = len(risk), len(events)
        if not d:
            continue
        shares = [sum(p.group == g for p in risk) / n for g in range(n_groups)]
        for g in range(n_groups):
            observed[g] += sum(p.group == g for p in events)
            expected[g] += d * shares[g]
            for h in range(n_groups):
                if n > 1:
                    same = shares[g] if g == h else 0.0
                    spread = d * (n - d) / (n - 1)
                    variance[g][h] += spread * (same - shares[g] * shares[h])
    return observed, expected, variance
