"""Two releases cannot be subtracted to a few persons: months, areas, other shapes."""

from datetime import UTC, datetime

import pytest

from cohorts.disclosure.audit import Auditor
from cohorts.disclosure.counted import count_table
from cohorts.disclosure.editions import Asked, release_edition
from cohorts.disclosure.failures import AlreadyAnswered
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.table_ledger import TableLedger
from cohorts.disclosure.tables import window


RULES = Rules("test", 5, 11, 6, 11, True)
NOW = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path):
    opened = TableLedger(f"sqlite:///{tmp_path / 'evaluation.db'}")
    yield opened
    opened.close()


def edition(ledger, cells, *, month="2025-01", scope=(), dimensions=("area",), **wish):
    table = count_table("reached", cells, dimensions=dimensions)
    return release_edition(
        table,
        ledger,
        Asked("claire", NOW, frozenset(scope), second="omar"),
        rules=RULES,
        provenance=Provenance("d", "h", f"x{month}", f"{month}-01", "3"),
        **wish,
    )


def told(released):
    return {key: one.value for key, one in released.cells.items()}


def test_a_month_in_which_few_moved_is_told_by_the_figures_before(ledger):
    before = edition(ledger, {("a",): 56, ("b",): 40})

    after = edition(ledger, {("a",): 57, ("b",): 40}, month="2025-02")

    assert told(after) == told(before)
    assert after.repeats == "2025-01-01"
    assert after.provenance.as_of == "2025-01-01"


def test_small_steps_do_not_add_up_unseen(ledger):
    for month, n in enumerate((50, 56, 62), start=1):
        last = edition(ledger, {("a",): n, ("b",): 40}, month=f"2025-0{month}")

    assert last.repeats == ""
    assert last.told("a").value == 60


def test_coming_back_near_an_older_edition_tells_the_older_one(ledger):
    first = edition(ledger, {("a",): 50, ("b",): 40})
    edition(ledger, {("a",): 80, ("b",): 40}, month="2025-02")

    third = edition(ledger, {("a",): 52, ("b",): 40}, month="2025-03")

    assert told(third) == told(first)
    assert third.repeats == "2025-01-01"


def test_a_hidden_cell_stays_hidden_when_one_young_person_joins_it(ledger):
    before = edition(ledger, {("a",): 10, ("b",): 40, ("c",): 30})

    after = edition(ledger, {("a",): 11, ("b",): 40, ("c",): 30}, month="2025-02")

    assert before.told("a").value is None
    assert told(after) == told(before)


def test_a_neighbourhood_cannot_be_had_from_two_areas_that_hold_it_or_not(ledger):
    """Everything less everything but Q3, where seven girls live and fifty boys."""
    two = edition(ledger, {("F",): 60, ("M",): 70}, scope={"Q1", "Q2"})
    three = edition(ledger, {("F",): 67, ("M",): 120}, scope={"Q1", "Q2", "Q3"})

    assert two.told("F").value == 60
    assert three.told("F").value is None
    assert three.told("M").value is None  # with the total, it would give the girls
    assert three.told("").value == 186


def test_two_areas_with_a_few_between_them_are_not_both_told(ledger):
    edition(ledger, {("F",): 60, ("M",): 70}, scope={"Q1", "Q2"})

    with pytest.raises(AlreadyAnswered):
        edition(ledger, {("F",): 63, ("M",): 74}, scope={"Q1", "Q2", "Q3"})


def test_a_neighbourhood_of_many_is_told_by_both(ledger):
    edition(ledger, {("F",): 60, ("M",): 70}, scope={"Q1", "Q2"})
    larger = edition(ledger, {("F",): 160, ("M",): 170}, scope={"Q1", "Q2", "Q3"})

    assert told(larger) == {("F",): 162, ("M",): 168, ("",): 330}


def test_another_shape_of_the_same_table_hides_what_was_hidden(ledger):
    """Two tables that hide another neighbour of a small cell would give it together."""
    by_area = {("q1",): 7, ("q2",): 30, ("q3",): 31, ("q4",): 90}
    halves = {
        (f"q{k}", sex): n
        for k, pair in enumerate([(3, 4), (19, 11), (15, 16), (45, 45)], start=1)
        for sex, n in zip("FM", pair, strict=True)
    }
    one = edition(ledger, by_area)
    other = edition(ledger, halves, dimensions=("area", "sex"))

    for area in ("q1", "q2", "q3", "q4"):
        assert one.told(area).value == other.told(area, "").value
    assert one.told("q1").value is None


def test_both_shapes_together_keep_every_small_cell(ledger):
    by_area = {("q1",): 7, ("q2",): 30, ("q3",): 31}
    halves = {("q1", "F"): 3, ("q1", "M"): 4, ("q2", "F"): 19, ("q2", "M"): 11}
    halves |= {("q3", "F"): 16, ("q3", "M"): 15}
    one = edition(ledger, by_area)
    other = edition(ledger, halves, dimensions=("area", "sex"))
    table = count_table("reached", halves, dimensions=("area", "sex"))
    windows = {k: window(t, base=6, least=11) for k, t in other.cells.items()}
    windows |= {
        (*key, ""): window(t, base=6, least=11)
        for key, t in one.cells.items()
        if t.value is not None
    }
    auditor = Auditor(list(table.counts), table.relations)

    for key, n in table.counts.items():
        if n < 11:
            assert auditor.bounds(key, windows).hides(11)


def test_each_release_says_who_and_on_what_evidence(ledger):
    edition(ledger, {("a",): 56, ("b",): 40})
    edition(ledger, {("a",): 57, ("b",): 40}, month="2025-02")

    first, second = ledger.tables()

    assert (first.account, first.second, first.verdict) == ("claire", "omar", "PASS")
    assert "threshold=11" in first.evidence
    assert first.rules_version == "test"
    assert (first.is_new, second.is_new) == (True, False)
    assert len(ledger.editions("reached")) == 1


def test_public_data_are_not_held_against_each_other(ledger):
    edition(ledger, {("a",): 56}, disclosure="public_data")

    after = edition(ledger, {("a",): 57}, month="2025-02", disclosure="public_data")

    assert after.told("a").value == 57
