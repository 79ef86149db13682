"""Cells → how many of each pattern were at risk, and had the event, in each period.

A period is a month with an event, with a level of its own; or several months that share
a level, which is wise where months have few events each.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cohorts.regression.cells import Cells
from cohorts.regression.failures import TimesNotWhole, TooLargeForPeriods
from cohorts.regression.risk_sets import RiskSets, risk_sets
from cohorts.regression.table_failures import TimesOutOfRange
from cohorts.risk_table.numbers import Floats, Integers
from cohorts.risk_table.risk_table import total_by


MOST_CELLS = 20_000_000  # periods times patterns


@dataclass(frozen=True, eq=False)
class Periods:
    """Counted periods; G periods (of all strata), P patterns, n cells.

    Attributes:
        at_risk: person-months at risk, times weight, (G, P).
        events: events, times weight, (G, P).
        spent: a value per month and pattern, (G, P) → per cell, for one of its rows,
            the sum over the months that it was at risk, (n,).
        event_cells: places of the cells with an event, (e,).
        event_at: the period of each, (e,).
    """

    at_risk: Floats
    events: Floats
    spent: Callable[[Floats], Floats]
    event_cells: Integers
    event_at: Integers


def count_periods(cells: Cells, sets: RiskSets | None, ends: Sequence[int]) -> Periods:
    """Count person-months.

    Args:
        cells: cells with whole times, `cause` 1 for the event.
        sets: the risk sets with their whole table; needed where `ends` is empty.
        ends: last month of each period but the last, rising; empty = each month with
            an event is a period.

    Returns:
        The counted periods.

    Raises:
        TimesOutOfRange: an event at time 0, before the first month.
    """
    event = np.flatnonzero(cells.cause > 0)
    if not ends and sets is not None and sets.table is not None:
        clock = sets.clock
        at_risk, events = sets.table

        def spent(values: Floats) -> Floats:
            sums = clock.summed(values)
            total: Floats = (
                sums[clock.left, cells.pattern] - sums[clock.entered, cells.pattern]
            )
            return total

        return Periods(at_risk, events, spent, event, clock.left[event] - 1)
    return _by_ends(cells, event, ends)


def whole_risk_sets(cells: Cells) -> RiskSets:
    """Place cells on their months, the whole table kept.

    Args:
        cells: cells, `cause` 1 for the event.

    Returns:
        The operators.

    Raises:
        TimesNotWhole: times that are not whole numbers.
        TooLargeForPeriods: the table would not fit.
        NoEvent: nobody has the event.
    """
    if cells.exit.dtype.kind != "i" or cells.entry.dtype.kind != "i":
        raise TimesNotWhole
    months = np.unique(cells.exit[cells.cause > 0]).size * len(cells.strata)
    n_cells = months * cells.design.x.shape[0]
    if n_cells > MOST_CELLS:
        raise TooLargeForPeriods(n_cells, MOST_CELLS)
    return risk_sets(cells, dense=True)


def _by_ends(cells: Cells, event: Integers, ends: Sequence[int]) -> Periods:
    early = int(np.sum(cells.exit[event] < 1))
    if early:
        raise TimesOutOfRange(early)
    last = int(max(cells.exit.max(), ends[-1] + 1))
    edges = [0, *ends, last]
    n_periods, n_patterns = len(edges) - 1, cells.design.x.shape[0]
    row = cells.stratum * n_periods
    size = cells.size
    length = len(cells.strata) * n_periods * n_patterns

    def months(k: int) -> Integers:
        until = np.minimum(cells.exit, edges[k + 1])
        inside: Integers = np.maximum(until - np.maximum(cells.entry, edges[k]), 0)
        return inside

    at_risk = np.zeros(length)
    for k in range(n_periods):
        packed = (row + k) * n_patterns + cells.pattern
        at_risk += total_by(packed, months(k) * size, length, whole=False)
    within = np.searchsorted(np.asarray(ends), cells.exit[event], side="left")
    event_at = row[event] + within
    events = total_by(
        event_at * n_patterns + cells.pattern[event], size[event], length, whole=False
    )

    def spent(values: Floats) -> Floats:
        total = np.zeros(cells.exit.size)
        for k in range(n_periods):
            total += months(k) * values[row + k, cells.pattern]
        return total

    shape = (-1, n_patterns)
    return Periods(
        at_risk.reshape(shape), events.reshape(shape), spent, event, event_at
    )
