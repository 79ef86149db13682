"""Where a young person lives, their school, their diploma: dated, corrected, kept."""

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.definition.sql_groups import HELD
from parcours.access.failures import NotWithinReach
from parcours.people.attributes import (
    NewAttribute,
    neighbourhoods,
    read_attributes,
    record_attribute,
    vintage_changes,
    withdraw_attribute,
)
from parcours.people.failures import (
    AlreadyChanged,
    DayImpossible,
    FieldImpossible,
    NoteRefused,
    UnknownWord,
)
from parcours.people.held import AttributeView, held_on
from parcours.people.operations import read_path
from tests.properties.effort import tries
from tests.record_house import shipped_nomenclature
from tests.unit.parcours.people.conftest import TODAY


NEW_LIST = date(2024, 1, 1)
BEFORE = NewAttribute("residence_qpv", "QP999001", date(2022, 3, 1), how="declared")
SINCE = NewAttribute("residence_qpv", "QN99901M", NEW_LIST, how="declared")


@pytest.fixture(name="at")
def _at(house):
    return house.workers["mission"], house.new_person("mission")


ATTRIBUTES = """
CREATE TABLE attributes (person INT, name TEXT, value TEXT, starts INT, ends INT)"""


def told(worker, person):
    found = read_attributes(worker, person=person)
    return [(view.name, view.value, view.starts_on) for view in found]


def test_a_home_is_told_in_both_vintages_and_read_as_of_each_day(at):
    worker, person = at
    record_attribute(worker, person=person, new=[BEFORE, SINCE])

    found = read_attributes(worker, person=person)

    assert [(view.value, view.vintage, view.how) for view in found] == [
        ("QN99901M", 2024, "declared"),
        ("QP999001", 2015, "declared"),
    ]
    then = held_on(found, date(2023, 6, 1), name="residence_qpv")
    now = held_on(found, TODAY, name="residence_qpv")
    assert (then.value, now.value) == ("QP999001", "QN99901M")
    assert held_on(found, date(2020, 1, 1), name="residence_qpv") is None


def test_the_head_of_the_page_says_the_home_of_today(at):
    worker, person = at
    moving = NewAttribute("residence_qpv", "outside", date(2025, 9, 1), how="geocoded")
    record_attribute(worker, person=person, new=[BEFORE, SINCE, moving])

    path = read_path(worker, person=person)

    assert path.residence_qpv == "outside"
    assert path.residence_since == date(2025, 9, 1)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (replace(SINCE, starts_on=date(2023, 5, 1)), UnknownWord),
        (replace(BEFORE, starts_on=NEW_LIST), UnknownWord),
        (replace(BEFORE, ends_on=date(2024, 6, 1)), UnknownWord),
        (replace(SINCE, how=None), UnknownWord),
        (replace(SINCE, value="12 rue"), UnknownWord),
        (NewAttribute("origin", "x", NEW_LIST), UnknownWord),
        (NewAttribute("diploma", "bac", NEW_LIST), UnknownWord),
        (NewAttribute("diploma", "dnb", TODAY + timedelta(1)), DayImpossible),
        (NewAttribute("diploma", "dnb", TODAY, TODAY), DayImpossible),
        (NewAttribute("school", " ", TODAY), FieldImpossible),
        (NewAttribute("school", "x" * 81, TODAY), FieldImpossible),
        (NewAttribute("school", "2 08 05 99 999 001 20", TODAY), NoteRefused),
    ],
)
def test_what_no_list_holds_that_day_is_refused(at, wrong, refusal):
    worker, person = at

    with pytest.raises(refusal):
        record_attribute(worker, person=person, new=[wrong])
    assert told(worker, person) == []


def test_two_attributes_are_recorded_together_or_not_at_all(at):
    worker, person = at
    wrong = NewAttribute("diploma", "bac", TODAY)

    with pytest.raises(UnknownWord):
        record_attribute(worker, person=person, new=[BEFORE, wrong])

    assert told(worker, person) == []


