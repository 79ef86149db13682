"""Cells → who is at risk and who has the event at each event time, as two operators.

Everything that a partial likelihood needs is a sum over the risk set of some value of
the patterns, or, the other way, a sum over the times at which a pattern is at risk.
Both are products with the table N (times x patterns) of the rows at risk. With few
patterns the table is kept whole and the products are the processor's fastest work;
with as many patterns as rows it is never made, and the products are cumulative sums.
Times of different strata are different times.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from cohorts.regression.cells import Cells
from cohorts.regression.failures import NoEvent
from cohorts.risk_table.numbers import Floats, Integers, Numbers
from cohorts.risk_table.risk_table import total_by


DENSE = 6_000_000  # largest table of times x patterns that is kept whole


@dataclass(frozen=True, eq=False)
class Clock:
    """The event times of all strata, one after the other; T of them.

    Attributes:
        times: event times, rising within each stratum, (T,).
        stratum: stratum of each, rising, (T,).
        starts: first place of each stratum, (strata + 1,), the last one T.
        entered: per cell, place of the first time > its entry, (n,).
        left: per cell, place after the last time <= its exit, (n,).
    """

    times: Numbers
    stratum: Integers
    starts: Integers
    entered: Integers
    left: Integers

    def of_strata(self) -> list[slice]:
        """Give the places of each stratum's times."""
        return [
            slice(int(a), int(b))
            for a, b in zip(self.starts[:-1], self.starts[1:], strict=True)
        ]

    def summed(self, values: Floats) -> Floats:
        """Cumulate values over the times, from 0 at the start of each stratum.

        Args:
            values: (T,) or (T, k).

        Returns:
            Sums before each place, (T + 1, ...), to be read at `left` minus `entered`:
            the strata follow one another, so that differences stay within one.
        """
        start = np.zeros((1, *values.shape[1:]))
        sums: Floats = np.concatenate((start, np.cumsum(values, axis=0)))
        return sums


@dataclass(frozen=True, eq=False)
class RiskSets:
    """The two tables, times x patterns, as functions.

    Attributes:
        clock: the event times.
        at_risk: values of the patterns, (P,) or (P, k) → sums over those at risk at
            each time, (T,) or (T, k).
        leaving: the same over those who have the event.
        exposed: weights of the times, (T,) → per pattern the sum over the times at
            which its rows are at risk, (P,).
        had: weights of the times, (T,) → per pattern the sum over its events, (P,).
        n_events: events at each time, rows, not weighted, (T,).
        mean_weight: mean weight of the events at each time, (T,).
        table: the dense tables (at risk, leaving), each (T, P), where they are kept.
    """

    clock: Clock
    at_risk: Callable[[Floats], Floats]
    leaving: Callable[[Floats], Floats]
    exposed: Callable[[Floats], Floats]
    had: Callable[[Floats], Floats]
    n_events: Floats
    mean_weight: Floats
    table: tuple[Floats, Floats] | None = None


def risk_sets(cells: Cells, *, dense: bool | None = None) -> RiskSets:
    """Place cells on their event times.

    Args:
        cells: cells whose `cause` is 1 for the event, 0 for censored.
        dense: keep the whole table; None = where it is small.

    Returns:
        The operators.

    Raises:
        NoEvent: nobody has the event.
    """
    clock = event_clock(cells)
    n_times, n_patterns = clock.times.size, cells.design.x.shape[0]
    event = np.flatnonzero(cells.cause > 0)
    when = clock.left[event] - 1
    rows = total_by(when, cells.n_rows[event], n_times, whole=False)
    weights = total_by(when, cells.size[event], n_times, whole=False)
    if dense is None:
        dense = n_times * n_patterns <= max(DENSE, 4 * cells.exit.size)
    operators = _dense(cells, clock) if dense else _sparse(cells, clock)
    return RiskSets(
        clock, *operators[:4], rows, weights / rows, operators[4] if dense else None
    )


def event_clock(cells: Cells) -> Clock:
    """Find the event times of each stratum and each cell's place among them.

    Args:
        cells: cells whose `cause` is 1 for the event, 0 for censored.

    Returns:
        The clock.

    Raises:
        NoEvent: nobody has the event.
    """
    if not np.any(cells.cause > 0):
        raise NoEvent
    n_strata = len(cells.strata)
    if n_strata == 1:
        return _clock_of_one(cells)
    order = np.argsort(cells.stratum, kind="stable")
    bounds = np.searchsorted(cells.stratum[order], np.arange(n_strata + 1))
    entered = np.zeros(cells.exit.size, np.int64)
    left = np.zeros(cells.exit.size, np.int64)
    times, starts = [], [0]
    for code in range(n_strata):
        own = order[bounds[code] : bounds[code + 1]]
        grid = np.unique(cells.exit[own][cells.cause[own] > 0])
        entered[own] = _place(cells.entry[own], grid) + starts[-1]
        entered[own[cells.entry[own] <= 0]] = starts[-1]
        left[own] = _place(cells.exit[own], grid) + starts[-1]
        times.append(grid)
        starts.append(starts[-1] + grid.size)
    sizes = [grid.size for grid in times]
    return Clock(
        times=np.concatenate(times),
        stratum=np.repeat(np.arange(n_strata), sizes),
        starts=np.array(starts, np.int64),
        entered=entered,
        left=left,
    )


