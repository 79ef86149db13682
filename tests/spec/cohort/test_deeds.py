"""An intervention as what ends the wait: the first support, a hand-over taken up."""

import pytest

from cohorts.definition.to_yaml import to_yaml
from config.reading import ConfigurationRefused
from tests.spec.cohort.tables import day, definition, path, person, rules


AS_OF, UNTIL = "2024-12-31", "2025-01-01"
SUPPORT = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {dropout: true}
outcome:
  - {code: suivi, label: {fr: "s", en: "s"}, interventions: [accueil, suivi]}
censoring: {unknown_gap_days: null}
"""
HAND_OVER = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {intervention_end: [accueil], end_reasons: [relais]}
outcome:
  - {code: relais, label: {fr: "r", en: "r"}, interventions: [suivi], elsewhere: true}
censoring: {unknown_gap_days: null}
"""


def dropped_out(*interventions, last="2024-12-31"):
    """In school, dropped out on 1 March 2023, known to last until a day."""
    steps = [("emploi", "2022-01-01"), ("lycee", "2022-09-01")]
    return {
        "persons": [person(1)],
        "spells": path(1, *steps, ("decroche", "2023-03-01", last), until=UNTIL),
        "windows": [(1, day("2021-01-01"), None, "retrospective", "A")],
        "interventions": list(interventions),
    }


def done(kind, starts, ends=None, *, state="done", organisation="A"):
    return (1, kind, day(starts), day(ends), state, organisation, None)


def handed_over(*others, reason="relais"):
    first = done("accueil", "2023-01-10", "2023-02-01")
    return dropped_out((*first[:-1], reason), *others)


def test_the_first_support_after_dropping_out_ends_the_wait(spec_event_table):
    spec_event_table(
        SUPPORT,
        as_of=AS_OF,
        **dropped_out(done("suivi", "2023-04-10"), done("accueil", "2023-03-31")),
        expected={1: {"exit": 30, "cause": 1, "left_at": None}},
    )


def test_support_on_the_day_itself_is_a_wait_of_no_day(spec_event_table):
    spec_event_table(
        SUPPORT,
        as_of=AS_OF,
        **dropped_out(done("suivi", "2023-03-01")),
        expected={1: {"exit": 0, "cause": 1, "left_at": None}},
    )


def test_who_is_followed_already_waits_for_nothing(spec_event_table):
    spec_event_table(
        SUPPORT,
        as_of=AS_OF,
        **dropped_out(done("suivi", "2023-01-01", state="ongoing")),
        expected={1: {"left_at": "already_out"}},
    )


def test_support_that_was_over_before_is_no_support_now(spec_event_table):
    spec_event_table(
        SUPPORT,
        as_of=AS_OF,
        **dropped_out(done("suivi", "2023-01-01", "2023-02-01")),
        expected={1: {"cause": 0, "left_at": None}},
    )


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_what_was_not_done_ends_no_wait(spec_event_table, state):
    spec_event_table(
        SUPPORT,
        as_of=AS_OF,
        **dropped_out(done("suivi", "2023-04-10", state=state)),
        expected={1: {"cause": 0, "left_at": None}},
    )


def test_support_after_the_last_news_is_news_itself(spec_event_table):
    spec_event_table(
        SUPPORT,
        as_of=AS_OF,
        **dropped_out(done("suivi", "2023-06-09"), last="2023-04-01"),
        expected={1: {"exit": 100, "cause": 1, "left_at": None}},
    )


def test_only_another_structure_completes_a_hand_over(spec_event_table):
    spec_event_table(
        HAND_OVER,
        as_of=AS_OF,
        **handed_over(
            done("suivi", "2023-02-05"),
            done("suivi", "2023-03-03", organisation="B"),
        ),
        expected={1: {"exit": 30, "cause": 1, "left_at": None}},
    )


def test_a_hand_over_that_nobody_took_up_is_still_under_way(spec_event_table):
    spec_event_table(
        HAND_OVER,
        as_of=AS_OF,
        **handed_over(done("suivi", "2023-02-05")),
        expected={1: {"cause": 0, "left_at": None}},
    )


def test_an_end_for_another_reason_hands_nobody_over(spec_event_table):
    spec_event_table(
        HAND_OVER, as_of=AS_OF, **handed_over(reason="abandon"), expected={}
    )


@pytest.mark.parametrize("text", [SUPPORT, HAND_OVER])
def test_a_deed_is_written_and_read_back_the_same(text):
    first = definition(text)

    assert definition(to_yaml(first, rules=rules())) == first


def test_a_reason_for_an_end_needs_an_end():
    with pytest.raises(ConfigurationRefused):
        definition(SUPPORT.replace("dropout: true", "dropout: true, end_reasons: [x]"))


def test_a_deed_is_never_a_breakdown_of_the_origin():
    with pytest.raises(ConfigurationRefused):
        definition(SUPPORT + "groups: [suivi]\n")
