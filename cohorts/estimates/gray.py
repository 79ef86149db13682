"""Counts → Gray's test: do groups differ in the share that leaves for one cause?

The log-rank test of one cause compares hazards; two groups may have the same hazard of
a job and yet different shares with a job, because one leaves more for training. Gray's
test compares the shares themselves: those who left for another cause stay in its risk
set, weighed by the chance that they would still be observed.

With Y at risk, S the share without any event, F the incidence of the cause, per group,
and h = Y / S(t-), the d events of the cause at t are shared out in proportion to
h (1 - F(t-)); the incidence of the groups together rises by d over the sum of h.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from cohorts.estimates.comparison import RANK_TOLERANCE, why_nothing
from cohorts.estimates.failures import WeightsNotWhole
from cohorts.estimates.results import TestResult
from cohorts.estimates.steps import ratio
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.numbers import Floats
from cohorts.risk_table.risk_table import distinct, risk_tables


@dataclass(frozen=True, eq=False)
class _Grid:
    """The groups of one stratum on the times with an event; G groups, T times.

    Attributes:
        at_risk: (G, T).
        own: events of the cause, (G, T).
        other: events of the other causes, (G, T).
        before: share without any event just before, (G, T).
        after: the same just after, (G, T).
        missed: 1 - incidence of the cause just before, (G, T).
    """

    at_risk: Floats
    own: Floats
    other: Floats
    before: Floats
    after: Floats
    missed: Floats


def gray_test(
    strata: Counts | Sequence[Counts], *, cause: str, rho: float = 0.0
) -> TestResult:
    """Compare the cumulative incidence of one cause between groups.

    Args:
        strata: counts with two groups or more; or one such counts per stratum, with
            the same labels.
        cause: name of the cause compared; the others compete.
        rho: power of 1 - F(t-) of the groups together by which times are weighed;
            0 = all alike.

    Returns:
        The test, degrees of freedom = rank of its variance.

    Raises:
        NothingToCompare: no event of the cause while two groups are at risk.
        WeightsNotWhole: weights that are not whole numbers.

    Source: Gray (1988), with his variance, as R `cmprsk::cuminc`. With late entry Y
        counts those under observation; `cmprsk` has no late entry.
    """
    parts = [strata] if isinstance(strata, Counts) else list(strata)
    if not all(part.is_whole for part in parts):
        raise WeightsNotWhole
    telling = [part for part in parts if np.any(part.cause > 0)]
    if not telling:
        raise why_nothing(parts)
    sums = [_one_stratum(part, cause, rho) for part in telling]
    score = np.sum([score for score, _variance in sums], axis=0)
    variance = np.sum([variance for _score, variance in sums], axis=0)
    df = int(np.linalg.matrix_rank(variance, rtol=RANK_TOLERANCE, hermitian=True))
    df = min(df, len(score) - 1)
    if df == 0:
        raise why_nothing(parts)
    inverse = np.linalg.pinv(variance, rcond=RANK_TOLERANCE, hermitian=True)
    statistic = float(score @ inverse @ score)
    return TestResult(
        name="gray", cause=cause, statistic=statistic, df=df, p=chdtrc(df, statistic)
    )


def _one_stratum(counts: Counts, cause: str, rho: float) -> tuple[Floats, Floats]:
    """Give the score of each group, (G,), and its covariance, (G, G)."""
    grid = _grid(counts, counts.causes.index(cause))
    weighed = ratio(grid.at_risk, grid.before)
    events = grid.own.sum(axis=0)
    pool = weighed.sum(axis=0)
    incidence = np.cumsum(ratio(events, pool))
    missed = 1 - np.concatenate(([0.0], incidence[:-1]))
    weight = missed**rho
    shared = weighed * grid.missed
    expected = ratio(events, shared.sum(axis=0)) * shared
    score = (weight * (grid.own - expected)).sum(axis=1)
    spread = _spread(weighed, weight)
    drift = np.cumsum(spread * ratio(events, pool * missed), axis=2)
    variance = _variance(grid, spread, drift, events, pool, 1 - incidence)
    return score, variance


def _spread(weighed: Floats, weight: Floats) -> Floats:
    """Give what one event in group k takes from group i, (G, G, T)."""
    whole = weighed.sum(axis=0)
    shared = weighed[:, None, :] * ratio(weighed, np.broadcast_to(whole, weighed.shape))
    own = np.eye(len(weighed))[:, :, None] * weighed[None, :, :]
    spread: Floats = weight * (own - shared)
    return spread


def _variance(
    grid: _Grid,
    spread: Floats,
    drift: Floats,
    events: Floats,
    pool: Floats,
    missed: Floats,
) -> Floats:
    """Sum the squared influence of each group's two kinds of events.

    Args:
        grid: the groups.
        spread: (G, G, T), second index the group of the event.
        drift: running sum of the spread, (G, G, T).
        events: of the cause, over the groups, (T,).
        pool: sum of h, (T,).
        missed: 1 - incidence of the groups together, after each time, (T,).
    """
    n_groups = len(grid.at_risk)
    total = np.zeros((n_groups, n_groups))
    for k in range(n_groups):
        some = (grid.at_risk[k] > 0) & (events > 0)
        keep = _ratio_or(missed, grid.after[k], some, otherwise=0.0)
        keep = np.where(grid.after[k] > 0, 1 - keep, 1.0)
        ties = _ties(events, pool * grid.before[k])
        own = np.where(
            some, ties * grid.before[k] * ratio(events, pool * grid.at_risk[k]), 0.0
        )
        total += _squares(spread[:, k] - keep * drift[:, k], keep, own, drift[:, k, -1])

        gone = (grid.after[k] > 0) & (grid.other[k] > 0)
        lost = _ratio_or(missed, grid.after[k], gone, otherwise=0.0)
        ties = _ties(grid.other[k], grid.at_risk[k])
        other = np.where(
            gone,
            ties * grid.before[k] ** 2 * ratio(grid.other[k], grid.at_risk[k] ** 2),
            0,
        )
        total += _squares(lost * drift[:, k], -lost, other, drift[:, k, -1])
    return total


def _squares(now: Floats, later: Floats, size: Floats, end: Floats) -> Floats:
    """Sum over times (now + later × end) squared, outer over groups, times size."""
    influence = now + end[:, None] * later
    square: Floats = (influence * size) @ influence.T
    return square


def _ties(events: Floats, at_risk: Floats) -> Floats:
    """Correct the variance for events that share their time."""
    return 1 - np.where(events > 1, ratio(events - 1, at_risk - 1), 0.0)


def _ratio_or(
    above: Floats, below: Floats, where: np.ndarray, *, otherwise: float
) -> Floats:
    return np.where(where, ratio(above, below), otherwise)


def _grid(counts: Counts, cause: int) -> _Grid:
    times = distinct(counts.exit[counts.cause > 0])
    every = distinct(counts.exit)
    chosen = np.isin(every, times)
    shape = (len(counts.groups), times.size)
    at_risk, own, other = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for table in risk_tables(counts, times=every):
        row = counts.groups.index(table.group)
        at_risk[row] = table.n_at_risk[chosen]
        own[row] = table.n_events[cause][chosen]
        other[row] = table.n_events_any[chosen] - own[row]
    left = 1 - ratio(own + other, at_risk)
    after: Floats = np.asarray(np.cumprod(left, axis=1), np.float64)
    before: Floats = np.ones(shape)
    before[:, 1:] = after[:, :-1]
    gained = np.cumsum(before * ratio(own, at_risk), axis=1)
    missed: Floats = np.ones(shape)
    missed[:, 1:] -= gained[:, :-1]
    return _Grid(at_risk, own, other, before, after, missed)
