"""Bring a vault's tables up to date, from an installed package, without a file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine


HEAD = "0001"


def upgrade(url: str) -> None:
    """Run every migration that the vault lacks.

    Args:
        url: SQLAlchemy address of the vault.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
