"""Each classic error of an evaluation has a check, a sentence and a remedy."""

import string
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.estimates.bounds import bounds_of
from cohorts.event_table.attrition import Exit
from cohorts.event_table.from_file import Columns, read_outside_table
from cohorts.exposure.cases import cases_from_frame
from cohorts.guards import wording
from cohorts.guards.bounds import bounds_of_loss
from cohorts.guards.calendar_gaps import summer_effect, without_summer_rule
from cohorts.guards.caution import Severity
from cohorts.guards.competing import (
    competing_ends,
    ends_called_censoring,
    naive_and_right,
    refuse_one_minus_survival,
)
from cohorts.guards.failures import HorizonImpossible, OtherEndsCalledCensoring
from cohorts.guards.immortal_time import immortal_time, profile_without_date
from cohorts.guards.late_entry import late_entries
from cohorts.guards.loss import follow_up, length_of_follow_up, reasons_of_loss
from cohorts.guards.repeated import repeated_persons
from cohorts.guards.review import review_counts
from cohorts.guards.small_numbers import small_numbers
from cohorts.guards.stale_news import News, stale_news
from cohorts.guards.ties import ties
from cohorts.outside.answer import answer_table
from cohorts.outside.wish import Wish
from cohorts.risk_table.counts import count_cells, counts_from_frame
from tests.spec.cohort.tables import definition


MVAD = Path(__file__).parents[2] / "published/data/mvad_jobless_exit.csv"
TEXT = """
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {dropout: true}
outcome:
  - {code: retour, label: {fr: "retour", en: "return"}, reengagement: strict}
censoring: {follow_up: [CENSORED]}
"""


def mvad():
    """Exits from a first joblessness: employment (1) and education (2)."""
    found = read_outside_table(MVAD, columns=Columns("duration", "cause"))
    return counts_from_frame(found.cells, causes=found.causes, clock="calendar_months")


def codes(cautions):
    return [one.code for one in cautions]


def counts(exits, causes, **more):
    return count_cells(exits, causes, causes=("1",), clock="days", **more)


def test_one_minus_kaplan_meier_is_twice_the_incidence_on_mvad():
    """Methods §0: month-24 employment 57.4 % against 29.2 %."""
    naive, right = naive_and_right(mvad(), cause="1", at=24)

    assert (round(naive, 3), round(right, 3)) == (0.574, 0.292)


def test_one_minus_kaplan_meier_is_refused_beside_another_end():
    with pytest.raises(OtherEndsCalledCensoring) as refusal:
        refuse_one_minus_survival(mvad(), cause="1", at=24)

    assert "aalen-johansen" in refusal.value.remedy


def test_one_minus_kaplan_meier_stands_where_there_is_one_end():
    refuse_one_minus_survival(counts([1, 2, 3], [1, 0, 1]), cause="1", at=2)

    assert not competing_ends(counts([1, 2, 3], [1, 0, 1]), cause="1", at=2)


@pytest.mark.parametrize("at", [0, -1, np.nan, np.inf])
def test_a_horizon_that_is_no_time_is_refused_by_name(at):
    with pytest.raises(HorizonImpossible):
        naive_and_right(mvad(), cause="1", at=at)


def test_a_death_that_is_censored_stops_the_reading():
    effects = {"deces": "competes", "perdu_de_vue": "censors"}
    (found,) = ends_called_censoring(
        definition(TEXT.replace("CENSORED", "deces")), effects=effects
    )

    assert (found.code, found.severity) == ("end-censored", Severity.STOP)


def test_a_death_that_is_not_named_asks_for_care():
    effects = {"deces": "competes", "perdu_de_vue": "censors"}
    cohort = definition(TEXT.replace("CENSORED", "perdu_de_vue"))

    assert codes(ends_called_censoring(cohort, effects=effects)) == ["end-not-named"]


def collapsing():
    """One enters at the origin and leaves at 1; thirty enter at 2."""
    leaving = [1, *range(3, 33)]
    return counts(leaving, [1] * 31, entry=[0] + [2] * 30)


def test_a_curve_that_falls_to_nothing_before_the_others_enter_is_stopped():
    cautions = late_entries(collapsing())

    (collapse,) = [one for one in cautions if one.severity is Severity.STOP]
    assert collapse.code == "curve-collapses"
    assert collapse.measures["time_start"] == 2
    assert collapse.heads["excluded"] == 1


def test_late_entries_are_counted_and_a_thin_start_named():
    leaving = [3, 5, *([30] * 20)]
    found = late_entries(counts(leaving, [1] * 22, entry=[0, 0] + [4] * 20))

    assert codes(found) == ["late-entry", "thin-start"]
    assert found[0].heads == {"late": 20, "n": 22}


