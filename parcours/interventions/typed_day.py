"""What people type for a day → that very day, or a refusal in words. Pure.

Never a wrong day in silence: what may be two days is refused with both, what is a week
or a month is refused with its limits, and the page writes the day read in full beside
the field. French and English are both understood whatever the language of the page; a
numeric date is day, month, year, or a year first.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from parcours.interventions.day_words import (
    APPROXIMATE,
    MONTHS,
    NUMBERS,
    PERIODS,
    SIMPLE,
    WEEKDAYS,
    fold_day,
)
from parcours.interventions.failures import (
    DayAmbiguous,
    DayNotUnderstood,
    DayTooVague,
)


MOST_AWAY = 183  # days; farther without its year, a date is asked with it
MOST_YEARS = 40
IDIOMS = {8: 7, 15: 14}  # « il y a huit jours » may well mean a week

_N = r"(\d{1,4}|[a-z]+)"
_AGO = re.compile(rf"(?:(?:il )?y a|ya|depuis) {_N} (jours?|semaines?|mois|ans?)")
_AGO_EN = re.compile(rf"{_N} (days?|weeks?|months?|years?) ago")
_AHEAD = re.compile(
    rf"(?:dans|d ici|in) {_N} (jours?|semaines?|mois|ans?|days?|weeks?|months?|years?)"
)
_MINUS = re.compile(r"j ?([-+]) ?(\d{1,3})")
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ORDINAL = r"(\d{1,2})(?:er|e|st|nd|rd|th)?"
_WORDED = re.compile(rf"{_ORDINAL}(?: (?:of|de))? ([a-z]+)(?: (\d{{4}}))?")
_WORDED_EN = re.compile(rf"([a-z]+) {_ORDINAL}(?: (\d{{4}}))?")
_DAY_ONLY = re.compile(r"(?:le|the) (\d{1,2})(?:er|st|nd|rd|th)?")


def typed_day(text: str, *, today: date, ahead: bool = False) -> date:
    """Read a day as typed.

    Args:
        text: what was typed; nothing typed is today.
        today: the civil day.
        ahead: a day to come is meant, as for a next step: « lundi » is the next one.

    Returns:
        The one day that it can be.

    Raises:
        DayUnclear: not understood, too vague, or several days.

    >>> typed_day("avant-hier", today=date(2026, 9, 3))
    datetime.date(2026, 9, 1)
    """
    words = fold_day(text)
    if not words:
        return today
    if words in SIMPLE:
        return _shifted(today, SIMPLE[words])
    found = (
        _numeric(words, today, ahead)
        or _relative(words, today)
        or _by_weekday(words, today, ahead)
        or _worded(words, today, ahead)
    )
    if found is None:
        raise _vague_or_unknown(words, today)
    return found


def _shifted(today: date, days: int) -> date:
    try:
        found = today + timedelta(days=days)
    except OverflowError:
        raise DayNotUnderstood from None
    return _plausible(found, today)


def _plausible(found: date, today: date) -> date:
    if abs(found.year - today.year) > MOST_YEARS:
        raise DayNotUnderstood
    return found


def _day(year: int, month: int, day: int, today: date) -> date:
    try:
        return _plausible(date(year, month, day), today)
    except ValueError:
        raise DayNotUnderstood from None


def _numeric(words: str, today: date, ahead: bool) -> date | None:
    iso = _ISO.fullmatch(words)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]), today)
    bare = words.removeprefix("le ").removeprefix("the ")
    found = _NUMERIC.fullmatch(bare)
    if found is None:
        only = _DAY_ONLY.fullmatch(words)
        return _of_this_month(int(only[1]), today, ahead) if only else None
    return _of_year(int(found[1]), int(found[2]), found[3], today, ahead)


def _of_year(day: int, month: int, year: str | None, today: date, ahead: bool) -> date:
    if year is not None:
        full = int(year) + (2000 if len(year) == 2 else 0)
        return _day(full, month, day, today)
    sign = 1 if ahead else -1
    near = [
        date(y, month, day)
        for y in (today.year - 1, today.year, today.year + 1)
        if 1 <= month <= 12 and 1 <= day <= monthrange(y, month)[1]
    ]
    if not near:
        raise DayNotUnderstood
    right = [on for on in near if (on - today).days * sign >= 0]
    close = [on for on in right if abs((on - today).days) <= MOST_AWAY]
    same_year = [on for on in right if on.year == today.year]
    if close or same_year:
        return (close or same_year)[0]
    raise DayAmbiguous(near)  # which year?


def _of_this_month(day: int, today: date, ahead: bool) -> date:
    """« le 3 »: of this month where it fits, else of the one before or after."""
    sign = 1 if ahead else -1
    other = (
        (today.replace(day=28) + timedelta(days=4))
        if ahead
        else today.replace(day=1) - timedelta(days=1)
    )
    for month in (today, other):
        if 1 <= day <= monthrange(month.year, month.month)[1]:
            found = month.replace(day=day)
            if (found - today).days * sign >= 0:
                return found
        elif month is other:
            raise DayNotUnderstood
    raise DayNotUnderstood


def _relative(words: str, today: date) -> date | None:
    moved = _MINUS.fullmatch(words)
    if moved:
        return _shifted(today, int(moved[2]) * (1 if moved[1] == "+" else -1))
    for pattern, sign in ((_AGO, -1), (_AGO_EN, -1), (_AHEAD, 1)):
        found = pattern.fullmatch(words)
        if found:
            return _counted(found[1], found[2], sign, today)
    return None


def _counted(written: str, unit: str, sign: int, today: date) -> date:
    n = int(written) if written.isdigit() else NUMBERS.get(written)
    if n is None:
        raise DayNotUnderstood
    if unit.startswith(("jour", "day")):
        if unit.startswith("jour") and n in IDIOMS:
            others = (n, IDIOMS[n])
            raise DayAmbiguous([_shifted(today, sign * each) for each in others])
        return _shifted(today, sign * n)
    if unit.startswith(("semaine", "week")):
        about = _shifted(today, sign * 7 * n)
        raise DayTooVague(about, about)
    raise DayTooVague


def _by_weekday(words: str, today: date, ahead: bool) -> date | None:
    first, _, rest = words.partition(" ")
    article = first in ("le", "ce", "last", "this", "next", "on")
    name = rest.partition(" ")[0] if article else first
    weekday = WEEKDAYS.get(name)
    if weekday is None:
        return None
    after = rest.partition(" ")[2] if article else rest
    if after and after not in _AFTER:
        return _checked(weekday, _numeric_or_worded(after, today, ahead))
    return _weekday(weekday, _AFTER.get(after) or _BEFORE.get(first, ""), today, ahead)


_AFTER = {
    "dernier": "last",
    "passe": "last",
    "prochain": "next",
    "qui vient": "next",
    "en huit": "in_eight",
}
_BEFORE = {"ce": "this", "this": "this", "last": "last_en", "next": "next_en"}


def _numeric_or_worded(text: str, today: date, ahead: bool) -> date | None:
    only = re.fullmatch(r"\d{1,2}", text)
    if only:
        return _of_this_month(int(text), today, ahead)
    return _numeric(text, today, ahead) or _worded(text, today, ahead)


def _checked(weekday: int, found: date | None) -> date:
    """Refuse a date that falls on another day of the week than was said."""
    if found is None:
        raise DayNotUnderstood
    if found.weekday() != weekday:
        raise DayAmbiguous([found])
    return found


def _weekday(weekday: int, said: str, today: date, ahead: bool) -> date:
    back = (today.weekday() - weekday) % 7
    former = today - timedelta(days=back or 7)
    coming = today + timedelta(days=7 - back)
    monday = today - timedelta(days=today.weekday())
    if said == "this":
        return monday + timedelta(days=weekday)
    if said == "last":
        return former
    if said == "next":
        return coming
    if said == "in_eight":
        return coming + timedelta(days=7)
    if said == "last_en":  # "last Monday" on a Wednesday: of this week, or the last
        if former >= monday:
            raise DayAmbiguous([former, former - timedelta(days=7)])
        return former
    if said == "next_en":
        if coming < monday + timedelta(days=7):
            raise DayAmbiguous([coming, coming + timedelta(days=7)])
        return coming
    if back == 0:
        raise DayAmbiguous([today, coming if ahead else former])
    return coming if ahead else former


def _worded(words: str, today: date, ahead: bool) -> date | None:
    bare = words.removeprefix("le ").removeprefix("the ")
    found = _WORDED.fullmatch(bare)
    if found and found[2] in MONTHS:
        return _of_year(int(found[1]), MONTHS[found[2]], found[3], today, ahead)
    found = _WORDED_EN.fullmatch(bare)
    if found and found[1] in MONTHS:
        return _of_year(int(found[2]), MONTHS[found[1]], found[3], today, ahead)
    return None


def _vague_or_unknown(words: str, today: date) -> DayNotUnderstood | DayTooVague:
    if words in PERIODS:
        unit, shift = PERIODS[words]
        return DayTooVague(*_period(unit, shift, today))
    month = words.rpartition(" ")[2]
    if words in APPROXIMATE or (month in MONTHS and not words[0].isdigit()):
        return DayTooVague()
    return DayNotUnderstood()


def _period(unit: str, shift: int, today: date) -> tuple[date, date]:
    if unit == "week":
        monday = today - timedelta(days=today.weekday() - 7 * shift)
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        monday = today - timedelta(days=today.weekday() - 7 * shift)
        return monday + timedelta(days=5), monday + timedelta(days=6)
    months = today.year * 12 + today.month - 1 + shift
    first = date(months // 12, months % 12 + 1, 1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])
