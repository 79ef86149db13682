"""Two editions of a curve do not tell of the few by whom they differ."""

from datetime import UTC, datetime
from functools import partial

import numpy as np
import pytest

from cohorts.disclosure.count_ledger import CountLedger, moved
from cohorts.disclosure.released import Provenance, release
from cohorts.disclosure.rules import Rules
from cohorts.estimates.describe import describe
from cohorts.risk_table.counts import count_cells


RULES = Rules("test", 5, 11, 6, 11, True)
NOW = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path):
    opened = CountLedger(f"sqlite:///{tmp_path / 'evaluation.db'}")
    yield opened
    opened.close()


def cohort(n=120, *, seed=4, groups=("F", "M")):
    rng = np.random.default_rng(seed)
    times = rng.integers(10, 700, n)
    return times, rng.integers(0, 3, n), rng.integers(0, len(groups), n)


def counted(times, causes, group, *, groups=("F", "M")):
    return count_cells(
        times, causes, group=group, groups=groups, causes=("1", "2"), clock="days"
    )


def source(extract, *, definition="h"):
    return Provenance("d", definition, extract, f"2025-{extract[1:]}-01", "3")


def settle(ledger, counts, extract, **wish):
    return ledger.settle(
        counts, source(extract, **wish), rules=RULES, account="claire", now=NOW
    )


def figures(counts, where):
    released = release(
        counts,
        partial(describe, at=(91, 365), rmst=(365,), outcome=None),
        rules=RULES,
        provenance=where,
    )
    return released.as_dict()


def test_one_young_person_less_is_told_by_the_edition_before(ledger):
    """Whoever leaves, and however they ended: nothing moves."""
    times, causes, group = cohort()
    before = figures(*settle(ledger, counted(times, causes, group), "x01"))

    for gone in range(0, times.size, 7):
        kept = np.arange(times.size) != gone
        fewer = counted(times[kept], causes[kept], group[kept])

        assert figures(*settle(ledger, fewer, "x02")) == before


def test_without_the_ledger_some_of_them_would_be_seen():
    times, causes, group = cohort()
    where = source("x01")
    before = figures(counted(times, causes, group), where)
    seen = 0
    for gone in range(0, times.size, 7):
        kept = np.arange(times.size) != gone
        fewer = counted(times[kept], causes[kept], group[kept])
        seen += figures(fewer, where) != before

    assert seen > 0


def test_enough_who_joined_bring_a_new_edition(ledger):
    times, causes, group = cohort(n=140)
    first = counted(times[:120], causes[:120], group[:120])
    settle(ledger, first, "x01")

    told, where = settle(ledger, counted(times, causes, group), "x02")

    assert where.extract == "x02"
    assert told.n_persons.sum() == 140


def test_follow_up_that_goes_on_is_no_difference():
    times, causes, group = cohort()
    later = times + np.where(causes == 0, 30, 0)

    assert moved(counted(times, causes, group), counted(later, causes, group)) == 0


def test_an_outcome_that_came_counts_as_one():
    times, causes, group = cohort()
    open_case = int(np.flatnonzero(causes == 0)[0])
    met = causes.copy()
    met[open_case] = 1

    assert moved(counted(times, causes, group), counted(times, met, group)) == 1


def test_small_changes_add_up_against_what_was_told(ledger):
    times, causes, group = cohort(n=140)
    extracts = []
    for extract, n in (("x01", 120), ("x02", 126), ("x03", 132)):
        part = counted(times[:n], causes[:n], group[:n])
        extracts.append(settle(ledger, part, extract)[1].extract)

    assert extracts == ["x01", "x01", "x03"]


def test_an_edition_that_was_told_keeps_its_own_figures(ledger):
    """A result of an old extract can be computed again after newer ones."""
    times, causes, group = cohort(n=140)
    first = counted(times[:120], causes[:120], group[:120])
    settle(ledger, first, "x01")
    settle(ledger, counted(times, causes, group), "x02")

    assert settle(ledger, first, "x01")[1].extract == "x01"


def test_other_definitions_are_not_held_against_each_other(ledger):
    times, causes, group = cohort()
    settle(ledger, counted(times, causes, group), "x01")
    fewer = counted(times[1:], causes[1:], group[1:])

    assert settle(ledger, fewer, "x02", definition="g")[1].extract == "x02"


def test_counts_come_back_from_the_store_as_they_went(ledger):
    times, causes, group = cohort()
    settle(ledger, counted(times, causes, group), "x01")

    told, where = settle(ledger, counted(times[1:], causes[1:], group[1:]), "x02")

    assert figures(told, where) == figures(counted(times, causes, group), where)
