"""Restricted means → do the groups differ in mean time up to a horizon?"""

from collections.abc import Sequence

import numpy as np
from scipy.special import chdtrc

from cohorts.estimates.failures import NothingToCompare
from cohorts.estimates.results import RestrictedMean, TestResult


def compare_means(means: Sequence[RestrictedMean]) -> TestResult:
    """Test whether restricted means are equal.

    Args:
        means: one per group, at one horizon, from persons of their own.

    Returns:
        Wald's test that all are equal, degrees of freedom = groups - 1; with two
        groups the square of their difference over its error.

    Raises:
        NothingToCompare: fewer than two means whose error is known and above 0.

    Source: Royston & Parmar (2013); with two groups as R `survRM2::rmst2`.
    """
    known = [mean for mean in means if np.isfinite(mean.std_error) and mean.std_error]
    if len(known) < 2 or len(known) < len(means):
        raise NothingToCompare
    weight = np.array([mean.std_error**-2 for mean in known])
    value = np.array([mean.estimate for mean in known])
    centre = float(weight @ value / weight.sum())
    statistic = float(weight @ (value - centre) ** 2)
    df = len(known) - 1
    return TestResult("rmst", None, statistic, df, float(chdtrc(df, statistic)))
