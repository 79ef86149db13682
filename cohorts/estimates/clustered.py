"""Rows that hang together (a person's, a household's) → a survival curve's right error.

Greenwood's error takes each row for a person of its own. Here each cluster's own pull
on the curve is added up first, and the error is that of the clusters.
"""

from dataclasses import dataclass

import numpy as np

from cohorts.estimates.results import NOT_KNOWN
from cohorts.risk_table.numbers import Floats, Integers, Numbers


AT_ONCE = 2_000_000  # cells of clusters times times held at one time


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of one group; n of them.

    Attributes:
        entry: start of observation, (n,).
        exit: its end, (n,).
        event: whether it ended with an event, (n,).
        weight: of each row, (n,).
        cluster: number of its cluster, 0..C-1, (n,).
    """

    entry: Floats
    exit: Floats
    event: np.ndarray[tuple[int], np.dtype[np.bool_]]
    weight: Floats
    cluster: Integers


@dataclass(frozen=True, eq=False)
class ClusteredErrors:
    """Errors of one curve; T times, H horizons.

    Attributes:
        curve: of the share at each time, (T,); NaN once the share is 0.
        means: of the restricted means, (H,).
        n_clusters: clusters.
    """

    curve: Floats
    means: Floats
    n_clusters: int


def clustered_errors(
    rows: Rows, times: Numbers, share: Floats, *, horizons: Floats
) -> ClusteredErrors:
    """Measure the error of a Kaplan-Meier curve and of its restricted means.

    Args:
        rows: the rows behind the curve.
        times: its times, all exits of the rows among them, (T,).
        share: the curve, (T,).
        horizons: of restricted means, > 0, (H,).

    Returns:
        The errors.

    Source: infinitesimal jackknife grouped by cluster, as R's
        `survfit(..., cluster = id)` (Therneau & Grambsch 2000, section 7).
    """
    n_clusters = int(rows.cluster.max()) + 1
    at = np.asarray(times, np.float64)
    first = np.searchsorted(at, rows.entry, side="right")
    last = np.searchsorted(at, rows.exit, side="left")
    size = at.size
    died = np.bincount(last[rows.event], rows.weight[rows.event], size)
    there = np.cumsum(
        np.bincount(first, rows.weight, size + 1)
        - np.bincount(last + 1, rows.weight, size + 1)[: size + 1]
    )[:size]
    left = there - died
    safe = np.where(left > 0, left, 1.0)
    alive = (left > 0) & (share > 0)
    jump = np.where(alive, 1.0 / safe, 0.0)
    drift = np.where(alive, died / (np.where(there > 0, there, 1.0) * safe), 0.0)
    widths = _widths(at, horizons)
    square, mean_square = np.zeros(size), np.zeros(horizons.size)
    step = max(1, AT_ONCE // max(size, 1))
    for low in range(0, n_clusters, step):
        part = (rows.cluster >= low) & (rows.cluster < low + step)
        n = min(step, n_clusters - low)
        own = rows.cluster[part] - low
        weight, event = rows.weight[part], rows.event[part]
        changes = np.zeros((n, size + 2))
        np.add.at(changes, (own, first[part]), weight)
        np.add.at(changes, (own, last[part] + 1), -weight)
        pull = -np.cumsum(changes, axis=1)[:, :size] * drift
        np.add.at(
            pull,
            (own[event], last[part][event]),
            weight[event] * jump[last[part][event]],
        )
        pull = -share * np.cumsum(pull, axis=1)
        square += np.sum(pull**2, axis=0)
        mean_square += np.sum((pull @ widths.T) ** 2, axis=0)
    error = np.where(share > 0, np.sqrt(square), NOT_KNOWN)
    return ClusteredErrors(error, np.sqrt(mean_square), n_clusters)


def _widths(times: Floats, horizons: Floats) -> Floats:
    """Give how long each step of the curve lasts up to each horizon, (H, T)."""
    ends = np.minimum(np.append(times[1:], np.inf), horizons[:, None])
    widths: Floats = np.maximum(ends - times, 0.0)
    return widths
