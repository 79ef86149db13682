"""Days and ages of rights: when to answer, when to ask again. Pure functions."""

import calendar
from collections.abc import Iterable
from datetime import date


MONTHS_PER_YEAR = 12


def answer_due(received_on: date, *, months: int) -> date:
    """Tell by which day a request must be answered.

    Args:
        received_on: day on which it was received.
        months: months of the rule.

    Returns:
        The day of the same number, or the last of a shorter month.

    Source: GDPR art. 12-3; règlement 1182/71 art. 3-2-c.

    >>> answer_due(date(2025, 1, 31), months=1)
    datetime.date(2025, 2, 28)
    """
    place = received_on.year * MONTHS_PER_YEAR + received_on.month - 1 + months
    year, month = divmod(place, MONTHS_PER_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(received_on.day, last))


def is_asked_again(
    age_then: int | None, age_now: int | None, *, at: Iterable[int]
) -> bool:
    """Tell whether what was asked at one age is to be asked again at another.

    Args:
        age_then: completed years when it was asked, None if unknown.
        age_now: completed years today, None if unknown.
        at: ages at which it is asked again.

    Returns:
        True once an age of the rule was reached since; False while an age is unknown.

    >>> is_asked_again(15, 17, at=(16, 18))
    True
    >>> is_asked_again(16, 17, at=(16, 18))
    False
    """
    if age_then is None or age_now is None:
        return False
    return any(age_then < age <= age_now for age in at)
