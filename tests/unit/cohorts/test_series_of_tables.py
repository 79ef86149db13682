"""What a dashboard tells month after month does not tell of the few who moved."""

import sqlite3
from datetime import UTC, datetime

import pytest

from cohorts.disclosure.nearness import moved_between
from cohorts.disclosure.ratios import Sums
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.series import Series
from cohorts.disclosure.shares import release_shares
from cohorts.disclosure.table_ledger import TableLedger


RULES = Rules("test", 5, 11, 6, 11, True)
NOW = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return f"sqlite:///{tmp_path / 'evaluation.db'}"


def told(store, table, month, *, rules=RULES, account="claire"):
    """Tell a table in an answer of its own, as after a restart."""
    series = Series(
        store,
        rules=rules,
        source=Provenance("i", "", f"x{month}", f"2025-{month:02}-01", "3"),
        account=account,
        now=NOW,
    )
    try:
        released = series.shares("girls|sex", table)
        series.write()
        return released, series.verdicts[-1]
    finally:
        series.close()


def ratio(store, sums, month):
    series = Series(
        store,
        rules=RULES,
        source=Provenance("i", "", f"x{month}", f"2025-{month:02}-01", "3"),
        account="claire",
        now=NOW,
    )
    try:
        released = series.ratios("days", sums)
        series.write()
        return released.groups
    finally:
        series.close()


def shown(released):
    return {
        (group.group, part.part): part.n.value
        for group in released.groups
        for part in group.parts
    }


def plain(table):
    return shown(release_shares(table, rules=RULES, disclosure="protected"))


def of_days(n, share=0.4):
    days = 100.0 * n
    return Sums(
        n, days, share * days, share * share * 1e4 * n, share * 1e4 * n, 1e4 * n
    )


def test_one_more_young_person_is_not_seen_in_the_next_month(store):
    """Twenty girls are told as 18, twenty-one as 24: the one who came would be seen."""
    first, _verdict = told(store, {"all": {"F": 20, "M": 40}}, 1)
    later = {"all": {"F": 21, "M": 40}}
    second, verdict = told(store, later, 2)

    assert plain(later) != shown(first)
    assert shown(second) == shown(first)
    assert second.groups[0].told_on == "2025-01-01"
    assert verdict.told_on == "2025-01-01"


def test_enough_who_came_bring_new_figures_of_their_own_day(store):
    told(store, {"all": {"F": 20, "M": 40}}, 1)
    later = {"all": {"F": 32, "M": 40}}

    second, verdict = told(store, later, 2)

    assert shown(second) == plain(later)
    assert second.groups[0].told_on == ""
    assert verdict.told_on == ""


def test_small_steps_are_held_against_what_was_told_not_against_the_last_month(store):
    told(store, {"all": {"F": 20, "M": 40}}, 1)
    told(store, {"all": {"F": 26, "M": 40}}, 2)

    third, _verdict = told(store, {"all": {"F": 32, "M": 40}}, 3)

    assert shown(third)["all", "F"] == 30


def test_a_group_in_which_few_moved_is_held_though_others_moved_much(store):
    told(store, {"a": {"F": 20, "M": 40}, "b": {"F": 50, "M": 50}}, 1)
    second, _verdict = told(
        store, {"a": {"F": 21, "M": 40}, "b": {"F": 80, "M": 50}}, 2
    )

    assert shown(second)["a", "F"] == 18
    assert shown(second)["b", "F"] == 78
    assert [group.told_on for group in second.groups] == ["2025-01-01", ""]


def test_a_group_that_was_held_keeps_its_own_first_day(store):
    told(store, {"a": {"F": 20, "M": 40}, "b": {"F": 50, "M": 50}}, 1)
    told(store, {"a": {"F": 21, "M": 40}, "b": {"F": 80, "M": 50}}, 2)

    third, _verdict = told(store, {"a": {"F": 22, "M": 40}, "b": {"F": 99, "M": 80}}, 3)

    assert [group.told_on for group in third.groups] == ["2025-01-01", ""]


def test_a_hidden_group_stays_hidden_when_one_young_person_joins_it(store):
    table = {"a": {"F": 10, "M": 0}, "b": {"F": 30, "M": 30}, "c": {"F": 60, "M": 60}}
    told(store, table, 1)

    second, _verdict = told(store, table | {"a": {"F": 11, "M": 12}}, 2)
    third, _verdict = told(store, table | {"a": {"F": 11, "M": 0}}, 3)

    assert third.groups[0].hidden == "masked"
    assert shown(third)["a", "F"] is None
    assert second.groups[0].told_on == ""


