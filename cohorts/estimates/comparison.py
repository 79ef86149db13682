"""Counts → the log-rank test between groups, weighted, in strata, for a trend.

At each event time the events are shared out as if by lot among those at risk; the test
sums what each group had above its share, each time with its weight. Late entry and
strata are exact.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import chdtrc

from cohorts.estimates.failures import (
    NoEventAtAll,
    NothingToCompare,
    OneGroupOnly,
    WeightsNotWhole,
)
from cohorts.estimates.results import TestResult
from cohorts.estimates.steps import ratio
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.numbers import Floats
from cohorts.risk_table.risk_table import distinct, risk_tables


RANK_TOLERANCE = 1e-10  # relative to the largest variance

Weighting = Callable[[Floats, Floats], Floats]  # events (T,), at risk (T,) → (T,)


@dataclass(frozen=True, eq=False)
class LogRank:
    """The test and what it is made of; G groups.

    Attributes:
        test: statistic, degrees of freedom, p.
        groups: labels, G.
        n_observed: events in each group, (G,).
        n_expected: events expected if the groups were alike, (G,).
        variance: covariance of observed - expected, (G, G).
    """

    test: TestResult
    groups: tuple[str, ...]
    n_observed: Floats
    n_expected: Floats
    variance: Floats


def log_rank(
    strata: Counts | Sequence[Counts],
    *,
    cause: str | None = None,
    weighting: Weighting | None = None,
    name: str = "log-rank",
) -> LogRank:
    """Compare the groups' hazards over the whole follow-up.

    Args:
        strata: counts with two groups or more; or one such counts per stratum, with
            the same labels.
        cause: compare this cause's hazard, the other causes censored; None = any.
        weighting: weight of each time; None = 1 throughout. See `fleming_harrington`,
            `gehan`, `tarone_ware`, `peto_peto`.
        name: of the test, in its result.

    Returns:
        The test; degrees of freedom = rank of the variance: groups that could have
        had an event, less one for each set of groups that are followed together.
        `n_observed` and `n_expected` are weighted sums where a weighting is given.

    Raises:
        NothingToCompare: one group only, no event, or none while two groups are at
            risk: a subclass per cause.
        WeightsNotWhole: weights that are not whole numbers.

    Source: Mantel (1966); Peto & Peto (1972); as R `survdiff` (rho = 0). Weights:
        Fleming & Harrington (1991) §7.
    """
    groups, observed, expected, variance = _sums(strata, cause, weighting)
    df = int(np.linalg.matrix_rank(variance, rtol=RANK_TOLERANCE, hermitian=True))
    if df == 0:
        raise why_nothing(strata)
    excess = observed - expected
    inverse = np.linalg.pinv(variance, rcond=RANK_TOLERANCE, hermitian=True)
    statistic = float(excess @ inverse @ excess)
    test = TestResult(
        name=name,
        cause=cause,
        statistic=statistic,
        df=df,
        p=float(chdtrc(df, statistic)),
    )
    return LogRank(test, groups, observed, expected, variance)


def trend(
    strata: Counts | Sequence[Counts],
    *,
    scores: Sequence[float] | None = None,
    cause: str | None = None,
    weighting: Weighting | None = None,
) -> TestResult:
    """Test whether the hazard rises or falls with the order of the groups.

    Args:
        strata: as `log_rank`.
        scores: one number per group; None = 1, 2, 3… in the order of the labels.
        cause: as `log_rank`.
        weighting: as `log_rank`.

    Returns:
        The test, one degree of freedom.

    Raises:
        NothingToCompare: no event while two groups of different scores are at risk.
        WeightsNotWhole: weights that are not whole numbers.

    Source: Tarone (1975); Klein & Moeschberger (2003) §7.4.
    """
    groups, observed, expected, variance = _sums(strata, cause, weighting)
    order = range(1, len(groups) + 1) if scores is None else scores
    steps = np.asarray(order, np.float64)
    spread = float(steps @ variance @ steps)
    if spread <= RANK_TOLERANCE * float(np.abs(variance).max(initial=0.0)):
        raise why_nothing(strata)
    statistic = float(steps @ (observed - expected)) ** 2 / spread
    return TestResult(
        name="trend", cause=cause, statistic=statistic, df=1, p=chdtrc(1, statistic)
    )


def why_nothing(strata: Counts | Sequence[Counts]) -> NothingToCompare:
    """Choose the refusal of a comparison that rests on nothing.

    Args:
        strata: as `log_rank`.

    Returns:
        One group only, no event at all, or no event while two groups are at risk.
    """
    parts = [strata] if isinstance(strata, Counts) else list(strata)
    present = {part.groups[code] for part in parts for code in np.unique(part.group)}
    if len(present) < 2:
        return OneGroupOnly()
    if not any(np.any(part.cause > 0) for part in parts):
        return NoEventAtAll()
    return NothingToCompare()


def fleming_harrington(rho: float, gamma: float = 0.0) -> Weighting:
    """Weigh early times (rho > 0) or late times (gamma > 0) more.

    Args:
        rho: power of the share still without event just before, >= 0.
        gamma: power of the share that has had one, >= 0.

    Returns:
        The weighting S(t-)^rho (1 - S(t-))^gamma, S over the groups together.

    Source: Fleming & Harrington (1991); gamma = 0 as R `survdiff(rho =)`.
    """
    return partial(_fleming_harrington, rho=rho, gamma=gamma)


def gehan(events: Floats, at_risk: Floats) -> Floats:
    """Weigh by how many are at risk (Gehan-Breslow; Wilcoxon)."""
    del events
    return at_risk


def tarone_ware(events: Floats, at_risk: Floats) -> Floats:
    """Weigh by the root of how many are at risk (Tarone & Ware 1977)."""
    del events
    return np.sqrt(at_risk)


def peto_peto(events: Floats, at_risk: Floats) -> Floats:
    """Weigh by a share without event that stays above 0 (Peto & Peto 1972).

    Args:
        events: events at each time, (T,).
        at_risk: just before each time, (T,).

    Returns:
        The product of 1 - d / (n + 1) up to and with each time, (T,).
    """
    kept: Floats = np.asarray(1 - events / (at_risk + 1), np.float64)
    return np.asarray(np.cumprod(kept), np.float64)


def _fleming_harrington(
    events: Floats, at_risk: Floats, *, rho: float, gamma: float
) -> Floats:
    share = np.cumprod(1 - ratio(events, at_risk))
    before: Floats = np.ones(share.shape)
    before[1:] = share[:-1]
    weights: Floats = before**rho * (1 - before) ** gamma
    return weights


def _sums(
    strata: Counts | Sequence[Counts], cause: str | None, weighting: Weighting | None
) -> tuple[tuple[str, ...], Floats, Floats, Floats]:
    parts = [strata] if isinstance(strata, Counts) else list(strata)
    if not all(part.is_whole for part in parts):
        raise WeightsNotWhole
    groups = parts[0].groups
    sums = [_one_stratum(part, groups, cause, weighting) for part in parts]
    observed, expected, variance = (
        np.sum([part[i] for part in sums], axis=0) for i in range(3)
    )
    return groups, observed, expected, variance


def _one_stratum(
    counts: Counts,
    groups: tuple[str, ...],
    cause: str | None,
    weighting: Weighting | None,
) -> tuple[Floats, Floats, Floats]:
    events, at_risk = _on_one_grid(counts, groups, cause)
    d, n = events.sum(axis=0), at_risk.sum(axis=0)
    some = d > 0
    events, at_risk, d, n = events[:, some], at_risk[:, some], d[some], n[some]
    weight = np.ones_like(d) if weighting is None else weighting(d, n)
    share = at_risk / n
    spread = weight**2 * d * ratio(n - d, n - 1)
    variance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    return events @ weight, (share * d) @ weight, variance


def _on_one_grid(
    counts: Counts, groups: tuple[str, ...], cause: str | None
) -> tuple[Floats, Floats]:
    grid = distinct(counts.exit)
    events = np.zeros((len(groups), grid.size))
    at_risk = np.zeros((len(groups), grid.size))
    for table in risk_tables(counts, times=grid):
        row = groups.index(table.group)
        at_risk[row] = table.n_at_risk
        events[row] = (
            table.n_events_any
            if cause is None
            else table.n_events[table.causes.index(cause)]
        )
    return events, at_risk
