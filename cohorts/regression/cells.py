"""Rows under pseudonyms, or counted cells → the cells that a regression takes.

A cell says: so many rows with this pattern of covariates came under observation at
`entry`, left it at `exit`, for this cause. A person with several rows is named by a
code, so that errors can be robust; nothing else of a person is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from cohorts.regression.design import Covariate, Design, make_design
from cohorts.regression.table_failures import (
    CauseUnknown,
    ColumnMissing,
    TimesOutOfRange,
    ValueUnknown,
)
from cohorts.risk_table.failures import NoRow
from cohorts.risk_table.numbers import LATEST, Floats, Integers, Numbers
from cohorts.risk_table.risk_table import total_by
from cohorts.risk_table.ties import merge_dust


@dataclass(frozen=True)
class Names:
    """Which column of the table says what.

    Attributes:
        exit: last time at risk, inclusive, >= 0.
        cause: 0 censored, 1..K the cause of the exit.
        entry: start of observation, exclusive; None = all from the origin.
        stratum: columns whose combinations have each their own baseline.
        weight: weight of each row, > 0; None = 1.
        person: pseudonym, where a person may have several rows.
        n_rows: equal rows that the line stands for; None = 1.
    """

    exit: str = "exit"
    cause: str = "cause"
    entry: str | None = None
    stratum: tuple[str, ...] = ()
    weight: str | None = None
    person: str | None = None
    n_rows: str | None = None


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of a regression; n cells, P patterns, p columns.

    Attributes:
        design: the model's columns, one row per pattern.
        pattern: row of the design, (n,), int64.
        entry: start of observation, exclusive; 0 or less = from the origin, (n,).
        exit: last time at risk, inclusive, (n,).
        cause: 0 censored, 1..K, (n,), int64.
        n_rows: equal rows in the cell, (n,), int64, >= 1.
        stratum: codes into `strata`, (n,), int64.
        strata: labels of the strata.
        weight: weight of each row of the cell, (n,); None = 1.
        person: code of the person, (n,), int64; None = each row is one person.
    """

    design: Design
    pattern: Integers
    entry: Numbers
    exit: Numbers
    cause: Integers
    n_rows: Integers
    stratum: Integers
    strata: tuple[str, ...] = ("all",)
    weight: Floats | None = None
    person: Integers | None = None

    @property
    def size(self) -> Floats:
        """Rows times weight of each cell, (n,), float64."""
        rows = self.n_rows.astype(np.float64)
        return rows if self.weight is None else rows * self.weight

    @property
    def pattern_size(self) -> Floats:
        """Rows times weight of each pattern, (P,)."""
        length = self.design.x.shape[0]
        return total_by(self.pattern, self.size, length, whole=False)

    @property
    def n_persons(self) -> int:
        """Persons: distinct codes, or rows where each is one person."""
        if self.person is None:
            return int(self.n_rows.sum())
        return int(np.unique(self.person).size)

    def with_event(self, cause: int | None) -> "Cells":
        """Take one cause as the event, the others as censoring; None = any cause."""
        event = self.cause > 0 if cause is None else self.cause == cause
        if cause is not None and not np.any(event):
            raise CauseUnknown(cause)
        return replace(self, cause=event.astype(np.int64))


def cells_from_frame(
    frame: pd.DataFrame,
    covariates: Sequence[Covariate],
    *,
    names: Names | None = None,
) -> Cells:
    """Take a table of rows, of episodes (entry, exit], or of counted cells.

    Args:
        frame: one line per row, episode or counted cell; n lines.
        covariates: the model's covariates.
        names: which column says what; None = `exit` and `cause`.

    Returns:
        The checked cells.

    Raises:
        NoRow: no line at all.
        ColumnMissing: a column that is not in the table.
        ValueUnknown: lines without a usable value.
        TimesOutOfRange: times, codes, numbers of rows or weights that cannot be.
        NoCovariate, LevelEmpty: as `make_design`.
    """
    if frame.empty:
        raise NoRow
    design, pattern = make_design(frame, covariates)
    return assemble(frame, design, pattern, names=names or Names())


