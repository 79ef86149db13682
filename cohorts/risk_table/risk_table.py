"""Counts → one risk table per group: who was at risk, who left, when and why.

The convention is that of counting processes: a row observed on (entry, exit] is at
risk at every t with entry < t <= exit; events at t happen before the censorings at t.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from cohorts.risk_table.counts import Counts
from cohorts.risk_table.numbers import Integers, Numbers
from cohorts.risk_table.sums import GroupSums


MAX_SPAN = 4_000_000  # widest span of whole times ranked by a lookup table


@dataclass(frozen=True, eq=False)
class RiskTable:
    """The at-risk table of one group; T times, K causes.

    Attributes:
        group: label of the group.
        causes: names of the causes, K.
        n: persons of the group.
        times: distinct times at which a row leaves, by an event or not; (T,) rising.
        n_at_risk: at risk just before each time, (T,).
        n_events: events per cause and time, (K, T).
        n_censored: censored at each time, (T,).
        n_entered: came under observation since the time before, (T,).
        entry_times: distinct times > 0 at which rows enter, (E,), rising.
        n_entries: rows that enter at each of them, (E,).
    """

    group: str
    causes: tuple[str, ...]
    n: int
    times: Numbers
    n_at_risk: Numbers
    n_events: Numbers
    n_censored: Numbers
    n_entered: Numbers
    entry_times: Numbers
    n_entries: Numbers

    @property
    def n_events_any(self) -> Numbers:
        """Events of any cause at each time, (T,)."""
        total: Numbers = self.n_events.sum(axis=0)
        return total

    @property
    def has_late_entry(self) -> bool:
        """Whether any row enters after the origin."""
        return bool(self.entry_times.size)

    def at_risk_at(self, time: float) -> float:
        """Tell how many are at risk just before any time.

        Args:
            time: a time on the table's clock.

        Returns:
            Rows with entry < time <= exit; 0 after the last time.
        """
        following = int(np.searchsorted(self.times, time, side="left"))
        if following == self.times.size:
            return 0
        not_yet = (self.entry_times >= time) & (
            self.entry_times < self.times[following]
        )
        return float(self.n_at_risk[following] - self.n_entries[not_yet].sum())


def risk_tables(
    counts: Counts, *, times: Numbers | None = None
) -> tuple[RiskTable, ...]:
    """Sum counts into one risk table per group.

    Args:
        counts: any counts; whole counts give whole tables, exactly.
        times: a common grid that holds every exit time; None = each group's own.

    Returns:
        One table per group that has a cell, in the order of the labels.
    """
    return tuple(
        _table(counts, sums, label, times)
        for label, sums in zip(counts.groups, counts.sums, strict=True)
        if sums is not None
    )


def distinct(values: Numbers) -> Numbers:
    """Sort values and keep each once, fast where they are whole and close.

    Args:
        values: any numbers, n of them.

    Returns:
        The distinct values, rising.
    """
    if _is_narrow(values):
        least = int(values.min())
        seen = np.bincount((values - least).astype(np.int64))
        whole: Integers = np.flatnonzero(seen).astype(np.int64) + least
        return whole
    return np.unique(values)


def ranks(values: Numbers, grid: Numbers, *, after: bool = False) -> Integers:
    """Place values on a grid.

    Args:
        values: any numbers, n of them.
        grid: rising numbers, m of them.
        after: count the grid points <= value instead of those < value.

    Returns:
        For each value the index of the first grid point >= it (> it with `after`).
    """
    side: Literal["left", "right"] = "right" if after else "left"
    if values.size > grid.size and _is_narrow(values):
        least, most = int(values.min()), int(values.max())
        span = np.arange(least, most + 1)
        table = np.searchsorted(grid, span, side=side)
        placed: Integers = table[(values - least).astype(np.int64)]
        return placed
    found: Integers = np.searchsorted(grid, values, side=side)
    return found


def total_by(index: Integers, amounts: Numbers, length: int, *, whole: bool) -> Numbers:
    """Sum amounts by index.

    Args:
        index: position of each amount, < length.
        amounts: what is summed, same length as `index`.
        length: length of the result.
        whole: give int64; exact up to 2**53.

    Returns:
        The sums, (length,).
    """
    sums: Numbers = np.bincount(index, weights=amounts, minlength=length)
    return sums.astype(np.int64) if whole else sums.astype(np.float64)


def _table(
    counts: Counts, sums: GroupSums, label: str, grid: Numbers | None
) -> RiskTable:
    times = distinct(sums.exit) if grid is None else grid
    whole = counts.is_whole
    at, cause = ranks(sums.exit, times), sums.cause
    left = total_by(at, sums.left, times.size, whole=whole)
    by_cause = [
        total_by(at[cause == k], sums.left[cause == k], times.size, whole=whole)
        for k in range(len(counts.causes) + 1)
    ]
    first = ranks(sums.entry, times, after=True)
    entered = _entered(sums.entered, sums.left, first, times.size, whole=whole)
    n_at_risk = np.cumsum(entered) - (np.cumsum(left) - left)
    if not whole:
        n_at_risk = _without_residue(n_at_risk, sums, at, first)
    entry_times = distinct(sums.entry) if sums.entry.size else sums.entry
    return RiskTable(
        group=label,
        causes=counts.causes,
        n=sums.n,
        times=times,
        n_at_risk=n_at_risk,
        n_events=np.stack(by_cause[1:]),
        n_censored=by_cause[0],
        n_entered=entered,
        entry_times=entry_times,
        n_entries=total_by(
            ranks(sums.entry, entry_times), sums.entered, entry_times.size, whole=whole
        ),
    )


def _entered(
    late: Numbers, everybody: Numbers, first: Integers, n_times: int, *, whole: bool
) -> Numbers:
    """Count who came since the time before, (T,): at the first time, those not late."""
    entered = total_by(first, late, n_times + 1, whole=whole)[:n_times]
    entered[0] += everybody.sum() - late.sum()
    return entered


def _without_residue(
    n_at_risk: Numbers, sums: GroupSums, at: Integers, first: Integers
) -> Numbers:
    """Say exactly 0 where no row is at risk: sums of weights leave a rounding."""
    left = total_by(at, sums.rows_left, n_at_risk.size, whole=True)
    entered = _entered(
        sums.rows_entered, sums.rows_left, first, n_at_risk.size, whole=True
    )
    nobody = np.cumsum(entered) - (np.cumsum(left) - left) == 0
    emptied: Numbers = np.where(nobody, 0.0, n_at_risk)
    return emptied


def _is_narrow(values: Numbers) -> bool:
    if values.size == 0 or values.dtype.kind != "i":
        return False
    return int(values.max()) - int(values.min()) < MAX_SPAN
