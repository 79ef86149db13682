"""Opening the vault's database: durable, patient, forgetting what is deleted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from pseudonymisation.failures import VaultBusy, VaultOutdated
from pseudonymisation.identities.lock import vault_lock
from pseudonymisation.identities.migrations.run import HEAD, upgrade


BUSY_SECONDS = 10
OPENING_SECONDS = 30.0
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
)


def open_vault(url: str) -> Engine:
    """Open the vault, making or migrating its tables where it is a local file.

    Args:
        url: SQLAlchemy address, `sqlite:////path/vault.db` or PostgreSQL's.

    Returns:
        An engine whose transactions begin as `writing` and `reading` say.

    Raises:
        VaultOutdated: a server's tables are of another version; they are migrated
            under another account.
        VaultBusy: another process is making the tables.
    """
    engine = _engine(url)
    if _revision(engine) == HEAD:
        return engine
    if engine.dialect.name != "sqlite":
        raise VaultOutdated
    lock = vault_lock(engine)
    if not lock.acquire(wait_seconds=OPENING_SECONDS):
        raise VaultBusy
    try:
        if _revision(engine) != HEAD:
            upgrade(url)
    finally:
        lock.release()
    return engine


def _engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True)  # no value in a message
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(engine: Engine) -> str | None:
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a connection that only reads.

    Args:
        engine: from `open_vault`.

    Yields:
        The connection; what it sees does not change meanwhile.
    """
    with engine.connect() as connection:
        yield connection


def writing(engine: Engine) -> Connection:
    """Open a connection whose transaction holds the writer's place at once.

    Args:
        engine: from `open_vault`.

    Returns:
        The connection; the caller commits or rolls back, and closes it.
    """
    return engine.connect().execution_options(writes=True)
