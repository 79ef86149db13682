"""What is warned of about minors and hours on a work site; nothing is ever refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.interventions.minor_rules import read_minor_rules
from parcours.interventions.minors import (
    WorkedDay,
    cautions,
    most_hours_in_12_months,
    spread,
)
from tests.properties.effort import tries
from tests.record_house import CONFIG


RULES = read_minor_rules(CONFIG)
IN_HOLIDAY = date(2026, 7, 7)  # a Tuesday
AT_SCHOOL = date(2026, 11, 12)
DAYS = st.dates(date(2025, 9, 1), date(2026, 8, 31))
HOURS = st.none() | st.sampled_from([0.5, 3.5, 7.0, 7.5, 12.0])
WORK = st.lists(st.builds(WorkedDay, DAYS, HOURS), max_size=12)


def born(age, on):
    return date(on.year - age, on.month, 1)


def codes(days, *, age, before=()):
    birth_month = None if age is None else born(age, days[0].on)
    found = cautions(days, birth_month=birth_month, before=before, rules=RULES)
    return [one.code for one in found]


def test_under_14_no_contract_is_possible():
    assert codes([WorkedDay(IN_HOLIDAY, 3)], age=13) == ["too_young"]


@pytest.mark.parametrize("age", [14, 15])
def test_at_14_and_15_work_is_for_the_school_holidays(age):
    assert codes([WorkedDay(AT_SCHOOL, 3)], age=age) == ["outside_holidays"]
    assert codes([WorkedDay(IN_HOLIDAY, 3)], age=age) == []


def test_at_16_work_is_possible_during_school_time():
    assert codes([WorkedDay(AT_SCHOOL, 7)], age=16) == []


def test_a_day_of_a_year_whose_holidays_are_not_listed_is_said_not_to_be_known():
    assert codes([WorkedDay(date(2031, 5, 5), 3)], age=15) == ["holidays_not_known"]


@pytest.mark.parametrize(("age", "most"), [(14, 7), (15, 7), (16, 8), (17, 8)])
def test_a_day_has_its_most_hours_by_age(age, most):
    assert codes([WorkedDay(IN_HOLIDAY, most)], age=age) == []
    assert codes([WorkedDay(IN_HOLIDAY, most + 0.5)], age=age) == ["hours_day"]


def test_an_adult_has_none_of_these_limits():
    days = [WorkedDay(AT_SCHOOL + timedelta(days=i), 10) for i in range(7)]

    assert codes(days, age=18) == []


def test_a_week_counts_what_was_on_record_before():
    before = [WorkedDay(IN_HOLIDAY + timedelta(days=i), 7) for i in range(1, 5)]

    assert codes([WorkedDay(IN_HOLIDAY, 7)], age=16, before=before) == []
    assert codes([WorkedDay(IN_HOLIDAY, 7.5)], age=16, before=before) == ["hours_week"]


def test_half_of_the_holiday_stays_free_at_15():
    weekly = [WorkedDay(date(2026, 7, 7) + timedelta(days=7 * i), 5) for i in range(8)]

    assert codes(weekly, age=15) == ["half_of_holiday"]
    assert codes(weekly[:4], age=15) == []


def test_hours_of_twelve_months_are_summed_with_what_came_before():
    before = [WorkedDay(date(2026, 1, 1) + timedelta(days=i), 7) for i in range(107)]

    assert codes([WorkedDay(AT_SCHOOL, 1)], age=20, before=before) == []
    assert codes([WorkedDay(AT_SCHOOL, 2)], age=20, before=before) == [
        "hours_12_months"
    ]


def test_what_lies_more_than_twelve_months_back_does_not_count():
    before = [WorkedDay(date(2024, 1, 1) + timedelta(days=i), 7) for i in range(107)]

    assert codes([WorkedDay(AT_SCHOOL, 7)], age=20, before=before) == []


def test_an_unknown_age_is_said_and_the_hours_are_still_counted():
    before = [WorkedDay(date(2026, 1, 1) + timedelta(days=i), 8) for i in range(100)]

    found = codes([WorkedDay(AT_SCHOOL, 1)], age=None, before=before)

    assert found == ["age_unknown", "hours_12_months"]


def test_no_day_no_caution():
    assert cautions([], birth_month=None, rules=RULES) == ()


def test_a_caution_says_the_limit_the_hours_and_the_day():
    (found,) = cautions(
        [WorkedDay(IN_HOLIDAY, 7.5)], birth_month=born(15, IN_HOLIDAY), rules=RULES
    )

    assert "7 h au plus" in found.text
    assert "7,5 h le 7 juil. 2026" in found.text


def test_the_holidays_of_the_zone_are_in_order_and_apart():
    for first, then in zip(RULES.holidays, RULES.holidays[1:], strict=False):
        assert first.ends_on <= then.starts_on


@tries(60)
@given(WORK, WORK, st.integers(10, 25))
def test_the_order_of_days_changes_nothing(days, before, age):
    birth_month = date(2026 - age, 3, 1)

    one = cautions(days, birth_month=birth_month, before=before, rules=RULES)
    other = cautions(
        days[::-1], birth_month=birth_month, before=before[::-1], rules=RULES
    )

    assert one == other


@tries(60)
@given(WORK, DAYS)
def test_the_most_hours_equal_a_plain_count_over_every_window(days, around):
    ends = [around + timedelta(days=i) for i in range(366)]
    slow = 0.0
    for end in ends:
        start = end - timedelta(days=365)
        if start <= around <= end:
            held = (d.hours or 0 for d in days if start < d.on <= end)
            slow = max(slow, sum(held))

    found = most_hours_in_12_months(days, around=[around])

    assert found == pytest.approx(slow)


@tries(60)
@given(DAYS, st.integers(1, 60), st.floats(0.5, 400))
def test_spread_hours_add_up(starts_on, n, hours):
    days = spread(starts_on, starts_on + timedelta(days=n), hours)

    assert len(days) == n
    assert sum(day.hours for day in days) == pytest.approx(hours)
