"""A site → one ZIP file: the same bytes for the same edition, in one folder."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date


FILE_MODE = 0o100644  # a plain file, to be read by everybody
UNIX = 3  # the system that such rights are of, whatever made the file


def zip_site(files: Mapping[str, bytes], folder: str, *, dated: date) -> bytes:
    """Put the files of a site in one ZIP file.

    Args:
        files: path in the folder → bytes.
        folder: the one that all are in, so that unpacking spills nothing elsewhere.
        dated: the day that each file bears, 1980 or later.

    Returns:
        The file; it holds no other date and no name of a machine or an account.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(
                f"{folder}/{name}", (dated.year, dated.month, dated.day, 0, 0, 0)
            )
            entry.create_system = UNIX
            entry.external_attr = FILE_MODE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return made.getvalue()