def assemble(
    frame: pd.DataFrame, design: Design, pattern: Integers, *, names: Names
) -> Cells:
    """Put times, causes and numbers to patterns that are known.

    Args:
        frame: one line per cell, n lines.
        design: the model's columns.
        pattern: each line's row of the design, (n,).
        names: which column says what.

    Returns:
        The checked cells.

    Raises:
        ColumnMissing, ValueUnknown, TimesOutOfRange: as `cells_from_frame`.
    """
    exits = _numbers(frame, names.exit)
    entries = np.zeros_like(exits)
    if names.entry is not None:
        entries = _numbers(frame, names.entry)
    entries, exits = merge_dust(_alike(entries, exits))
    stratum, strata = _strata(frame, names.stratum)
    cells = Cells(
        design=design,
        pattern=pattern,
        entry=entries,
        exit=exits,
        cause=_whole(frame, names.cause),
        n_rows=np.ones(exits.size, np.int64)
        if names.n_rows is None
        else _whole(frame, names.n_rows),
        stratum=stratum,
        strata=strata,
        weight=None
        if names.weight is None
        else _numbers(frame, names.weight).astype(np.float64),
        person=None if names.person is None else _persons(frame, names.person),
    )
    _check(cells)
    return cells


def _column(frame: pd.DataFrame, name: str) -> "pd.Series[Any]":
    if name not in frame:
        raise ColumnMissing(name)
    column: pd.Series[Any] = frame[name]
    return column


def _numbers(frame: pd.DataFrame, name: str) -> Numbers:
    column = _column(frame, name)
    if column.dtype.kind in "iub" and not column.hasnans:
        return column.to_numpy().astype(np.int64)
    read = pd.to_numeric(column, errors="coerce")
    numbers: Floats = read.to_numpy(np.float64, na_value=np.nan)
    unknown = int(np.sum(np.isnan(numbers)))
    if unknown:
        raise ValueUnknown(name, unknown)
    close = bool(np.all(np.abs(numbers) < LATEST))  # past it, no whole number is exact
    whole = close and np.all(numbers == np.floor(numbers))
    return numbers.astype(np.int64) if whole else numbers


def _alike(entries: Numbers, exits: Numbers) -> list[Numbers]:
    """Give both times one type: whole entries may stand beside decimal exits."""
    if entries.dtype == exits.dtype:
        return [entries, exits]
    return [entries.astype(np.float64), exits.astype(np.float64)]


def _whole(frame: pd.DataFrame, name: str) -> Integers:
    numbers = _numbers(frame, name)
    if numbers.dtype.kind == "f":
        raise TimesOutOfRange(int(np.sum(~(numbers == np.floor(numbers)))))
    return numbers


def _persons(frame: pd.DataFrame, name: str) -> Integers:
    codes, _labels = pd.factorize(_column(frame, name))
    unknown = int(np.sum(codes < 0))
    if unknown:
        raise ValueUnknown(name, unknown)
    return codes.astype(np.int64)


def _strata(
    frame: pd.DataFrame, columns: Sequence[str]
) -> tuple[Integers, tuple[str, ...]]:
    if not columns:
        return np.zeros(len(frame), np.int64), ("all",)
    for column in columns:
        unknown = int(_column(frame, column).isna().sum())
        if unknown:
            raise ValueUnknown(column, unknown)
    together = frame.groupby(list(columns), sort=True, observed=True)
    labels = [
        ", ".join(map(str, key if isinstance(key, tuple) else (key,)))
        for key in together.groups
    ]
    return together.ngroup().to_numpy().astype(np.int64), tuple(labels)


def _check(cells: Cells) -> None:
    at_origin = (cells.entry == 0) & (cells.exit == 0)
    broken = ~(cells.exit < LATEST) | (cells.exit < 0)
    broken |= ~(np.abs(cells.entry) < LATEST) | (
        (cells.entry >= cells.exit) & ~at_origin
    )
    broken |= (cells.cause < 0) | (cells.n_rows < 1)
    if cells.weight is not None:
        broken |= ~np.isfinite(cells.weight) | (cells.weight <= 0)
    if np.any(broken):
        raise TimesOutOfRange(int(np.sum(broken)))
