"""Tables with totals: nobody who reads all that is told comes near a hidden count.

The reader knows every rule, every told figure and every sum. The plain reference tries
every table of whole numbers; the room's own audit is a linear programme.
"""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohorts.disclosure.audit import Auditor, Relation
from cohorts.disclosure.counted import count_table
from cohorts.disclosure.failures import NotProtectable, TooFew
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules, Verdict
from cohorts.disclosure.tables import ReleasedCounts, release_counts, window


RULES = Rules("test", 5, 11, 6, 11, True)
SOURCE = Provenance("d", "h", "e", "2025-01-01", "3")
LEAST = 11
FEW = st.one_of(st.integers(0, 14), st.integers(0, 90))


def released(table, **wish):
    try:
        return release_counts(table, rules=RULES, provenance=SOURCE, **wish)
    except TooFew:
        return None


def windows_of(told, *, base=6, least=LEAST):
    """What each told count may be, by the published rule."""
    return {
        key: window(one, base=base, least=least)
        for key, one in told.cells.items()
        if one.value is not None
    }


def assert_hidden_counts_stay_hidden(table, told, threshold=LEAST, least=LEAST):
    windows = windows_of(told, least=least)
    auditor = Auditor([*table.counts, *table.derived], table.relations)
    untold = [key for key, one in told.cells.items() if one.value is None]
    few = [key for key, n in table.derived.items() if n < threshold]
    for key in untold + few:
        found = auditor.bounds(key, windows)
        small = table.counts.get(key, 0) < threshold
        assert found.width >= threshold
        assert found.hides(threshold) or not small, key
    for one in table.relations:
        if one.kind == "sum":
            alone = [end for end in one.ends if end not in windows]
            assert len(alone) != 1 or alone[0] in table.derived


@st.composite
def cross_tables(draw):
    n_rows, n_columns = draw(st.integers(1, 4)), draw(st.integers(2, 3))
    cells = draw(
        st.lists(FEW, min_size=n_rows * n_columns, max_size=n_rows * n_columns)
    )
    keys = product([f"r{i}" for i in range(n_rows)], "abc"[:n_columns])
    return count_table("t", dict(zip(keys, cells, strict=True)))


@settings(max_examples=25, deadline=None)
@given(cross_tables())
def test_no_hidden_cell_of_a_table_with_totals_can_be_come_near_to(table):
    told = released(table)

    if told is not None:
        assert_hidden_counts_stay_hidden(table, told)


@settings(max_examples=20, deadline=None)
@given(st.lists(FEW, min_size=4, max_size=8), st.integers(1, 3))
def test_no_hidden_cell_of_nested_areas_can_be_come_near_to(counts, n_towns):
    quarters = {(f"q{k}",): n for k, n in enumerate(counts)}
    within = {f"q{k}": f"town{k % n_towns}" for k in range(len(counts))}
    table = count_table("t", quarters, within=within)

    told = released(table)

    if told is not None:
        assert_hidden_counts_stay_hidden(table, told)


@settings(max_examples=20, deadline=None)
@given(st.lists(FEW, min_size=2, max_size=6), st.data())
def test_what_is_left_of_a_whole_without_a_part_stays_hidden_too(parts, data):
    whole = data.draw(st.integers(max(parts), sum(parts)))
    counts = {(f"action{k}",): n for k, n in enumerate(parts)} | {("",): whole}
    table = count_table("t", counts, sharing=frozenset({0}))

    told = released(table)

    if told is not None:
        assert_hidden_counts_stay_hidden(table, told)


@settings(max_examples=20, deadline=None)
@given(cross_tables())
def test_a_told_count_is_near_the_true_one_and_over_the_threshold(table):
    told = released(table)
    if told is None:
        return

    for key, one in told.cells.items():
        if one.value is not None:
            assert table.counts[key] >= LEAST
            assert abs(one.n - table.counts[key]) <= RULES.rounding_base / 2


@settings(max_examples=20, deadline=None)
@given(cross_tables())
def test_evaluators_read_no_count_under_their_own_threshold(table):
    told = released(table, audience="internal")

    if told is not None:
        assert_hidden_counts_stay_hidden(table, told, threshold=5, least=9)


def added_up(cells):
    totals = dict.fromkeys(product([*"rs", ""], [*"ab", ""]), 0)
    for (row, column), n in cells.items():
        for key in product((row, ""), (column, "")):
            totals[key] += n
    return totals


def tried(counts, windows, most):
    """Every table of whole numbers that agrees with what is told, slowly."""
    base = [key for key in counts if "" not in key]
    found = {key: [most * 9, 0] for key in counts}
    for numbers in product(range(most + 1), repeat=len(base)):
        table = added_up(dict(zip(base, numbers, strict=True)))
        if any(
            not low <= table[key] <= (most * 9 if high is None else high)
            for key, (low, high) in windows.items()
        ):
            continue
        for key, n in table.items():
            found[key] = [min(found[key][0], n), max(found[key][1], n)]
    return found


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=4, max_size=4), st.data())
def test_the_programme_bounds_as_trying_every_table_does(cells, data):
    """On small tables, with windows of any width over any of the counts."""
    most = 5
    keys = list(product("rs", "ab"))
    table = count_table("t", dict(zip(keys, cells, strict=True)))
    windows = {key: (0, most) for key in keys}
    for key, n in table.counts.items():
        if data.draw(st.booleans()):
            low = data.draw(st.integers(max(n - 2, 0), n))
            high = data.draw(st.integers(n, n + 2))
            windows[key] = (low, min(high, most) if key in keys else high)

    slow = tried(table.counts, windows, most)
    auditor = Auditor(list(table.counts), table.relations)

    for key in table.counts:
        found = auditor.bounds(key, windows)
        assert [found.low, found.high] == slow[key]