def test_late_entry_without_ever_enough_at_risk_is_stopped():
    found = late_entries(counts([3, 5, 7], [1, 1, 1], entry=[0, 1, 2]))

    assert codes(found) == ["late-entry", "never-enough-at-risk"]


def test_nobody_late_nothing_said():
    assert not late_entries(counts([3, 5], [1, 1]))


def test_the_reverse_curve_is_that_of_the_end_of_follow_up():
    """Three censored at 2, 4, 6 of six: the median length of follow-up is 6."""
    curve, median = length_of_follow_up(counts([1, 2, 3, 4, 5, 6], [1, 0, 1, 0, 1, 0]))[
        "all"
    ]

    assert np.allclose(curve.estimate, [1, 4 / 5, 4 / 5, 8 / 15, 8 / 15, 0])
    assert median.estimate == 6


def test_groups_that_are_not_followed_alike_are_named():
    leaving = [*range(1, 41), *range(101, 141)]
    group = [0] * 40 + [1] * 40
    found = follow_up(counts(leaving, [0] * 80, group=group, groups=("a", "b")))

    (unlike,) = [one for one in found if one.code == "unlike-follow-up"]
    assert unlike.measures["p"] < 0.001


def test_groups_followed_alike_are_not():
    leaving = [*range(1, 41), *range(1, 41)]
    group = [0] * 40 + [1] * 40
    found = follow_up(counts(leaving, [0] * 80, group=group, groups=("a", "b")))

    assert codes(found) == ["follow-up", "follow-up"]


def test_many_lost_ask_for_care_and_the_end_of_the_window_is_no_loss():
    def exits(lost):
        label = {"fr": "x", "en": "x"}
        return (
            Exit("retour", "outcome", label, 50, 50),
            Exit("perdu_de_vue", "censored", label, lost, lost),
            Exit("end_of_observation", "censored", label, 30, 30),
        )

    (many,), (some,) = reasons_of_loss(exits(40)), reasons_of_loss(exits(4))
    assert (many.severity, some.severity) == (Severity.CARE, Severity.KNOW)
    assert (many.heads["lost"], many.heads["n"]) == (40, 120)
    assert not reasons_of_loss(exits(0))


def test_bounds_hold_whatever_became_of_the_lost():
    """Ten: four with the outcome, three lost, three followed past the horizon."""
    leaving = [1, 2, 3, 4, 2, 3, 4, 9, 9, 9]
    (found,) = bounds_of(
        counts(leaving, [1, 1, 1, 1, 0, 0, 0, 0, 0, 0]), cause="1", at=5
    )

    assert (found.low, found.high) == (pytest.approx(0.4), pytest.approx(0.7))
    assert found.low <= found.estimate <= found.high
    assert (found.n_lost, found.n) == (3, 10)


def test_bounds_meet_where_nobody_is_lost():
    whole = counts([1, 2, 9, 9], [1, 1, 0, 0])

    assert not bounds_of_loss(whole, cause="1", at=5)
    (found,) = bounds_of(whole, cause="1", at=5)
    assert found.low == found.high == found.estimate == 0.5


def test_persons_and_spells_are_two_numbers():
    twice = counts([1, 2, 3], [1, 1, 0], n_persons=[1, 0, 1])

    (found,) = repeated_persons(twice)
    assert found.heads == {"spells": 3, "persons": 2}
    assert not repeated_persons(counts([1, 2], [1, 1]))


def test_heavy_ties_ask_for_periods_and_light_ones_do_not():
    assert codes(ties(mvad())) == ["heavy-ties"]
    assert not ties(counts(range(1, 41), [1] * 40))
    assert not ties(counts([1, 2], [0, 0]))


def test_few_at_risk_and_few_events_are_told_with_their_threshold():
    found = small_numbers(counts(range(1, 31), [1] * 5 + [0] * 25), horizons=(10, 25))

    assert [(one.code, one.settings) for one in found] == [
        ("few-at-risk", {"time": 25, "few": 10}),
        ("few-events", {"few": 10}),
    ]


def test_a_model_with_too_few_events_for_its_coefficients_is_told():
    enough = counts(range(1, 41), [1] * 40)

    asked = small_numbers(enough, horizons=(), n_coefficients=5)
    assert codes(asked) == ["few-events-per-coefficient"]
    assert not small_numbers(enough, horizons=(), n_coefficients=4)


def test_nobody_with_an_event_is_said_so():
    assert "no-event" in codes(small_numbers(counts([5] * 20, [0] * 20), horizons=()))


