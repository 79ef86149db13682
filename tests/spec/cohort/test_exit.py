"""Leaving the risk set: outcomes, competing ends, censoring, confirmation."""

from tests.spec.cohort.tables import day, path, person


AS_OF, UNTIL = "2024-12-31", "2025-01-01"
TEXT = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {dropout: true}
outcome:
  - {code: retour, label: {fr: "r", en: "r"}, reengagement: strict}
competing:
  - {code: emploi, label: {fr: "e", en: "e"}, reengagement: wide_adds}
  - {code: deces, label: {fr: "d", en: "d"}, follow_up: [deces]}
censoring: {follow_up: [perdu_de_vue], age_limit_years: 26, unknown_gap_days: 180}
"""
BEFORE = [("lycee", "2022-09-01"), ("decroche", "2023-03-01")]


def window(starts="2021-01-01", ends=None):
    return (1, day(starts), day(ends), "retrospective", "A")


def after(*steps, until=UNTIL, **changes):
    """One young person who dropped out on 1 March 2023, and what follows."""
    tables = {
        "persons": [person(1)],
        "spells": path(1, *BEFORE, *steps, until=until),
        "windows": [window()],
    }
    return {**tables, **changes}


def leaves(exit_, cause, reason, **more):
    return {1: {"exit": exit_, "cause": cause, "reason": reason, **more}}


def test_return_to_training_is_the_outcome(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(("formation", "2023-05-01")),
        expected=leaves(61, 1, "retour", entry=-1),
    )


def test_job_competes_in_the_strict_sense(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(("emploi", "2023-05-01"), ("formation", "2023-07-01")),
        expected=leaves(61, 2, "emploi"),
    )


def test_death_competes_at_once(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(follow_up=[(1, "deces", day("2023-03-08"), "A")]),
        expected=leaves(7, 3, "deces"),
    )


def test_return_shown_to_end_early_leaves_the_person_at_risk(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(
            ("formation", "2023-05-01"),
            ("recherche", "2023-05-20"),
            ("formation", "2023-07-01"),
        ),
        expected=leaves(122, 1, "retour"),
    )


def test_return_too_recent_to_know_censors_at_its_start(spec_event_table):
    spec_event_table(
        TEXT,
        as_of="2023-05-20",
        **after(("formation", "2023-05-01"), until="2023-05-21"),
        expected=leaves(61, 0, "to_confirm"),
    )


def test_return_without_evidence_at_day_thirty_is_to_confirm(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(("formation", "2023-05-01", "2023-05-30")),
        expected=leaves(61, 0, "to_confirm"),
    )


def test_evidence_on_day_thirty_confirms(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(("formation", "2023-05-01", "2023-05-31")),
        expected=leaves(61, 1, "retour"),
    )


def test_thirty_days_with_a_known_end_confirm(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(("formation", "2023-05-01"), ("recherche", "2023-05-31")),
        expected=leaves(61, 1, "retour"),
    )


def test_adjacent_situations_of_one_cause_are_confirmed_together(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(
            ("formation", "2023-05-01"),
            ("lycee", "2023-05-20"),
            ("recherche", "2023-06-10"),
        ),
        expected=leaves(61, 1, "retour"),
    )


def test_short_return_lost_from_sight_is_to_confirm(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(
            ("formation", "2023-05-01", "2023-05-02"),
            ("inconnue", "2023-05-20"),
            ("recherche", "2023-06-10"),
        ),
        expected=leaves(61, 0, "to_confirm"),
    )


def test_lost_to_follow_up_censors_on_its_day(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(
            ("formation", "2023-09-01"),
            follow_up=[(1, "perdu_de_vue", day("2023-04-01"), "A")],
        ),
        expected=leaves(31, 0, "perdu_de_vue"),
    )


def test_status_that_the_definition_does_not_name_changes_nothing(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(
            ("formation", "2023-09-01"),
            follow_up=[(1, "veille", day("2023-04-01"), "A")],
        ),
        expected=leaves(184, 1, "retour"),
    )


def test_long_unknown_stretch_censors_at_its_start_even_if_seen_again(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(("inconnue", "2023-05-01"), ("formation", "2024-01-01")),
        expected=leaves(61, 0, "unknown_gap"),
    )


def test_short_unknown_stretch_is_bridged(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(("inconnue", "2023-05-01"), ("formation", "2023-10-01")),
        expected=leaves(214, 1, "retour"),
    )


def test_unknown_stretches_are_all_bridged_where_the_definition_says_so(
    spec_event_table,
):
    spec_event_table(
        TEXT.replace("unknown_gap_days: 180", "unknown_gap_days: null"),
        as_of=AS_OF,
        **after(("inconnue", "2023-05-01"), ("formation", "2024-05-01")),
        expected=leaves(427, 1, "retour"),
    )


def test_age_limit_censors_on_the_first_day_of_the_birthday_month(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(("formation", "2023-09-01"), persons=[person(1, born=(1997, 7))]),
        expected=leaves(122, 0, "age_limit"),
    )


def test_closed_window_censors_at_its_end(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(("formation", "2023-09-01"), windows=[window(ends="2023-06-01")]),
        expected=leaves(92, 0, "end_of_observation"),
    )


def test_event_on_the_day_of_censoring_counts(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(
            ("formation", "2023-06-01"),
            windows=[window(ends="2023-06-01")],
            follow_up=[(1, "perdu_de_vue", day("2023-06-01"), "A")],
        ),
        expected=leaves(92, 1, "retour"),
    )


def test_open_observation_ends_the_day_after_the_as_of_day(spec_event_table):
    spec_event_table(
        TEXT,
        as_of="2023-03-31",
        **after(until="2023-04-01"),
        expected=leaves(31, 0, "end_of_observation"),
    )


def test_without_any_window_nothing_is_observed(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(windows=[]),
        expected={1: {"left_at": "not_observed"}},
    )


def test_window_closed_before_the_origin_does_not_observe_it(spec_event_table):
    spec_event_table(
        TEXT,
        as_of=AS_OF,
        **after(windows=[window(ends="2023-03-01")]),
        expected={1: {"left_at": "not_observed"}},
    )
