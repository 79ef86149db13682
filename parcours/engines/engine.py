"""What every engine can do, so that one SQL text serves a laptop and a nation."""

from pathlib import Path
from typing import Protocol

import pandas as pd


class Engine(Protocol):
    """A place where named tables are loaded and ANSI SQL is run over them."""

    def load_parquet(self, name: str, path: Path) -> None:
        """Show a Parquet file under a table name.

        Args:
            name: name of the table, an SQL identifier; an older one is replaced.
            path: the file; it is read at each query, not copied where avoidable.
        """

    def load_frame(self, name: str, frame: pd.DataFrame) -> None:
        """Copy a frame into a table.

        Args:
            name: name of the table, an SQL identifier; an older one is replaced.
            frame: the rows; columns keep their names, missing values become NULL.
        """

    def run(self, sql: str) -> pd.DataFrame:
        """Run a query.

        Args:
            sql: one SELECT in ANSI SQL.

        Returns:
            The rows, in the order that the query asks for.
        """

    def execute(self, sql: str) -> None:
        """Run a statement that answers nothing.

        Args:
            sql: one statement in ANSI SQL.
        """
