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
from functools import cached_property

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

    @cached_property
    def by_entry(self) -> Floats:
        """Weight of the squares of those who enter at each time, (T + 1,)."""
        n_times = self.greenwood.size - 1
        number = np.bincount(self.entered, self.square, minlength=n_times + 1)
        return number.astype(np.float64)

    def leaving(self, amounts: Floats) -> Floats:
        """Sum over the cells that have left by each time, (T,)."""
        n_times = self.greenwood.size - 1
        sums = np.bincount(self.left, amounts * self.square, minlength=n_times)
        running: Floats = np.cumsum(sums)
        return running

    def came(self, by_entry: Floats) -> Floats:
        """Sum over the cells entered before each time, (T,)."""
        running: Floats = np.cumsum((self.by_entry * by_entry)[:-1])
        return running

    def present(self, by_entry: Floats | None) -> Floats:
        """Sum over the cells entered and not left at each time, (T,)."""
        n_times = self.greenwood.size - 1
        amounts, came = self.square, self.by_entry[:n_times]
        if by_entry is not None:
            amounts = by_entry[self.entered] * self.square
            came = (self.by_entry * by_entry)[:n_times]
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


def restricted_mean_error(counts: Counts, table: RiskTable, horizon: float) -> float:
    """Give the robust error of the mean time without event up to a horizon.

    A row at risk moves the curve by S(t) (G(t) - G(e)) from its entry e on, and by
    S(t) times a constant after its exit; its influence on the mean is the area under
    that, so that two running areas, of S and of S G, tell it for every cell.

    Args:
        counts: the cells of the table's group alone; their weights are taken as given.
        table: its risk table, T times.
        horizon: end of the mean, > 0; after the last time the curve is carried flat.

    Returns:
        The error, the root of the sum of squared weighted influences of the rows.

    Source: Therneau & Grambsch (2000) §7; R `survival` 3.5,
        `survfit(..., weights, influence = TRUE)`, its influences integrated.
    """
    cells = _cells(counts, table)
    share = np.concatenate(([1.0], survival_steps(table)))
    edges = np.minimum(np.concatenate(([0.0], table.times, [np.inf])), horizon)
    widths = np.diff(edges)  # (T + 1,): the curve has value k from edge k to k + 1
    area = np.concatenate(([0.0], np.cumsum(widths * share)))
    curved = np.concatenate(([0.0], np.cumsum(widths * share * cells.greenwood)))
    start, end = cells.entered, cells.left + 1  # index of the edge
    g = cells.greenwood
    within = curved[end] - curved[start] - g[start] * (area[end] - area[start])
    alive = cells.left < cells.last
    after = np.where(alive, g[end] - g[start] - _jump(cells, table), 0.0)
    influence = within + after * (area[-1] - area[end])
    return float(np.sqrt(np.sum(cells.square * influence**2)))


def incidence_errors(counts: Counts, table: RiskTable) -> Floats:
    """Give the jackknife error of each cause's Aalen-Johansen incidence.

    Args:
        counts: the cells of the table's group alone.
        table: its risk table, K causes.

    Returns:
        The errors, (K, T).
    """
    cells = _cells(counts, table)
    before = np.concatenate(([1.0], survival_steps(table)[:-1]))
    leavers = _leavers(cells, table)
    return np.stack(
        [
            _incidence_error(cells, table, before, leavers, cause)
            for cause in range(1, len(table.causes) + 1)
        ]
    )


