"""A site → its folder: whole or not at all, and never over anything else."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cohorts.publication.failures import FolderTaken
from cohorts.publication.site import SUMS
from config.writing import NotWritable


FOLDER_MODE, FILE_MODE = 0o755, 0o644  # to be read by everybody


def write_site(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a site into a folder that is new, empty, or held a site before.

    Args:
        files: path in the folder → bytes.
        folder: where.

    Raises:
        FolderTaken: the folder holds anything else.
        NotWritable: the place takes no folder.
    """
    require_free(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".site-", dir=folder.parent))
    except OSError:
        raise NotWritable(folder.name) from None
    try:
        made.chmod(FOLDER_MODE)
        for name, data in files.items():
            path = made / name
            path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(FILE_MODE)
        if folder.exists():
            former = Path(tempfile.mkdtemp(prefix=".site-", dir=folder.parent))
            os.replace(folder, former)
            os.replace(made, folder)
            shutil.rmtree(former)
        else:
            os.replace(made, folder)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        raise NotWritable(folder.name) from None


def require_free(folder: Path) -> None:
    """Refuse a place that holds something else than a site.

    Args:
        folder: where a site is to be written.

    Raises:
        FolderTaken: it is a file, or a folder with other things in it.
    """
    if not folder.exists():
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not _is_site(folder)):
        raise FolderTaken(folder.name)


def _is_site(folder: Path) -> bool:
    """Tell whether a folder holds the files of a site, and no other."""
    sums = folder / SUMS
    if not sums.is_file():
        return False
    lines = sums.read_text("utf-8", errors="replace").splitlines()
    known = {line.partition("  ")[2] for line in lines} | {SUMS}
    own = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if not path.is_dir()
    }
    return own <= known
