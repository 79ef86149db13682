"""When something falls due, told day by day: slow, plain, no arithmetic of dates.

Each function walks the calendar one day at a time and counts; nothing of the product is
called.
"""

from datetime import timedelta


DAY = timedelta(days=1)


def months_later(on, months):
    """Walk until the month is the one wanted, then to the day or the month's last."""
    day, left = on, months
    while left:
        former, day = day, day + DAY
        if day.month != former.month:
            left -= 1
    while day.day > 1:
        day -= DAY
    while day.day < on.day and (day + DAY).month == day.month:
        day += DAY
    return day


def first_of_september_after(on):
    day = on + DAY
    while (day.month, day.day) != (9, 1):
        day += DAY
    return day


def days_later(on, days):
    for _step in range(days):
        on += DAY
    return on


def lost(*, reached, tried, followed_since, months, attempts, today):
    """Walk through the days as they came: an answer starts all again."""
    since, days = followed_since, []
    day = min([*reached, *tried, followed_since or today])
    while day <= today:
        if day in reached:
            since, days = day, []
        elif day in tried:
            days.append(day)
        day += DAY
    if since is None:
        return False
    return months_later(since, months) <= today and len(days) >= attempts


def hours_passed(worked, *, above, today):
    """Add up day by day over the year that ends today; the first day over the sum."""
    day = today
    while (day.month, day.day) != (today.month, today.day) or day == today:
        day -= DAY
    total = 0.0
    while day < today:
        day += DAY
        for on, hours in worked:
            if on == day:
                total += hours
        if total > above:
            return day
    return None
