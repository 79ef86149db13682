"""Dates as French files write them → a placed day with its precision.

The order of day and month is declared by the template and never guessed: where none is
declared, a date that reads two ways is refused. Two-digit years are taken in the
century that ends two years after the day of loading. What is less precise than a day
is placed by rule: month and quarter on their first day, a year on 1 July, a school year
on 1 September.
"""

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

from parcours.intake.words import fold_word


class Moment(NamedTuple):
    """A stretch of time told by one cell.

    Attributes:
        on: the day where it is placed.
        precision: day | month | quarter | year.
        after: first day after the stretch.
    """

    on: date
    precision: str
    after: date


UNREADABLE, AMBIGUOUS, IMPOSSIBLE = "INTAKE-012", "INTAKE-023", "INTAKE-024"
SERIAL_1900, SERIAL_1904 = date(1899, 12, 30), date(1904, 1, 1)
YEARS = range(1900, 2100)
_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "january": 1,
    "fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2,
    "mars": 3, "mar": 3, "march": 3,
    "avril": 4, "avr": 4, "april": 4, "apr": 4,
    "mai": 5, "may": 5,
    "juin": 6, "june": 6, "jun": 6,
    "juillet": 7, "juil": 7, "july": 7, "jul": 7,
    "aout": 8, "august": 8, "aug": 8,
    "septembre": 9, "sept": 9, "sep": 9, "september": 9,
    "octobre": 10, "oct": 10, "october": 10,
    "novembre": 11, "nov": 11, "november": 11,
    "decembre": 12, "dec": 12, "december": 12,
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?\Z")
_NUMERIC = re.compile(
    r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?: \d{2}:\d{2}(?::\d{2})?)?\Z"
)
_SERIAL = re.compile(r"\d{5}(?:[.,]0+)?\Z")
_MONTH_NUMBER = re.compile(r"(?:(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/. ](\d{4}))\Z")
_YEAR = re.compile(r"\d{4}\Z")
_SCHOOL_YEAR = re.compile(r"(\d{4}) ?[-/] ?(\d{4})\Z")
_WORDS = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-z]+) (\d{4}|\d{2})\Z")
_QUARTER = re.compile(
    r"(?:t([1-4])|([1-4])(?:er|e|eme)? ?trim(?:estre)?) (\d{4})\Z|(\d{4}) t([1-4])\Z"
)


def parse_moment(
    text: str, *, order: str, today: date, epoch: date = SERIAL_1900
) -> Moment | str:
    """Read one cell of a date column.

    Args:
        text: the cell, trimmed and not blank.
        order: dmy | mdy | none.
        today: the day of loading, which settles the century of two-digit years.
        epoch: day 0 of spreadsheet serial numbers.

    Returns:
        The moment, or the code of the rule that the cell breaks.

    >>> parse_moment("sept. 2008", order="dmy", today=date(2024, 1, 1)).precision
    'month'
    >>> parse_moment("03/04/09", order="none", today=date(2024, 1, 1))
    'INTAKE-023'
    """
    if match := _ISO.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.match(text):
        return _numeric(match, order, today)
    if _SERIAL.match(text):
        return _serial(int(text[:5]), epoch)
    return _imprecise(text) or _in_words(fold_word(text), today)


def parse_month(text: str) -> date | None:
    """Read the header of a month column, `2024-09`, `09/2024`, `Sep.93`, `sept. 2008`.

    Args:
        text: the header.

    Returns:
        First day of the month, None where it is no month. Two-digit years up to 68
        are of this century.
    """
    if match := _MONTH_NUMBER.match(text.strip()):
        year, month = int(match[1] or match[4]), int(match[2] or match[3])
        return date(year, month, 1) if 1 <= month <= 12 and year in YEARS else None
    match = _WORDS.match(fold_word(text))
    if match is None or match[1] or match[2] not in _MONTHS:
        return None
    year = int(match[3])
    if len(match[3]) == 2:
        year += 2000 if year <= 68 else 1900
    return date(year, _MONTHS[match[2]], 1)


def next_month(day: date) -> date:
    """Give the first day of the month after.

    Args:
        day: any day.

    Returns:
        A first of the month.
    """
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _day(year: int, month: int, day: int) -> Moment | str:
    if not 1 <= month <= 12 or year not in YEARS:
        return IMPOSSIBLE
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return IMPOSSIBLE
    on = date(year, month, day)
    return Moment(on, "day", on + timedelta(days=1))


def _numeric(match: re.Match[str], order: str, today: date) -> Moment | str:
    first, second, year = int(match[1]), int(match[2]), _year(match[3], today)
    if order == "dmy":
        return _day(year, second, first)
    if order == "mdy":
        return _day(year, first, second)
    if len(match[3]) == 2:
        return AMBIGUOUS  # 09 could be the year, the month or the day
    if first > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else AMBIGUOUS


def _year(text: str, today: date) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    century = today.year - today.year % 100
    return century + year if century + year <= today.year + 2 else century - 100 + year


def _serial(days: int, epoch: date) -> Moment | str:
    on = epoch + timedelta(days=days)
    return Moment(on, "day", on + timedelta(days=1)) if on.year >= 1940 else UNREADABLE


def _imprecise(text: str) -> Moment | str | None:
    if match := _SCHOOL_YEAR.match(text):
        first = int(match[1])
        if int(match[2]) != first + 1 or first not in YEARS:
            return IMPOSSIBLE
        return Moment(date(first, 9, 1), "year", date(first + 1, 9, 1))
    if match := _MONTH_NUMBER.match(text):
        return _month(int(match[1] or match[4]), int(match[2] or match[3]))
    if _YEAR.match(text):
        year = int(text)
        if year not in YEARS:
            return IMPOSSIBLE
        return Moment(date(year, 7, 1), "year", date(year + 1, 1, 1))
    return None


def _month(year: int, month: int) -> Moment | str:
    if not 1 <= month <= 12 or year not in YEARS:
        return IMPOSSIBLE
    on = date(year, month, 1)
    return Moment(on, "month", next_month(on))


def _in_words(folded: str, today: date) -> Moment | str:
    if match := _QUARTER.match(folded):
        quarter = int(match[1] or match[2] or match[5])
        return _quarter(int(match[3] or match[4]), quarter)
    match = _WORDS.match(folded)
    if match is None or match[2] not in _MONTHS:
        return UNREADABLE
    year, month = _year(match[3], today), _MONTHS[match[2]]
    if match[1]:
        return _day(year, month, int(match[1]))
    return _month(year, month)


def _quarter(year: int, quarter: int) -> Moment | str:
    if year not in YEARS:
        return IMPOSSIBLE
    on = date(year, 3 * quarter - 2, 1)
    return Moment(on, "quarter", next_month(date(year, 3 * quarter, 1)))
