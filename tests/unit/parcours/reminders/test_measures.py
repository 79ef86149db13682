"""What falls due, on which day: a table of follow-ups for each measure."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from parcours.reminders.due import asked_of, reminders_for
from parcours.reminders.known import Dated, Done, Known, Stay
from parcours.reminders.measures import MEASURES, Sight
from parcours.reminders.rules import read_rules
from tests.record_house import CONFIG, shipped_nomenclature


TODAY = date(2025, 11, 22)
TOMORROW = date(2025, 11, 23)


@cache
def rules():
    return read_rules(CONFIG, measures=frozenset(MEASURES))


def rule(code):
    return next(one for one in rules() if one.code == code)


def asked(known, *, today=TODAY):
    """Give the codes and due days of what is shown."""
    sight = Sight(today, shipped_nomenclature())
    found = reminders_for("v1.record.x", known, rules(), sight)
    return [(one.rule.code, one.due.on) for one in found]


def quiet(**fields):
    """Give a follow-up about which nothing is due, but for what a test changes."""
    met = TODAY - timedelta(days=10)
    known = Known(
        birth_month=date(2005, 5, 1),
        followed_since=date(2025, 3, 1),
        stays=(Stay("emploi_durable", date(2025, 3, 1), TOMORROW, met),),
        met_on=met,
        informed=(date(2025, 3, 1),),
    )
    return replace(known, **fields)


def test_a_follow_up_in_good_order_asks_for_nothing():
    assert asked(quiet()) == []


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (date(2025, 8, 22), [("situation_unknown", TODAY)]),
        (date(2025, 8, 23), []),
    ],
)
def test_a_situation_unknown_for_three_months_is_asked_again(since, due):
    unknown = Stay("inconnue", since, TOMORROW, since)

    assert asked(quiet(stays=(unknown,), followed_since=since, met_on=TODAY)) == due


def test_who_was_recorded_as_unknown_is_asked_again_three_months_after_that_day():
    known = quiet(
        told_unknown_on=date(2025, 8, 20),
        stays=(Stay("emploi_durable", date(2025, 3, 1), TOMORROW, date(2025, 6, 1)),),
    )

    assert asked(known) == [("situation_unknown", date(2025, 11, 20))]


def test_a_situation_is_to_be_verified_shortly_before_its_validity_runs_out():
    words = shipped_nomenclature().situations["recherche_emploi"]
    seen = TODAY - timedelta(days=words.validity_days - 14)
    stay = Stay("recherche_emploi", date(2025, 1, 1), TOMORROW, seen)

    assert asked(quiet(stays=(stay,))) == [("situation_to_verify", TODAY)]
    later = replace(stay, evidence_on=seen + timedelta(days=1))
    assert asked(quiet(stays=(later,))) == []


def test_a_school_year_is_to_be_verified_before_its_end():
    stay = Stay("lycee", date(2024, 9, 1), date(2025, 8, 19), date(2025, 3, 3))
    known = quiet(stays=(stay,), met_on=date(2025, 8, 1))

    due = date(2025, 8, 18)

    assert ("situation_to_verify", due) in asked(known, today=due)
    assert asked(known, today=due - timedelta(days=1)) == []


def test_a_situation_that_was_told_to_have_ended_is_not_to_be_verified():
    ended = Stay(
        "recherche_emploi", date(2025, 1, 1), date(2025, 10, 1), date(2025, 9, 30)
    )
    after = Stay("inconnue", date(2025, 10, 1), TOMORROW, date(2025, 10, 1))

    assert asked(quiet(stays=(ended, after))) == []


def test_who_expired_long_ago_is_unknown_and_not_also_to_be_verified():
    words = shipped_nomenclature().situations["recherche_emploi"]
    seen = TODAY - timedelta(days=words.validity_days + 120)
    over = seen + timedelta(days=words.validity_days)
    known = quiet(
        stays=(
            Stay("recherche_emploi", seen, over, seen),
            Stay("inconnue", over, TOMORROW, over),
        )
    )

    assert [code for code, _day in asked(known)] == ["situation_unknown"]


def test_no_contact_for_four_months_is_told():
    assert asked(quiet(met_on=date(2025, 7, 22))) == [("no_contact", TODAY)]
    assert asked(quiet(met_on=date(2025, 7, 23))) == []


def test_who_was_never_reached_counts_from_the_first_day_of_follow_up():
    assert asked(quiet(met_on=None)) == [("no_contact", date(2025, 7, 1))]


def test_a_return_that_nobody_saw_hold_is_to_be_confirmed():
    before = Stay("decroche", date(2025, 3, 1), date(2025, 10, 20), date(2025, 9, 1))
    back = Stay("formation_pro", date(2025, 10, 20), TOMORROW, date(2025, 10, 20))

    assert asked(quiet(stays=(before, back))) == [("to_confirm", date(2025, 11, 19))]
    seen = replace(back, evidence_on=date(2025, 11, 19))
    assert asked(quiet(stays=(before, seen))) == []
    school = replace(before, situation="lycee")
    assert asked(quiet(stays=(school, back))) == []


def test_a_relay_without_answer_is_told_after_thirty_days():
    asked_on = Dated("7", TODAY - timedelta(days=30), "Une structure")

    assert asked(quiet(relays=(asked_on,))) == [("handover_without_answer", TODAY)]
    young = replace(asked_on, on=TODAY - timedelta(days=29))
    assert asked(quiet(relays=(young,))) == []


@pytest.mark.parametrize(("months", "back"), [(3, 8), (6, 5), (12, 11)])
def test_where_a_young_person_stands_is_asked_after_an_action(months, back):
    year = 2024 if months == 12 else 2025
    ended = date(year, back, 22)
    action = Done(4, "chantier_educatif", ended, ended)
    long_ago = date(2025, 8, 23)

    found = asked(quiet(done=(action,), met_on=long_ago, stays=()))

    assert (f"follow_up_{months}", TODAY) in found
    met_again = asked(quiet(done=(action,), met_on=TODAY - timedelta(days=14)))
    assert met_again == []


def test_of_a_kind_of_action_only_the_last_is_asked_about():
    kept = Done(2, "pmsmp", date(2025, 8, 1), date(2025, 8, 20))
    early = Done(1, "pmsmp", date(2025, 7, 1), date(2025, 8, 10))
    phone = Done(3, "premier_accueil", date(2025, 8, 20), date(2025, 8, 20))
    known = quiet(done=(kept, early, phone), met_on=date(2025, 8, 23), stays=())

    found = [day for code, day in asked(known) if code == "follow_up_3"]

    assert found == [date(2025, 11, 20)]


@pytest.mark.parametrize(
    ("birth_month", "due"),
    [
        (date(2007, 12, 1), [("age_18", date(2025, 12, 1))]),
        (date(2009, 12, 1), [("age_16", date(2025, 12, 1))]),
        (date(2000, 11, 1), [("age_25", date(2025, 11, 1))]),
        (date(1999, 12, 1), [("age_26", date(2025, 12, 1))]),
        (date(2008, 1, 1), []),
        (date(2007, 10, 1), []),
    ],
)
def test_an_age_that_changes_something_is_told_in_the_month_before(birth_month, due):
    known = quiet(birth_month=birth_month, informed=(TODAY,))

    assert asked(known) == due


def test_what_was_told_before_sixteen_is_told_again_then():
    known = quiet(birth_month=date(2009, 6, 1), informed=(date(2024, 1, 1),))

    assert asked(known) == [("asked_again_16", date(2025, 6, 1))]
    assert asked(replace(known, informed=(date(2025, 6, 1),))) == []


def test_at_eighteen_only_that_age_is_asked_again():
    known = quiet(birth_month=date(2007, 6, 1), informed=(), chosen=(date(2022, 1, 1),))

    codes = [code for code, _day in asked(known)]

    assert "asked_again_18" in codes
    assert "asked_again_16" not in codes


@pytest.mark.parametrize(
    ("since", "shown", "foreseen"),
    [
        (date(2025, 11, 20), [], [date(2025, 12, 20)]),
        (date(2025, 11, 7), [], [date(2025, 12, 7)]),
        (date(2025, 11, 6), [date(2025, 12, 6)], []),  # a fortnight before
        (date(2025, 10, 1), [date(2025, 11, 1)], []),  # late, until it is done
    ],
)
def test_who_was_never_informed_is_asked_for_a_fortnight_before_the_month_is_over(
    since, shown, foreseen
):
    known = quiet(informed=(), followed_since=since)

    found = asked_of(
        "v1.record.x", known, rules(), Sight(TODAY, shipped_nomenclature())
    )

    assert [one.due.on for one in found.shown] == shown
    assert [one.due.on for one in found.foreseen] == foreseen
    assert {one.rule.code for one in (*found.shown, *found.foreseen)} == {
        "not_informed"
    }


def test_a_right_asked_for_is_told_two_weeks_before_its_answer_is_due():
    request = Dated("r", TODAY + timedelta(days=14), "access")

    assert asked(quiet(requests=(request,))) == [("rights_request", request.on)]
    far = replace(request, on=request.on + timedelta(days=1))
    assert asked(quiet(requests=(far,))) == []


def test_a_step_is_shown_a_week_before_its_day_and_until_it_is_done():
    for on in (TODAY + timedelta(days=7), TODAY - timedelta(days=200)):
        assert asked(quiet(steps=(Dated("s", on, "x"),))) == [("step_due", on)]
    far = Dated("s", TODAY + timedelta(days=8), "x")
    assert asked(quiet(steps=(far,))) == []


def test_hours_at_worksites_are_told_from_the_day_they_pass_the_rule():
    def of(*pairs):
        return tuple(
            Done(n, "chantier_educatif", on, on, hours)
            for n, (on, hours) in enumerate(pairs)
        )

    recent = date(2025, 11, 10)
    known = quiet(done=of((date(2025, 10, 1), 700), (recent, 51)))

    assert ("worksite_hours", recent) in asked(known)
    exact = quiet(done=of((date(2025, 10, 1), 700), (recent, 50)))
    assert asked(exact) == []
    old = quiet(done=of((date(2024, 11, 22), 700), (recent, 51)))
    assert "worksite_hours" not in [code for code, _day in asked(old)]


def test_a_worksite_before_fourteen_is_told():
    on = TODAY - timedelta(days=5)
    known = quiet(
        birth_month=date(2011, 12, 1),
        done=(Done(1, "chantier_educatif", on, on),),
    )

    assert asked(known) == [("worksite_too_young", on)]


def test_after_a_death_or_a_departure_only_rights_are_still_owed():
    request = Dated("r", TODAY, "erasure")
    known = quiet(
        has_left=True,
        met_on=None,
        birth_month=date(2007, 12, 1),
        requests=(request,),
    )

    assert asked(known) == [("rights_request", TODAY)]


def test_the_day_alone_orders_what_is_to_be_done():
    known = quiet(
        met_on=date(2025, 2, 1),
        relays=(Dated("1", date(2025, 10, 1)),),
        steps=(Dated("s", TODAY),),
    )

    days = [day for _code, day in asked(known)]

    assert days == sorted(days)
    assert len(days) == 3
