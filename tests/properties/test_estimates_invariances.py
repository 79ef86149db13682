"""What must not change an estimate: order, splitting, names, a common factor."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.estimates.analysis import analyse
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.margins import gather, merge
from tests.properties.effort import tries


QUICK = tries(30)
CELLS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(1, 8),
        st.integers(0, 2),
        st.integers(0, 1),
        st.integers(1, 5),
    ),
    min_size=2,
    max_size=20,
)


def counted(cells, groups=("a", "b")):
    entry, stay, cause, group, n_rows = (
        np.array(column) for column in zip(*cells, strict=True)
    )
    return count_cells(
        entry + stay,
        cause,
        entry=entry,
        group=group,
        groups=groups,
        causes=("1", "2"),
        n_rows=n_rows,
    )


def answer(counts, method="aalen-johansen"):
    return analyse(counts, method=method, at=[2, 5], rmst=[6]).as_dict()


def assert_same(one, other):
    assert one.keys() == other.keys() if isinstance(one, dict) else True
    if isinstance(one, dict):
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, list):
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            assert_same(a, b)
    elif isinstance(one, float):
        assert one == pytest.approx(other, rel=1e-9, abs=1e-8)
    else:
        assert one == other


@QUICK
@given(CELLS, st.randoms(use_true_random=False))
def test_the_order_of_the_cells_changes_nothing(cells, random):
    shuffled = random.sample(cells, len(cells))

    assert_same(answer(counted(cells)), answer(counted(shuffled)))


@QUICK
@given(CELLS)
def test_splitting_cells_into_single_rows_changes_nothing(cells):
    singles = [(*cell[:4], 1) for cell in cells for _ in range(cell[4])]

    assert_same(answer(counted(cells)), answer(counted(singles)))


@QUICK
@given(CELLS)
def test_counting_in_two_chunks_changes_nothing(cells):
    half = len(cells) // 2
    parts = [counted(cells[:half]), counted(cells[half:])]

    assert_same(answer(gather(counted(cells))), answer(merge(parts)))


@QUICK
@given(CELLS)
def test_other_names_of_the_groups_change_only_the_names(cells):
    one = answer(counted(cells))
    other = answer(counted(cells, groups=("x", "y")))

    for group in (*one["groups"], *other["groups"]):
        group["group"] = ""
    assert_same(one["groups"], other["groups"])


@QUICK
@given(CELLS)
def test_every_row_twice_leaves_the_curve_and_shrinks_the_error(cells):
    twice = [(*cell[:4], 2 * cell[4]) for cell in cells]
    one = analyse(counted(cells), method="kaplan-meier")
    other = analyse(counted(twice), method="kaplan-meier")

    for a, b in zip(one.groups, other.groups, strict=True):
        (a, b) = a.curves[0], b.curves[0]
        assert a.estimate == pytest.approx(b.estimate, abs=1e-12)
        assert a.std_error / np.sqrt(2) == pytest.approx(
            b.std_error, abs=1e-12, nan_ok=True
        )
