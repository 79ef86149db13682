"""Months and years on the civil calendar, as people count them."""

from calendar import monthrange
from datetime import date


MONTHS_PER_YEAR = 12


def add_months(on: date, months: int) -> date:
    """Go on by months: the same day of a later month, or its last one.

    Args:
        on: a day.
        months: how many, may be negative.

    Returns:
        The day.

    >>> add_months(date(2025, 11, 30), 3)
    datetime.date(2026, 2, 28)
    """
    index = on.year * MONTHS_PER_YEAR + on.month - 1 + months
    year, month = index // MONTHS_PER_YEAR, index % MONTHS_PER_YEAR + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))
