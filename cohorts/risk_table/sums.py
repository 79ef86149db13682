"""Cells → what each group sums to by exit and by entry, apart.

Curves and tests need who left when and why, and who entered when, but not the two
together. With late entries the joint cells are hundreds of thousands, these sums a few
thousand: they are made once, and everything but jackknife errors is made of them.
"""

from dataclasses import dataclass

import numpy as np

from cohorts.risk_table.numbers import Integers, Numbers


MAX_BINS = 4_000_000  # possible (group, cause, time) that are summed by a lookup table


@dataclass(frozen=True, eq=False)
class GroupSums:
    """One group's sums; X exits, E late entries, in no order, a time several times.

    Attributes:
        n: persons.
        exit: last time at risk, (X,).
        cause: 0 censored, 1..K, (X,).
        left: rows times weight, (X,).
        rows_left: rows, (X,).
        entry: time > 0 at which rows come under observation, (E,).
        entered: rows times weight, (E,).
        rows_entered: rows, (E,).
    """

    n: int
    exit: Numbers
    cause: Integers
    left: Numbers
    rows_left: Integers
    entry: Numbers
    entered: Numbers
    rows_entered: Integers


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of the cells, one element per cell; see `Counts`."""

    group: Integers
    entry: Numbers
    exit: Numbers
    cause: Integers
    size: Numbers
    n_rows: Integers
    n_persons: Integers


def sum_groups(
    cells: Columns, *, n_groups: int, n_causes: int
) -> tuple[GroupSums | None, ...]:
    """Sum cells by exit and by entry.

    Args:
        cells: the cells of all groups.
        n_groups: number of groups.
        n_causes: number of causes.

    Returns:
        One element per group, None where it has no cell. Whole counts at whole times
        are summed, exactly; others are kept as they are, cell by cell.
    """
    whole = cells.size.dtype.kind == "i" and cells.exit.dtype.kind == "i"
    if whole and cells.exit.size:
        n_bins = n_groups * (n_causes + 1) * (int(cells.exit.max()) + 1)
        if n_bins <= min(MAX_BINS, 4 * cells.exit.size + 1_000):
            return _tallied(cells, n_groups, n_causes)
    return tuple(_as_they_are(cells, code) for code in range(n_groups))


def _as_they_are(cells: Columns, code: int) -> GroupSums | None:
    where = np.flatnonzero(cells.group == code)
    if not where.size:
        return None
    entry, size, n_rows = cells.entry[where], cells.size[where], cells.n_rows[where]
    late = entry > 0
    return GroupSums(
        n=int(cells.n_persons[where].sum()),
        exit=cells.exit[where],
        cause=cells.cause[where],
        left=size,
        rows_left=n_rows,
        entry=entry[late],
        entered=size[late],
        rows_entered=n_rows[late],
    )


def _tallied(
    cells: Columns, n_groups: int, n_causes: int
) -> tuple[GroupSums | None, ...]:
    span = int(cells.exit.max()) + 1  # every entry is before an exit
    shape = (n_groups, n_causes + 1, span)
    at = (cells.group * (n_causes + 1) + cells.cause) * span + cells.exit
    late = np.flatnonzero(cells.entry > 0)
    came_at = cells.group[late] * span + cells.entry[late]
    left = _sums(at, cells.size, shape)
    came = _sums(came_at, cells.size[late], (n_groups, span))
    rows_left, rows_came = left, came
    if cells.size is not cells.n_rows:
        rows_left = _sums(at, cells.n_rows, shape)
        rows_came = _sums(came_at, cells.n_rows[late], (n_groups, span))
    persons = _sums(cells.group, cells.n_persons, (n_groups,))
    groups: list[GroupSums | None] = []
    for code in range(n_groups):
        cause, leaving = np.nonzero(rows_left[code])
        entry = np.flatnonzero(rows_came[code])
        if not leaving.size:
            groups.append(None)
            continue
        groups.append(
            GroupSums(
                n=int(persons[code]),
                exit=leaving.astype(np.int64),
                cause=cause.astype(np.int64),
                left=left[code, cause, leaving],
                rows_left=rows_left[code, cause, leaving],
                entry=entry.astype(np.int64),
                entered=came[code, entry],
                rows_entered=rows_came[code, entry],
            )
        )
    return tuple(groups)


def _sums(at: Integers, amounts: Numbers, shape: tuple[int, ...]) -> Integers:
    """Sum whole amounts, exactly up to 2**53."""
    sums = np.bincount(at, weights=amounts, minlength=int(np.prod(shape)))
    return sums.astype(np.int64).reshape(shape)
