"""One writer at a time: a lock that the system frees when its holder dies."""

import fcntl
import time
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, Engine, make_url, text


ADVISORY_KEY = 7_016_120_263  # any number, the same for every process of the vault
PAUSE_SECONDS = 0.02


class VaultLock(Protocol):
    """A lock over the vault, held by at most one process."""

    def acquire(self, *, wait_seconds: float) -> bool:
        """Take the lock; False where another holds it past the wait."""

    def release(self) -> None:
        """Give the lock back."""


def vault_lock(engine: Engine) -> VaultLock:
    """Choose the lock that fits the store.

    Args:
        engine: the vault's engine.

    Returns:
        A file lock beside a SQLite vault, an advisory lock on a server.
    """
    url = make_url(engine.url)
    if url.get_backend_name() == "sqlite":
        return FileLock(Path(f"{url.database}.lock"))
    return AdvisoryLock(engine)


class FileLock:
    """`flock` on a file beside the vault.

    Args:
        path: the lock file, made where absent, never removed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def acquire(self, *, wait_seconds: float) -> bool:
        """Take the lock.

        Args:
            wait_seconds: how long to try; 0 tries once.

        Returns:
            False where another holder keeps it.
        """
        file = self._path.open("ab")
        until = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    file.close()
                    return False
                time.sleep(PAUSE_SECONDS)
            else:
                self._file = file
                return True

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


class AdvisoryLock:
    """PostgreSQL's advisory lock, held by one connection.

    Args:
        engine: the vault's engine.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def acquire(self, *, wait_seconds: float) -> bool:
        """Take the lock; see `FileLock.acquire`."""
        connection = self._engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        )
        until = time.monotonic() + wait_seconds
        query = text("SELECT pg_try_advisory_lock(:key)")
        while not connection.execute(query, {"key": ADVISORY_KEY}).scalar():
            if time.monotonic() >= until:
                connection.close()
                return False
            time.sleep(PAUSE_SECONDS)
        self._connection = connection
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._connection is not None:
            query = text("SELECT pg_advisory_unlock(:key)")
            self._connection.execute(query, {"key": ADVISORY_KEY})
            self._connection.close()
            self._connection = None
