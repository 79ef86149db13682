"""Time zero: which day a young person enters a cohort on."""

from tests.spec.cohort.tables import day, path, person


AS_OF, UNTIL = "2024-12-31", "2025-01-01"
ALWAYS = ("2021-01-01", None)
DROPOUT = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {dropout: true}
outcome:
  - {code: retour, label: {fr: "r", en: "r"}, reengagement: strict}
censoring: {unknown_gap_days: null}
"""
ENTRY = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {enters: {situations: [decroche, recherche]}}
outcome:
  - {code: sortie, label: {fr: "s", en: "s"}, situations: [emploi]}
censoring: {unknown_gap_days: null}
"""
WORKSITE = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {intervention_end: [chantier]}
outcome:
  - {code: emploi, label: {fr: "e", en: "e"}, situations: [emploi]}
censoring: {unknown_gap_days: null}
"""


def window(number, starts="2021-01-01", ends=None):
    return (number, day(starts), day(ends), "retrospective", "A")


def one(*steps, **changes):
    tables = {
        "persons": [person(1)],
        "spells": path(1, *steps, until=UNTIL),
        "windows": [window(1)],
    }
    return {**tables, **changes}


def origin(text):
    return {1: {"origin": day(text), "left_at": None}}


def test_dropout_is_dated_at_the_first_day_without_school(spec_event_table):
    spec_event_table(
        DROPOUT,
        as_of=AS_OF,
        **one(("lycee", "2022-09-01"), ("decroche", "2023-03-10")),
        expected=origin("2023-03-10"),
    )


def test_unknown_days_between_school_and_dropout_are_looked_through(spec_event_table):
    steps = [("lycee", "2022-09-01"), ("inconnue", "2023-03-01")]
    spec_event_table(
        DROPOUT,
        as_of=AS_OF,
        **one(*steps, ("recherche", "2023-04-15")),
        expected=origin("2023-04-15"),
    )


def test_search_for_work_after_a_job_is_not_a_dropout(spec_event_table):
    steps = [("lycee", "2022-09-01"), ("emploi", "2023-03-01")]
    spec_event_table(
        DROPOUT, as_of=AS_OF, **one(*steps, ("recherche", "2023-10-01")), expected={}
    )


def test_less_than_the_grace_days_is_a_change_of_school(spec_event_table):
    steps = [("lycee", "2022-09-01"), ("decroche", "2023-03-01")]
    spec_event_table(
        DROPOUT, as_of=AS_OF, **one(*steps, ("lycee", "2023-03-30")), expected={}
    )


def test_grace_counts_adjacent_situations_without_solution_together(spec_event_table):
    steps = [
        ("lycee", "2022-09-01"),
        ("decroche", "2023-03-01"),
        ("recherche", "2023-03-20"),
    ]
    spec_event_table(
        DROPOUT,
        as_of=AS_OF,
        **one(*steps, ("formation", "2023-04-01")),
        expected=origin("2023-03-01"),
    )


def test_under_sixteen_nobody_is_called_a_dropout(spec_event_table):
    steps = [("lycee", "2022-09-01"), ("decroche", "2023-03-10")]
    spec_event_table(
        DROPOUT,
        as_of=AS_OF,
        **one(*steps, persons=[person(1, born=(2007, 4))]),
        expected={},
    )


def test_the_month_of_the_sixteenth_birthday_is_old_enough(spec_event_table):
    steps = [("lycee", "2022-09-01"), ("decroche", "2023-03-10")]
    spec_event_table(
        DROPOUT,
        as_of=AS_OF,
        **one(*steps, persons=[person(1, born=(2007, 3))]),
        expected=origin("2023-03-10"),
    )


def test_summer_exit_without_enrolment_is_dated_in_september(spec_event_table):
    spec_event_table(
        DROPOUT,
        as_of=AS_OF,
        **one(("lycee", "2022-09-01"), ("decroche", "2023-06-15")),
        expected=origin("2023-09-15"),
    )


def test_last_day_of_august_is_still_summer_in_a_leap_year(spec_event_table):
    spec_event_table(
        DROPOUT,
        as_of=AS_OF,
        **one(("lycee", "2023-09-01"), ("decroche", "2024-08-31")),
        expected=origin("2024-09-15"),
    )


def test_first_of_september_is_not_summer(spec_event_table):
    spec_event_table(
        DROPOUT,
        as_of=AS_OF,
        **one(("lycee", "2022-09-01"), ("decroche", "2023-09-01")),
        expected=origin("2023-09-01"),
    )


def test_summer_exit_with_enrolment_before_the_autumn_is_no_dropout(spec_event_table):
    steps = [("lycee", "2022-09-01"), ("decroche", "2023-07-01")]
    spec_event_table(
        DROPOUT, as_of=AS_OF, **one(*steps, ("lycee", "2023-09-04")), expected={}
    )


def test_first_entry_into_a_set_of_situations(spec_event_table):
    steps = [("emploi", "2022-01-01"), ("recherche", "2022-06-01")]
    spec_event_table(
        ENTRY,
        as_of=AS_OF,
        **one(*steps, ("emploi", "2022-09-01"), ("decroche", "2023-01-01")),
        expected=origin("2022-06-01"),
    )


def test_every_entry_makes_a_case_of_its_own(engine):
    from tests.spec.cohort.tables import definition, event_rows, load, load_calendar

    steps = [("emploi", "2022-01-01"), ("recherche", "2022-06-01")]
    load(engine, **one(*steps, ("emploi", "2022-09-01"), ("decroche", "2023-01-01")))
    load_calendar(engine, as_of=AS_OF)
    text = ENTRY.replace("recherche]}", "recherche]}, occurrence: every")
    rows = event_rows(engine, definition(text), as_of=AS_OF)

    assert [(r["nth"], r["cause"], r["first_kept"]) for r in rows] == [
        (1, 1, 1),
        (2, 0, 0),
    ]


def test_end_of_an_intervention_is_an_origin(spec_event_table):
    spec_event_table(
        WORKSITE,
        as_of=AS_OF,
        **one(
            ("recherche", "2022-01-01"),
            interventions=[
                (1, "atelier", day("2022-02-01"), day("2022-03-01"), "done", "A"),
                (1, "chantier", day("2022-04-01"), day("2022-05-01"), "planned", "A"),
                (1, "chantier", day("2022-06-01"), day("2022-06-11"), "done", "A"),
                (1, "chantier", day("2022-08-01"), None, "ongoing", "A"),
            ],
        ),
        expected=origin("2022-06-11"),
    )


def test_origin_outside_the_calendar_window_leaves(spec_event_table):
    text = DROPOUT.replace("{dropout: true}", "{dropout: true, from_day: 2023-03-11}")
    spec_event_table(
        text,
        as_of=AS_OF,
        **one(("lycee", "2022-09-01"), ("decroche", "2023-03-10")),
        expected={1: {"left_at": "out_of_window"}},
    )


def test_spell_open_when_observation_begins_is_prevalent(spec_event_table):
    text = ENTRY.replace("recherche]}", "recherche]}, prevalent: exclude")
    spec_event_table(
        text,
        as_of=AS_OF,
        **one(("recherche", "2022-01-01"), windows=[window(1, "2022-01-01")]),
        expected={1: {"left_at": "prevalent"}},
    )


def test_spell_that_begins_under_observation_is_not_prevalent(spec_event_table):
    text = ENTRY.replace("recherche]}", "recherche]}, prevalent: exclude")
    spec_event_table(
        text,
        as_of=AS_OF,
        **one(("recherche", "2022-01-01"), windows=[window(1, "2021-12-01")]),
        expected=origin("2022-01-01"),
    )


def test_relapse_starts_at_the_first_return_confirmed_after_a_dropout(spec_event_table):
    text = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {enters: {reengagement: wide, confirmation_days: 30, after_dropout: true}}
outcome:
  - {code: rechute, label: {fr: "r", en: "r"}, neet: true, confirmation_days: 30}
"""
    spec_event_table(
        text,
        as_of=AS_OF,
        **one(
            ("lycee", "2022-09-01"),
            ("decroche", "2023-01-10"),
            ("emploi", "2023-03-01"),
            ("recherche", "2023-03-10"),
            ("formation", "2023-05-01"),
            ("recherche", "2023-09-01"),
        ),
        expected={1: {"origin": day("2023-05-01"), "exit": 123, "cause": 1}},
    )