def test_a_correction_replaces_and_an_undo_brings_the_former_back(at):
    worker, person = at
    (row,) = record_attribute(
        worker, person=person, new=[NewAttribute("diploma", "dnb", date(2024, 7, 1))]
    )
    cap = NewAttribute("diploma", "niv3_cap", date(2025, 7, 1))
    (better,) = record_attribute(worker, person=person, new=[cap], corrects=row)
    corrected = told(worker, person)
    with pytest.raises(AlreadyChanged):
        record_attribute(worker, person=person, new=[cap], corrects=row)

    withdraw_attribute(worker, person=person, attributes=[better], undo=True)

    assert corrected == [("diploma", "niv3_cap", date(2025, 7, 1))]
    assert told(worker, person) == [("diploma", "dnb", date(2024, 7, 1))]


def test_what_is_withdrawn_brings_nothing_back(at):
    worker, person = at
    (row,) = record_attribute(worker, person=person, new=[BEFORE])
    (better,) = record_attribute(worker, person=person, new=[SINCE], corrects=row)

    withdraw_attribute(worker, person=person, attributes=[better])

    assert told(worker, person) == []


def test_another_organisation_neither_reads_nor_corrects_it(house, at):
    worker, person = at
    (row,) = record_attribute(worker, person=person, new=[BEFORE])
    other = house.workers["school"]
    with pytest.raises(NotWithinReach):
        read_attributes(other, person=person)
    assert house.new_person("school") == person

    assert told(other, person) == []
    with pytest.raises(NotWithinReach):
        record_attribute(other, person=person, new=[SINCE], corrects=row)
    with pytest.raises(NotWithinReach):
        withdraw_attribute(other, person=person, attributes=[row])


def test_each_vintage_lists_its_own_neighbourhoods():
    words = shipped_nomenclature()

    old = neighbourhoods(words, date(2023, 12, 31))
    new = neighbourhoods(words, NEW_LIST)

    assert {code[:2] for code in old} == {"QP"}
    assert {code[:2] for code in new} == {"QN"}
    changes = vintage_changes(words, after=date(2022, 3, 1), until=TODAY)
    assert changes == [NEW_LIST]
    assert vintage_changes(words, after=NEW_LIST, until=TODAY) == []


days = st.integers(0, 30).map(lambda n: date(2025, 1, 1) + timedelta(days=n))


@st.composite
def views(draw):
    start = draw(st.none() | days)
    return AttributeView(
        id=draw(st.integers(1, 999)),
        name=draw(st.sampled_from(["residence_qpv", "school"])),
        value=draw(st.sampled_from(["QN1", "QP1", "outside"])),
        starts_on=start,
        ends_on=draw(st.none() | days),
        vintage=None,
        how=None,
        known_on=date(2025, 2, 1),
        organisation="x",
        mine=True,
        corrected=False,
    )


@tries(40)
@given(st.lists(views(), max_size=6), days)
def test_what_held_on_a_day_is_what_a_breakdown_counts(found, on):
    """Against the statement of the extract's breakdowns, run as it stands."""

    def number(day):
        return None if day is None else (day - date(1970, 1, 1)).days

    rows = [(1, v.name, v.value, number(v.starts_on), number(v.ends_on)) for v in found]
    with duckdb.connect() as engine:
        case = "CREATE TABLE cases AS SELECT 1 person, 1 nth, ? origin"
        engine.execute(case, [number(on)])
        engine.execute(ATTRIBUTES)
        if rows:
            engine.executemany("INSERT INTO attributes VALUES (?, ?, ?, ?, ?)", rows)
        held = HELD.format(name="home", literal="'residence_qpv'")
        asked = " ".join(("WITH", held, "SELECT value FROM held_home"))
        counted = engine.execute(asked).fetchall()

    shown = held_on(found, on, name="residence_qpv")
    assert [value for (value,) in counted] == ([] if shown is None else [shown.value])