def test_without_a_second_hidden_cell_subtraction_would_find_the_first():
    table = count_table("t", {("a",): 7, ("b",): 30, ("c",): 45})
    only_small = {("b",): (30, 30), ("c",): (45, 45), ("",): (82, 82)}

    found = Auditor(list(table.counts), table.relations).bounds(("a",), only_small)

    assert (found.low, found.high) == (7, 7)
    assert not found.hides(LEAST)
    told = released(table)
    assert told.told("a").value is None
    assert told.told("b").value is None
    assert told.told("c").value == 48


def test_everybody_and_nobody_are_not_told_of_an_outcome():
    """Ten of the row left school, nobody found work: both would tell on each."""
    cells = {("QPV", "work"): 0, ("QPV", "none"): 40}
    cells |= {("out", "work"): 60, ("out", "none"): 50}

    told = released(count_table("t", cells))

    assert told.told("QPV", "work").value is None
    assert told.share(("QPV", "none"), ("QPV", "")) is None


def test_a_cell_that_one_organisation_makes_almost_alone_is_hidden():
    cells = {("a",): 60, ("b",): 70, ("c",): 80}
    by_one = count_table("t", cells, shares={("a",): 0.9, ("b",): 0.85})

    told = released(by_one)

    assert told.told("a").value is None
    assert told.told("c").value == 78
    assert released(count_table("t", cells)).told("a").value == 60


def test_a_whole_under_the_threshold_is_refused():
    with pytest.raises(TooFew):
        release_counts(
            count_table("t", {("a",): 4, ("b",): 6}), rules=RULES, provenance=SOURCE
        )


def test_public_data_are_told_exactly():
    table = count_table("t", {("a",): 4, ("b",): 6})

    told = released(table, disclosure="public_data")

    assert told.told("a").value == 4
    assert told.told("").value == 10


def test_an_unknown_disclosure_of_a_table_is_refused():
    with pytest.raises(NotProtectable):
        released(count_table("t", {("a",): 40}), disclosure="whatever")


def test_a_table_cannot_be_sealed_by_hand():
    with pytest.raises(NotProtectable):
        ReleasedCounts("t", {}, SOURCE, Verdict.PASS, (), "1", "publication")


def test_a_cell_that_was_left_out_is_nobody_and_is_not_told():
    table = count_table("t", {("F", "a"): 30, ("M", "a"): 40, ("M", "b"): 50})

    assert table.counts["F", "b"] == 0
    assert released(table).told("F", "b").value is None


def test_a_total_that_its_parts_cannot_make_is_refused():
    with pytest.raises(ValueError, match="sum of its parts"):
        count_table("t", {("a",): 30, ("b",): 40, ("",): 71})
    with pytest.raises(ValueError, match="must be counted"):
        count_table("t", {("a",): 30, ("b",): 40}, sharing=frozenset({0}))


def test_an_area_within_itself_is_refused():
    with pytest.raises(ValueError, match="within itself"):
        count_table("t", {("a",): 30}, within={"a": "b", "b": "a"})


def test_evidence_does_not_say_which_cell_was_small():
    told = released(count_table("t", {("a",): 7, ("b",): 30, ("c",): 45}))

    assert {one.value for one in (told.told("a"), told.told("b"))} == {None}
    assert told.told("a") == told.told("b")
    assert "cells_hidden=2" in told.evidence
    assert told.as_dict()["cells"][0] == {"key": ["a"], "n": None}


def test_what_contradicts_itself_cannot_be_audited():
    relations = [Relation(("",), (("a",), ("b",)))]
    auditor = Auditor([("",), ("a",), ("b",)], relations)

    with pytest.raises(NotProtectable):
        auditor.bounds(("a",), {("",): (0, 3), ("b",): (9, 9)})


@settings(max_examples=10, deadline=None)
@given(cross_tables(), st.randoms())
def test_the_order_of_cells_changes_nothing(table, random):
    keys = [key for key in table.counts if "" not in key]
    random.shuffle(keys)
    again = count_table("t", {key: table.counts[key] for key in keys})

    one, other = released(table), released(again)

    assert (one and dict(one.cells)) == (other and dict(other.cells))


def test_a_large_table_is_protected_in_seconds():
    rng = np.random.default_rng(3)
    keys = product([f"c{k}" for k in range(8)], "FM", [f"o{k}" for k in range(5)])
    table = count_table("t", {key: int(rng.poisson(14)) for key in keys})

    told = released(table)

    assert_hidden_counts_stay_hidden(table, told)
