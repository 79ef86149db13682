"""Times that differ by arithmetic dust only → one time.

0.1 + 0.2 is not 0.3 to a computer, and a tie that splits in two changes who is at risk
at the other. Times closer than the root of the machine's precision, in units of time or
of the mean time, are therefore the same, as in R.
"""

from collections.abc import Sequence

import numpy as np

from cohorts.risk_table.numbers import Floats, Numbers


TOLERANCE = float(np.sqrt(np.finfo(np.float64).eps))


def merge_dust(columns: Sequence[Numbers]) -> list[Numbers]:
    """Give times that are equal up to dust the least of their values.

    Args:
        columns: times on one clock (entries and exits together); whole ones are left
            as they are.

    Returns:
        The columns, same shapes; sorted distinct times differ by more than dust.

    Source: R `survival::aeqSurv`, the `timefix` of `survfit` and `survdiff`.

    >>> merge_dust([np.array([0.3, 0.1 + 0.2, 1.0])])[0].tolist()
    [0.3, 0.3, 1.0]
    """
    if all(column.dtype.kind == "i" for column in columns):
        return list(columns)
    times: Floats = np.unique(np.concatenate(columns))
    times = times[np.isfinite(times)]
    if times.size < 2:
        return list(columns)
    gaps = np.diff(times)
    mean = float(np.mean(np.abs(times)))
    dust = (gaps <= TOLERANCE) | (gaps <= TOLERANCE * mean)
    if not np.any(dust):
        return list(columns)
    least = times[np.concatenate(([True], ~dust))]
    return [_snapped(column, least) for column in columns]


def same_time(times: Numbers, time: float) -> float:
    """Read a time that was asked for as the observed one that it equals up to dust.

    Args:
        times: observed times, rising.
        time: any time.

    Returns:
        The observed time, or `time` itself where none is that close.
    """
    if times.size == 0:
        return time
    nearest = float(times[np.argmin(np.abs(times - time))])
    return nearest if abs(nearest - time) <= TOLERANCE * max(1.0, abs(time)) else time


def _snapped(column: Numbers, least: Floats) -> Numbers:
    known = np.isfinite(column)
    at = np.searchsorted(least, np.where(known, column, least[0]), side="right") - 1
    snapped: Numbers = np.where(known, least[np.maximum(at, 0)], column)
    return snapped