def test_an_organisation_that_says_nothing_is_named():
    news = [News("a", 10, 80), News("b", 400, 20)]

    (found,) = stale_news(news)
    assert found.names == {"organisations": "b"}
    assert (found.heads["persons"], found.heads["n"]) == (20, 100)
    assert found.severity is Severity.CARE
    assert not stale_news([News("a", 180, 80)])


def test_the_summer_rule_has_a_twin_without_it():
    cohort = definition(TEXT.replace("CENSORED", "perdu_de_vue"))

    twin = without_summer_rule(cohort)

    assert twin.rules.summer is None
    assert twin.hash != cohort.hash
    assert without_summer_rule(twin) is None


def test_the_summer_result_is_told_both_ways():
    (apart,) = summer_effect(with_rule=0.5, without_rule=0.6, time=12, clock="age")
    (alike,) = summer_effect(with_rule=0.5, without_rule=0.51, time=12, clock="age")

    assert (apart.severity, alike.severity) == (Severity.CARE, Severity.KNOW)
    assert not summer_effect(
        with_rule=float("nan"), without_rule=0.5, time=12, clock="age"
    )


def test_an_exposure_after_the_origin_tells_how_long_one_waited_for_it():
    frame = pd.DataFrame(
        {
            "person": [1, 2, 3],
            "nth": 1,
            "entry": -1,
            "exit": [10, 20, 30],
            "cause": [1, 0, 1],
            "exposed": [5.0, np.nan, 15.0],
        }
    )

    (found,) = immortal_time(cases_from_frame(frame))
    assert found.heads == {"later": 2, "exposed": 2}
    assert found.measures["share_waited"] == pytest.approx(22 / 42)
    assert not immortal_time(cases_from_frame(frame.assign(exposed=np.nan)))


def test_a_review_puts_the_gravest_first():
    found = review_counts(collapsing(), outcome="1", horizons=(10, 20))

    gravities = [one.severity for one in found]
    assert gravities == sorted(gravities, reverse=True)
    assert found[0].code == "curve-collapses"


def test_ties_and_tests_of_rounded_counts_are_not_asked():
    whole = mvad()

    exact = codes(review_counts(whole, outcome="1", horizons=(12, 24)))
    rounded = codes(review_counts(whole, outcome="1", horizons=(12, 24), rounding=6))
    assert "heavy-ties" in exact
    assert "heavy-ties" not in rounded


def every_caution():
    frame = pd.DataFrame(
        {"person": [1], "nth": 1, "entry": -1, "exit": [10], "cause": [1]}
    ).assign(exposed=5.0)
    leaving = [*range(1, 41), *range(101, 141)]
    split = counts(leaving, [0] * 80, group=[0] * 40 + [1] * 40, groups=("a", "b"))
    effects = {"deces": "competes", "fin": "competes"}
    label = {"fr": "x", "en": "x"}
    thin = counts([3, 5, *([30] * 20)], [1] * 22, entry=[0, 0] + [4] * 20)
    return [
        *late_entries(collapsing()),
        *late_entries(thin),
        *late_entries(counts([3, 5, 7], [1, 1, 1], entry=[0, 1, 2])),
        *competing_ends(mvad(), cause="1", at=24),
        *ends_called_censoring(
            definition(TEXT.replace("CENSORED", "deces")), effects=effects
        ),
        *follow_up(split),
        *reasons_of_loss((Exit("perdu_de_vue", "censored", label, 3, 3),)),
        *bounds_of_loss(mvad(), cause="1", at=24),
        *repeated_persons(counts([1, 2], [1, 1], n_persons=[1, 0])),
        *ties(mvad()),
        *small_numbers(split, horizons=(139,)),
        *small_numbers(counts([1], [1]), horizons=(), n_coefficients=2),
        *summer_effect(with_rule=0.5, without_rule=0.6, time=12, clock="days"),
        *stale_news([News("b", 400, 20)]),
        *immortal_time(cases_from_frame(frame)),
        *profile_without_date(undated=1, persons=2, breakdown="p"),
    ]


def test_every_code_has_a_sentence_and_a_remedy_whole_with_its_numbers():
    found = every_caution()

    assert {one.code for one in found} == set(wording.CODES)
    for one in found:
        said = wording.as_note(one)
        assert not [name for _, name, _, _ in string.Formatter().parse(said) if name]
        assert "nan" not in said.lower().split()


def test_the_command_says_what_other_ends_and_repeated_persons_make_of_a_curve():
    wish = Wish("kaplan-meier", duration="duration", event="cause", at=(24.0,))

    notes = " ".join(answer_table(MVAD, wish).notes)
    assert "29 %" in notes
    assert "57 %" in notes
    twice = answer_table(MVAD, replace(wish, event="event", person="male"))
    assert any("pour 2 personnes" in note for note in twice.notes)
