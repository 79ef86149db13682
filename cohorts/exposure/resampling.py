"""Persons drawn again and again → how much an estimate would vary.

A person is drawn with all their cases; what is estimated from the cohort (weights,
scores) is estimated anew in each draw, so that its uncertainty is counted too.
"""

from collections.abc import Callable

import numpy as np

from cohorts.exposure.failures import BootstrapFailed, ExposureRefused, OptionImpossible
from cohorts.regression.failures import RegressionRefused
from cohorts.risk_table.numbers import Floats, Integers


MOST_FAILED = 0.1  # share of the draws that may fail
LEAST_DRAWS = 20


def resample(
    person: Integers,
    estimate: Callable[[Integers], Floats],
    *,
    n_draws: int,
    rng: np.random.Generator,
) -> tuple[Floats, int]:
    """Draw persons with replacement and estimate anew each time.

    Args:
        person: code of each case's person, (n,).
        estimate: places of the drawn cases → values, (k,).
        n_draws: draws, 20 at least.
        rng: the source of chance; the same seed gives the same draws.

    Returns:
        Values of the draws that could be analysed, (B, k), and how many could not.

    Raises:
        OptionImpossible: too few draws.
        BootstrapFailed: more than a tenth of the draws could not be analysed.

    Source: Efron (1979), Ann Stat 7, 1-26; by cluster as Davison & Hinkley (1997).
    """
    if n_draws < LEAST_DRAWS:
        raise OptionImpossible("n_draws")
    order = np.argsort(person, kind="stable")
    codes, starts, lengths = np.unique(
        person[order], return_index=True, return_counts=True
    )
    values, n_failed = [], 0
    for _draw in range(n_draws):
        chosen = rng.integers(0, codes.size, codes.size)
        places = order[_ranges(starts[chosen], lengths[chosen])]
        try:
            values.append(estimate(places))
        except (ExposureRefused, RegressionRefused):
            n_failed += 1
    if n_failed > MOST_FAILED * n_draws:
        raise BootstrapFailed(n_failed, n_draws)
    return np.array(values), n_failed


def percentile_limits(values: Floats, *, confidence: float) -> tuple[Floats, Floats]:
    """Read limits off draws.

    Args:
        values: (B, k); a column that is not finite everywhere has no limits.
        confidence: width, strictly between 0 and 1.

    Returns:
        Lower and upper limits, (k,) each.
    """
    tail = 50 * (1 - confidence)
    low, high = np.percentile(values, [tail, 100 - tail], axis=0)
    return low, high


def _ranges(starts: Integers, lengths: Integers) -> Integers:
    """Put the ranges start..start+length-1 one after the other."""
    ends = np.cumsum(lengths)
    offset = np.repeat(starts - (ends - lengths), lengths)
    found: Integers = np.arange(int(ends[-1]), dtype=np.int64) + offset
    return found
