"""The bytes of a CSV of identities → its cells by line; what is torn is told, not read.

A quote that is never closed swallows the rows after it: it is refused at the line where
it opens, as is a line end inside a cell that should hold a name.
"""

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from config.failure import Where
from config.translation import _
from pseudonymisation.failures import RecordsUnreadable


SEPARATORS = (";", ",", "\t")
ROWS_AT_ONCE = 20_000
CHUNK = 1 << 20

Rows = tuple[list[int], list[list[str]], list[str]]
"""Line of each row, its cells, and the header."""
_Row = tuple[int, bool, list[str]]
"""Line where a row begins, whether it goes on to another, its cells."""
_NOTHING: _Row = (1, False, [])


def table_rows(
    path: Path, *, needed: Sequence[str], known: Sequence[str]
) -> Iterator[Rows]:
    """Read the rows of a file that are not blank.

    Args:
        path: a CSV.
        needed: columns that must be there.
        known: columns that are read, and may stand but once.

    Yields:
        The rows, some thousands at a time; a row may have more cells than the header,
        or fewer.

    Raises:
        RecordsUnreadable: absent, no text, quotes torn, cut at its last line, or its
            columns are not those needed.
    """
    try:
        encoding = _encoding(path)
        separator = _separator(path, encoding, known)
        with path.open(encoding=encoding, newline="") as file:
            told = _told(file, separator, path)
            header = [name.strip() for name in next(told, _NOTHING)[2]]
            _check(path, header, needed, known)
            yield from _by_thousands(told, header, known, path)
    except FileNotFoundError:
        what = _("Ce fichier n’existe pas.")
        raise RecordsUnreadable(what, Where(path.name)) from None
    except OSError:
        what = _("Ce fichier ne peut être ouvert.")
        raise RecordsUnreadable(what, Where(path.name)) from None
    except UnicodeError:
        what = _("Ce fichier n’est pas un texte en UTF-8 ni en Windows-1252.")
        raise RecordsUnreadable(what, Where(path.name)) from None


def _encoding(path: Path) -> str:
    """Read all bytes once: UTF-8 unless some byte says otherwise, then cp1252."""
    decoder, is_utf8 = codecs.getincrementaldecoder("utf-8")(), True
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        while is_utf8 and (chunk := file.read(CHUNK)):
            is_utf8 = _decodes(decoder, chunk)
        is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    return "utf-8-sig" if is_utf8 else "cp1252"


def _decodes(
    decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False
) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _separator(path: Path, encoding: str, known: Sequence[str]) -> str:
    """Choose the separator by which the first line has most of the known columns."""
    with path.open(encoding=encoding, newline="") as file:
        line = file.readline()
    found = {mark: {c.strip(' "\r\n') for c in line.split(mark)} for mark in SEPARATORS}
    return max(SEPARATORS, key=lambda mark: len(found[mark].intersection(known)))


def _told(file: TextIO, separator: str, path: Path) -> Iterator[_Row]:
    reader = csv.reader(file, delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            what = _("Des guillemets sont mal placés : des lignes seraient perdues.")
            raise RecordsUnreadable(what, Where(path.name, line)) from None
        if cells is None:
            return
        yield line, reader.line_num > line, cells


def _by_thousands(
    told: Iterator[_Row], header: list[str], known: Sequence[str], path: Path
) -> Iterator[Rows]:
    lines: list[int] = []
    rows: list[list[str]] = []
    for line, broken, cells in told:
        if not any(map(str.strip, cells)):
            continue
        if broken and _is_torn(cells, header, known):
            what = _("Des guillemets sont mal placés : des lignes seraient perdues.")
            raise RecordsUnreadable(what, Where(path.name, line))
        if len(rows) == ROWS_AT_ONCE:
            yield lines, rows, header
            lines, rows = [], []
        lines.append(line)
        rows.append(cells)
    if rows and len(rows[-1]) < len(header):
        what = _("Le fichier est coupé : sa dernière ligne est incomplète.")
        raise RecordsUnreadable(what, Where(path.name, lines[-1]))
    if rows:
        yield lines, rows, header


def _is_torn(cells: list[str], header: list[str], known: Sequence[str]) -> bool:
    """Tell whether a line ends inside a cell that is read, or that has no column."""
    columns = [*header, *[""] * len(cells)]
    return any(
        "\n" in cell or "\r" in cell
        for cell, column in zip(cells, columns, strict=False)
        if not column or column in known
    )


def _check(
    path: Path, header: Sequence[str], needed: Sequence[str], known: Sequence[str]
) -> None:
    for name in needed:
        if name not in header:
            what = _("Cette colonne est nécessaire et manque.")
            raise RecordsUnreadable(what, Where(path.name, 1, name))
    for name in known:
        if header.count(name) > 1:
            what = _("Cette colonne est en double.")
            raise RecordsUnreadable(what, Where(path.name, 1, name))
