"""Bring a vault's tables up to date, from an installed package, without a file."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event


HEAD = "0006"


def upgrade(url: str) -> None:
    """Run every migration that the vault lacks.

    Args:
        url: SQLAlchemy address of the vault.
    """
    from alembic import command  # slow to import, rarely needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _overwrite_what_goes)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        if engine.dialect.name == "sqlite":
            _empty_log(engine)
    finally:
        engine.dispose()


def _overwrite_what_goes(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA secure_delete=ON")


def _empty_log(engine: Engine) -> None:
    """Leave no page of a former table in the log."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
