"""Counts of a cohort → everything that its page tells, in one estimate.

Incidence of each cause with its error, the curves read at the horizons, the time at
which half have reached the outcome, the mean time without any event, and the log-rank
test where groups are compared. Exact and released figures come from this one function.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cohorts.estimates.analysis import analyse
from cohorts.estimates.failures import NothingToCompare
from cohorts.estimates.gray import gray_test
from cohorts.estimates.results import (
    NOT_KNOWN,
    Curve,
    Estimate,
    GroupEstimate,
    Median,
    TestResult,
)
from cohorts.estimates.rounding_error import with_rounding_error
from cohorts.estimates.told_by_month import with_followed
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.numbers import Floats, Numbers
from cohorts.risk_table.risk_table import risk_tables


HALF = 0.5


def describe(
    counts: Counts,
    *,
    at: Sequence[float],
    rmst: Sequence[float],
    outcome: str | None,
    confidence: float = 0.95,
    rounding: int = 0,
) -> Estimate:
    """Estimate what a cohort's page tells.

    Args:
        counts: exact or protected counts.
        at: horizons, on the counts' clock.
        rmst: horizons of the mean time without event.
        outcome: the cause whose median is wanted; None = the median to any event.
        confidence: width of the pointwise intervals.
        rounding: cumulative counts are multiples of this; 0 = they are exact.

    Returns:
        An Aalen-Johansen estimate whose median is that of the outcome, with the
        log-rank tests of the groups where the counts are exact: rounding would make
        or hide differences. Where an outcome has competitors, Gray's test of its
        share follows: it compares the very curves that are drawn.
    """
    estimate = analyse(
        counts, method="aalen-johansen", at=at, rmst=rmst, confidence=confidence
    )
    groups = estimate.groups
    if rounding:
        tables = {table.group: table for table in risk_tables(counts)}
        groups = tuple(
            with_rounding_error(
                group, tables[group.group], base=rounding, confidence=confidence
            )
            for group in groups
        )
        if counts.clock == "days":  # other clocks count whole months: no day to lose
            groups = tuple(with_followed(one, tables[one.group]) for one in groups)
    if outcome is not None:
        groups = tuple(_with_median(group, outcome) for group in groups)
    tests = estimate.tests
    if len(groups) > 1 and not rounding:  # blocks of persons are no test statistic
        tests = _tests(counts, outcome)
    return replace(estimate, groups=groups, tests=tests)


def _tests(counts: Counts, outcome: str | None) -> tuple[TestResult, ...]:
    try:
        tests = analyse(counts, method="log-rank").tests
        if outcome is not None and len(counts.causes) > 1 and counts.is_whole:
            tests = (*tests, gray_test(counts, cause=outcome))
    except NothingToCompare:
        return ()
    return tests


def time_reaching(curve: Curve, share: float = HALF) -> Median:
    """Tell when an incidence curve reaches a share.

    Args:
        curve: an incidence curve, rising.
        share: the share, one half for the median.

    Returns:
        The first time at which the curve is at or over the share, with the times at
        which its upper and lower limits are; NaN where not reached.
    """
    estimate = _first(curve.times, curve.estimate, share)
    return Median(
        estimate=estimate,
        low=_first(curve.times, curve.high, share),
        high=_first(curve.times, curve.low, share),
        reached=not np.isnan(estimate),
    )


def _with_median(group: GroupEstimate, outcome: str) -> GroupEstimate:
    for curve in group.curves:
        if curve.cause in (outcome, None):
            return replace(group, median=time_reaching(curve))
    return group


def _first(times: Numbers, values: Floats, share: float) -> float:
    over = np.nan_to_num(values, nan=-1.0) >= share
    return float(times[int(np.argmax(over))]) if np.any(over) else NOT_KNOWN
