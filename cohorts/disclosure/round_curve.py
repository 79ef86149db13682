"""One group's cells → cells that may be shown: monthly, in blocks, cut in time.

The margins (entered, each cause, censored) are summed over time on a monthly grid and
each sum is rounded to blocks; cells are then laid again from the rounded margins,
first in, first out. Only the margins matter to a curve and its Greenwood error, so the
same estimate functions answer; with late entry the pairing of entries and exits, which
the jackknife error uses, is the one that discloses nothing.
"""

from dataclasses import dataclass

import numpy as np

from cohorts.disclosure.grid import month_edges
from cohorts.disclosure.rounding import to_blocks
from cohorts.disclosure.rules import Rules
from cohorts.risk_table.counts import CENSORED, Counts
from cohorts.risk_table.numbers import Integers


@dataclass(frozen=True, eq=False)
class _Margins:
    """Cumulative counts at the grid's edges, (T,) and (K + 1, T); row 0 is censored."""

    entered: Integers
    left: Integers

    @property
    def left_before(self) -> Integers:
        """Who left at an earlier edge, (T,)."""
        before: Integers = np.concatenate(([0], self.left.sum(axis=0)[:-1]))
        return before

    @property
    def at_risk(self) -> Integers:
        """At risk just before each edge: entered before it, not yet left."""
        return self.entered - self.left_before

    @property
    def at_risk_all_month(self) -> Integers:
        """At risk over the whole month before each edge: who enters in it is not."""
        earlier = np.concatenate((self.entered[:1], self.entered[:-1]))
        waiting: Integers = earlier - self.left_before
        return waiting


@dataclass(frozen=True, eq=False)
class Cells:
    """Protected cells of one group.

    Attributes:
        entry: start of observation, -1 = from the origin; (C,).
        exit: end of a month, (C,).
        cause: 0 or 1..K, (C,).
        n: persons, (C,).
        cut_at: where the curve was stopped, None where it runs to its end.
    """

    entry: Integers
    exit: Integers
    cause: Integers
    n: Integers
    cut_at: int | None


def round_cells(counts: Counts, code: int, rules: Rules) -> Cells | None:
    """Protect the cells of one group.

    Args:
        counts: exact counts of persons, without weights.
        code: index of the group.
        rules: base of rounding and least number at risk.

    Returns:
        The protected cells, or None where no month has enough at risk.
    """
    edges = month_edges(counts.clock, float(counts.exit[counts.group == code].max()))
    exact = _margins(counts, code, edges)
    shown = _Margins(
        to_blocks(exact.entered, base=rules.rounding_base),
        to_blocks(exact.left, base=rules.rounding_base),
    )
    n_edges = _length(exact, shown, rules.minimum_at_risk)
    if n_edges == 0:
        return None
    cut_at = int(edges[n_edges - 1]) if n_edges < edges.size else None
    return _lay(shown, edges[:n_edges], cut_at)


def _margins(counts: Counts, code: int, edges: Integers) -> _Margins:
    here = counts.group == code
    n = counts.n_persons[here]
    leaves = np.searchsorted(edges, counts.exit[here], side="left")
    left = np.zeros((len(counts.causes) + 1, edges.size), np.int64)
    np.add.at(left, (counts.cause[here], leaves), n)
    entry = counts.entry[here]
    starts = np.searchsorted(edges, entry, side="right")
    entered = np.zeros(edges.size + 1, np.int64)
    np.add.at(entered, np.where(entry > 0, starts, 0), n)
    return _Margins(np.cumsum(entered)[:-1], np.cumsum(left, axis=1))


def _length(exact: _Margins, shown: _Margins, minimum: int) -> int:
    """Count the leading edges that enough persons reach, before and after rounding."""
    leaving = np.diff(shown.left.sum(axis=0), prepend=0)
    kept = (
        (exact.at_risk_all_month >= minimum)
        & (shown.at_risk >= minimum)
        & (leaving <= shown.at_risk)
    )
    stays = exact.left.sum(axis=0) == 0  # nobody has left yet: nothing to tell so far
    kept |= stays
    n_edges = int(kept.size if kept.all() else np.argmin(kept))
    return n_edges if n_edges and not stays[n_edges - 1] else 0


def _lay(shown: _Margins, edges: Integers, cut_at: int | None) -> Cells:
    """Pair rounded entries and exits, first in, first out."""
    size = edges.size
    entries = np.diff(shown.entered[:size], prepend=0)
    leaving = np.diff(shown.left[:, :size], axis=1, prepend=0)
    remaining = int(entries.sum() - leaving.sum())
    leaving[CENSORED, -1] += max(remaining, 0)
    starts = np.concatenate(([-1], edges[:-1]))
    queue = [[int(s), int(n)] for s, n in zip(starts, entries, strict=True) if n]
    rows: list[tuple[int, int, int, int]] = []
    for at, edge in enumerate(edges):
        for cause in [*range(1, leaving.shape[0]), CENSORED]:
            _take(queue, int(leaving[cause, at]), int(edge), cause, rows)
    columns = np.array(rows, np.int64).reshape(-1, 4)
    return Cells(columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3], cut_at)


def _take(
    queue: list[list[int]],
    n: int,
    edge: int,
    cause: int,
    rows: list[tuple[int, int, int, int]],
) -> None:
    while n > 0 and queue:
        taken = min(n, queue[0][1])
        rows.append((queue[0][0], edge, cause, taken))
        queue[0][1] -= taken
        n -= taken
        if queue[0][1] == 0:
            queue.pop(0)
