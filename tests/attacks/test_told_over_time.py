"""Attacks on curves, answers of the bench and rounding; each finds what is unprotected.

The same attacks run on thousands of pairs in `python -m bench disclosure`.
"""

import numpy as np
import pytest

from bench import disclosure_curves
from bench.disclosure_attacks import LEAST
from bench.disclosure_curves import (
    Cohort,
    bench_answers,
    curves_one_apart,
    curves_subtracted,
    equivalent_tables,
    rounding_inverted,
    unheld_one_apart,
)
from cohorts.disclosure.held import Settled


SMALL, LARGE = 300, 2_000


@pytest.fixture
def chance():
    return np.random.default_rng(5)


def assert_nothing_found(found):
    assert found.pairs > 0
    assert (found.exact, found.attributes) == (0, 0)
    assert found.narrowest >= LEAST


@pytest.mark.parametrize("n", [SMALL, LARGE])
def test_curves_do_not_tell_that_one_young_person_is_gone(n, chance):
    assert_nothing_found(curves_one_apart(Cohort(n, chance), chance, 30))


def test_without_a_ledger_curves_would_tell(chance):
    assert unheld_one_apart(Cohort(SMALL, chance), chance, 30).attributes > 0


@pytest.mark.parametrize("n", [SMALL, LARGE])
def test_hidden_groups_are_not_the_whole_less_the_others(n, chance):
    found = curves_subtracted(Cohort(n, chance))

    assert_nothing_found(found)
    assert found.hidden > 0


@pytest.mark.parametrize("n", [SMALL, LARGE])
def test_answers_of_the_bench_tell_neither_few_nor_one(n, chance):
    found = bench_answers(n, chance, 30)

    assert_nothing_found(found)
    assert found.hidden > 0


def test_without_a_ledger_answers_of_the_bench_would_tell(chance, monkeypatch):
    def settle(_ledger, answers, **_asked):
        return {one.name: Settled(one.content) for one in answers}

    monkeypatch.setattr(disclosure_curves.AnswerLedger, "settle", settle)

    assert bench_answers(SMALL, chance, 30).attributes > 0


def test_no_told_count_is_told_of_one_number_alone():
    found = rounding_inverted()

    assert (found.exact, bool(found.attributes)) == (0, False)


def test_a_finer_block_would_be_inverted(monkeypatch):
    monkeypatch.setattr(disclosure_curves, "BASE", 1)

    assert rounding_inverted().exact > 0


def test_the_same_table_in_other_words_is_told_the_same(chance):
    assert_nothing_found(equivalent_tables(chance, 30))
