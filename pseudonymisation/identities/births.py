"""A date of birth as people write it → year, month, day as far as they are known.

Parts left out, or filled with 00, XX or ??, are unknown. Day and month are never turned
to make a date possible: an impossible date is told to the caller, who refuses it.
"""

import re
import unicodedata
from datetime import date

from pseudonymisation.identities.known_words import known_words
from pseudonymisation.values import PartialDate


_UNKNOWN = r"00?|[x?_*.-]{1,2}"
_SIGN = r"[/.\- ]"
_DAY_FIRST = re.compile(
    rf"(?:(?:(?P<day>\d{{1,2}}|{_UNKNOWN}){_SIGN})?"
    rf"(?P<month>\d{{1,2}}|{_UNKNOWN}){_SIGN})?(?P<year>\d{{4}})"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}}|{_UNKNOWN})"
    rf"(?:-(?P<day>\d{{1,2}}|{_UNKNOWN}))?(?:[T ]00:00(?::00(?:\.0+)?)?)?"
)
_FILLED = re.compile(r"(?<!\d)00?(?!\d)|[xX?_*]|--")
MONTHS = 12


def read_birth(text: str) -> PartialDate | None:
    """Read a date of birth.

    Args:
        text: YYYY-MM-DD, DD/MM/YYYY (also with dots, hyphens or spaces), YYYY-MM,
            MM/YYYY or YYYY; a day or a month may be 00, XX or ??.

    Returns:
        What is known of it; None where the date is one that software writes for none.

    Raises:
        ValueError: another form, or no such day.

    >>> read_birth("00/03/2007") == PartialDate(2007, 3)
    True
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    found = _YEAR_FIRST.fullmatch(plain) or _DAY_FIRST.fullmatch(plain)
    if found is None:
        raise ValueError
    year, month, day = (_number(found[part]) for part in ("year", "month", "day"))
    if not year:
        return None
    if month is None:
        if day is not None and not 1 <= day <= 31:
            raise ValueError
        return PartialDate(year)
    if not 1 <= month <= MONTHS:
        raise ValueError
    if day is None:
        return PartialDate(year, month)
    date(year, month, day)
    return None if is_default(year, month, day) else PartialDate(year, month, day)


def stands_for_none(text: str) -> bool:
    """Tell whether a cell holds a date that software writes where it knows none."""
    try:
        return read_birth(text) is None
    except ValueError:
        return False


def partly_unknown(text: str) -> PartialDate | None:
    """Read a date of which a part is written as unknown: 00/03/2007, XX/XX/2007.

    Args:
        text: one cell.

    Returns:
        What is known; None for any other text, a date with all its parts among them.
    """
    if not _FILLED.search(text):
        return None
    try:
        found = read_birth(text)
    except ValueError:
        return None
    return found if found and found.day is None else None


def is_default(year: int, month: int, day: int) -> bool:
    """Tell whether software writes this date where it knows none.

    1 January of another year is none: it says the year.
    """
    return (year, month, day) in known_words().unknown_births


def _number(text: str | None) -> int | None:
    """Read one part, None where it is absent or stands for something unknown."""
    return int(text) or None if text is not None and text.isdigit() else None
