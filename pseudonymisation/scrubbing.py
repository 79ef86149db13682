"""What was deleted → gone from the database's file, its free pages and its log.

`secure_delete` overwrites what a row held where it lay; copies that a page left behind
when rows were moved, and the log, need more: the log is emptied into the file and cut,
and the file is rebuilt.
"""

from sqlalchemy import Engine


def truncate_log(engine: Engine) -> bool:
    """Empty SQLite's log into the file and cut it to nothing.

    Args:
        engine: the vault's.

    Returns:
        False where a reader still needs the log: try again later.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        (busy, _pages, _moved) = cursor.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        ).fetchone()
        cursor.close()
    finally:
        connection.close()
    return not busy


def scrub(engine: Engine) -> bool:
    """Rebuild the file without what was deleted, and empty the log.

    Args:
        engine: the vault's; no transaction of its own is open.

    Returns:
        False where a reader still needs the log: try again later.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        cursor.close()
    finally:
        connection.close()
    return truncate_log(engine)
