"""A curve under late entry starts where enough are at risk, and says where."""

import numpy as np
import pytest

from cohorts.estimates.analysis import analyse
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.failures import FloorNeverReached
from cohorts.risk_table.floor import start_where_enough


def ages(seed=3, n=300):
    """Months of age: late entries from 192 on, the first of them very few."""
    draw = np.random.default_rng(seed)
    entry = 192 + np.floor(60 * draw.random(n) ** 0.5).astype(int)
    leaving = entry + draw.integers(1, 40, n)
    return count_cells(leaving, draw.integers(0, 2, n), entry=entry, clock="age")


def curve(counts):
    (found,) = analyse(counts, method="kaplan-meier").groups[0].curves
    return found


def test_curve_without_floor_falls_on_a_handful():
    counts = count_cells([201, 260, 270], [1, 1, 0], entry=[200, 201, 202])

    assert curve(counts).estimate[0] == 0.0


def test_curve_starts_at_the_first_time_with_enough_at_risk():
    counts = ages()
    kept, start = start_where_enough(counts, 10)
    inside = (counts.entry <= start) & (counts.exit > start)
    earlier = (counts.entry <= start - 1) & (counts.exit > start - 1)

    assert counts.n_rows[inside].sum() >= 10 > counts.n_rows[earlier].sum()
    assert kept.exit.min() > start


def test_later_steps_are_those_of_the_survivors_at_the_start():
    counts = ages()
    kept, start = start_where_enough(counts, 10)
    whole, from_start = curve(counts), curve(kept)
    before = whole.estimate[whole.times <= start]
    after = whole.times > start

    np.testing.assert_allclose(
        from_start.estimate, whole.estimate[after] / before[-1], rtol=1e-12
    )
    np.testing.assert_array_equal(from_start.n_at_risk, whole.n_at_risk[after])


def test_enough_at_the_origin_changes_nothing():
    counts = count_cells([3, 4, 5], [1, 0, 1])

    assert start_where_enough(counts, 3) == (counts, 0.0)


def test_groups_start_together_where_each_has_enough():
    counts = count_cells(
        [30, 30, 30, 30, 30],
        [1, 1, 1, 1, 0],
        entry=[1, 2, 5, 9, 9],
        group=[0, 0, 1, 1, 2],
        groups=["a", "b", "c"],
    )

    assert start_where_enough(counts, 2)[1] == 9.0


def test_floor_that_is_never_reached_is_refused():
    with pytest.raises(FloorNeverReached):
        start_where_enough(count_cells([3, 4], [1, 0]), 3)
