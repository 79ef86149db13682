"""Which extracts there are, by their folders."""

import re
from pathlib import Path

from cohorts.event_table.failures import ExtractMissing
from cohorts.event_table.load import MANIFEST, read_manifest


_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,62}\Z")


def extract_folder(folder: Path, name: str | None) -> Path:
    """Find an extract by name, or the latest.

    Args:
        folder: the territory's folder of extracts.
        name: name of the extract; None = the latest by as-of day, then by name.

    Returns:
        The extract's folder.

    Raises:
        ExtractMissing: no extract at all, or none of that name.
    """
    if name is None:
        return folder / latest_extract(folder)
    if not _NAME.match(name) or not (folder / name / MANIFEST).is_file():
        raise ExtractMissing
    return folder / name


def latest_extract(folder: Path) -> str:
    """Name the latest extract.

    Args:
        folder: the territory's folder of extracts.

    Returns:
        Its name.

    Raises:
        ExtractMissing: there is none.
    """
    paths = [path.parent for path in folder.glob(f"*/{MANIFEST}")]
    if not paths:
        raise ExtractMissing
    return max(paths, key=lambda path: (read_manifest(path).as_of, path.name)).name
