"""Clocks and late entry: nobody is at risk before being observed."""

from tests.spec.cohort.tables import day, path, person


AS_OF, UNTIL = "2024-12-31", "2025-01-01"
TEXT = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {dropout: true}
outcome:
  - {code: retour, label: {fr: "r", en: "r"}, reengagement: strict}
censoring: {unknown_gap_days: null}
clock: CLOCK
"""
DAYS, MONTHS, AGE = (
    TEXT.replace("CLOCK", clock) for clock in ("days", "calendar_months", "age")
)


def seen_from(starts, back="2023-07-20"):
    """Dropped out on 10 March 2023, observed from a day, back on another."""
    steps = [("lycee", "2022-09-01"), ("decroche", "2023-03-10"), ("formation", back)]
    return {
        "persons": [person(1, born=(2006, 1))],
        "spells": path(1, *steps, until=UNTIL),
        "windows": [(1, day(starts), None, "from_first_contact", "A")],
    }


def test_late_entry_is_the_clock_of_the_first_observed_day(spec_event_table):
    spec_event_table(
        DAYS,
        as_of=AS_OF,
        **seen_from("2023-05-01"),
        expected={1: {"entry": 52, "exit": 132, "late": 1, "cause": 1}},
    )


def test_observation_from_before_the_origin_is_no_late_entry(spec_event_table):
    spec_event_table(
        DAYS,
        as_of=AS_OF,
        **seen_from("2023-01-01"),
        expected={1: {"entry": -1, "exit": 132, "late": 0}},
    )


def test_earliest_of_several_windows_counts(spec_event_table):
    tables = seen_from("2023-06-01")
    tables["windows"] += [(1, day("2023-05-01"), day("2023-05-15"), "x", "B")]
    spec_event_table(DAYS, as_of=AS_OF, **tables, expected={1: {"entry": 52}})


def test_outcome_before_observation_is_outside_the_risk_set(spec_event_table):
    spec_event_table(
        DAYS,
        as_of=AS_OF,
        **seen_from("2023-08-01"),
        expected={1: {"left_at": "already_out"}},
    )


def test_outcome_on_the_first_observed_day_leaves_no_time_at_risk(spec_event_table):
    spec_event_table(
        DAYS,
        as_of=AS_OF,
        **seen_from("2023-07-20"),
        expected={1: {"left_at": "no_time"}},
    )


def test_months_are_counted_between_calendar_months(spec_event_table):
    spec_event_table(
        MONTHS,
        as_of=AS_OF,
        **seen_from("2023-01-01"),
        expected={1: {"entry": -1, "exit": 4}},
    )


def test_month_of_entry_is_a_month_at_risk(spec_event_table):
    spec_event_table(
        MONTHS,
        as_of=AS_OF,
        **seen_from("2023-07-05"),
        expected={1: {"entry": 3, "exit": 4, "late": 1}},
    )


def test_age_is_counted_in_months_since_the_month_of_birth(spec_event_table):
    spec_event_table(
        AGE,
        as_of=AS_OF,
        **seen_from("2023-01-01"),
        expected={1: {"entry": 205, "exit": 210}},
    )


def test_age_clock_needs_a_month_of_birth(spec_event_table):
    text = AGE.replace("{dropout: true}", "{enters: {situations: [decroche]}}")
    tables = seen_from("2023-01-01")
    spec_event_table(
        text,
        as_of=AS_OF,
        **{**tables, "persons": [person(1, born=None)]},
        expected={1: {"left_at": "age_unknown"}},
    )


def test_already_in_the_outcome_at_the_origin_is_outside_the_risk_set(spec_event_table):
    text = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {intervention_end: [chantier]}
outcome:
  - {code: emploi, label: {fr: "e", en: "e"}, situations: [emploi]}
"""
    spec_event_table(
        text,
        as_of=AS_OF,
        persons=[person(1)],
        spells=path(1, ("emploi", "2022-01-01"), until=UNTIL),
        windows=[(1, day("2021-01-01"), None, "retrospective", "A")],
        interventions=[
            (1, "chantier", day("2022-02-01"), day("2022-02-05"), "done", "A")
        ],
        expected={1: {"left_at": "already_out"}},
    )