def _clock_of_one(cells: Cells) -> Clock:
    grid = np.unique(cells.exit[cells.cause > 0])
    entered = np.zeros(cells.exit.size, np.int64)
    late = np.flatnonzero(cells.entry > 0)
    if late.size:
        entered[late] = _place(cells.entry[late], grid)
    return Clock(
        times=grid,
        stratum=np.zeros(grid.size, np.int64),
        starts=np.array([0, grid.size], np.int64),
        entered=entered,
        left=_place(cells.exit, grid),
    )


def _place(values: Numbers, grid: Numbers) -> Integers:
    """Count the grid's times <= each value, by a lookup where times are whole."""
    if values.dtype.kind == "i" and values.size > 4 * grid.size and grid.size:
        span = int(grid[-1])
        if 0 <= span <= 4 * values.size:
            counted = np.cumsum(np.bincount(grid, minlength=span + 1))
            places: Integers = counted[np.clip(values, 0, span)].astype(np.int64)
            return np.where(values < 0, 0, places)
    found: Integers = np.searchsorted(grid, values, side="right").astype(np.int64)
    return found


Operators = tuple[
    Callable[[Floats], Floats],
    Callable[[Floats], Floats],
    Callable[[Floats], Floats],
    Callable[[Floats], Floats],
    tuple[Floats, Floats] | None,
]


def _dense(cells: Cells, clock: Clock) -> Operators:
    n_times, n_patterns = clock.times.size, cells.design.x.shape[0]
    length = n_times * n_patterns

    def table(where: Integers, places: Integers) -> Floats:
        packed = places * n_patterns + cells.pattern[where]
        size = cells.size[where]
        flat = total_by(packed, size, length, whole=False)
        grid: Floats = flat.reshape(n_times, n_patterns)
        return grid

    stays = np.flatnonzero(clock.left > clock.entered)
    until = table(stays, clock.left[stays] - 1)
    since = stays[clock.entered[stays] > _first(cells, clock)[stays]]
    late = table(since, clock.entered[since] - 1) if since.size else None
    at_risk = np.empty_like(until)
    for part in clock.of_strata():
        at_risk[part] = until[part][::-1].cumsum(axis=0)[::-1]
        if late is not None:
            at_risk[part] -= late[part][::-1].cumsum(axis=0)[::-1]
    if cells.weight is not None and late is not None:
        at_risk[at_risk < 1e-9 * cells.size.min()] = 0.0
    event = np.flatnonzero(cells.cause > 0)
    leaving = table(event, clock.left[event] - 1)
    return (
        lambda values: at_risk @ values,
        lambda values: leaving @ values,
        lambda weights: weights @ at_risk,
        lambda weights: weights @ leaving,
        (at_risk, leaving),
    )


def _sparse(cells: Cells, clock: Clock) -> Operators:
    n_times, n_patterns = clock.times.size, cells.design.x.shape[0]
    size = cells.size

    def table(where: Integers, places: Integers) -> Any:
        at = (places[where] - 1, cells.pattern[where])
        return csr_array((size[where], at), shape=(n_times, n_patterns))

    stays = np.flatnonzero(clock.left > clock.entered)
    since = stays[clock.entered[stays] > _first(cells, clock)[stays]]
    until, leaving = (
        table(stays, clock.left),
        table(np.flatnonzero(cells.cause > 0), clock.left),
    )
    net = until - table(since, clock.entered) if since.size else until

    def at_risk(values: Floats) -> Floats:
        sums: Floats = net @ values
        for part in clock.of_strata():
            sums[part] = sums[part][::-1].cumsum(axis=0)[::-1]
        return sums

    def exposed(weights: Floats) -> Floats:
        sums = np.empty(n_times)
        for part in clock.of_strata():
            sums[part] = np.cumsum(weights[part])
        per: Floats = net.T @ sums
        return per

    def leave(values: Floats) -> Floats:
        sums: Floats = leaving @ values
        return sums

    def had(weights: Floats) -> Floats:
        per: Floats = leaving.T @ weights
        return per

    return at_risk, leave, exposed, had, None


def _first(cells: Cells, clock: Clock) -> Integers:
    """Give the first place of each cell's stratum, (n,)."""
    first: Integers = clock.starts[cells.stratum]
    return first
