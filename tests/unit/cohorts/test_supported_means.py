"""A mean up to a horizon is told where enough are followed to it."""

import math

import numpy as np
import pytest

from cohorts.disclosure.released import Provenance, release
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.workbench import for_workbench
from cohorts.estimates.describe import describe
from cohorts.risk_table.counts import count_cells


RULES = Rules("1", 5, 11, 6, 11, True)
WHENCE = Provenance("d", "h", "e", "2025-01-01", "1")


def counts(*, last):
    """Two groups: one followed for years, one of 24 lost on one day without event."""
    rng = np.random.default_rng(1)
    n = 400
    return count_cells(
        np.concatenate([rng.integers(1, 1200, n), np.full(24, last)]),
        np.concatenate([rng.integers(0, 2, n), np.zeros(24, int)]),
        group=np.concatenate([np.zeros(n, int), np.ones(24, int)]),
        groups=("known", "unknown"),
        clock="days",
    )


def estimator(found, *, rounding=0):
    return describe(found, at=[91], rmst=[91, 731], outcome="1", rounding=rounding)


@pytest.mark.parametrize("protect", [release, for_workbench])
def test_a_mean_past_the_end_of_follow_up_is_not_told(protect):
    shown = protect(counts(last=40), estimator, rules=RULES, provenance=WHENCE)

    known, unknown = shown.estimate.groups
    assert not any(math.isnan(mean.estimate) for mean in known.restricted_means)
    for mean in unknown.restricted_means:
        assert math.isnan(mean.estimate)
        assert all(map(math.isnan, mean.limits(0.95)))
    assert not any("prolongée" in note for note in shown.estimate.notes)


def test_a_mean_within_the_follow_up_stays():
    shown = release(counts(last=400), estimator, rules=RULES, provenance=WHENCE)

    near, far = shown.estimate.groups[1].restricted_means
    assert near.estimate == pytest.approx(91)
    assert math.isnan(far.estimate)
