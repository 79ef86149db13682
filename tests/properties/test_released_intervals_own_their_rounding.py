"""A released interval covers what rounding may have hidden."""

import numpy as np
import pytest

from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.suppress import protect
from cohorts.disclosure.workbench import for_workbench
from cohorts.estimates.describe import describe
from cohorts.risk_table.counts import count_cells


RULES = Rules("test", 5, 11, 6, 11, True)
HORIZONS = (91, 183, 365)


def cohort(n, rng, share_of_events=1.0):
    event, censored = rng.exponential(500, n), rng.exponential(500, n)
    leaving = np.minimum(event, censored).astype(int) + 1
    seen = (event < censored) & (rng.random(n) < share_of_events)
    cause = np.where(seen, rng.integers(1, 3, n), 0)
    return count_cells(leaving, cause, causes=("1", "2"), clock="days")


def described(counts, rounding=0):
    return describe(counts, at=HORIZONS, rmst=(365,), outcome="1", rounding=rounding)


@pytest.mark.parametrize("n", [40, 70, 140, 400, 2000])
def test_the_exact_rate_lies_in_the_released_interval(n):
    rng = np.random.default_rng(n)
    for _ in range(25):
        counts = cohort(n, rng)
        exact = described(counts).groups[0].at
        shown = described(protect(counts, RULES).counts, RULES.rounding_base)
        for truth, released in zip(exact, shown.groups[0].at, strict=True):
            if np.isfinite(released.estimate):
                assert released.low - 1e-9 <= truth.estimate <= released.high + 1e-9


def test_no_released_rate_is_a_bare_zero():
    rng = np.random.default_rng(3)
    counts = cohort(60, rng, share_of_events=0.03)

    shown = described(protect(counts, RULES).counts, RULES.rounding_base)

    zeros = [point for point in shown.groups[0].at if point.estimate == 0]
    assert zeros
    assert all(point.high > 0.05 and point.low == 0 for point in zeros)


def test_large_cohorts_lose_next_to_nothing():
    counts = cohort(20_000, np.random.default_rng(5))
    exact = described(counts).groups[0].at[0]
    shown = described(protect(counts, RULES).counts, RULES.rounding_base)
    released = shown.groups[0].at[0]

    assert released.estimate == pytest.approx(exact.estimate, abs=0.01)
    assert released.high - released.low < 1.2 * (exact.high - exact.low)


def test_a_group_under_the_internal_threshold_takes_another_with_it():
    counts = count_cells(
        [5] * 104,
        [1] * 104,
        group=[0] * 60 + [1] * 40 + [2] * 4,
        groups=("a", "b", "c"),
    )
    provenance = Provenance("d", "h", "e", "2025-01-01", "1")

    seen = for_workbench(counts, described, rules=RULES, provenance=provenance)

    assert sorted(seen.hidden) == ["b", "c"]
