"""Counts → the log-rank test between groups.

At each event time the events are shared out as if by lot among those at risk; the test
sums what each group had above its share. Late entry and strata are exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from cohorts.estimates.failures import NothingToCompare, WeightsNotWhole
from cohorts.estimates.results import TestResult
from cohorts.estimates.steps import ratio
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.numbers import Floats
from cohorts.risk_table.risk_table import distinct, risk_tables


RANK_TOLERANCE = 1e-10  # relative to the largest variance


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


def log_rank(strata: Counts | Sequence[Counts], *, cause: str | None = None) -> LogRank:
    """Compare the groups' hazards over the whole follow-up.

    Args:
        strata: counts with two groups or more; or one such counts per stratum, with
            the same labels.
        cause: compare this cause's hazard, the other causes censored; None = any.

    Returns:
        The test; degrees of freedom = rank of the variance: groups that could have
        had an event, less one for each set of groups that are followed together.

    Raises:
        NothingToCompare: no event while two groups are at risk.
        WeightsNotWhole: weights that are not whole numbers.

    Source: Mantel (1966); Peto & Peto (1972); as R `survdiff` (rho = 0).
    """
    parts = [strata] if isinstance(strata, Counts) else list(strata)
    if not all(part.is_whole for part in parts):
        raise WeightsNotWhole
    groups = parts[0].groups
    sums = [_one_stratum(part, groups, cause) for part in parts]
    observed, expected, variance = (
        np.sum([part[i] for part in sums], axis=0) for i in range(3)
    )
    df = int(np.linalg.matrix_rank(variance, rtol=RANK_TOLERANCE, hermitian=True))
    if df == 0:
        raise NothingToCompare
    excess = observed - expected
    inverse = np.linalg.pinv(variance, rcond=RANK_TOLERANCE, hermitian=True)
    statistic = float(excess @ inverse @ excess)
    test = TestResult(
        name="log-rank",
        cause=cause,
        statistic=statistic,
        df=df,
        p=float(chdtrc(df, statistic)),
    )
    return LogRank(test, groups, observed, expected, variance)


def _one_stratum(
    counts: Counts, groups: tuple[str, ...], cause: str | None
) -> tuple[Floats, Floats, Floats]:
    events, at_risk = _on_one_grid(counts, groups, cause)
    d, n = events.sum(axis=0), at_risk.sum(axis=0)
    some = d > 0
    events, at_risk, d, n = events[:, some], at_risk[:, some], d[some], n[some]
    share = at_risk / n
    spread = d * ratio(n - d, n - 1)
    variance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    return events.sum(axis=1), (share * d).sum(axis=1), variance


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
