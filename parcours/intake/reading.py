"""A partner's file → a table of text, by what its bytes are and not by its name."""

from pathlib import Path

from config.failure import Where
from parcours.intake.delimited import open_delimited
from parcours.intake.failures import FileEmpty, FileTooLarge, FileUnopened
from parcours.intake.settings import IntakeSettings
from parcours.intake.table import Recogniser, Table
from parcours.intake.workbook import is_zip, open_workbook


def read_bytes(path: Path, *, settings: IntakeSettings) -> bytes:
    """Read a file that may be taken in.

    Args:
        path: the file.
        settings: its largest size.

    Returns:
        The bytes.

    Raises:
        FileUnopened: absent or unreadable.
        FileTooLarge: over the limit; nothing was read.
    """
    try:
        if path.stat().st_size > settings.limits.max_bytes:
            raise FileTooLarge(Where(path.name))
        return path.read_bytes()
    except OSError:
        raise FileUnopened(Where(path.name)) from None


def open_table(
    content: bytes, *, name: str, settings: IntakeSettings, recognise: Recogniser
) -> Table:
    """Open a CSV file or a workbook at its header.

    Args:
        content: the file.
        name: what to call it in messages.
        settings: limits.
        recognise: counts the headers that the template knows.

    Returns:
        The table, its rows unread.

    Raises:
        IntakeRefused: any refusal of a whole file.
    """
    if not content:
        raise FileEmpty(Where(name))
    if len(content) > settings.limits.max_bytes:
        raise FileTooLarge(Where(name))
    opener = open_workbook if is_zip(content) else open_delimited
    return opener(content, name=name, settings=settings, recognise=recognise)
