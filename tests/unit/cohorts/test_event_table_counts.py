"""Counting the table of cases: cells, attrition, exits."""

from datetime import date
from itertools import pairwise

import pytest

from cohorts.event_table.attrition import ORDER, reason_label, step_label
from cohorts.event_table.build import build_event_table, count_event_table
from cohorts.event_table.failures import CohortEmpty, GroupNotOffered, GroupToldLater
from parcours.engines.duckdb import DuckDB
from tests.spec.cohort.tables import day, definition, load, load_calendar, path, person


AS_OF, UNTIL = "2024-12-31", "2025-01-01"
TEXT = """
name: essai
label: {fr: "Essai", en: "Trial"}
population: {age_max: 17}
origin: {dropout: true, occurrence: OCCURRENCE}
outcome:
  - {code: retour, label: {fr: "retour", en: "return"}, reengagement: strict}
competing:
  - {code: deces, label: {fr: "décès", en: "death"}, follow_up: [deces]}
censoring: {follow_up: [demenage]}
groups: [sex, year]
"""
OUT, BACK = ("decroche", "2023-03-01"), ("formation", "2023-05-01")


def territory():
    """Six young people: kept twice, moved, too old, never out, never observed."""
    school = ("lycee", "2022-09-01")
    paths = {
        1: [school, OUT, BACK],
        2: [school, OUT, BACK, ("lycee", "2023-09-01"), ("decroche", "2024-02-01")],
        3: [school, OUT],
        4: [school, OUT],
        5: [school],
        6: [school, OUT],
    }
    sexes = {1: "F", 2: "M"}
    window = (day("2021-01-01"), None, "retrospective", "A")
    return {
        "persons": [
            person(n, born=(2000 if n == 4 else 2006, 6), sex=sexes.get(n, "F"))
            for n in paths
        ],
        "spells": [
            row for n, steps in paths.items() for row in path(n, *steps, until=UNTIL)
        ],
        "windows": [(n, *window) for n in paths if n != 6],
        "follow_up": [(3, "demenage", day("2023-03-11"), "A")],
    }


def counted(occurrence="first", *, groupings=(("sex",),), text=TEXT):
    cohort = definition(text.replace("OCCURRENCE", occurrence))
    groups = tuple(dict.fromkeys(g for names in groupings for g in names))
    as_of = date.fromisoformat(AS_OF)
    with DuckDB(threads=1) as engine:
        load(engine, **territory())
        load_calendar(engine, as_of=AS_OF)
        build_event_table(engine, cohort, as_of=as_of, groups=groups)
        return count_event_table(engine, cohort, as_of=as_of, groupings=groupings)


def cells(frame):
    columns = ["group", "entry", "exit", "cause", "n_rows", "n_persons"]
    return sorted(tuple(row) for row in frame[columns].to_numpy().tolist())


def test_equal_rows_are_one_cell():
    assert cells(counted().cells[()]) == [
        ("all", -1, 10, 0, 1, 1),
        ("all", -1, 61, 1, 2, 2),
    ]


def test_groups_split_the_cells():
    assert cells(counted().cells[("sex",)]) == [
        ("F", -1, 10, 0, 1, 1),
        ("F", -1, 61, 1, 1, 1),
        ("M", -1, 61, 1, 1, 1),
    ]


def test_two_groups_cross_under_one_label():
    crossed = counted(groupings=(("sex", "year"),)).cells[("sex", "year")]

    assert set(crossed["group"]) == {"F × 2023", "M × 2023"}


def test_attrition_names_who_left_and_why():
    steps = counted().attrition

    assert [(s.code, s.persons_in, s.persons_out) for s in steps] == [
        ("no_origin", 6, 1),
        ("age", 5, 1),
        ("not_observed", 4, 1),
        ("no_time", 3, 0),
    ]


def test_attrition_is_a_chain_without_a_leak():
    steps = counted("every").attrition

    assert all(
        (a.persons_left, a.cases_left) == (b.persons_in, b.cases_in)
        for a, b in pairwise(steps)
    )


def test_a_person_with_two_origins_counts_once_as_a_person():
    found = counted("every")

    assert (found.cases, found.persons) == (4, 3)
    assert found.cells[()]["n_persons"].sum() == 3


def test_exits_list_causes_then_reasons():
    exits = counted().exits

    assert [(e.code, e.kind, e.cases) for e in exits] == [
        ("retour", "outcome", 2),
        ("deces", "competing", 0),
        ("to_confirm", "censored", 0),
        ("demenage", "censored", 1),
        ("unknown_gap", "censored", 0),
        ("end_of_observation", "censored", 0),
    ]


def test_group_that_the_definition_does_not_offer_is_refused():
    with pytest.raises(GroupNotOffered):
        counted(groupings=(("qpv",),))


@pytest.mark.parametrize("word", ["retour", "demenage", "exposure:aide"])
def test_group_that_only_the_future_tells_is_refused_with_the_right_ways(word):
    with pytest.raises(GroupToldLater) as refused:
        counted(groupings=((word,),))

    assert "time_varying" in refused.value.remedy


def test_empty_cohort_is_refused_with_its_attrition():
    with pytest.raises(CohortEmpty) as caught:
        counted(text=TEXT.replace("age_max: 17", "age_max: 11"))

    assert [step.code for step in caught.value.attrition] == [
        "no_origin",
        "age",
        "no_time",
    ]


def test_every_step_and_reason_has_words():
    assert all(step_label(code) for code in ORDER)
    assert reason_label("to_confirm") == "issue à confirmer"
