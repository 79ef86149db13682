"""A database address → sessions that read or write the record.

Reading and writing are asked for by name, because SQLite punishes the habit of mixing
them: a transaction that first reads and then writes loses its lock to any other writer
(531 of 600 attempts, measured). A session that writes therefore takes the write lock
at its start (`BEGIN IMMEDIATE`), and a session that reads cannot write at all.
Within one process writers queue on a plain lock; SQLite's own busy handler lets one
waiter starve for a second and more.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, create_engine, inspect, text

from parcours.record import models
from parcours.record.failures import (
    RecordBusy,
    RecordNotMade,
    RecordUnreachable,
    SchemaTooNew,
    SchemaTooOld,
)


SCHEMA_REVISION = "0010"
"""The revision this code reads and writes; equals the head of `migrations`."""
EARLIER_REVISIONS: tuple[str, ...] = (
    *("0001", "0003", "0004", "0005", "0006", "0007", "0008", "0009"),
)
BUSY_TIMEOUT_MS = 10_000
WRITE_LOCK_SECONDS = 30.0
POOL_SIZE = 8
POOL_OVERFLOW = 32
Seal = Callable[[str, str], tuple[str, bytes]]
"""From words and the place they are bound to, to a key's id and the sealed words."""
_ADVISORY_LOCK = 0x70617263  # "parc": PostgreSQL writers queue as SQLite's do


class RecordStore:
    """The record of one territory, safe to share among threads.

    Attributes:
        engine: for engines and tests that need a bare connection.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = threading.Lock()

    def __repr__(self) -> str:
        return f"RecordStore({self.engine.dialect.name})"

    @classmethod
    def open(cls, url: str) -> "RecordStore":
        """Prepare a store; no connection is made and nothing is created yet.

        Args:
            url: SQLAlchemy address, `sqlite:////path/record.db` or `postgresql+…`.

        Returns:
            The store, closed by `close()`.

        Raises:
            RecordUnreachable: the address cannot be understood.
        """
        try:
            engine = _make_engine(url)
        except Exception:
            raise RecordUnreachable from None
        return cls(engine)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session on one unchanging snapshot, which cannot write.

        Yields:
            A session; what it loaded stays readable after it closes.

        Raises:
            RecordUnreachable: the database does not open.
        """
        reader = self.engine.execution_options(postgresql_readonly=True)
        with Session(reader, expire_on_commit=False, autoflush=False) as session:
            try:
                session.connection()
            except OperationalError:
                raise RecordUnreachable from None
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open the one session that writes; commit at the end, undo on any error.

        Not to be nested: a second writer in the same thread waits for itself.

        Yields:
            A session holding the write lock.

        Raises:
            RecordBusy: the lock was not free within the waiting time.
        """
        if not self._writer.acquire(timeout=WRITE_LOCK_SECONDS):
            raise RecordBusy
        try:
            writer = self.engine.execution_options(parcours_writes=True)
            with Session(writer, expire_on_commit=False) as session:
                _take_write_lock(session)
                yield session
                session.commit()
        finally:
            self._writer.release()

    def files(self) -> list[Path]:
        """List the files that hold the record: the base and its log.

        Returns:
            Paths that exist; none on a server.
        """
        if self.engine.dialect.name != "sqlite" or not self.engine.url.database:
            return []
        base = Path(self.engine.url.database)
        log = base.with_name(f"{base.name}-wal")
        return [path for path in (base, log) if path.exists()]

    def scrub(self) -> bool:
        """Rebuild the file without what was replaced, and cut the log to nothing.

        Returns:
            False where another process is at work: try again later. True on a server,
            whose keeper rebuilds the tables.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        with self._writer:
            connection = self.engine.raw_connection()
            try:
                return _rebuild(connection.cursor())
            except sqlite3.OperationalError:
                return False  # locked
            finally:
                connection.close()

    def revision(self) -> str | None:
        """Tell which schema revision the database is at.

        Returns:
            The revision, or None where no migration ever ran.

        Raises:
            RecordUnreachable: the database does not open.
        """
        with self.read() as session:
            if not inspect(session.connection()).has_table("alembic_version"):
                return None
            found = session.connection().execute(
                text("SELECT version_num FROM alembic_version")
            )
            return found.scalar_one_or_none()

    def check_schema(self) -> None:
        """Refuse a database that this code cannot read and write.

        Raises:
            RecordUnreachable: the database does not open.
            RecordNotMade: there is no schema yet.
            SchemaTooOld: a migration is due.
            SchemaTooNew: a later version wrote it.
        """
        revision = self.revision()
        if revision is None:
            raise RecordNotMade
        if revision in EARLIER_REVISIONS:
            raise SchemaTooOld
        if revision != SCHEMA_REVISION:
            raise SchemaTooNew

    def migrate(self, *, seal: Seal | None = None) -> None:
        """Bring the schema to `SCHEMA_REVISION`, whole or not at all.

        Two migrations started together queue on the write lock; the second finds
        nothing to do.

        Args:
            seal: seals the unsaved words that revisions before 0009 held in clear;
                without it, they are dropped.

        Raises:
            SchemaTooNew: a later version wrote it.
            RecordBusy: the lock was not free within the waiting time.
        """
        from alembic import command  # slow to import, rarely needed
        from alembic.config import Config

        revision = self.revision()
        if revision not in (None, SCHEMA_REVISION, *EARLIER_REVISIONS):
            raise SchemaTooNew
        with self.write() as session:
            settings = Config()
            settings.set_main_option(
                "script_location", str(Path(__file__).parent / "migrations")
            )
            settings.attributes["connection"] = session.connection()
            settings.attributes["seal"] = seal
            settings.attributes["metadata"] = models.RecordModel.metadata
            command.upgrade(settings, "head")


def _make_engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        engine = create_engine(address, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "begin", _queue_postgresql_writer)
        return engine
    engine = create_engine(
        address,
        hide_parameters=True,  # an error’s text may end in a log
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        connect_args={
            "timeout": BUSY_TIMEOUT_MS / 1000,
            "isolation_level": None,  # the driver begins nothing by itself
            "check_same_thread": False,
        },
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _rebuild(cursor: Any) -> bool:
    for statement in ("PRAGMA query_only=OFF", "PRAGMA secure_delete=ON", "VACUUM"):
        cursor.execute(statement)
    (busy, _pages, _moved) = cursor.execute(
        "PRAGMA wal_checkpoint(TRUNCATE)"
    ).fetchone()
    return not busy


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("parcours_writes"))


def _begin_sqlite(connection: Connection) -> None:
    if _writes(connection):
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("PRAGMA query_only=ON")
        connection.exec_driver_sql("BEGIN")


def _queue_postgresql_writer(connection: Connection) -> None:
    if _writes(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")


def _take_write_lock(session: Session) -> None:
    """Begin now, so that waiting for the lock happens before any reading."""
    try:
        session.connection()
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise RecordBusy from None
        raise RecordUnreachable from None
