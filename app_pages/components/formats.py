"""Numbers, days and lengths of time as people of the language write them."""

from datetime import date

from app_pages.components.words import _
from config.numbers import (
    NOTHING,
    day,
    decimal,
    interval,
    is_nearly_all,
    is_nearly_none,
    month,
    of_hundred,
    percent,
    whole,
)


__all__ = [
    "NOTHING",
    "ago",
    "day",
    "decimal",
    "interval",
    "is_nearly_all",
    "is_nearly_none",
    "lapse",
    "month",
    "of_hundred",
    "percent",
    "since",
    "whole",
]

DAYS_PER_MONTH = 30.4375
MONTHS_PER_YEAR = 12
WEEKS_SHOWN_AS_DAYS = 60  # days; over that, months say enough


def lapse(days: int) -> str:
    """Write a length of time as one says it: "23 jours", "4 mois", "2 ans".

    Args:
        days: number of days, at least 0.

    Returns:
        The length in the language in use.
    """
    if days < WEEKS_SHOWN_AS_DAYS:
        return (_("{n} jour") if days < 2 else _("{n} jours")).format(n=days)
    months = round(days / DAYS_PER_MONTH)
    if months < 2 * MONTHS_PER_YEAR:
        return _("{n} mois").format(n=months)
    return _("{n} ans").format(n=months // MONTHS_PER_YEAR)


def ago(on: date | None, *, today: date) -> str:
    """Say how long ago a day was.

    Args:
        on: the day, or None.
        today: the civil day.

    Returns:
        "aujourd’hui", "il y a 23 jours", a dash for None.
    """
    if on is None:
        return NOTHING
    days = (today - on).days
    if days <= 0:
        return _("aujourd’hui") if days == 0 else day(on)
    if days == 1:
        return _("hier")
    return _("il y a {lapse}").format(lapse=lapse(days))


def since(on: date | None, *, today: date) -> str:
    """Say since when something lasts.

    Args:
        on: its first day, or None.
        today: the civil day.

    Returns:
        "depuis 4 mois", or nothing.
    """
    if on is None:
        return ""
    days = max((today - on).days, 0)
    if days == 0:
        return _("depuis aujourd’hui")
    return _("depuis {lapse}").format(lapse=lapse(days))