def test_a_new_small_group_does_not_show_itself_by_moving_nothing_else(store):
    first, _verdict = told(store, {"a": {"F": 30, "M": 30}}, 1)

    second, _verdict = told(store, {"a": {"F": 30, "M": 30}, "b": {"F": 4, "M": 4}}, 2)

    assert shown(second)["a", "F"] == shown(first)["a", "F"]
    assert second.groups[1].hidden == "masked"


def test_parts_told_together_otherwise_are_compared_by_their_sums(store):
    first, _verdict = told(store, {"all": {"job": 12, "school": 12, "none": 40}}, 1)

    second, _verdict = told(store, {"all": {"job or school": 24, "none": 41}}, 2)

    assert shown(second) == shown(first)


def test_the_same_counts_are_told_as_of_today(store):
    table = {"all": {"F": 20, "M": 40}}
    told(store, table, 1)

    second, verdict = told(store, table, 2)

    assert second.groups[0].told_on == ""
    assert verdict.told_on == ""


def test_figures_of_other_rules_are_not_told_again(store):
    told(store, {"all": {"F": 20, "M": 40}}, 1)
    stricter = Rules("stricter", 5, 20, 10, 20, True)

    second, _verdict = told(store, {"all": {"F": 21, "M": 41}}, 2, rules=stricter)

    assert second.groups[0].told_on == ""
    assert second.groups[0].parts[1].n.value % 10 == 0


def test_the_ledger_says_who_released_what_on_which_evidence(store):
    told(store, {"all": {"F": 20, "M": 40}}, 1, account="omar")
    ledger = TableLedger(store)
    (row,) = ledger.tables()
    ledger.close()

    assert (row.account, row.verdict, row.rules_version) == ("omar", "PASS", "test")
    assert "threshold=11" in row.evidence
    assert "intervals_at_least" in row.evidence


def test_evidence_does_not_say_what_was_small(store):
    _released, verdict = told(
        store, {"a": {"F": 7, "M": 30}, "b": {"F": 60, "M": 70}}, 1
    )

    assert verdict.verdict in ("PASS", "REVIEW")
    assert not any("=7" in one or "small" in one for one in verdict.evidence)


def test_a_table_of_which_nothing_is_told_fails(store):
    _released, verdict = told(store, {"all": {"F": 3, "M": 4}}, 1)

    assert verdict.verdict == "FAIL"
    assert verdict.n_told == 0


def test_nothing_is_written_of_an_answer_that_did_not_stand(store, tmp_path):
    series = Series(
        store,
        rules=RULES,
        source=Provenance("i", "", "x1", "2025-01-01", "3"),
        account="claire",
        now=NOW,
    )
    series.shares("girls|sex", {"all": {"F": 20, "M": 40}})
    series.close()

    rows = sqlite3.connect(tmp_path / "evaluation.db").execute(
        "SELECT COUNT(*) FROM told_table"
    )
    assert rows.fetchone() == (0,)


def test_two_tables_of_one_answer_never_share_a_name(store):
    series = Series(
        store,
        rules=RULES,
        source=Provenance("i", "", "x1", "2025-01-01", "3"),
        account="claire",
        now=NOW,
    )
    series.shares("girls|sex", {"all": {"F": 20, "M": 40}})
    with pytest.raises(ValueError, match="one name"):
        series.shares("girls|sex", {"all": {"F": 20, "M": 41}})
    series.close()


def test_a_share_of_days_of_nearly_the_same_young_people_is_told_again(store):
    (first,) = ratio(store, {"all": of_days(40)}, 1)

    (second,) = ratio(store, {"all": of_days(41, share=0.42)}, 2)

    assert (second.share, second.n, second.told_on) == (
        first.share,
        first.n,
        "2025-01-01",
    )


def test_a_share_of_days_of_many_more_young_people_is_new(store):
    ratio(store, {"all": of_days(40)}, 1)

    (second,) = ratio(store, {"all": of_days(60, share=0.5)}, 2)

    assert (second.share, second.told_on) == (0.5, "")


def test_a_hidden_share_of_days_stays_hidden_when_one_joins(store):
    sums = {"a": of_days(10), "b": of_days(30), "c": of_days(60)}
    before = ratio(store, sums, 1)

    after = ratio(store, sums | {"a": of_days(11)}, 2)

    assert before[0].hidden == after[0].hidden == "masked"


def test_rows_of_other_parts_are_compared_by_their_sums():
    from collections import Counter

    assert moved_between(Counter(a=3, b=4), Counter(a=4, b=3)) == 2
    assert moved_between(Counter(a=3, b=4), Counter(c=9)) == 2
