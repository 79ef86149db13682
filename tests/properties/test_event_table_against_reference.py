"""The one SQL text, on two engines, equals the rules applied person by person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engines.duckdb import DuckDB
from parcours.engines.sqlite import SQLite
from tests.properties.effort import tries
from tests.properties.reference_event_table import reference_cases
from tests.spec.cohort.tables import (
    COLUMNS,
    day,
    definition,
    event_rows,
    load,
    load_calendar,
    rules,
    whole,
)


AS_OF = "2024-12-31"
START = day("2022-03-01")
END = day(AS_OF)
SITUATIONS = ["lycee", "apprentissage", "decroche", "recherche", "formation", "emploi"]

DROPOUT = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {dropout: true, occurrence: OCCURRENCE, prevalent: PREVALENT}
outcome:
  - {code: retour, label: {fr: "r", en: "r"}, reengagement: strict}
competing:
  - {code: emploi, label: {fr: "e", en: "e"}, reengagement: wide_adds}
  - {code: deces, label: {fr: "d", en: "d"}, follow_up: [deces]}
censoring:
  follow_up: [perdu_de_vue, demenage]
  age_limit_years: 18
  unknown_gap_days: 60
clock: CLOCK
"""
RELAPSE = """
name: essai
label: {fr: "Essai", en: "Trial"}
population: {age_min: 16, age_max: 18, sex: F}
origin:
  enters: {reengagement: wide, confirmation_days: 30, after_dropout: true}
  occurrence: OCCURRENCE
  prevalent: PREVALENT
outcome:
  - {code: rechute, label: {fr: "r", en: "r"}, neet: true, confirmation_days: 30}
censoring: {follow_up: [perdu_de_vue], unknown_gap_days: null}
clock: CLOCK
"""
WORKSITE = """
name: essai
label: {fr: "Essai", en: "Trial"}
population: {qpv_codes: [QN1, QN2]}
origin:
  intervention_end: [chantier]
  occurrence: OCCURRENCE
  prevalent: PREVALENT
  from_day: 2022-05-01
  to_day: 2024-06-30
outcome:
  - code: emploi
    label: {fr: "e", en: "e"}
    situations: [emploi]
    confirmation_days: 20
competing:
  - code: retour
    label: {fr: "r", en: "r"}
    reengagement: strict
    confirmation_days: 0
clock: CLOCK
"""
ENTRY = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin:
  enters: {situations: [decroche, recherche]}
  occurrence: OCCURRENCE
  prevalent: PREVALENT
outcome:
  - {code: sortie, label: {fr: "s", en: "s"}, situations: [emploi, formation, lycee]}
