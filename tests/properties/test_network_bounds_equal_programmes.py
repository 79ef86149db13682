"""The least and most of a count by rings of a network, as linear programmes find them.

The plain reference is one programme a bound, written out here, without any memory.
"""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from cohorts.disclosure.audit import Auditor, Relation
from cohorts.disclosure.counted import count_table
from cohorts.disclosure.head_counts import Told
from cohorts.disclosure.network import network_of
from cohorts.disclosure.tables import window


FEW = st.one_of(st.integers(0, 14), st.integers(0, 90))
UNBOUNDED = 3


@st.composite
def told_tables(draw):
    """A table with totals, and what is told of some of its counts."""
    n_rows, n_columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    keys = list(product([f"r{i}" for i in range(n_rows)], "abcd"[:n_columns]))
    cells = draw(st.lists(FEW, min_size=len(keys), max_size=len(keys)))
    table = count_table("t", dict(zip(keys, cells, strict=True)))
    told = draw(st.sets(st.sampled_from(sorted(table.counts))))
    windows = {
        key: window(Told(6 * round(n / 6)), base=6, least=0)
        for key, n in table.counts.items()
        if key in told
    }
    inside = {
        key: (min(low, table.counts[key]), max(high, table.counts[key]))
        for key, (low, high) in windows.items()
    }
    return table, inside


def by_programmes(table, windows, key):
    keys = list(table.counts)
    rows = np.zeros((len(table.relations), len(keys)))
    for row, one in zip(rows, table.relations, strict=True):
        row[keys.index(one.total)] = 1
        for part in one.parts:
            row[keys.index(part)] -= 1
    found = []
    for sign in (1, -1):
        aim = np.zeros(len(keys))
        aim[keys.index(key)] = sign
        made = linprog(
            aim,
            A_eq=rows,
            b_eq=np.zeros(len(rows)),
            bounds=[windows.get(one, (0, None)) for one in keys],
        )
        if made.status == UNBOUNDED:
            found.append(None)
            continue
        found.append(round(sign * made.fun))
    return tuple(found)


@settings(max_examples=60, deadline=None)
@given(told_tables())
def test_rings_find_the_bounds_that_programmes_find(case):
    table, windows = case
    sums = [(one.total, one.parts) for one in table.relations]
    network = network_of(list(table.counts), sums, table.counts)

    assert network is not None
    assert network.fits(windows)
    for key in table.counts:
        found = (network.least(key), network.most(key))
        assert found == by_programmes(table, windows, key), key


@settings(max_examples=40, deadline=None)
@given(told_tables())
def test_bounds_stay_those_of_programmes_while_less_and_less_is_told(case):
    table, windows = case
    auditor = Auditor(list(table.counts), table.relations, truth=table.counts)
    left = dict(windows)

    for key in table.counts:
        found = auditor.bounds(key, left)
        assert (found.low, found.high) == by_programmes(table, left, key)
        left.pop(key, None)
        again = auditor.bounds(key, left)
        assert (again.low, again.high) == by_programmes(table, left, key)
        seen = auditor.seen(key)
        assert seen.low <= again.low
        assert again.high is None or seen.high >= again.high


@settings(max_examples=40, deadline=None)
@given(told_tables())
def test_a_table_that_shows_many_counts_high_is_one_that_fits(case):
    """What it shows lies within the bounds; what one alone can reach, it reaches."""
    table, windows = case
    auditor = Auditor(list(table.counts), table.relations, truth=table.counts)
    wanted = {key: n + 11 for key, n in table.counts.items() if n < 11}
    if not wanted:
        return
    auditor.show(wanted, windows)

    for key in table.counts:
        low, high = by_programmes(table, windows, key)
        seen = auditor.seen(key)
        assert low <= seen.low
        assert high is None or seen.high <= high
    (first, enough), *_others = wanted.items()
    alone = Auditor(list(table.counts), table.relations, truth=table.counts)
    alone.show({first: enough}, windows)
    _low, high = by_programmes(table, windows, first)
    assert alone.seen(first).high >= enough or alone.seen(first).high == high


def test_counts_of_three_sums_form_no_network():
    relations = [
        (("t",), (("a",), ("b",))),
        (("u",), (("a",), ("c",))),
        (("v",), (("a",), ("d",))),
    ]
    table = {
        (name,): n for name, n in zip("abcdtuv", (1, 1, 1, 1, 2, 2, 2), strict=True)
    }

    assert network_of(list(table), relations, table) is None


def test_sums_that_cannot_be_given_directions_form_no_network():
    """Two counts in the same two sums, once on one side and once on two."""
    relations = [(("a",), (("b",), ("c",))), (("a",), (("b",), ("d",)))]
    table = {("a",): 5, ("b",): 2, ("c",): 3, ("d",): 3}

    assert network_of(list(table), relations, table) is not None
    turned = [(("a",), (("b",), ("c",))), (("e",), (("a",), ("b",)))]
    table |= {("e",): 7}
    assert network_of(list(table), turned, table) is None


def test_a_table_that_does_not_fit_its_sums_is_left_to_programmes():
    relations = [(("a",), (("b",), ("c",)))]

    assert (
        network_of(
            [("a",), ("b",), ("c",)], relations, {("a",): 5, ("b",): 1, ("c",): 1}
        )
        is None
    )


def test_a_reader_of_other_windows_is_left_to_programmes():
    """No table that is known fits: the programme says so, or finds one."""
    relations = [Relation(("a",), (("b",), ("c",)))]
    table = {("a",): 5, ("b",): 2, ("c",): 3}
    auditor = Auditor(list(table), relations, truth=table)

    found = auditor.bounds(("b",), {("a",): (20, 22), ("c",): (4, 6)})

    assert (found.low, found.high) == (14, 18)
