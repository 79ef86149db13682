"""What people type for a length → hours, or a refusal in words. Pure.

A bare number up to eight is hours; a larger one may be minutes and is asked again.
"""

import re

from config.translation import _
from parcours.interventions.day_words import NUMBERS, fold_day
from parcours.interventions.failures import HoursUnclear


MOST_HOURS = 400
MOST_BARE = 8  # a bare number over it may be minutes
QUARTERS = {"0", "00", "5", "50", "25", "75"}  # « 1,30 » may be 1 h 30

_HOUR = r"(?:h|hr|hrs|heures?|hours?)"
_MINUTE = r"(?:m|mn|min|mins|minutes?|')"
_HALF = r"(?:et demie?|and a half)"
_CLOCK = re.compile(rf"(\d{{1,3}}) ?(?:{_HOUR}|:) ?(?:et )?(\d{{2}})(?: ?{_MINUTE})?")
_HOURS = re.compile(rf"(\d{{1,3}})(?:[.,](\d{{1,2}}))? ?{_HOUR}")
_HALF_MORE = re.compile(rf"(\d{{1,3}}|[a-z]+) ?{_HOUR} {_HALF}")
_WORDED = re.compile(rf"([a-z]+) {_HOUR}")
_MINUTES = re.compile(rf"(\d{{1,4}}) ?{_MINUTE}")
_BARE = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?")
_HALF_HOURS = {"demi heure", "une demi heure", "half an hour", "1/2 h", "1/2h", "1/2"}
_QUARTERS_WORDED = {
    "un quart d heure": 0.25,
    "quart d heure": 0.25,
    "trois quarts d heure": 0.75,
    "3/4 d heure": 0.75,
    "3/4 h": 0.75,
    "an hour": 1.0,
}


def typed_hours(text: str) -> float | None:
    """Read a length as typed.

    Args:
        text: what was typed.

    Returns:
        Hours, to the minute; None where nothing was typed.

    Raises:
        HoursUnclear: not understood, or hours as well as minutes, or over 400 h.

    >>> typed_hours("1h30"), typed_hours("90 min"), typed_hours("2,5")
    (1.5, 1.5, 2.5)
    """
    folded = fold_day(text.replace(",", ".").replace("\u2019", "'").replace("'", " m "))
    words = " ".join(folded.split())
    if not text.strip():
        return None
    hours = _worded(text) if not any(sign.isdigit() for sign in words) else None
    if hours is None:
        hours = _counted(words)
    if hours is None or not 0 < hours <= MOST_HOURS:
        raise HoursUnclear
    return hours


def told_hours(hours: float) -> str:
    """Write hours as people read them: « 1 h 30 », « 45 min ».

    Args:
        hours: a length.

    Returns:
        The text, in the language in use.
    """
    minutes = round(hours * 60)
    whole, rest = divmod(minutes, 60)
    if not whole:
        return _("{n} min").format(n=rest)
    if not rest:
        return _("{n} h").format(n=whole)
    return _("{n} h {m:02d}").format(n=whole, m=rest)


def _worded(text: str) -> float | None:
    words = fold_day(text)
    if words in _HALF_HOURS:
        return 0.5
    if words in _QUARTERS_WORDED:
        return _QUARTERS_WORDED[words]
    half = _HALF_MORE.fullmatch(words)
    if half:
        n = NUMBERS.get(half[1])
        return None if n is None else n + 0.5
    found = _WORDED.fullmatch(words)
    n = NUMBERS.get(found[1]) if found else None
    return None if n is None else float(n)


def _counted(words: str) -> float | None:
    if words in _HALF_HOURS:
        return 0.5
    if words in _QUARTERS_WORDED:
        return _QUARTERS_WORDED[words]
    clock = _CLOCK.fullmatch(words)
    if clock:
        return _to_the_minute(int(clock[1]), int(clock[2]))
    half = _HALF_MORE.fullmatch(words)
    if half and half[1].isdigit():
        return int(half[1]) + 0.5
    minutes = _MINUTES.fullmatch(words)
    if minutes:
        return round(int(minutes[1]) / 60, 4)
    hours = _HOURS.fullmatch(words)
    if hours:
        return _decimal(hours[1], hours[2])
    bare = _BARE.fullmatch(words)
    if bare and (bare[2] is not None or int(bare[1]) <= MOST_BARE):
        return _decimal(bare[1], bare[2])
    return None


def _to_the_minute(hours: int, minutes: int) -> float | None:
    return None if minutes > 59 else round(hours + minutes / 60, 4)


def _decimal(whole: str, part: str | None) -> float | None:
    if part is not None and len(part) == 2 and part not in QUARTERS:
        return None
    return float(f"{whole}.{part or 0}")
