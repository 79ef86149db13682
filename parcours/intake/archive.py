"""Is a workbook safe to open? Asked before any XML is parsed.

A 199 KB workbook can hold one cell of 200 MB, and a few lines of XML entities can fill
the memory. Sizes are counted on the real unpacked bytes: a directory can lie.
"""

import io
import lzma
import struct
import zipfile
import zlib

from config.failure import Where
from parcours.intake.failures import WorkbookUnreadable, WorkbookUnsafe
from parcours.intake.settings import Limits


_CHUNK = 64 * 1024
_RATIO_FROM_BYTES = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_REFUSED_PARTS = ("vbaproject", "externallinks/", "activex", "embeddings/")
_REFUSED_XML = (b"<!DOCTYPE", b"<!ENTITY")
_PASSWORD = 0x1
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
)
"""What the zip module raises on a damaged archive, beside its own error."""


def check_archive(content: bytes, *, name: str, limits: Limits) -> None:
    """Refuse a workbook that is dangerous or cannot be opened.

    Args:
        content: the file.
        name: what to call it in messages.
        limits: parts, unpacked bytes and ratio admitted.

    Raises:
        WorkbookUnreadable: protected by a password, damaged, or an old format.
        WorkbookUnsafe: too many parts, too large unpacked, macros, external links
            or a document type in its XML.
    """
    if content.startswith(_OLE):  # an encrypted .xlsx is an OLE file, as is .xls
        raise WorkbookUnreadable(Where(name))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive, name, limits)
            _check_bytes(archive, name, limits)
    except _DAMAGED:
        raise WorkbookUnreadable(Where(name)) from None


def _check_parts(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    parts = archive.infolist()
    if len(parts) > limits.max_zip_entries:
        raise WorkbookUnsafe(Where(name))
    for part in parts:
        if part.flag_bits & _PASSWORD:
            raise WorkbookUnreadable(Where(name))
        lower = part.filename.lower()
        if any(word in lower for word in _REFUSED_PARTS):
            raise WorkbookUnsafe(Where(name))


def _check_bytes(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    total = 0
    for part in archive.infolist():
        size, tail = 0, b""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                total += len(chunk)
                if total > limits.max_zip_bytes or _swollen(size, part, limits):
                    raise WorkbookUnsafe(Where(name))
                upper = (tail + chunk).upper()
                if any(mark in upper for mark in _REFUSED_XML):
                    raise WorkbookUnsafe(Where(name))
                tail = chunk[-16:]


def _swollen(size: int, part: zipfile.ZipInfo, limits: Limits) -> bool:
    packed = max(part.compress_size, 1)
    return size > _RATIO_FROM_BYTES and size / packed > limits.max_zip_ratio
