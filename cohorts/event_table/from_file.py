"""An outside table → counted cells, so that any data can be analysed.

One row per person (or per interval of observation); the rows are counted by DuckDB and
do not leave it. Whether a value is admissible is a property of its cell, so the
checks run on the counted cells, and only a bad file is read again to find the line.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from cohorts.event_table.file_failures import (
    CellBlank,
    CellNotANumber,
    CellRefused,
    DurationOutOfRange,
    EntryNotBeforeExit,
    EventCodeUnknown,
    TooManyEventCodes,
    WeightOutOfRange,
)
from cohorts.event_table.file_reading import RawTable, read_columns
from config.failure import Where


MAX_CODE = 99
MAX_CODES = 20
LATEST = 1e15  # a longer time is a date in nanoseconds, or an error

Rule = tuple[str, "pd.Series[bool]", type[CellRefused]]


@dataclass(frozen=True)
class Columns:
    """Which column of the table says what.

    Attributes:
        duration: time of the exit, >= 0.
        event: 0 censored, 1..K the cause of the exit.
        entry: start of observation; None = all from the origin.
        group: labels, kept verbatim.
        weight: weight of the row, > 0.
    """

    duration: str
    event: str
    entry: str | None = None
    group: str | None = None
    weight: str | None = None

    def named(self) -> dict[str, str]:
        """Give the roles that have a column."""
        roles = ("duration", "event", "entry", "group", "weight")
        return {role: getattr(self, role) for role in roles if getattr(self, role)}


@dataclass(frozen=True, eq=False)
class OutsideTable:
    """The counted cells of an outside table.

    Attributes:
        cells: columns `exit`, `cause` (0..K), `n_rows`, `n_persons`, and where asked
            for `entry`, `group`, `weight`; times are int64 where all are whole.
        causes: the event codes of the causes 1..K, as text.
        weights_counted: the weights were whole numbers and are counted as repeated
            rows; `cells` then has no `weight`.
    """

    cells: pd.DataFrame
    causes: tuple[str, ...]
    weights_counted: bool = False


def read_outside_table(path: Path, *, columns: Columns) -> OutsideTable:
    """Count the rows of a CSV or Parquet table.

    Args:
        path: the file; CSV with `,`, `;` or tabulation, UTF-8 or cp1252.
        columns: which column says what.

    Returns:
        The counted cells.

    Raises:
        FileRefused: a subclass per cause, with line and column, without the value.
    """
    roles = columns.named()
    raw = read_columns(path, list(roles.values()))
    cells = _query(raw, list(roles), counted=True)
    for role, broken, cause in _rules(cells):
        if broken.any():
            raise _at_its_line(raw, roles, role, cause)
    codes = sorted({int(code) for code in cells["event"]} - {0})
    if len(codes) > MAX_CODES:
        raise TooManyEventCodes(Where(path.name, column=columns.event))
    return _as_cells(cells, codes)


MISSING = frozenset({"", "NA", "NaN"})


def _query(raw: RawTable, roles: list[str], *, counted: bool) -> pd.DataFrame:
    picked = ", ".join(
        f'{_expression(raw, role, f"c{i}")} AS "{role}"' for i, role in enumerate(roles)
    )
    rows = f"SELECT {picked} FROM raw_table"  # noqa: S608  (our own names)
    if counted:
        names = ", ".join(f'"{role}"' for role in roles)
        rows = f"SELECT {names}, count(*) AS n_rows FROM ({rows}) GROUP BY {names}"  # noqa: S608
    with duckdb.connect() as engine:
        engine.register("raw_table", raw.arrow)
        return engine.execute(rows).df()


def _expression(raw: RawTable, role: str, name: str) -> str:
    if role == "group":
        # R writes a missing value as NA: a group of that name would change every test.
        text = f"CAST({name} AS VARCHAR)"
        return f"CASE WHEN trim({text}) IN ('', 'NA', 'NaN') THEN NULL ELSE {text} END"
    if raw.dialect is None:
        return f"TRY_CAST({name} AS DOUBLE)"
    text = f"trim({name})"
    if raw.dialect.separator != ",":
        text = f"replace({text}, ',', '.')"
    if role == "event":
        words = "WHEN 'true' THEN 1 WHEN 'false' THEN 0"
        return f"CASE lower({text}) {words} ELSE TRY_CAST({text} AS DOUBLE) END"
    return f"TRY_CAST({text} AS DOUBLE)"


def _rules(frame: pd.DataFrame) -> list[Rule]:
    """Say of each cell (or row) which rule it breaks, in the order of telling."""
    numbers = [
        role for role in ("duration", "event", "entry", "weight") if role in frame
    ]
    rules: list[Rule] = [(r, frame[r].isna(), CellNotANumber) for r in numbers]
    duration, event = frame["duration"], frame["event"]
    impossible = ~(duration < LATEST) | (duration < 0)
    rules.append(("duration", impossible, DurationOutOfRange))
    known = (event >= 0) & (event <= MAX_CODE) & (event == np.floor(event))
    rules.append(("event", ~known, EventCodeUnknown))
    if "entry" in frame:
        before = (frame["entry"] > -LATEST) & (frame["entry"] < duration)
        rules.append(("entry", ~before, EntryNotBeforeExit))
    if "weight" in frame:
        positive = np.isfinite(frame["weight"]) & (frame["weight"] > 0)
        rules.append(("weight", ~positive, WeightOutOfRange))
    if "group" in frame:
        rules.append(("group", frame["group"].isna(), CellBlank))
    return rules


def _at_its_line(
    raw: RawTable, roles: dict[str, str], role: str, cause: type[CellRefused]
) -> CellRefused:
    rows = _query(raw, list(roles), counted=False)
    broken = next(
        mask for name, mask, why in _rules(rows) if (name, why) == (role, cause)
    )
    row = int(np.argmax(broken.to_numpy()))
    where = Where(raw.path.name, raw.line_of(row), roles[role])
    cell = raw.arrow.column(list(roles).index(role))[row].as_py()
    blank = cell is None or str(cell).strip() in MISSING
    return CellBlank(where) if blank else cause(where)


def _as_cells(counted: pd.DataFrame, codes: list[int]) -> OutsideTable:
    cells = pd.DataFrame({"exit": counted["duration"]})
    cells["cause"] = counted["event"].map(
        {0: 0} | {c: i + 1 for i, c in enumerate(codes)}
    )
    for role in ("entry", "group", "weight"):
        if role in counted:
            cells[role] = counted[role]
    times = [name for name in ("entry", "exit") if name in cells]
    if all((cells[name] == np.floor(cells[name])).all() for name in times):
        cells = cells.astype(dict.fromkeys(times, "int64"))
    cells["n_rows"] = counted["n_rows"].astype("int64")
    whole = "weight" in cells and bool((cells["weight"] % 1 == 0).all())
    if whole:
        cells["n_rows"] *= cells.pop("weight").astype("int64")
    cells["n_persons"] = cells["n_rows"]
    causes = tuple(str(code) for code in codes) or ("1",)
    return OutsideTable(cells, causes, weights_counted=whole)
