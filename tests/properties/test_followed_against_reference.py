"""Monthly states, episodes and exposures equal plain Python, on both engines.

Cases whose first origin leaves the cohort keep their later ones; what was only planned
is no exposure; the clock of the exposure is that of the exit.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.definition.language import CLOCKS
from cohorts.event_table.failures import ClockDisagrees
from cohorts.event_table.followed import (
    read_episodes,
    read_exposed,
    read_monthly_states,
)
from parcours.engines.duckdb import DuckDB
from parcours.engines.sqlite import SQLite
from tests.properties import reference_followed as slow
from tests.properties.effort import tries
from tests.properties.reference_event_table import reference_cases
from tests.properties.test_event_table_against_reference import (
    AS_OF,
    DROPOUT,
    END,
    ENTRY,
    START,
    WORKSITE,
    as_records,
    territories,
)
from tests.spec.cohort.tables import definition, event_rows, load, load_calendar, rules


TEXTS = st.builds(
    lambda text, clock, occurrence: (
        text.replace("CLOCK", clock)
        .replace("OCCURRENCE", occurrence)
        .replace("PREVALENT", "include")
    ),
    st.sampled_from([DROPOUT, WORKSITE, ENTRY]),
    st.sampled_from(CLOCKS),
    st.sampled_from(["first", "every", "every"]),
)
WITHIN_DAYS = TEXTS.map(
    lambda text: text.replace("clock: calendar_months", "clock: days").replace(
        "clock: age", "clock: days"
    )
)


@pytest.fixture(scope="module")
def engines():
    with DuckDB(threads=1) as duckdb, SQLite() as sqlite:
        for engine in (duckdb, sqlite):
            load_calendar(engine, as_of=AS_OF)
        yield [duckdb, sqlite]


def built(engine, territory, cohort):
    load(engine, **territory)
    event_rows(engine, cohort, as_of=AS_OF)


def reference(cohort, territory):
    tables = as_records(territory)
    return reference_cases(cohort, tables, rules(), as_of=END), tables


@given(territory=territories(), text=TEXTS, months=st.integers(1, 14))
@tries(20)
def test_monthly_states_are_those_of_the_first_kept_case(
    engines, territory, text, months
):
    cohort = definition(text)
    cases, tables = reference(cohort, territory)
    expected = slow.monthly_states(cases, tables, months=months)
    for engine in engines:
        built(engine, territory, cohort)
        found = read_monthly_states(engine, months=months)
        states = {
            person: [found.states[code] for code in row]
            for person, row in zip(
                found.codes.index, found.codes.to_numpy(), strict=True
            )
        }

        assert states == expected
        assert found.n_cases == len(slow.first_kept(cases))
        assert list(found.groups.index) == list(found.codes.index)


@given(territory=territories(), text=WITHIN_DAYS)
@tries(20)
def test_episodes_are_the_stays_day_by_day(engines, territory, text):
    cohort = definition(text)
    cases, tables = reference(cohort, territory)
    expected = slow.episodes(cases, tables)
    for engine in engines:
        built(engine, territory, cohort)
        found = read_episodes(engine)

        assert found.to_dict("records") == expected


@given(
    territory=territories(),
    text=TEXTS,
    kinds=st.sampled_from([(), ("chantier",), ("chantier", "l'atelier")]),
    situations=st.sampled_from([(), ("formation",), ("emploi", "lycee")]),
)
@tries(40)
def test_each_case_is_exposed_from_its_own_origin_on_its_own_clock(
    engines, territory, text, kinds, situations
):
    cohort = definition(text)
    cases, tables = reference(cohort, territory)
    options = {"kinds": kinds, "situations": situations, "clock": cohort.clock}
    expected = slow.exposed(cases, tables, **options)
    for engine in engines:
        built(engine, territory, cohort)
        found = read_exposed(engine, **options)
        found = found.astype(object).where(found.notna(), None)

        assert found.to_dict("records") == expected


@pytest.mark.parametrize("asked", CLOCKS)
@pytest.mark.parametrize("built_with", CLOCKS)
def test_another_clock_than_the_table_s_is_refused(engines, asked, built_with):
    text = ENTRY.replace("CLOCK", built_with).replace("OCCURRENCE", "first")
    territory = {
        "persons": [(1, "P1", 2006 * 12, "F")],
        "spells": [
            (1, 1, "lycee", END - 500, END - 300, END - 300),
            (1, 2, "decroche", END - 300, END - 100, END - 101),
            (1, 3, "emploi", END - 100, END + 1, END),
        ],
        "windows": [(1, END - 500, None, "from_first_contact", "A")],
        "interventions": [(1, "chantier", END - 200, None, "done", "A")],
    }
    for engine in engines:
        built(engine, territory, definition(text.replace("PREVALENT", "include")))
        if asked != built_with:
            with pytest.raises(ClockDisagrees):
                read_exposed(engine, kinds=["chantier"], clock=asked)
            continue
        (row,) = read_exposed(engine, kinds=["chantier"], clock=asked).itertuples()
        assert row.exposed < row.exit
        assert np.isfinite(row.exposed)


def test_a_cohort_that_nobody_is_known_long_enough_for_gives_empty_frames(engines):
    text = ENTRY.replace("CLOCK", "days").replace("OCCURRENCE", "first")
    cohort = definition(text.replace("PREVALENT", "include"))
    for engine in engines:
        built(engine, {}, cohort)
        states = read_monthly_states(engine, months=6)

        assert states.states == ()
        assert states.codes.shape == (0, 6)
        assert states.n_cases == 0
        assert read_episodes(engine).empty
        assert read_exposed(engine, kinds=["chantier"]).empty


def test_a_person_whose_first_origin_is_out_of_the_window_keeps_the_second(engines):
    text = WORKSITE.replace("CLOCK", "days").replace("OCCURRENCE", "every")
    cohort = definition(
        text.replace("PREVALENT", "include").replace(
            "population: {qpv_codes: [QN1, QN2]}\n", ""
        )
    )
    early, late = START + 10, START + 200
    territory = {
        "persons": [(1, "P1", 2006 * 12, "F")],
        "spells": [
            (1, 1, "recherche", START, late + 90, late + 89),
            (1, 2, "inconnue", late + 90, END + 1, late + 90),
        ],
        "windows": [(1, START, None, "from_first_contact", "A")],
        "interventions": [
            (1, "chantier", early - 5, early, "done", "A"),
            (1, "chantier", late - 5, late, "done", "A"),
        ],
    }
    for engine in engines:
        built(engine, territory, cohort)
        known = read_monthly_states(engine, months=3)
        beyond = read_monthly_states(engine, months=6)

        assert known.codes.shape == (1, 3)
        assert known.n_cases == 1
        # What is known ends before the sixth month: left out, counted by difference.
        assert beyond.codes.shape == (0, 6)
        assert beyond.n_cases == 1
        assert read_episodes(engine)["stop"].tolist() == [90]
