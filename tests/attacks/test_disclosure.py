"""Attacks on what is told of a territory whose truth is known.

The same attacks run on thousands of pairs in `python -m bench disclosure`.
"""

import numpy as np
import pytest

from bench.disclosure import threshold_alone, usefulness
from bench.disclosure_attacks import (
    LEAST,
    SHAPES,
    averaging,
    by_totals,
    complements,
    months,
    nested,
    one_apart,
    windows_of,
)
from bench.disclosure_territory import MONTHS, Book, ask, territory


@pytest.fixture(scope="module", params=[300, 2_000])
def people(request):
    return territory(request.param, seed=request.param + 1)


@pytest.fixture
def chance():
    return np.random.default_rng(5)


def assert_nothing_found(found):
    assert found.pairs > 0
    assert (found.exact, found.attributes) == (0, 0)
    assert found.narrowest >= LEAST


def test_one_young_person_more_or_less_changes_nothing_that_is_told(people, chance):
    assert_nothing_found(one_apart(people, chance, 80))


def test_totals_do_not_give_a_hidden_count(people):
    for shape in SHAPES:
        table = people.count(shape, np.flatnonzero(people.month < MONTHS // 3))
        told = ask(table, Book())
        if told is not None:
            assert_nothing_found(by_totals(table, windows_of(told)))


def test_a_threshold_alone_would_give_hidden_counts():
    """The attacks do find what there is to find."""
    found = threshold_alone(territory(300, seed=301))

    assert found.exact > 0
    assert found.narrowest == 0


def test_consecutive_months_do_not_tell_where_who_came_stands(people):
    assert_nothing_found(months(people))


def test_towns_and_neighbourhoods_solved_together_give_nothing(people):
    assert_nothing_found(nested(people, [MONTHS // 2, MONTHS]))


def test_everybody_less_everybody_but_a_neighbourhood_gives_nothing(people, chance):
    assert_nothing_found(complements(people, chance, 15))


def test_asking_the_same_again_in_other_words_gains_nothing(people):
    assert_nothing_found(averaging(people, 12))


def test_something_is_still_told_of_three_hundred():
    kept, error = usefulness(territory(300, seed=301), 300)

    assert kept["value"] > 0.5
    assert error["value"] <= 3
