"""Curves told month by month → how many are still followed at the end of each month.

On the day clock, protected counts keep no day: who leaves within a month is laid on its
last day. The number at risk that a curve divides by is then that of the whole month, at
its start; what a reader is told beside a date is how many are still there on it. It is
made from the same rounded counts and discloses nothing more: at risk over the month,
less those who left in it. After the last month of a curve that is stopped early it is
not told, because being too small is why the curve stops.
"""

from dataclasses import replace

import numpy as np

from cohorts.estimates.results import NOT_KNOWN, AtTime, Curve, GroupEstimate
from cohorts.risk_table.numbers import Floats
from cohorts.risk_table.risk_table import RiskTable


def with_followed(group: GroupEstimate, table: RiskTable) -> GroupEstimate:
    """Say how many are still followed at each time, for counts laid on month ends.

    Args:
        group: estimated on such counts.
        table: the risk table of these counts, T times.

    Returns:
        The same figures; each curve with `n_followed`, each point read at a time with
        the number at that time; NaN at the last time and after it.
    """
    leaving = table.n_events_any + table.n_censored
    followed: Floats = (table.n_at_risk - leaving).astype(np.float64)
    followed[-1:] = NOT_KNOWN
    return replace(
        group,
        curves=tuple(replace(curve, n_followed=followed) for curve in group.curves),
        at=tuple(_told(point, table, followed) for point in group.at),
    )


def followed_at(curve: Curve, time: float) -> float:
    """Read how many are still followed, without event, at a time.

    Args:
        curve: any curve.
        time: on its clock.

    Returns:
        At risk just before the time; for a curve told by month, still there at it. NaN
        after the end of the curve, or where it is not told.
    """
    place = int(np.searchsorted(curve.times, time, side="left"))
    if place == curve.times.size:
        return NOT_KNOWN
    if curve.n_followed is not None and curve.times[place] == time:
        return float(curve.n_followed[place])
    return float(curve.n_at_risk[place])


def _told(point: AtTime, table: RiskTable, followed: Floats) -> AtTime:
    place = int(np.searchsorted(table.times, point.time, side="left"))
    if place >= table.times.size:
        return replace(point, n_at_risk=NOT_KNOWN)
    if table.times[place] == point.time:
        return replace(point, n_at_risk=float(followed[place]))
    return point
