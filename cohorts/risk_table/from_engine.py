"""A table in an engine → counted cells, the rows never looked at one by one.

Rows fall into few cells by group, cause and exit, all small whole numbers: the engine
tallies them. Late entries fall into nearly as many cells as there are rows: each comes
out as one packed number; the numbers are sorted, counted, and taken out of the others.
Times that are not whole are counted by a plain GROUP BY.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import pandas as pd

from cohorts.risk_table.counts import (
    WHOLE,
    Clock,
    Counts,
    count_cells,
    counts_from_frame,
    in_natural_order,
)
from cohorts.risk_table.failures import CellsOutOfRange, CellsUneven, NoRow
from cohorts.risk_table.numbers import Integers
from parcours.engines.engine import Engine


MOST_KEYS = 2**62  # packed numbers stay within 64 bits
MOST_NARROW = 2**31 - 1  # within 32 they take half the time
MOST_LABELS = 1_000  # groups that are packed
PACKED = ("group", "cause", "exit", "entry")  # the last varies fastest


@dataclass(frozen=True)
class CountedColumns:
    """Which column of the table says what.

    Attributes:
        exit: last time at risk, inclusive, >= 0.
        cause: 0 censored, 1..K the cause of the exit.
        entry: start of observation, exclusive; None = all from the origin.
        group: None = one group.
    """

    exit: str = "exit"
    cause: str = "cause"
    entry: str | None = None
    group: str | None = None


def count_rows(
    engine: Engine,
    table: str,
    *,
    columns: CountedColumns | None = None,
    causes: Sequence[str] = ("1",),
    clock: Clock = "days",
) -> Counts:
    """Count the rows of a table by group, entry, exit and cause.

    Args:
        engine: holds the table; each of its rows is one person.
        table: its name.
        columns: which column says what; None = `exit` and `cause`.
        causes: names of the causes 1..K.
        clock: unit of the times.

    Returns:
        The counts. Whole entries before 0 are given as 0, which means the same.

    Raises:
        NoRow: no row.
        CellsUneven: a column that is not in the table.
        CellsOutOfRange: a missing value, or one that breaks the rules of `Counts`.
    """
    asked = columns or CountedColumns()
    every = {
        "group": asked.group,
        "cause": asked.cause,
        "exit": asked.exit,
        "entry": asked.entry,
    }
    names = {role: column for role, column in every.items() if column}
    kinds = engine.run(f'SELECT * FROM "{table}" LIMIT 0').dtypes  # noqa: S608
    for role, column in names.items():
        if column not in kinds:
            raise CellsUneven(role)
    whole = {role for role, column in names.items() if kinds[column].kind in "iu"}
    if set(names) - {"group"} <= whole:
        cells = _tallied(engine, table, names, whole)
        if cells is not None:
            return _counted(cells, causes=causes, clock=clock)
    frame = _grouped(engine, table, names)
    if frame.empty:
        raise NoRow
    return counts_from_frame(frame, causes=causes, clock=clock)


def _grouped(engine: Engine, table: str, names: dict[str, str]) -> pd.DataFrame:
    listed = ", ".join(f'"{column}" AS "{role}"' for role, column in names.items())
    keys = ", ".join(f'"{column}"' for column in names.values())
    frame = engine.run(
        f'SELECT {listed}, COUNT(*) AS n_rows FROM "{table}" GROUP BY {keys}'  # noqa: S608
    )
    for role in names:
        unknown = int(frame["n_rows"][frame[role].isna()].sum())
        if unknown:
            raise CellsOutOfRange(role, unknown)
    return frame


@dataclass(frozen=True, eq=False)
class _Tally:
    """Cells by role, one array each, `group` in codes into the labels."""

    labels: Sequence[Any]
    cells: dict[str, Integers]


def _counted(tally: _Tally, *, causes: Sequence[str], clock: Clock) -> Counts:
    """Number the groups met in their natural order."""
    codes = tally.cells["group"]
    met = np.flatnonzero(np.bincount(codes)).tolist()
    order = in_natural_order([str(tally.labels[code]) for code in met])
    place = np.zeros(len(tally.labels), np.int64)
    place[met] = [order.index(str(tally.labels[code])) for code in met]
    return count_cells(
        **(tally.cells | {"group": place[codes]}),
        groups=order,
        causes=causes,
        clock=clock,
    )


def _tallied(
    engine: Engine, table: str, names: dict[str, str], whole: set[str]
) -> _Tally | None:
    """Give the cells, or None where they cannot be packed or a value is missing."""
    ranges = _ranges(engine, table, {role: names[role] for role in sorted(whole)})
    if ranges is None:
        return None
    levels: dict[str, Sequence[Any]] = {"group": (WHOLE,), **ranges}
    if "group" in names and "group" not in whole:
        labels = _labels(engine, table, names["group"])
        if labels is None:
            return None
        levels["group"] = labels
    every = _by_exit(engine, table, names)
    if every.isna().any(axis=None):
        return None
    if "group" in names:
        place = {level: code for code, level in enumerate(levels["group"])}
        every["group"] = every["group"].map(place)
    else:
        every["group"] = 0
    cells: dict[str, Integers] = {
        str(role): column.to_numpy(np.int64) for role, column in every.items()
    }
    cells["entry"] = np.zeros(len(every), np.int64)
    latest = ranges["entry"].stop - 1 if "entry" in names else 0
    if latest > 0:
        levels["entry"] = range(1, latest + 1)
        late = _late(engine, table, names, levels)
        if late is None:
            return None
        cells = _parted(cells, late)
    return _Tally(levels["group"], cells)


def _parted(
    every: dict[str, Integers], late: dict[str, Integers]
) -> dict[str, Integers]:
    """Take the late entries out of the cells by exit, and put theirs beside."""
    least = int(every["exit"].min())
    span = int(every["exit"].max()) - least + 1
    n_causes = int(every["cause"].max()) + 1
    keys, of_late = (
        (cells["group"] * n_causes + cells["cause"]) * span + cells["exit"] - least
        for cells in (every, late)
    )
    order = np.argsort(keys)
    first = np.flatnonzero(np.diff(of_late, prepend=-1))  # the late cells are in order
    at = order[np.searchsorted(keys[order], of_late[first])]
    left = every["n_rows"].copy()
    left[at] -= np.add.reduceat(late["n_rows"], first)
    some = np.flatnonzero(left)
    early = {role: column[some] for role, column in (every | {"n_rows": left}).items()}
    return {role: np.concatenate((early[role], late[role])) for role in early}


def _ranges(
    engine: Engine, table: str, columns: dict[str, str]
) -> dict[str, range] | None:
    """Find the least and the most of whole numbers; None where there is no value."""
    listed = ", ".join(
        f'MIN("{column}") AS low_{role}, MAX("{column}") AS high_{role}'
        for role, column in columns.items()
    )
    found = engine.run(f'SELECT {listed} FROM "{table}"').iloc[0]  # noqa: S608
    if found.isna().any():
        return None
    return {
        role: range(int(found[f"low_{role}"]), int(found[f"high_{role}"]) + 1)
        for role in columns
    }


def _by_exit(engine: Engine, table: str, names: dict[str, str]) -> pd.DataFrame:
    """Tally the rows by group, cause and exit, late entries among them."""
    columns = {role: name for role, name in names.items() if role != "entry"}
    listed = ", ".join(f'"{column}" AS "{role}"' for role, column in columns.items())
    keys = ", ".join(f'"{column}"' for column in columns.values())
    known = f'COUNT("{names["entry"]}")' if "entry" in names else "COUNT(*)"
    cells = engine.run(
        f"SELECT {listed}, COUNT(*) AS n_rows, {known} AS n_known "  # noqa: S608
        f'FROM "{table}" GROUP BY {keys}'
    )
    unknown = int((cells["n_rows"] - cells.pop("n_known")).sum())
    if unknown:
        raise CellsOutOfRange("entry", unknown)
    return cells


def _labels(engine: Engine, table: str, column: str) -> list[str] | None:
    found = engine.run(f'SELECT DISTINCT "{column}" AS label FROM "{table}"')  # noqa: S608
    labels = list(found["label"])
    if len(labels) > MOST_LABELS or any(not isinstance(one, str) for one in labels):
        return None
    return labels


def _late(
    engine: Engine,
    table: str,
    names: dict[str, str],
    levels: dict[str, Sequence[Any]],
) -> dict[str, Integers] | None:
    """Count the rows that enter late; None where a value is missing or too large."""
    roles = [role for role in PACKED if role in names]
    n_keys = prod(len(levels[role]) for role in roles)
    if n_keys > MOST_KEYS:
        return None
    kind = "INTEGER" if n_keys <= MOST_NARROW else "BIGINT"
    packed = "0"
    for role in roles:
        code = _code(names[role], levels[role], kind)
        packed = f"({packed} * {len(levels[role])} + {code})"
    keys = engine.run(
        f'SELECT {packed} AS k FROM "{table}" WHERE "{names["entry"]}" > 0'  # noqa: S608
    )["k"].to_numpy()
    if keys.dtype.kind != "i":
        return None
    keys = np.sort(keys.astype(np.int32 if kind == "INTEGER" else np.int64, copy=False))
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    rest: Integers = keys[first]
    cells = {"n_rows": np.diff(np.append(first, keys.size))}
    cells["group"] = np.zeros(first.size, np.int64)
    for role in reversed(roles):
        rest, at = np.divmod(rest, len(levels[role]))
        start = 0 if role == "group" else levels[role][0]
        cells[role] = at.astype(np.int64) + start
    return cells


def _code(column: str, levels: Sequence[Any], kind: str) -> str:
    """Write the SQL of a column's code, 0..n-1."""
    if isinstance(levels, range):
        return f'CAST(CAST("{column}" AS BIGINT) - {levels.start} AS {kind})'
    cases = " ".join(
        "WHEN '" + label.replace("'", "''") + f"' THEN {code}"
        for code, label in enumerate(levels)
    )
    return f'(CASE "{column}" {cases} END)'
