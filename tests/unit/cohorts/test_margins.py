from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.failures import CountsDisagree, NoRow, UnknownGroup
from cohorts.risk_table.margins import (
    any_cause,
    gather,
    landmark,
    merge,
    only_cause,
    only_group,
    pooled,
    truncate,
)


def some(**changes):
    columns = {
        "exit": [4, 4, 6, 9],
        "cause": [1, 1, 2, 0],
        "entry": [0, 0, 2, 5],
        "group": [0, 1, 0, 1],
        "groups": ("a", "b"),
        "causes": ("1", "2"),
        "n_rows": [3, 2, 1, 4],
    }
    return count_cells(**(columns | changes))


def test_pooling_sums_equal_cells():
    whole = pooled(some())

    assert whole.groups == ("all",)
    assert list(whole.n_rows) == [5, 1, 4]


def test_one_group_keeps_its_label():
    part = only_group(some(), "b")

    assert part.groups == ("b",)
    assert part.n_rows.sum() == 6


def test_an_unknown_group_is_refused_without_repeating_it():
    with pytest.raises(UnknownGroup) as refusal:
        only_group(some(), "secret")

    assert "secret" not in str(refusal.value)


def test_merging_matches_groups_and_causes_by_name():
    other = some(groups=("b", "c"), causes=("2", "3"), cause=[1, 1, 2, 0])

    both = merge([some(), other])

    assert both.groups == ("a", "b", "c")
    assert both.causes == ("1", "2", "3")
    in_b = both.group == 1
    assert both.n_rows[in_b & (both.cause == 2)].sum() == 3


def test_merging_different_clocks_is_refused():
    with pytest.raises(CountsDisagree):
        merge([some(clock="days"), some(clock="age")])


def test_merging_nothing_is_refused():
    with pytest.raises(NoRow):
        merge([])


def test_a_landmark_keeps_those_under_observation_and_restarts_the_clock():
    after = landmark(some(), 4)

    assert list(after.exit) == [2]
    assert list(after.entry) == [0]
    assert after.n_rows.sum() == 1


def test_a_landmark_that_nobody_reaches_is_refused():
    with pytest.raises(NoRow):
        landmark(some(), 9)


def test_truncating_censors_at_the_horizon_and_leaves_out_later_entries():
    short = truncate(some(), 5)

    assert short.exit.max() == 5
    assert short.n_rows.sum() == 6
    assert set(short.cause[short.exit == 5]) == {0}


def test_any_cause_makes_one_event_of_all():
    assert list(any_cause(some()).causes) == ["1"]
    assert any_cause(some()).cause.max() == 1


def test_only_one_cause_censors_the_others():
    second = only_cause(some(), "2")

    assert second.n_rows[second.cause == 1].sum() == 1


def test_gathering_keeps_different_weights_apart():
    cells = count_cells([2, 2, 2], [1, 1, 1], weight=[1.5, 1.5, 2.0])

    together = gather(cells)

    assert list(together.weight) == [1.5, 2.0]
    assert list(together.n_rows) == [2, 1]
    assert together.size.sum() == cells.size.sum()
    assert np.isclose(together.size.sum(), 5.0)


@pytest.mark.parametrize("whole", [True, False])
def test_gathering_sums_as_one_would_by_hand(whole):
    rng = np.random.default_rng(11)
    columns = {
        "group": rng.integers(0, 3, 400),
        "entry": rng.integers(-1, 4, 400),
        "exit": rng.integers(5, 9, 400),
        "cause": rng.integers(0, 3, 400),
    }
    if not whole:
        columns |= {name: columns[name] + 0.5 for name in ("entry", "exit")}
    n_rows = rng.integers(1, 9, 400)
    by_hand = Counter()
    for key, n in zip(zip(*columns.values(), strict=True), n_rows, strict=True):
        by_hand[key] += n

    cells = gather(
        count_cells(**columns, groups="abc", causes=("1", "2"), n_rows=n_rows)
    )

    found = zip(cells.group, cells.entry, cells.exit, cells.cause, strict=True)
    assert list(zip(found, cells.n_rows, strict=True)) == sorted(by_hand.items())
    assert list(cells.n_persons) == list(cells.n_rows)
    assert cells.exit.dtype == (np.int64 if whole else np.float64)


def test_gathering_nothing_gives_nothing():
    cells = some()
    nothing = replace(
        cells,
        **{
            name: getattr(cells, name)[:0]
            for name in ("group", "entry", "exit", "cause", "n_rows", "n_persons")
        },
    )

    assert gather(nothing).n_rows.size == 0


def test_gathering_cells_that_are_all_equal_gives_one():
    cells = gather(count_cells([3, 3, 3], [1, 1, 1]))

    assert list(cells.n_rows) == [3]
