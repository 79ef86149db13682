"""An outside table → its rows, checked: for the methods that need them.

Regressions on numbers, episodes and intervals cannot be answered from counts alone.
The rows stay in memory for the one answer; a cell that does not fit is named by line
and column, never by value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cohorts.event_table.file_failures import CellBlank, CellNotANumber
from cohorts.event_table.file_reading import RawTable, read_columns
from config.failure import Where


MISSING = frozenset({"", "na", "nan"})
TRUE, FALSE = ("true", "false")


@dataclass(frozen=True)
class Wanted:
    """The columns of the table, by how their cells are read.

    Attributes:
        numbers: every cell a number.
        open_numbers: a number, or blank for none (NaN).
        labels: text, kept verbatim; never blank.
        open_labels: text, or blank (None).
        either: numbers where every cell is one, else labels.
    """

    numbers: tuple[str, ...] = ()
    open_numbers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    open_labels: tuple[str, ...] = ()
    either: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Every column once."""
        parts = (
            self.numbers,
            self.open_numbers,
            self.labels,
            self.open_labels,
            self.either,
        )
        return list(dict.fromkeys(name for part in parts for name in part))


def read_rows(path: Path, wanted: Wanted) -> pd.DataFrame:
    """Read the rows of a CSV or Parquet table.

    Args:
        path: the file; CSV with `,`, `;` or tabulation, UTF-8 or cp1252.
        wanted: its columns.

    Returns:
        One row per line, under the names of the columns: float64, or text.

    Raises:
        FileRefused: a subclass per cause, with line and column, without the value.
    """
    raw = read_columns(path, wanted.names)
    columns: dict[str, Any] = {}
    for place, name in enumerate(wanted.names):
        cells = raw.arrow.column(place).to_pandas()
        if name in wanted.labels or name in wanted.open_labels:
            columns[name] = _labels(raw, name, cells, blank=name in wanted.open_labels)
        elif name in wanted.either:
            columns[name] = _either(raw, name, cells)
        else:
            columns[name] = _numbers(
                raw, name, cells, blank=name in wanted.open_numbers
            )
    return pd.DataFrame(columns)


def _numbers(
    raw: RawTable, name: str, cells: "pd.Series[Any]", *, blank: bool
) -> "pd.Series[float]":
    numbers, is_blank = _parsed(raw, cells)
    broken = numbers.isna() & ~is_blank
    if broken.any():
        raise CellNotANumber(_where(raw, name, broken))
    if is_blank.any() and not blank:
        raise CellBlank(_where(raw, name, is_blank))
    return numbers


def _either(raw: RawTable, name: str, cells: "pd.Series[Any]") -> "pd.Series[Any]":
    numbers, is_blank = _parsed(raw, cells)
    if is_blank.any():
        raise CellBlank(_where(raw, name, is_blank))
    if numbers.isna().any():
        return _labels(raw, name, cells, blank=False)
    return numbers


def _labels(
    raw: RawTable, name: str, cells: "pd.Series[Any]", *, blank: bool
) -> "pd.Series[Any]":
    text = cells.map(_as_text)
    is_blank = text.str.strip().str.lower().isin(MISSING)
    if is_blank.any() and not blank:
        raise CellBlank(_where(raw, name, is_blank))
    return text.astype(object).mask(is_blank, other=None)


def _parsed(
    raw: RawTable, cells: "pd.Series[Any]"
) -> tuple["pd.Series[float]", "pd.Series[bool]"]:
    if cells.dtype.kind in "iufb":
        numbers = cells.astype("float64")
        return numbers, numbers.isna()
    text = cells.map(_as_text).str.strip()
    is_blank = text.str.lower().isin(MISSING)
    if raw.dialect is not None and raw.dialect.separator != ",":
        text = text.str.replace(",", ".", regex=False)
    lower = text.str.lower()
    text = text.mask(lower == TRUE, "1").mask(lower == FALSE, "0")
    infinite = lower.isin({"inf", "+inf", "infinity"})
    numbers = pd.to_numeric(text.mask(infinite | is_blank), errors="coerce")
    return numbers.astype("float64").mask(infinite, np.inf), is_blank


def _as_text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _where(raw: RawTable, name: str, broken: "pd.Series[bool]") -> Where:
    row = int(np.argmax(broken.to_numpy()))
    return Where(raw.path.name, raw.line_of(row), name)


def levels_of(columns: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the covariates written `factor(x)` from the others.

    Args:
        columns: as the user wrote them.

    Returns:
        Their column names, in order, and those of them to be taken as levels.

    >>> levels_of(["age", "factor(zone)"])
    (['age', 'zone'], ['zone'])
    """
    names, levels = [], []
    for column in columns:
        if column.startswith("factor(") and column.endswith(")"):
            names.append(column[len("factor(") : -1])
            levels.append(names[-1])
        else:
            names.append(column)
    return names, levels
