"""Bring a vault's tables up to date, from an installed package, without a file."""

from pathlib import Path

from sqlalchemy import create_engine


HEAD = "0005"


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
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
