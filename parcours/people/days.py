"""Civil days ↔ the integer days that the path counts in."""

from datetime import date, timedelta


EPOCH = date(1970, 1, 1)


def to_day(on: date) -> int:
    """Count days since 1970-01-01.

    Args:
        on: a civil day.

    Returns:
        The integer day.
    """
    return (on - EPOCH).days


def from_day(day: int) -> date:
    """Give the civil day back.

    Args:
        day: days since 1970-01-01.

    Returns:
        The civil day.
    """
    return EPOCH + timedelta(days=int(day))


def age_in_years(birth_month: date | None, on: date) -> int | None:
    """Tell a person's completed age by months.

    Args:
        birth_month: first day of the month of birth.
        on: a day.

    Returns:
        Years; a birthday counts from the first day of its month. None if unknown.
    """
    if birth_month is None:
        return None
    months = (on.year - birth_month.year) * 12 + on.month - birth_month.month
    return months // 12