clock: CLOCK
"""


EXCLUSIONS = {
    "atelier": "interventions: [chantier], within_days: 200",
    "chantier": "interventions: [chantier]",
    "travail": "situations: [emploi, apprentissage], within_days: 150",
    "formation": "situations: [formation]",
    "decroche": "situations: [decroche]",
    "parti": "follow_up: [demenage, perdu_de_vue]",
    "statut": "follow_up: [suivi], within_days: 90",
    "quartier": "attribute: {name: residence_qpv, values: [QN9]}",
}


def with_more(text, excluded, silence):
    """Add exclusions, and how long a silence may last."""
    if excluded:
        reasons = 'reason: {fr: "r", en: "r"}'
        rows = [f"  - {{code: {c}, {reasons}, {EXCLUSIONS[c]}}}" for c in excluded]
        text += "exclusions:\n" + "\n".join(rows) + "\n"
    if silence is None:
        return text
    if "censoring:" not in text:
        return f"{text}censoring: {{lost_after_days: {silence}}}\n"
    return text.replace(
        "unknown_gap_days: null}",
        f"unknown_gap_days: null, lost_after_days: {silence}}}",
    ).replace(
        "unknown_gap_days: 60", f"unknown_gap_days: 60\n  lost_after_days: {silence}"
    )


def texts():
    return st.builds(
        lambda text, excluded, silence, clock, occurrence, prevalent: (
            with_more(text, excluded, silence)
            .replace("CLOCK", clock)
            .replace("OCCURRENCE", occurrence)
            .replace("PREVALENT", prevalent)
        ),
        st.sampled_from([DROPOUT, RELAPSE, WORKSITE, ENTRY]),
        st.lists(st.sampled_from(sorted(EXCLUSIONS)), max_size=3, unique=True),
        st.none() | st.sampled_from([30, 120, 400]),
        st.sampled_from(["days", "calendar_months", "age"]),
        st.sampled_from(["first", "every"]),
        st.sampled_from(["include", "exclude"]),
    )


days = st.integers(START, END)
maybe = st.none() | days


@st.composite
def paths(draw, person):
    """Adjacent spells of changing situation from a first day through the as-of day."""
    n = draw(st.integers(1, 8))
    cuts = sorted(draw(st.lists(days, min_size=n, max_size=n, unique=True)))
    cuts.append(END + 1)
    rows, before = [], None
    for place in range(n):
        starts, ends = cuts[place], cuts[place + 1]
        allowed = [s for s in [*SITUATIONS, "inconnue"] if s != before]
        if place == 0:
            allowed.remove("inconnue")
        before = draw(st.sampled_from(allowed))
        evidence = (
            starts if before == "inconnue" else draw(st.integers(starts, ends - 1))
        )
        rows.append((person, place + 1, before, starts, ends, evidence))
    return rows


@st.composite
def territories(draw):
    tables = {name: [] for name in COLUMNS}
    for person in range(1, draw(st.integers(1, 10)) + 1):
        born = draw(st.none() | st.integers(2005 * 12, 2008 * 12))
        sex = draw(st.sampled_from(["F", "M", None]))
        tables["persons"].append((person, f"P{person}", born, sex))
        tables["spells"] += draw(paths(person))
        for _ in range(draw(st.integers(0, 2))):
            row = (person, draw(days), draw(maybe), "from_first_contact", "A")
            tables["windows"].append(row)
        for _ in range(draw(st.integers(0, 2))):
            status = draw(
                st.sampled_from(["perdu_de_vue", "demenage", "deces", "suivi"])
            )
            tables["follow_up"].append((person, status, draw(days), "A"))
        for _ in range(draw(st.integers(0, 2))):
            state = draw(st.sampled_from(["done", "ongoing", "planned"]))
            row = (person, "chantier", draw(days), draw(maybe), state, "A")
            tables["interventions"].append(row)
        for _ in range(draw(st.integers(0, 2))):
            value = draw(st.sampled_from(["QN1", "QN9", "outside"]))
            row = (person, "residence_qpv", value, draw(maybe), draw(maybe))
            tables["attributes"].append(row)
    return tables


def as_records(tables):
    return {
        name: [dict(zip(COLUMNS[name], whole(name, row), strict=True)) for row in rows]
        for name, rows in tables.items()
    }


def comparable(rows):
    keys = ("person", "nth", "origin", "left_at")
    kept = (*keys, "entry", "exit", "cause", "reason", "late")
    return [{k: row[k] for k in (keys if row["left_at"] else kept)} for row in rows]


@pytest.fixture(scope="module")
def engines():
    with DuckDB(threads=1) as duckdb, SQLite() as sqlite:
        for engine in (duckdb, sqlite):
            load_calendar(engine, as_of=AS_OF)
        yield [duckdb, sqlite]


@given(territory=territories(), text=texts())
@tries(50)
def test_event_table_equals_the_rules_on_both_engines(engines, territory, text):
    cohort = definition(text)
    expected = comparable(
        reference_cases(cohort, as_records(territory), rules(), as_of=END)
    )
    for engine in engines:
        load(engine, **territory)
        rows = event_rows(engine, cohort, as_of=AS_OF)

        assert comparable(rows) == expected
