"""Counted cells: the only form in which a cohort leaves the engine.

A cell says: so many rows of this group came under observation at `entry`, left it at
`exit`, for this cause. Risk tables, curves and tests are margins of these cells, so
that nothing after this point needs, or sees, a person. The joint count of entry and
exit is what late entry and landmarks need; without them the cells are few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from cohorts.risk_table.failures import CellsOutOfRange, CellsUneven, NoRow
from cohorts.risk_table.numbers import LATEST, Floats, Integers, Numbers
from cohorts.risk_table.sums import Columns, GroupSums, sum_groups
from cohorts.risk_table.ties import merge_dust


Clock = Literal["days", "calendar_months", "age", "unstated"]

CENSORED = 0
WHOLE = "all"  # label of the single group of counts without groups


@dataclass(frozen=True, eq=False)
class Counts:
    """Cells of a cohort, one array element per cell; built by `count_cells`.

    Attributes:
        groups: labels, kept as given; `group` indexes them.
        causes: names of the causes 1..K; `cause` 0 is censored.
        clock: unit of `entry` and `exit`; "unstated" for an outside table.
        group: codes into `groups`, int64.
        entry: time from which the rows are observed, exclusive; 0 or less means from
            the origin, that is, at risk at time 0 too. int64 or float64.
        exit: last time at risk, inclusive, >= 0. Same type as `entry`.
        cause: 0 (censored) or 1..K, int64.
        n_rows: rows in the cell, int64, >= 1.
        n_persons: persons counted in the cell, each in one cell only, int64, so that
            the sum is the number of persons even where a person has several rows.
        weight: weight of each row of the cell, > 0, or None where all are 1. Weights
            that are not whole numbers ask for robust errors.
    """

    groups: tuple[str, ...]
    causes: tuple[str, ...]
    clock: Clock
    group: Integers
    entry: Numbers
    exit: Numbers
    cause: Integers
    n_rows: Integers
    n_persons: Integers
    weight: Floats | None = None

    @property
    def size(self) -> Numbers:
        """Rows times weight per cell: int64 where whole."""
        if self.weight is None:
            return self.n_rows
        size = self.weight * self.n_rows
        return size.astype(np.int64) if self.is_whole else size

    @property
    def is_whole(self) -> bool:
        """Whether the weights, if any, are whole numbers (repeated rows)."""
        return self.weight is None or bool(np.all(self.weight == np.floor(self.weight)))

    @property
    def has_late_entry(self) -> bool:
        """Whether any row comes under observation after the origin."""
        return bool(np.any(self.entry > 0))

    @cached_property
    def sums(self) -> tuple[GroupSums | None, ...]:
        """Sums by exit and by entry of each group; None for one without a cell."""
        columns = Columns(
            group=self.group,
            entry=self.entry,
            exit=self.exit,
            cause=self.cause,
            size=self.size,
            n_rows=self.n_rows,
            n_persons=self.n_persons,
        )
        n_groups, n_causes = len(self.groups), len(self.causes)
        return sum_groups(columns, n_groups=n_groups, n_causes=n_causes)


def count_cells(
    exit: npt.ArrayLike,  # noqa: A002  (the name of the column, everywhere)
    cause: npt.ArrayLike,
    *,
    entry: npt.ArrayLike | None = None,
    group: npt.ArrayLike | None = None,
    groups: Sequence[str] = (WHOLE,),
    causes: Sequence[str] = ("1",),
    clock: Clock = "unstated",
    n_rows: npt.ArrayLike | None = None,
    n_persons: npt.ArrayLike | None = None,
    weight: npt.ArrayLike | None = None,
) -> Counts:
    """Check arrays of cells (or of single rows) and keep them as `Counts`.

    Args:
        exit: last time at risk per cell, n values.
        cause: 0 or 1..K per cell.
        entry: start of observation per cell; None = all from the origin.
        group: codes into `groups`; None = one group.
        groups: labels of the groups.
        causes: names of the causes 1..K.
        clock: unit of the times.
        n_rows: rows per cell; None = one each.
        n_persons: persons per cell; None = as many as rows.
        weight: weight of each row per cell; None = 1.

    Returns:
        The checked counts.

    Raises:
        NoRow: no cell at all.
        CellsUneven: a column of another length.
        CellsOutOfRange: a value that breaks the invariants of `Counts`.
    """
    leaving = _as_numbers(exit)
    if leaving.size == 0:
        raise NoRow
    entering = np.zeros_like(leaving) if entry is None else _as_numbers(entry)
    entering, leaving = merge_dust([entering, leaving])
    rows = np.ones(leaving.size, np.int64) if n_rows is None else _whole(n_rows)
    counts = Counts(
        groups=tuple(groups),
        causes=tuple(causes),
        clock=clock,
        group=np.zeros(leaving.size, np.int64) if group is None else _whole(group),
        entry=entering,
        exit=leaving,
        cause=_whole(cause),
        n_rows=rows,
        n_persons=rows if n_persons is None else _whole(n_persons),
        weight=None if weight is None else np.asarray(weight, np.float64),
    )
    _check(counts)
    return counts


def counts_from_frame(
    frame: pd.DataFrame,
    *,
    causes: Sequence[str] = ("1",),
    clock: Clock = "days",
    groups: Sequence[str] | None = None,
) -> Counts:
    """Take the frame that an engine's GROUP BY returns.

    Args:
        frame: columns `exit`, `cause`, and, where present, `group` (labels), `entry`,
            `n_rows`, `n_persons`, `weight`; one row per cell.
        causes: names of the causes 1..K.
        clock: unit of the times.
        groups: order of the labels; None = natural order (numbers by value).

    Returns:
        The checked counts.

    Raises:
        CellsUneven: `exit` or `cause` is absent.
        NoRow, CellsOutOfRange: as `count_cells`.
    """
    for column in ("exit", "cause"):
        if column not in frame:
            raise CellsUneven(column)
    codes, labels = _codes(frame, groups)
    return count_cells(
        frame["exit"].to_numpy(),
        frame["cause"].to_numpy(),
        group=codes,
        groups=labels,
        causes=causes,
        clock=clock,
        **{
            column: frame[column].to_numpy()
            for column in ("entry", "n_rows", "n_persons", "weight")
            if column in frame
        },
    )


def in_natural_order(labels: Sequence[str]) -> list[str]:
    """Order labels as a reader expects: whole numbers by value, then text.

    Args:
        labels: distinct labels.

    Returns:
        The labels in order; "2" before "10", "01" kept as it is.
    """
    return sorted(labels, key=_natural_key)


def _natural_key(label: str) -> tuple[int, int, str]:
    digits = label.removeprefix("-")
    is_number = digits.isascii() and digits.isdigit()
    return (0, int(label), label) if is_number else (1, 0, label)


def _codes(
    frame: pd.DataFrame, groups: Sequence[str] | None
) -> tuple[Integers | None, Sequence[str]]:
    if "group" not in frame:
        return None, groups or (WHOLE,)
    found, values = pd.factorize(frame["group"])
    labels = [str(value) for value in values]
    order = list(groups) if groups else in_natural_order(labels)
    place = {label: code for code, label in enumerate(order)}
    table = np.array([place.get(label, -1) for label in labels] or [-1], np.int64)
    return np.where(found >= 0, table[found], -1), order


def _as_numbers(values: npt.ArrayLike) -> Numbers:
    array: npt.NDArray[Any] = np.asarray(values)
    if array.dtype.kind in "iub":
        return array.astype(np.int64)
    return array.astype(np.float64)


def _whole(values: npt.ArrayLike) -> Integers:
    return np.asarray(values).astype(np.int64)


def _check(counts: Counts) -> None:
    length = counts.exit.size
    columns = ("group", "entry", "cause", "n_rows", "n_persons", "weight")
    for column in columns:
        array = getattr(counts, column)
        if array is not None and array.shape != (length,):
            raise CellsUneven(column)
    at_origin = (counts.entry == 0) & (counts.exit == 0)
    broken = {
        "group": (counts.group < 0) | (counts.group >= len(counts.groups)),
        "exit": ~(counts.exit < LATEST) | (counts.exit < 0),
        "entry": ~np.isfinite(counts.entry)
        | ((counts.entry >= counts.exit) & ~at_origin),
        "cause": (counts.cause < CENSORED) | (counts.cause > len(counts.causes)),
        "n_rows": counts.n_rows < 1,
        "n_persons": counts.n_persons < 0,
    }
    if counts.weight is not None:
        broken["weight"] = ~np.isfinite(counts.weight) | (counts.weight <= 0)
    for column, where in broken.items():
        if np.any(where):
            raise CellsOutOfRange(column, int(np.sum(where)))
