"""DuckDB in the process: the default engine, over Parquet files or frames.

In memory, without extensions, hence without network: analysing an extract must not be
a way for it to leave.
"""

from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pandas as pd


class DuckDB:
    """An in-memory DuckDB; `memory_limit` as it writes it, larger work goes to disk.

    What it does: `parcours.engines.engine.Engine`.
    """

    def __init__(self, *, threads: int = 2, memory_limit: str = "1GB") -> None:
        self._connection = duckdb.connect(
            config={
                "threads": threads,
                "memory_limit": memory_limit,
                "autoload_known_extensions": False,
                "autoinstall_known_extensions": False,
                "preserve_insertion_order": False,
                "perfect_ht_threshold": 20,  # bits: small whole keys are not hashed
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
        """Close, which forgets every table."""
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
