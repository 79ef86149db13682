"""Reasons of loss by group: nobody finds a few by rows and columns."""

import itertools

import numpy as np
import pytest

from cohorts.disclosure.failures import NotProtectable
from cohorts.disclosure.flow import told_parts
from cohorts.disclosure.reasons import ToldReasons, protect_reasons, told_table
from cohorts.event_table.attrition import Exit
from tests.unit.cohorts.test_release_files import RULES


LABEL = {"fr": "x", "en": "x"}
BASE, LEAST = 6, 5


def exits(*persons):
    """One outcome, then reasons of loss."""
    codes = ["retour", "perdu", "parti", "fin"]
    kinds = ["outcome", "censored", "censored", "censored"]
    return tuple(
        Exit(code, kind, LABEL, n, n)
        for code, kind, n in zip(codes, kinds, persons, strict=True)
    )


def told(**groups):
    return protect_reasons(groups, rules=RULES, disclosure="protected")


def test_counts_are_told_in_blocks_by_group_and_reason():
    found = told(F=exits(40, 20, 0, 50), M=exits(60, 31, 0, 55))

    assert [code for code, _labels in found.reasons] == ["perdu", "fin"]
    assert [cell.n for cell in found.cells["F"]] == [18, 48]
    assert [cell.n for cell in found.cells["M"]] == [30, 54]
    assert (found.persons["F"].n, found.persons["M"].n) == (108, 144)


def test_a_small_group_and_the_one_that_would_give_it_away_are_hidden():
    found = told(F=exits(40, 20, 0, 50), M=exits(60, 31, 0, 55), X=exits(1, 1, 0, 1))

    assert set(found.hidden) == {"F", "X"}
    assert set(found.cells) == {"M"}


def test_public_data_are_told_as_they_are():
    found = protect_reasons(
        {"F": exits(4, 2, 0, 5), "M": exits(6, 3, 0, 5)},
        rules=RULES,
        disclosure="public_data",
    )

    assert [cell.n for cell in found.cells["F"]] == [2, 5]
    assert found.base == 0


def test_no_group_that_may_be_shown_is_no_table():
    assert told(F=exits(1, 1, 0, 1), M=exits(2, 1, 0, 1)) is None


def test_a_table_cannot_be_made_past_the_room():
    with pytest.raises(NotProtectable):
        ToldReasons((), {}, {}, (), 6)


def test_a_sum_that_gives_a_cell_away_keeps_a_neighbour_back():
    """42 in all, 15 and 27 the least that their blocks hold: nobody is left for it."""
    exact = np.array([[0, 15, 27], [40, 41, 42]])
    whole = told_parts([40, 56, 69], base=BASE, threshold=LEAST)[:2]
    (first, second) = told_table(
        exact, n_shown=2, whole=whole, base=BASE, threshold=LEAST
    )

    assert first[0].under
    assert [cell.is_hidden for cell in first] == [False, True, False]
    assert not any(cell.is_hidden for cell in second)


def windows(cell, most):
    if cell.is_hidden:
        return range(most + 1)
    if cell.under:
        return range(cell.under)
    return range(max(cell.n - BASE // 2, 0), cell.n + BASE // 2)


def tables_that_agree(exact, table, whole):
    """List every table of whole numbers that agrees with what somebody may know."""
    rows = []
    for line, row in zip(table, exact, strict=True):
        total = int(row.sum())
        choices = [windows(cell, total) for cell in line]
        rows.append([x for x in itertools.product(*choices) if sum(x) == total])
    most = int(exact.sum())
    for one in itertools.product(*rows):
        sums = np.sum(one, axis=0)
        if all(int(sums[k]) in windows(cell, most) for k, cell in enumerate(whole)):
            yield np.array(one)


@pytest.mark.parametrize("seed", range(25))
def test_no_cell_that_is_not_told_can_be_known_to_be_small(seed):
    """Against every table that agrees, not against the program that was used."""
    rng = np.random.default_rng(seed)
    exact = rng.choice([0, 1, 2, 9, 15], size=(2, 3))
    sums = [int(n) for n in exact.sum(axis=0)]
    whole = told_parts(sums, base=BASE, threshold=LEAST)[:2]
    table = told_table(exact, n_shown=2, whole=whole, base=BASE, threshold=LEAST)
    if table is None:
        return
    agree = np.array(list(tables_that_agree(exact, table, whole)))
    for g, k in itertools.product(range(2), range(3)):
        if table[g][k].under:
            found = agree[:, g, k]
            is_lost = found.max() >= LEAST and np.ptp(found) + 1 >= LEAST
            assert found.min() >= LEAST or is_lost
