"""What is told again and again is told as before while only a few moved."""

from datetime import UTC, datetime

import numpy as np
import pytest

from cohorts.disclosure.bench import Behind, release_tables
from cohorts.disclosure.bench_again import answer_of, axes_of, told_as
from cohorts.disclosure.bench_parts import Ratio, Ratios, Shares
from cohorts.disclosure.held import Answer, AnswerLedger, moved
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules


RULES = Rules("1", 5, 11, 6, 11, True)
NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path):
    found = AnswerLedger(f"sqlite:///{tmp_path / 'evaluation.db'}")
    yield found
    found.close()


def told(ledger, day, rules=RULES, **cells):
    answer = Answer("reach|2026|A", {"n": cells}, dict(cells))
    settled = ledger.settle([answer], rules=rules, account="claire", day=day, now=NOW)
    return settled[answer.name]


def test_an_answer_is_told_again_while_fewer_than_the_threshold_moved(ledger):
    told(ledger, "2026-01-05", girls=20, boys=30)
    again = told(ledger, "2026-02-05", girls=21, boys=39)

    assert again.content == {"girls": 20, "boys": 30}
    assert again.day == "2026-01-05"


def test_eleven_who_came_make_a_new_answer(ledger):
    told(ledger, "2026-01-05", girls=20, boys=30)
    after = told(ledger, "2026-02-05", girls=21, boys=40)

    assert (after.content, after.day) == ({"girls": 21, "boys": 40}, "")


def test_small_steps_are_counted_from_what_was_told_and_not_from_what_was_asked(ledger):
    told(ledger, "2026-01-05", girls=20, boys=30)
    told(ledger, "2026-02-05", girls=20, boys=36)
    after = told(ledger, "2026-03-05", girls=20, boys=41)

    assert after.content == {"girls": 20, "boys": 41}


def test_who_went_back_and_forth_is_told_by_the_same_figures(ledger):
    first = told(ledger, "2026-01-05", girls=20, boys=30)
    told(ledger, "2026-02-05", girls=20, boys=60)
    back = told(ledger, "2026-03-05", girls=20, boys=31)

    assert back.content == first.content


def test_what_did_not_change_is_of_today(ledger):
    told(ledger, "2026-01-05", girls=20, boys=30)

    assert told(ledger, "2026-02-05", girls=20, boys=30).day == ""


def test_other_rules_begin_anew(ledger):
    told(ledger, "2026-01-05", girls=20, boys=30)
    stricter = Rules("2", 5, 20, 6, 11, True)

    assert told(ledger, "2026-02-05", stricter, girls=20, boys=31).day == ""


@pytest.mark.parametrize(
    ("before", "after", "persons"),
    [
        ({"a": {"x": 5, "y": 5}}, {"a": {"x": 4, "y": 6}}, 1),
        ({"a": {"x": 5}}, {"a": {"x": 5, "y": 3}}, 3),
        ({"a": {"x": 5}, "b": {"z": 9}}, {"a": {"x": 6}, "b": {"z": 2}}, 7),
        ({"a": {"x": 5}, "t@1": {"z": 9}}, {"a": {"x": 6}, "t@2": {"z": 99}}, 1),
    ],
)
def test_one_who_changed_cells_is_one_person(before, after, persons):
    assert moved(before, after) == persons


def occupation(n_in_school, *, extract, as_of, horizon=24, behind=True):
    there = np.array([[n_in_school, 60]])
    followed = there.sum(axis=1)
    part = Shares(
        key="occupation",
        states=("school", "job"),
        times=np.array([12]),
        shares=there / followed[:, None],
        there=there,
        followed=followed,
    )
    return release_tables(
        "states",
        [part],
        labels={},
        n=int(followed[0]),
        rules=RULES,
        provenance=Provenance("d", "hash", extract, as_of, "1"),
        disclosure="protected",
        behind=Behind(f"[{horizon}]", axes_of([part])) if behind else None,
    )


def leaves(ledger, released):
    answer = answer_of(released)
    day = released.provenance.as_of
    settled = ledger.settle([answer], rules=RULES, account="eve", day=day, now=NOW)
    return told_as(released, settled[answer.name].content)


def test_an_answer_of_the_bench_leaves_as_before_when_one_young_person_is_gone(ledger):
    """63 and 62 in school round to 66 and 60: the difference would be that one."""
    first = leaves(ledger, occupation(63, extract="m1", as_of="2026-01-31"))
    after = leaves(ledger, occupation(62, extract="m2", as_of="2026-02-28"))
    alone = occupation(62, extract="m2", as_of="2026-02-28")

    assert alone.tables != first.tables
    assert after.tables == first.tables
    assert (after.provenance.extract, after.provenance.as_of) == ("m1", "2026-01-31")


def test_an_answer_of_which_many_moved_leaves_anew(ledger):
    leaves(ledger, occupation(63, extract="m1", as_of="2026-01-31"))
    after = leaves(ledger, occupation(90, extract="m2", as_of="2026-02-28"))

    assert after == occupation(90, extract="m2", as_of="2026-02-28")


def test_another_wish_is_another_answer(ledger):
    leaves(ledger, occupation(63, extract="m1", as_of="2026-01-31"))
    longer = occupation(62, extract="m2", as_of="2026-02-28", horizon=36)

    assert leaves(ledger, longer) == longer


def test_both_sides_of_a_ratio_stand_behind_it():
    one = Ratio(("sex", "F"), 0.8, 0.6, 1.1, 0.2, (40, 20, 35, 22))
    axes = axes_of([Ratios("ratios", ("term", "level"), (one,), 42, 1)])

    assert [sum(cells.values()) for cells in axes.values()] == [40, 20, 35, 22]
