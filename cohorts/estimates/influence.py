"""Counts → infinitesimal-jackknife errors, without a row.

The influence of one row on a curve is what the curve would gain if the row weighed a
little more; the error is the root of the sum of squared influences. It is known from
the row's entry e, exit x and cause alone. With G the sum of Greenwood's terms, F the
incidence of a cause and H the running sum of S(s-) dA(s) (G(s-) - 1 / n(s)):

- while at risk:  H(t) - H(e) - G(e) (F(t) - F(e)), which is  H(t) + a + b F(t);
- after leaving:  A + B F(t), with A and B fixed at the exit.

So the sums over rows are sums over counted cells of a, b, A, B and their products:
O(times + cells). Where the curve falls to 0 nothing moves any more.

Source: Therneau & Grambsch (2000) §7; R `survival` 3.5, `survfit(..., influence)`.
"""

from dataclasses import dataclass

import numpy as np

from cohorts.estimates.steps import (
    greenwood_steps,
    ratio,
    root_of_difference,
    survival_steps,
)
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.numbers import Floats, Integers
from cohorts.risk_table.risk_table import RiskTable, ranks


@dataclass(frozen=True, eq=False)
class _Cells:
    """One group's cells on the time grid; C cells, T times.

    Attributes:
        square: what the squared influence of a row of the cell counts for, (C,).
        entered: number of times at or before the entry, (C,), 0..T.
        left: index of the exit among the times, (C,).
        cause: 0 or 1..K, (C,).
        greenwood: G with a leading 0, (T + 1,); flat from where the curve is 0.
        last: index of the time where the curve falls to 0; T if it never does.
    """

    square: Floats
    entered: Integers
    left: Integers
    cause: Integers
    greenwood: Floats
    last: int

    @property
    def late(self) -> bool:
        return bool(np.any(self.entered > 0))

    def leaving(self, amounts: Floats) -> Floats:
        """Sum over the cells that have left by each time, (T,)."""
        n_times = self.greenwood.size - 1
        sums = np.bincount(self.left, amounts * self.square, minlength=n_times)
        running: Floats = np.cumsum(sums)
        return running

    def present(self, by_entry: Floats | None) -> Floats:
        """Sum over the cells entered and not left at each time, (T,)."""
        n_times = self.greenwood.size - 1
        each = np.ones(n_times + 1) if by_entry is None else by_entry
        amounts = each[self.entered] * self.square
        came = np.bincount(self.entered, amounts, minlength=n_times + 1)[:n_times]
        went = np.bincount(self.left, amounts, minlength=n_times)
        running: Floats = np.cumsum(came - went)
        return running


def survival_error(counts: Counts, table: RiskTable) -> Floats:
    """Give the robust error of a Kaplan-Meier curve.

    Args:
        counts: the cells of the table's group alone.
        table: its risk table, T times.

    Returns:
        The errors of the share, (T,).
    """
    cells = _cells(counts, table)
    g = cells.greenwood[1:]
    own = _jump(cells, table)
    after = g[cells.left] - cells.greenwood[cells.entered] - own
    squared = cells.leaving(np.where(cells.left < cells.last, after, 0.0) ** 2)
    squared += g**2 * cells.present(None)
    size = squared.copy()
    if cells.late:
        before = cells.greenwood
        squared += cells.present(before**2) - 2 * g * cells.present(before)
    return survival_steps(table) * root_of_difference(squared, size)


def incidence_errors(counts: Counts, table: RiskTable) -> Floats:
    """Give the jackknife error of each cause's Aalen-Johansen incidence.

    Args:
        counts: the cells of the table's group alone.
        table: its risk table, K causes, T times.

    Returns:
        The errors, (K, T).
    """
    cells = _cells(counts, table)
    before = np.concatenate(([1.0], survival_steps(table)[:-1]))
    return np.stack(
        [
            _incidence_error(cells, table, before, cause)
            for cause in range(1, len(table.causes) + 1)
        ]
    )


def _incidence_error(
    cells: _Cells, table: RiskTable, before: Floats, cause: int
) -> Floats:
    per_head = ratio(np.ones(before.size), table.n_at_risk)
    step = before * ratio(table.n_events[cause - 1], table.n_at_risk)
    f = np.concatenate(([0.0], np.cumsum(step)))
    h = np.concatenate(([0.0], np.cumsum(step * (cells.greenwood[:-1] - per_head))))
    a, b = cells.greenwood * f - h, -cells.greenwood
    # after leaving
    own = np.where(cells.cause == cause, (before * per_head)[cells.left], 0.0)
    at_exit = (
        h[1:][cells.left] + a[cells.entered] + b[cells.entered] * f[1:][cells.left]
    )
    slope = cells.greenwood[1:][cells.left] + b[cells.entered] - _jump(cells, table)
    slope = np.where(cells.left < cells.last, slope, 0.0)
    level = at_exit + own - slope * f[1:][cells.left]
    f, h = f[1:], h[1:]
    size = cells.leaving(level**2) + f**2 * cells.leaving(slope**2)
    squared = size + 2 * f * cells.leaving(level * slope)
    # while at risk
    squared += h**2 * cells.present(None)
    if cells.late:
        squared += cells.present(a**2) + 2 * h * cells.present(a)
        squared += 2 * f * (cells.present(a * b) + h * cells.present(b))
        squared += f**2 * cells.present(b**2)
    return root_of_difference(squared, size + h**2 * cells.present(None))


def _jump(cells: _Cells, table: RiskTable) -> Floats:
    """A row's own event, relative to the share left after it: 1 / (n - d)."""
    staying = table.n_at_risk - table.n_events_any
    share = ratio(np.ones(table.times.size), staying)[cells.left]
    return np.where(cells.cause > 0, share, 0.0)


def _cells(counts: Counts, table: RiskTable) -> _Cells:
    gone = np.flatnonzero(survival_steps(table) == 0)
    last = int(gone[0]) if gone.size else table.times.size
    terms = greenwood_steps(table)
    terms[last:] = 0.0
    square: Floats = counts.size.astype(np.float64)
    if counts.weight is not None and not counts.is_whole:
        square = counts.weight**2 * counts.n_rows
    return _Cells(
        square=square,
        entered=np.where(
            counts.entry > 0, ranks(counts.entry, table.times, after=True), 0
        ),
        left=ranks(counts.exit, table.times),
        cause=counts.cause,
        greenwood=np.concatenate(([0.0], np.cumsum(terms))),
        last=last,
    )
