"""By which day a right is answered, at which age a choice is asked again."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parcours.rights.rules import answer_due, is_asked_again
from tests.properties.effort import tries


AGES = st.integers(11, 30)


@tries(200)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 3))
def test_an_answer_is_due_the_same_day_of_a_later_month_or_its_last(day, months):
    due = answer_due(day, months=months)

    assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == months
    is_last = (due + timedelta(days=1)).month != due.month
    assert due.day == day.day or (due.day < day.day and is_last)


@tries(200)
@given(AGES, AGES, st.sets(st.integers(12, 25)))
def test_it_is_asked_again_as_a_slow_walk_through_the_birthdays_says(then, now, at):
    birthdays = range(then + 1, now + 1)

    assert is_asked_again(then, now, at=at) == bool(set(birthdays) & at)


def test_nobody_is_asked_again_at_an_age_that_is_unknown():
    assert not is_asked_again(None, 18, at=(16, 18))
    assert not is_asked_again(15, None, at=(16, 18))
