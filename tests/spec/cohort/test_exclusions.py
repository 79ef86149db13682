"""Who is left out, by what was known before the origin, and silence that loses."""

from tests.spec.cohort.tables import day, path, person


AS_OF, UNTIL = "2024-12-31", "2025-01-01"
TEXT = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {dropout: true}
outcome:
  - {code: retour, label: {fr: "r", en: "r"}, reengagement: strict}
competing:
  - {code: deces, label: {fr: "d", en: "d"}, follow_up: [deces]}
censoring: {unknown_gap_days: null CENSORING}
exclusions:
  - code: deja
    reason: {fr: "déjà venu", en: "came before"}
    EXCLUSION
"""
NOBODY = 'follow_up: ["jamais"]'


def text(exclusion=NOBODY, *, silence=None):
    more = "" if silence is None else f", lost_after_days: {silence}"
    return TEXT.replace("EXCLUSION", exclusion).replace(" CENSORING", more)


def dropped_out(*, last="2024-12-31", origin="2023-03-01", **changes):
    """In school, then dropped out on 1 March 2023, known to last until a day."""
    steps = [("emploi", "2022-01-01"), ("lycee", "2022-09-01")]
    return {
        "persons": [person(1)],
        "spells": path(1, *steps, ("decroche", origin, last), until=UNTIL),
        "windows": [(1, day("2021-01-01"), None, "retrospective", "A")],
        **changes,
    }


def left(step):
    return {1: {"left_at": step}}


def worksite(starts, *, kind="chantier", state="done"):
    return [(1, kind, day(starts), None, state, "A")]


def test_action_begun_before_the_origin_leaves_out(spec_event_table):
    spec_event_table(
        text("interventions: [chantier]"),
        as_of=AS_OF,
        **dropped_out(interventions=worksite("2023-02-28")),
        expected=left("excluded_deja"),
    )


def test_action_begun_on_the_day_of_origin_leaves_nobody_out(spec_event_table):
    spec_event_table(
        text("interventions: [chantier]"),
        as_of=AS_OF,
        **dropped_out(interventions=worksite("2023-03-01")),
        expected=left(None),
    )


def test_action_that_was_cancelled_leaves_nobody_out(spec_event_table):
    spec_event_table(
        text("interventions: [chantier]"),
        as_of=AS_OF,
        **dropped_out(interventions=worksite("2023-01-10", state="cancelled")),
        expected=left(None),
    )


def test_action_counts_on_the_last_day_of_the_delay(spec_event_table):
    spec_event_table(
        text("interventions: [chantier]\n    within_days: 10"),
        as_of=AS_OF,
        **dropped_out(interventions=worksite("2023-02-19")),
        expected=left("excluded_deja"),
    )


def test_action_older_than_the_delay_leaves_nobody_out(spec_event_table):
    spec_event_table(
        text("interventions: [chantier]\n    within_days: 10"),
        as_of=AS_OF,
        **dropped_out(interventions=worksite("2023-02-18")),
        expected=left(None),
    )


def test_situation_held_before_leaves_out(spec_event_table):
    spec_event_table(
        text("situations: [emploi]"),
        as_of=AS_OF,
        **dropped_out(),
        expected=left("excluded_deja"),
    )


def test_situation_over_before_the_delay_leaves_nobody_out(spec_event_table):
    spec_event_table(
        text("situations: [emploi]\n    within_days: 181"),
        as_of=AS_OF,
        **dropped_out(),  # the job ended on 1 September 2022, 181 days before
        expected=left(None),
    )


def test_situation_held_on_the_first_day_of_the_delay_leaves_out(spec_event_table):
    spec_event_table(
        text("situations: [emploi]\n    within_days: 182"),
        as_of=AS_OF,
        **dropped_out(),
        expected=left("excluded_deja"),
    )


def test_dropout_of_the_summer_is_not_before_itself(spec_event_table):
    spec_event_table(
        text("situations: [decroche]"),
        as_of=AS_OF,
        **dropped_out(origin="2023-07-01"),  # dated 15 September
        expected=left(None),
    )


def test_status_given_before_leaves_out(spec_event_table):
    spec_event_table(
        text("follow_up: [suivi]"),
        as_of=AS_OF,
        **dropped_out(follow_up=[(1, "suivi", day("2023-02-28"), "A")]),
        expected=left("excluded_deja"),
    )


def test_status_given_on_the_day_leaves_nobody_out(spec_event_table):
    spec_event_table(
        text("follow_up: [suivi]"),
        as_of=AS_OF,
        **dropped_out(follow_up=[(1, "suivi", day("2023-03-01"), "A")]),
        expected=left(None),
    )


def test_profile_held_at_the_origin_leaves_out(spec_event_table):
    spec_event_table(
        text("attribute: {name: residence_qpv, values: [QN9]}"),
        as_of=AS_OF,
        **dropped_out(
            attributes=[(1, "residence_qpv", "QN9", day("2022-01-01"), None)]
        ),
        expected=left("excluded_deja"),
    )


def test_profile_held_later_leaves_nobody_out(spec_event_table):
    spec_event_table(
        text("attribute: {name: residence_qpv, values: [QN9]}"),
        as_of=AS_OF,
        **dropped_out(
            attributes=[(1, "residence_qpv", "QN9", day("2023-03-02"), None)]
        ),
        expected=left(None),
    )


def test_silence_longer_than_allowed_loses_at_its_start(spec_event_table):
    spec_event_table(
        text(silence=100),
        as_of=AS_OF,
        **dropped_out(last="2023-03-31"),  # known for 31 days, presumed for long
        expected={1: {"exit": 31, "cause": 0, "reason": "silence"}},
    )


def test_silence_ends_with_the_day_of_knowledge(spec_event_table):
    spec_event_table(
        text(silence=100),
        as_of="2023-07-09",  # 100 days after 31 March
        **{**dropped_out(last="2023-03-31")},
        expected={1: {"exit": 31, "reason": "end_of_observation"}},
    )


def test_silence_of_one_day_more_is_a_loss(spec_event_table):
    spec_event_table(
        text(silence=100),
        as_of="2023-07-10",
        **dropped_out(last="2023-03-31"),
        expected={1: {"exit": 31, "reason": "silence"}},
    )


def test_silence_broken_by_news_loses_nobody(spec_event_table):
    steps = [
        ("lycee", "2022-09-01"),
        ("decroche", "2023-03-01", "2023-03-31"),
        ("formation", "2023-07-10"),
    ]
    spec_event_table(
        text(silence=100),
        as_of=AS_OF,
        **dropped_out(spells=path(1, *steps, until=UNTIL)),
        expected={1: {"exit": 131, "cause": 1}},
    )


def test_news_after_too_long_a_silence_comes_too_late(spec_event_table):
    steps = [
        ("lycee", "2022-09-01"),
        ("decroche", "2023-03-01", "2023-03-31"),
        ("formation", "2023-07-11"),
    ]
    spec_event_table(
        text(silence=100),
        as_of=AS_OF,
        **dropped_out(spells=path(1, *steps, until=UNTIL)),
        expected={1: {"exit": 31, "cause": 0, "reason": "silence"}},
    )


def test_end_of_the_window_is_no_silence(spec_event_table):
    window = [(1, day("2021-01-01"), day("2023-04-30"), "retrospective", "A")]
    spec_event_table(
        text(silence=100),
        as_of=AS_OF,
        **dropped_out(last="2023-03-31", windows=window),
        expected={1: {"exit": 31, "reason": "end_of_observation"}},
    )
