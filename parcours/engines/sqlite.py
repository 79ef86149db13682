"""SQLite in the process: for a handful of rows it answers before others have started.

Opening DuckDB costs about 50 ms and a query of many steps 25 ms however few its rows;
SQLite takes .1 ms and 3 ms, which is what one young person's sheet needs.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd


class SQLite:
    """An in-memory SQLite; see `parcours.engines.engine.Engine` for what it does."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)

    def __enter__(self) -> Self:
        """Give itself, to be closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection, which forgets every table."""
        self._connection.close()

    def load_parquet(self, name: str, path: Path) -> None:
        """Copy a Parquet file into a table."""
        self.load_frame(name, pd.read_parquet(path))

    def load_frame(self, name: str, frame: pd.DataFrame) -> None:
        """Copy a frame into a table."""
        absent = frame.isna().to_numpy()
        cells = frame.to_numpy(dtype=object, copy=True)
        cells[absent] = None
        self.load_rows(name, list(frame.columns), cells.tolist())

    def load_rows(
        self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
    ) -> None:
        """Copy rows into a table: a frame of seven rows takes longer than its path."""
        self.execute(f"DROP TABLE IF EXISTS {name}")
        self.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        insert = f"INSERT INTO {name} VALUES ({marks})"  # noqa: S608 (names are ours)
        self._connection.executemany(insert, rows)

    def rows(self, sql: str) -> list[Any]:
        """Run a query and fetch its rows as they are."""
        return self._connection.execute(sql).fetchall()

    def run(self, sql: str) -> pd.DataFrame:
        """Run a query and fetch its rows."""
        cursor = self._connection.execute(sql)
        names = [column[0] for column in cursor.description]
        return pd.DataFrame(cursor.fetchall(), columns=names)

    def execute(self, sql: str) -> None:
        """Run a statement."""
        self._connection.execute(sql)
