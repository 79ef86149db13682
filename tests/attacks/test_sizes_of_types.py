"""Sizes of released types, looked for by what a mean of whole numbers allows."""

import numpy as np
import pytest

from cohorts.disclosure.bench import release_tables
from cohorts.disclosure.bench_parts import Sizes
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules


RULES = Rules("1", 5, 11, 6, 11, True)
WHENCE = Provenance("d", "h", "e", "2025-01-01", "1")
BLOCK = RULES.rounding_base
HALF_STEP_OF_DIGITS = 0.005


def told(sizes, means):
    part = Sizes("types", np.array(sizes), means)
    tables = release_tables(
        "types",
        [part],
        labels={},
        n=sum(sizes),
        rules=RULES,
        provenance=WHENCE,
        disclosure="protected",
    ).tables
    return tables[0].rows


def possible_sizes(row):
    """Sizes of the told block for which some whole sums give all told means."""
    n = row[1]
    step = BLOCK / n
    return [
        size
        for size in range(n - BLOCK // 2, n + BLOCK // 2)
        if all(_reaches(mean, size, step) for mean in row[3:5])
    ]


def _reaches(mean, size, step):
    """Whether a whole sum of `size` persons has a mean that is told like this one."""
    sums = np.arange(0, size * 12)
    near = np.round(np.round(sums / size / step) * step, 2)
    return bool(np.any(np.abs(near - mean) < HALF_STEP_OF_DIGITS))


@pytest.mark.parametrize("seed", range(40))
def test_no_size_is_given_back_by_the_means_beside_it(seed):
    rng = np.random.default_rng(seed)
    sizes = sorted(rng.integers(12, 60, 5).tolist(), reverse=True)
    means = {
        name: np.array([rng.integers(1, 6, n).sum() / n for n in sizes])
        for name in ("visited", "transitions")
    }

    rows = told(sizes, means)

    assert rows
    for size, row in zip(sizes, rows, strict=False):
        left = possible_sizes(row)
        assert size in left
        assert len(left) == BLOCK


@pytest.mark.parametrize("seed", range(10))
def test_a_mean_moves_by_what_a_block_weighs_at_most(seed):
    rng = np.random.default_rng(seed)
    sizes = [55, 40, 30]
    exact = rng.uniform(1, 5, 3)

    for row, mean in zip(told(sizes, {"visited": exact}), exact, strict=True):
        assert abs(row[3] - mean) <= BLOCK / row[1] / 2 + HALF_STEP_OF_DIGITS
