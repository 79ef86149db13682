"""The calendar that SQL joins instead of computing dates.

No date function means the same on four engines, and `/` and `%` neither; a row per day
with what the rules ask of a day is exact everywhere.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pandas as pd


EPOCH = date(1970, 1, 1)
MONTHS_TO_SEPTEMBER = 8
Days = np.ndarray[tuple[int], np.dtype[np.int64]]


def day_number(day: date) -> int:
    """Count a civil day as everything in a path does.

    Args:
        day: a civil day.

    Returns:
        Days since 1970-01-01.

    >>> day_number(date(1970, 2, 1))
    31
    """
    return (day - EPOCH).days


def civil_date(day: int) -> date:
    """Give back the civil day.

    Args:
        day: days since 1970-01-01.

    Returns:
        The date, where it lies within the years 1 to 9999.
    """
    return EPOCH + timedelta(days=day)


def calendar_table(first: int, last: int) -> pd.DataFrame:
    """Describe every day of a range.

    Args:
        first: first day, days since 1970-01-01.
        last: last day, included.

    Returns:
        One row per day, all int32: day; month_index (year * 12 + month - 1);
        next_1_september, the first 1 September strictly after the day (31 August is
        the last day of a school year); year; month (1-12); day_of_month (1-31).
    """
    columns = _columns(np.arange(first, last + 1, dtype="int64"))
    return pd.DataFrame({name: a.astype("int32") for name, a in columns.items()})


def calendar_rows(days: Iterable[int]) -> tuple[tuple[str, ...], list[list[int]]]:
    """Describe a few days as `calendar_table` does, without a frame.

    Args:
        days: days since 1970-01-01.

    Returns:
        Names of the columns, and one row per day.
    """
    columns = _columns(np.array(sorted(days), dtype="int64"))
    return tuple(columns), np.stack(list(columns.values()), axis=1).tolist()


def _columns(days: Days) -> dict[str, Days]:
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    years = dates.astype("datetime64[Y]")
    month_index = months.astype("int64") + 1970 * 12
    year = years.astype("int64") + 1970
    return {
        "day": days,
        "month_index": month_index,
        "next_1_september": _next_1_september(days, years),
        "year": year,
        "month": month_index - year * 12 + 1,
        "day_of_month": (dates - months.astype("datetime64[D]")).astype("int64") + 1,
    }


def _next_1_september(
    days: np.ndarray[tuple[int], np.dtype[np.int64]],
    years: np.ndarray[tuple[int], np.dtype[np.datetime64]],
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    this_year = _first_of_september(years)
    return np.where(this_year > days, this_year, _first_of_september(years + 1))


def _first_of_september(
    years: np.ndarray[tuple[int], np.dtype[np.datetime64]],
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    september = years.astype("datetime64[M]") + MONTHS_TO_SEPTEMBER
    return september.astype("datetime64[D]").astype("int64")
