"""What a worker types to find a young person → words of a name, a date of birth.

A date is read wherever it stands in the text: 03/09/2008, 3.9.08, 2008-09-03, 03092008,
3 septembre 2008, sept. 2008, 09/2008, née en 2008. Day and month are never turned.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from pseudonymisation.values import PartialDate


CENTURY = 100
_MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)
_SHORTEST = {"juin": 4, "juillet": 4, "june": 3, "july": 3, "mars": 4, "march": 4}
_SIGN = r"\s*[/.\- ]\s*"
_YEAR = r"(?P<year>(?:19|20)\d\d|\d\d)"
_LONG_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
_NAMED = r"(?P<name>[a-z]{3,9})\.?"
_BEFORE, _AFTER = r"(?<![\w/.\-])", r"(?![\w/\-])"
_FORMS = tuple(
    re.compile(_BEFORE + form + _AFTER)
    for form in (
        r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?",
        rf"{_DAY}{_SIGN}(?P<month>\d{{1,2}}){_SIGN}{_YEAR}",
        r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>(?:19|20)\d\d)",
        rf"{_DAY}\s+{_NAMED}\s+{_YEAR}",
        rf"{_NAMED}\s+(?P<day>\d{{1,2}}),?\s+{_LONG_YEAR}",
        rf"{_NAMED}\s+{_LONG_YEAR}",
        rf"(?P<month>\d{{1,2}}){_SIGN}{_LONG_YEAR}",
        _LONG_YEAR,
    )
)
_ABOUT = re.compile(r"\b(?:nee?s?\s+(?:le|en)|nee?s?(?=\s*$)|born(?:\s+(?:on|in))?)\b")


@dataclass(frozen=True, repr=False)
class Asked:
    """What a text asks for.

    Attributes:
        name: the text without its date; empty where nothing else was typed.
        born: the date of birth, as far as it is told, None without one.
    """

    name: str
    born: PartialDate | None = None

    def __repr__(self) -> str:
        return "Asked(…)"


def read_asked(text: str, *, today: date) -> Asked:
    """Read what was typed.

    Args:
        text: a name, a date of birth, or both in any order.
        today: the civil day, for years of two digits.

    Returns:
        Name and date; all is name where no date can be read.

    >>> read_asked("Léa, née le 3 septembre 2008", today=date(2025, 1, 1)).name
    'Léa,'
    """
    plain = _folded(text)
    for form in _FORMS:
        for found in form.finditer(plain):
            born = _date(found.groupdict(), today)
            if born is not None:
                rest = f"{text[: found.start()]} {text[found.end() :]}"
                return Asked(_without_about(rest), born)
    return Asked(text.strip())


def _folded(text: str) -> str:
    """Take accents and case away, one sign for one sign, so that places stay."""
    return "".join(
        unicodedata.normalize("NFD", sign)[0].lower()[:1] or sign for sign in text
    )


def _without_about(text: str) -> str:
    found = _ABOUT.search(_folded(text))
    if found is not None:
        text = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(text.split())


def _date(parts: dict[str, str | None], today: date) -> PartialDate | None:
    """Make a date of what a form caught; None where there is no such day."""
    year = _year(parts["year"] or "", today)
    month = _month(parts)
    day = parts.get("day")
    if month is None:
        named = parts.get("month") or parts.get("name")
        return None if named or day else PartialDate(year)
    try:
        date(year, month, int(day or 1))
    except ValueError:
        return None
    return PartialDate(year, month, int(day) if day else None)


def _year(text: str, today: date) -> int:
    year = int(text)
    if year >= CENTURY:
        return year
    year += today.year // CENTURY * CENTURY
    return year if year <= today.year else year - CENTURY


def _month(parts: dict[str, str | None]) -> int | None:
    """Read a month in figures or in letters, whole or cut short."""
    if parts.get("month"):
        number = int(parts["month"] or 0)
        return number if 1 <= number <= len(_MONTHS) else None
    name = parts.get("name")
    if not name:
        return None
    for number, names in enumerate(_MONTHS, start=1):
        for whole in names:
            if whole.startswith(name) and len(name) >= _SHORTEST.get(whole, 3):
                return number
    return None
