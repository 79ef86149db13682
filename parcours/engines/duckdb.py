"""DuckDB in the process: the default engine, over Parquet files or frames.

The database is in memory, loads no extension and reaches no network: an extract holds
pseudonymised paths, and analysing it must not be a way for them to leave.
"""

from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pandas as pd


class DuckDB:
    """An in-memory DuckDB; see `parcours.engines.engine.Engine` for what it does.

    Args:
        threads: processor threads, at least 1.
        memory_limit: as DuckDB writes it, such as "1GB"; larger work goes to disk.
    """

    def __init__(self, *, threads: int = 2, memory_limit: str = "1GB") -> None:
        self._connection = duckdb.connect(
            config={
                "threads": threads,
                "memory_limit": memory_limit,
                "autoload_known_extensions": False,
                "autoinstall_known_extensions": False,
                "preserve_insertion_order": False,
            }
        )

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
        """Show a Parquet file as a view."""
        self._connection.read_parquet(str(path)).create_view(name, replace=True)

    def load_frame(self, name: str, frame: pd.DataFrame) -> None:
        """Copy a frame into a table."""
        self.execute(f"DROP TABLE IF EXISTS {name}")
        self._connection.from_df(frame).create(name)

    def run(self, sql: str) -> pd.DataFrame:
        """Run a query and fetch its rows."""
        return self._connection.execute(sql).df()

    def execute(self, sql: str) -> None:
        """Run a statement."""
        self._connection.execute(sql)
