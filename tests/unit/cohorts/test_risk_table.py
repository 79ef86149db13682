import numpy as np

from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.risk_table import risk_tables


def test_events_come_before_censorings_of_the_same_time():
    (table,) = risk_tables(count_cells([2, 2, 5], [1, 0, 1]))

    assert list(table.times) == [2, 5]
    assert list(table.n_at_risk) == [3, 1]
    assert table.n_events.tolist() == [[1, 1]]
    assert list(table.n_censored) == [1, 0]


def test_a_late_entry_counts_only_after_it():
    (table,) = risk_tables(count_cells([3, 4, 6], [1, 1, 1], entry=[0, 3, 3]))

    assert list(table.n_at_risk) == [1, 2, 1]
    assert list(table.n_entered) == [1, 2, 0]


def test_numbers_at_risk_are_told_between_times_too():
    (table,) = risk_tables(count_cells([3, 9, 9], [1, 1, 0], entry=[0, 0, 5]))

    assert [table.at_risk_at(t) for t in (1, 3, 4, 5, 6, 9, 10)] == [
        *(2, 2, 1, 1, 2, 2, 0)
    ]


def test_an_event_at_time_zero_has_everybody_at_risk():
    (table,) = risk_tables(count_cells([0, 5], [1, 0]))

    assert list(table.n_at_risk) == [2, 1]


def test_whole_counts_stay_whole():
    (table,) = risk_tables(count_cells([1, 2], [1, 0], n_rows=[10**9, 1]))

    assert table.n_at_risk.dtype == np.int64
    assert table.n_at_risk[0] == 10**9 + 1


def test_weighted_tables_are_exactly_empty_where_nobody_is_at_risk():
    weights = [0.1, 0.2, 0.7]
    counts = count_cells([1, 2, 9], [1, 1, 1], entry=[0, 0, 5], weight=weights)

    (table,) = risk_tables(counts, times=np.array([1, 2, 4, 9]))

    assert table.n_at_risk[2] == 0


def test_groups_without_a_cell_have_no_table():
    counts = count_cells([1], [1], groups=("a", "b"), group=[1])

    assert [table.group for table in risk_tables(counts)] == ["b"]


def test_far_apart_and_fractional_times_are_ranked_too():
    (wide,) = risk_tables(count_cells([1, 10**12], [1, 1], entry=[0, 10**11]))
    (fractional,) = risk_tables(count_cells([0.5, 0.25], [1, 1]))

    assert list(wide.n_at_risk) == [1, 1]
    assert list(fractional.times) == [0.25, 0.5]
