"""Due days, silence and hours agree with a slow plain telling, day by day."""

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from parcours.people.lost import LostRule, silence
from parcours.people.months import add_months
from parcours.reminders.due import asked_of, reminders_for
from parcours.reminders.known import Dated, Done, Known, Stay
from parcours.reminders.measures import MEASURES, Sight, validity_ends
from parcours.reminders.rules import read_rules
from tests.properties import slow_reminders as slow
from tests.properties.effort import tries
from tests.record_house import CONFIG, shipped_nomenclature


TODAY = date(2025, 11, 22)
RECENT = st.dates(date(2023, 1, 1), TODAY)
ANY_DAY = st.dates(date(1990, 1, 1), date(2060, 12, 31))
WHEN = st.none() | RECENT
BIRTH_MONTH = st.dates(date(1998, 1, 1), date(2014, 1, 1)).map(
    lambda day: day.replace(day=1)
)


@cache
def rules():
    return read_rules(CONFIG, measures=frozenset(MEASURES))


@st.composite
def follow_ups(draw):
    """Draw what may be known of a follow-up, in any combination."""
    words = sorted(shipped_nomenclature().situations)
    starts = sorted(draw(st.sets(RECENT, max_size=4)))
    stays = tuple(
        Stay(draw(st.sampled_from(words)), on, end, on)
        for on, end in pairwise([*starts, TODAY + timedelta(days=1)])
    )
    kinds = st.sampled_from(["chantier_educatif", "pmsmp", "premier_accueil"])
    done = tuple(
        Done(n, draw(kinds), on, on, draw(st.sampled_from([0.0, 7.0, 400.0])))
        for n, on in enumerate(draw(st.lists(RECENT, max_size=4)))
    )
    dated = st.lists(RECENT, max_size=2).map(
        lambda days: tuple(Dated(str(n), on) for n, on in enumerate(days))
    )
    return Known(
        birth_month=draw(st.none() | BIRTH_MONTH),
        followed_since=draw(WHEN),
        stays=stays,
        told_unknown_on=draw(WHEN),
        met_on=draw(WHEN),
        done=done,
        relays=draw(dated),
        steps=draw(dated),
        informed=tuple(draw(st.lists(RECENT, max_size=2))),
        chosen=tuple(draw(st.lists(RECENT, max_size=2))),
        requests=draw(dated),
    )


def asked(known, *, today=TODAY):
    sight = Sight(today, shipped_nomenclature())
    return reminders_for("v1.record.x", known, rules(), sight)


@tries(60)
@given(ANY_DAY, st.integers(0, 40))
def test_months_are_added_as_a_calendar_is_walked(on, months):
    assert add_months(on, months) == slow.months_later(on, months)


@tries(60)
@given(ANY_DAY, st.sampled_from(sorted(shipped_nomenclature().situations)))
def test_a_validity_ends_where_walking_ends(on, situation):
    word = shipped_nomenclature().situations[situation]

    found = validity_ends(situation, on, shipped_nomenclature())

    if word.until_31_august:
        assert found == slow.first_of_september_after(on)
    elif word.validity_days is None:
        assert found is None
    else:
        assert found == slow.days_later(on, word.validity_days)


@tries(60)
@given(
    st.sets(RECENT, max_size=4),
    st.lists(RECENT, max_size=8),
    WHEN,
    st.integers(1, 12),
    st.integers(1, 4),
)
def test_lost_to_follow_up_is_what_walking_through_the_days_tells(
    reached, tried, followed_since, months, attempts
):
    found = silence(
        LostRule(months, attempts),
        reached=reached,
        tried=tried,
        followed_since=followed_since,
    )

    assert found.is_lost(today=TODAY) == slow.lost(
        reached=reached,
        tried=set(tried),
        followed_since=followed_since,
        months=months,
        attempts=attempts,
        today=TODAY,
    )


@tries(60)
@given(st.lists(st.tuples(RECENT, st.sampled_from([100.0, 250.0, 400.0])), max_size=8))
def test_hours_pass_the_rule_on_the_day_that_adding_up_tells(worked):
    known = Known(
        done=tuple(
            Done(n, "chantier_educatif", on, on, hours)
            for n, (on, hours) in enumerate(worked)
        )
    )
    found = [one for one in asked(known) if one.rule.code == "worksite_hours"]

    wanted = slow.hours_passed(worked, above=750, today=TODAY)

    assert [one.due.on for one in found] == ([] if wanted is None else [wanted])


@tries(60)
@given(WHEN, WHEN)
def test_no_contact_is_due_when_four_months_were_walked(met_on, followed_since):
    known = Known(met_on=met_on, followed_since=followed_since)
    found = [one.due.on for one in asked(known) if one.rule.code == "no_contact"]

    since = met_on or followed_since
    due = None if since is None else slow.months_later(since, 4)

    assert found == ([due] if due is not None and due <= TODAY else [])


@tries(60)
@given(follow_ups())
def test_what_is_shown_is_due_in_its_window_and_ordered_by_day(known):
    found = asked(known)

    days = [one.due.on for one in found]
    assert days == sorted(days)
    for one in found:
        assert one.due.on - timedelta(days=one.rule.ahead_days) <= TODAY
        if one.rule.lasts_days is not None:
            assert one.due.on + timedelta(days=one.rule.lasts_days) > TODAY


@tries(60)
@given(follow_ups())
def test_what_is_foreseen_is_what_walking_on_will_show_and_nothing_shows_yet(known):
    sight = Sight(TODAY, shipped_nomenclature())
    found = asked_of("v1.record.x", known, rules(), sight)

    assert not {one.key for one in found.shown} & {one.key for one in found.foreseen}
    for one in found.foreseen:
        ahead, foreseen = one.rule.ahead_days, one.rule.foreseen_days
        shown_from = slow.days_later(TODAY, (one.due.on - TODAY).days - ahead)
        assert TODAY < shown_from <= slow.days_later(TODAY, foreseen - ahead)


@tries(60)
@given(follow_ups())
def test_a_reminder_has_one_key_and_gives_way_to_none_that_is_shown(known):
    found = asked(known)

    keys = [one.key for one in found]
    assert len(set(keys)) == len(keys)
    assert not {one.rule.gives_way_to for one in found} & {
        one.rule.code for one in found
    }


@tries(60)
@given(follow_ups(), st.integers(0, 400))
def test_what_is_due_without_limit_stays_until_something_is_done(known, days):
    lasting = {
        one.key
        for one in asked(known)
        if one.rule.lasts_days is None
        and one.rule.gives_way_to is None
        and one.rule.unit != "hours"
    }
    later = {one.key for one in asked(known, today=TODAY + timedelta(days=days))}
    replaced = {one.code for one in rules() if one.gives_way_to}

    assert {key for key in lasting if key not in replaced} <= later
