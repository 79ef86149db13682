"""Days and lengths as people type them: the right one, or a refusal; never another."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.interventions.day_words import MONTHS, WEEKDAYS
from parcours.interventions.failures import (
    DayAmbiguous,
    DayNotUnderstood,
    DayTooVague,
    DayUnclear,
    HoursUnclear,
)
from parcours.interventions.typed_day import MOST_AWAY, typed_day
from parcours.interventions.typed_hours import told_hours, typed_hours
from tests.properties.effort import tries


TODAY = date(2026, 11, 23)  # a Monday
WEDNESDAY = date(2026, 11, 25)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
NEAR = st.integers(-3000, 3000)
PIECES = [
    *sorted(WEEKDAYS),
    *sorted(MONTHS),
    *("le", "il y a", "dans", "3", "31", "/", "jours", "dernier", "ago", "2026"),
    *("-", "99", "’", "last", "hier"),
]


@pytest.mark.parametrize(
    ("typed", "on"),
    [
        ("", TODAY),
        ("aujourd’hui", TODAY),
        ("Aujourd'hui", TODAY),
        ("ce matin", TODAY),
        ("today", TODAY),
        ("hier", date(2026, 11, 22)),
        ("HIER SOIR", date(2026, 11, 22)),
        ("yesterday", date(2026, 11, 22)),
        ("avant-hier", date(2026, 11, 21)),
        ("avant hier", date(2026, 11, 21)),
        ("mardi", date(2026, 11, 17)),
        ("ven.", date(2026, 11, 20)),
        ("friday", date(2026, 11, 20)),
        ("lundi dernier", date(2026, 11, 16)),
        ("last friday", date(2026, 11, 20)),
        ("ce vendredi", date(2026, 11, 27)),
        ("vendredi 20", date(2026, 11, 20)),
        ("vendredi 20 novembre", date(2026, 11, 20)),
        ("03/09", date(2026, 9, 3)),
        ("3/9", date(2026, 9, 3)),
        ("03/09/2025", date(2025, 9, 3)),
        ("03.09.25", date(2025, 9, 3)),
        ("2025-09-03", date(2025, 9, 3)),
        ("24/12/2025", date(2025, 12, 24)),
        ("3 sept", date(2026, 9, 3)),
        ("3 sept.", date(2026, 9, 3)),
        ("3 Sept", date(2026, 9, 3)),
        ("Sept 3", date(2026, 9, 3)),
        ("September 3rd", date(2026, 9, 3)),
        ("1er mars 2026", date(2026, 3, 1)),
        ("le 1er août", date(2026, 8, 1)),
        ("le 20", date(2026, 11, 20)),
        ("le 30", date(2026, 10, 30)),
        ("il y a 3 jours", date(2026, 11, 20)),
        ("il y a trois jours", date(2026, 11, 20)),
        ("3 days ago", date(2026, 11, 20)),
        ("J-3", date(2026, 11, 20)),
    ],
)
def test_a_past_day_is_read_as_people_write_it(typed, on):
    assert typed_day(typed, today=TODAY) == on


@pytest.mark.parametrize(
    ("typed", "on"),
    [
        ("demain", date(2026, 11, 24)),
        ("vendredi", date(2026, 11, 27)),
        ("lundi prochain", date(2026, 11, 30)),
        ("lundi en huit", date(2026, 12, 7)),
        ("03/01", date(2027, 1, 3)),
        ("15/12", date(2026, 12, 15)),
        ("le 5", date(2026, 12, 5)),
        ("dans 3 jours", date(2026, 11, 26)),
        ("in 3 days", date(2026, 11, 26)),
    ],
)
def test_a_day_to_come_is_read_the_other_way(typed, on):
    assert typed_day(typed, today=TODAY, ahead=True) == on


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("lundi", ["16 nov. 2026", "23 nov. 2026"]),
        ("il y a 8 jours", ["15 nov. 2026", "16 nov. 2026"]),
        ("il y a quinze jours", ["8 nov. 2026", "9 nov. 2026"]),
        ("mardi 20 novembre", ["20 nov. 2026"]),
        ("24/12", ["24 déc. 2025", "24 déc. 2026", "24 déc. 2027"]),
    ],
)
def test_what_may_be_several_days_is_refused_with_them(typed, days):
    today = TODAY if typed != "24/12" else date(2026, 9, 1)
    with pytest.raises(DayAmbiguous) as refusal:
        typed_day(typed, today=today)

    assert all(day in refusal.value.remedy for day in days)


def test_last_monday_in_english_on_a_wednesday_may_be_two_days():
    with pytest.raises(DayAmbiguous):
        typed_day("last monday", today=WEDNESDAY)
    assert typed_day("lundi dernier", today=WEDNESDAY) == TODAY


@pytest.mark.parametrize(
    ("typed", "limits"),
    [
        ("la semaine dernière", ["16 nov. 2026", "22 nov. 2026"]),
        ("last week", ["16 nov. 2026", "22 nov. 2026"]),
        ("le mois dernier", ["1 oct. 2026", "31 oct. 2026"]),
        ("il y a une semaine", ["16 nov. 2026"]),
        ("en septembre", ["jour"]),
        ("récemment", ["jour"]),
    ],
)
def test_what_is_longer_than_a_day_is_refused_with_its_limits(typed, limits):
    with pytest.raises(DayTooVague) as refusal:
        typed_day(typed, today=TODAY)

    assert all(limit in refusal.value.remedy for limit in limits)


@pytest.mark.parametrize(
    "typed",
    ["3", "31/02", "03/23", "00/09", "3 jui", "99/99/9999", "bleu", "le 45", "1er"],
)
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(DayNotUnderstood):
        typed_day(typed, today=TODAY)


@tries(300)
@given(DAYS, NEAR, st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"]))
def test_a_whole_date_is_itself_whatever_the_day(today, away, form):
    on = today + timedelta(days=away)

    assert typed_day(on.strftime(form), today=today) == on
    assert typed_day(on.strftime(form), today=today, ahead=True) == on


@tries(300)
@given(DAYS, st.integers(1, 31), st.sampled_from(sorted(MONTHS)), st.booleans())
def test_a_day_and_month_never_become_others(today, day, month, ahead):
    for typed in (f"{day} {month}", f"{day}/{MONTHS[month]:02d}"):
        try:
            found = typed_day(typed, today=today, ahead=ahead)
        except DayUnclear:
            continue
        assert (found.day, found.month) == (day, MONTHS[month])
        assert (found >= today) if ahead else (found <= today)
        assert abs((found - today).days) <= MOST_AWAY or found.year == today.year


@tries(200)
@given(DAYS, st.sampled_from(sorted(WEEKDAYS)), st.booleans())
def test_a_weekday_is_within_a_week_or_refused(today, name, ahead):
    try:
        found = typed_day(name, today=today, ahead=ahead)
    except DayAmbiguous:
        assert today.weekday() == WEEKDAYS[name]
        return
    assert found.weekday() == WEEKDAYS[name]
    assert 0 < ((found - today).days if ahead else (today - found).days) < 7


@tries(400)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=4,
    ).map(" ".join)
    | st.text(max_size=12),
    DAYS,
    st.booleans(),
)
def test_any_text_is_a_day_or_a_refusal_in_words(typed, today, ahead):
    try:
        found = typed_day(typed, today=today, ahead=ahead)
    except DayUnclear:
        return
    assert isinstance(found, date)
    assert typed_day(f"  {typed.upper()} ", today=today, ahead=ahead) == found


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("", None),
        ("1h30", 1.5),
        ("1 h 30", 1.5),
        ("1:30", 1.5),
        ("1h", 1.0),
        ("90 min", 1.5),
        ("90mn", 1.5),
        ("45'", 0.75),
        ("45 minutes", 0.75),
        ("2,5", 2.5),
        ("2.5 h", 2.5),
        ("1,25", 1.25),
        ("2", 2.0),
        ("2 heures", 2.0),
        ("une heure", 1.0),
        ("une heure et demie", 1.5),
        ("demi-heure", 0.5),
        ("1/2 h", 0.5),
        ("half an hour", 0.5),
        ("two hours", 2.0),
        ("1h05", 1.0833),
        ("35 h", 35.0),
    ],
)
def test_a_length_is_read_as_people_write_it(typed, hours):
    assert typed_hours(typed) == hours


@pytest.mark.parametrize(
    "typed", ["90", "15", "1,30", "1h75", "0", "500 h", "deux jours", "vite", "-1", "h"]
)
def test_a_length_that_may_be_another_is_refused(typed):
    with pytest.raises(HoursUnclear):
        typed_hours(typed)


@tries(200)
@given(st.integers(1, 400 * 60))
def test_a_length_told_is_read_again_as_itself(minutes):
    assert typed_hours(told_hours(minutes / 60)) == pytest.approx(
        minutes / 60, abs=1e-3
    )


@tries(300)
@given(st.text(max_size=10) | st.from_regex(r"[0-9]{0,3}[hm:,. ']{0,2}[0-9]{0,2}"))
def test_any_text_is_a_length_or_a_refusal(typed):
    try:
        found = typed_hours(typed)
    except HoursUnclear:
        return
    assert found is None or 0 < found <= 400