@dataclass(frozen=True, eq=False)
class _Leavers:
    """Who leaves at each time for each cause, X = T x (K + 1) exits, by sums alone.

    With a late entry e the influence after leaving is that of an entry at the origin
    plus a(e) less G(e) F(t), so that no joint cell is looked at twice.

    Attributes:
        number: weight of the squares, (T, K + 1).
        slope: G less a row's own event, with an entry at the origin, (T, K + 1).
        alive: whether the curve is above 0 after the time, (T, 1).
        late: the late cells' entries, weights and exits, each (L,).
        greenwood: G with a leading 0, (T + 1,).
    """

    number: Floats
    slope: Floats
    alive: Floats
    late: tuple[Integers, Floats, Integers]
    greenwood: Floats

    @cached_property
    def sums_of_g(self) -> tuple[Floats, Floats]:
        """Sums of G and of its square over the late entries, (T, K + 1) each."""
        return self.late_sums(self.greenwood), self.late_sums(self.greenwood**2)

    def late_sums(self, by_entry: Floats) -> Floats:
        """Sum a function of the late entries by exit, (T, K + 1)."""
        entered, square, exits = self.late
        shape = self.number.shape
        if not entered.size:
            return np.zeros(shape)
        weights = by_entry[entered] * square
        sums = np.bincount(exits, weights, minlength=self.number.size)
        return sums.astype(np.float64).reshape(shape)


def _leavers(cells: _Cells, table: RiskTable) -> _Leavers:
    shape = (table.times.size, len(table.causes) + 1)
    exits = cells.left * shape[1] + cells.cause
    number = np.bincount(exits, cells.square, minlength=shape[0] * shape[1])
    late = np.flatnonzero(cells.entered > 0)
    jump = ratio(np.ones(shape[0]), table.n_at_risk - table.n_events_any)
    slope = np.repeat(cells.greenwood[1:, None], shape[1], axis=1)
    slope[:, 1:] -= jump[:, None]
    return _Leavers(
        number=number.astype(np.float64).reshape(shape),
        slope=slope,
        alive=(np.arange(shape[0]) < cells.last).astype(np.float64)[:, None],
        late=(cells.entered[late], cells.square[late], exits[late]),
        greenwood=cells.greenwood,
    )


def _incidence_error(
    cells: _Cells, table: RiskTable, before: Floats, leavers: _Leavers, cause: int
) -> Floats:
    per_head = ratio(np.ones(before.size), table.n_at_risk)
    step = before * ratio(table.n_events[cause - 1], table.n_at_risk)
    f = np.concatenate(([0.0], np.cumsum(step)))
    h = np.concatenate(([0.0], np.cumsum(step * (cells.greenwood[:-1] - per_head))))
    g = cells.greenwood
    a = g * f - h
    f, h = f[1:], h[1:]
    # sums over the late entries e of the powers of a(e) and G(e), by exit
    sum_a, sum_aa, sum_ag = map(leavers.late_sums, (a, a * a, a * g))
    sum_g, sum_gg = leavers.sums_of_g
    # after leaving: level + a(e) - gone G(e), and slope - G(e) while the curve is > 0
    alive, slope, number = leavers.alive, leavers.slope, leavers.number
    gone = (1 - alive) * f[:, None]
    level = h[:, None] - alive * slope * f[:, None]
    level[:, cause] += before * per_head
    squares = level**2 * number + sum_aa + gone**2 * sum_gg
    levels = squares + 2 * (level * (sum_a - gone * sum_g) - gone * sum_ag)
    slopes = alive * (slope**2 * number - 2 * slope * sum_g + sum_gg)
    both = alive * (level * slope * number - level * sum_g + slope * sum_a - sum_ag)
    size = _running(squares) + f**2 * _running(alive * (slope**2 * number + sum_gg))
    squared = _running(levels) + f**2 * _running(slopes) + 2 * f * _running(both)
    # while at risk: h + a(e) - G(e) f
    squared += h**2 * cells.present(None)
    size += h**2 * cells.present(None)
    if cells.late:
        here_a, here_aa, here_ag, here_g, here_gg = (
            cells.came(each) - _running(sums)
            for each, sums in (
                (a, sum_a),
                (a * a, sum_aa),
                (a * g, sum_ag),
                (g, sum_g),
                (g * g, sum_gg),
            )
        )
        squared += here_aa + 2 * h * here_a
        squared -= 2 * f * (here_ag + h * here_g)
        squared += f**2 * here_gg
    return root_of_difference(squared, size)


def _running(by_exit: Floats) -> Floats:
    """Sum over the causes and up to each time, (T, K + 1) to (T,)."""
    running: Floats = np.cumsum(by_exit.sum(axis=1))
    return running


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
