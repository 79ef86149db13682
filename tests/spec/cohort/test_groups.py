"""Filters and groups: what a young person was on the day of origin."""

import pytest

from cohorts.definition.sql_groups import AgeGroup
from tests.spec.cohort.tables import day, path, person


AS_OF, UNTIL = "2024-12-31", "2025-01-01"
TEXT = """
name: essai
label: {fr: "Essai", en: "Trial"}
population: POPULATION
origin: {dropout: true}
outcome:
  - {code: retour, label: {fr: "r", en: "r"}, reengagement: strict}
groups: [sex, age_band, qpv, year, organisation, "attribute:diplome"]
"""
AGES = (AgeGroup("a16_17", 16, 17), AgeGroup("a18_21", 18, 21))
GROUPS = ("sex", "age_band", "qpv", "year", "organisation", "attribute:diplome")


def dropout(**changes):
    """Born in January 2006, dropped out on 10 March 2023 at 17."""
    steps = [("lycee", "2022-09-01"), ("decroche", "2023-03-10")]
    facts = [
        (1, "lycee", day("2022-09-01"), None, "lycee_a"),
        (1, "decroche", day("2023-03-10"), None, "mission"),
        (1, "decroche", day("2023-06-10"), None, "educateurs"),
    ]
    tables = {
        "persons": [person(1)],
        "spells": path(1, *steps, until=UNTIL),
        "windows": [(1, day("2021-01-01"), None, "retrospective", "A")],
        "situation_facts": facts,
        "attributes": [
            (1, "residence_qpv", "QN00101M", day("2022-01-01"), day("2023-06-01")),
            (1, "residence_qpv", "outside", day("2023-06-01"), None),
            (1, "diplome", "dnb", None, None),
        ],
    }
    return {**tables, **changes}


def test_groups_are_taken_on_the_day_of_origin(spec_event_table):
    spec_event_table(
        TEXT.replace("POPULATION", "{}"),
        as_of=AS_OF,
        **dropout(),
        groups=GROUPS,
        ages=AGES,
        expected={
            1: {
                "sex": "F",
                "age_band": "a16_17",
                "qpv": "in",
                "year": "2023",
                "organisation": "mission",
                "attribute_diplome": "dnb",
            }
        },
    )


def test_what_is_not_known_is_a_group_of_its_own(spec_event_table):
    spec_event_table(
        TEXT.replace("POPULATION", "{}"),
        as_of=AS_OF,
        **dropout(attributes=[], persons=[person(1, sex=None)]),
        groups=GROUPS,
        expected={
            1: {"sex": "unknown", "age_band": "unknown", "qpv": "unknown"},
        },
    )


def test_residence_outside_is_a_known_residence(spec_event_table):
    attributes = [(1, "residence_qpv", "outside", None, None)]
    spec_event_table(
        TEXT.replace("POPULATION", "{}"),
        as_of=AS_OF,
        **dropout(attributes=attributes),
        groups=("qpv",),
        expected={1: {"qpv": "out"}},
    )


@pytest.mark.parametrize(
    ("population", "left_at"),
    [
        ("{sex: F}", None),
        ("{sex: M}", "sex"),
        ("{age_min: 17, age_max: 17}", None),
        ("{age_min: 18}", "age"),
        ("{age_max: 16}", "age"),
        ("{qpv_codes: [QN00101M]}", None),
        ("{qpv_codes: [QN00102M]}", "territory"),
        ("{qpv_vintage: 2024}", None),
        ("{qpv_vintage: 2015}", "territory"),
        ("{organisations: [mission]}", None),
        ("{organisations: [educateurs]}", "organisation"),
        ("{attributes: [{name: diplome, values: [dnb, aucun]}]}", None),
        ("{attributes: [{name: diplome, values: [aucun]}]}", "attribute"),
    ],
)
def test_a_filter_keeps_or_names_its_step(spec_event_table, population, left_at):
    spec_event_table(
        TEXT.replace("POPULATION", population),
        as_of=AS_OF,
        **dropout(),
        expected={1: {"left_at": left_at}},
    )
