"""CSV or Parquet → an Arrow table of the columns asked for, text as it came.

People's exports differ in encoding (UTF-8 with or without mark, cp1252) and separator
(comma, semicolon, tabulation): both are found by looking, the separator from the
header. Line numbers for errors are found afterwards by a slow second reading, so that
good files are read at full speed.
"""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from cohorts.event_table.file_failures import (
    ColumnAbsent,
    ColumnTwice,
    FileNotATable,
    LineBroken,
    TableEmpty,
)
from config.failure import Where


PARQUET = b"PAR1"
UTF8 = "utf-8-sig"  # with or without its mark
CHUNK = 1 << 20
SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class Dialect:
    """How a CSV is written.

    Attributes:
        encoding: Python's name of the encoding.
        separator: one character.
        quoted: whether any quotation mark occurs, so that a cell may hold a line end.
        names: the header's names, without the spaces around them.
        header_lines: lines that the header takes.
    """

    encoding: str
    separator: str
    quoted: bool
    names: tuple[str, ...]
    header_lines: int


@dataclass(frozen=True, eq=False)
class RawTable:
    """The columns asked for, in the order asked.

    Attributes:
        path: the file.
        arrow: an Arrow table with columns c0, c1, …, one per name asked for.
        dialect: how the CSV is written; None for Parquet.
    """

    path: Path
    arrow: Any
    dialect: Dialect | None

    def line_of(self, row: int) -> int:
        """Give the line of a row of data.

        Args:
            row: from 0.

        Returns:
            The line in the CSV, from 1; in Parquet the row's number, from 1.
        """
        if self.dialect is None:
            return row + 1
        lines = islice(_data_rows(self.path, self.dialect), row, None)
        return next(lines)[0]


def read_columns(path: Path, names: Sequence[str]) -> RawTable:
    """Read some columns of a table.

    Args:
        path: a CSV or Parquet file.
        names: columns, at least one, as the header writes them.

    Returns:
        The columns, text cells unchanged.

    Raises:
        FileNotATable: neither CSV nor Parquet.
        ColumnAbsent, ColumnTwice: a name is not, or not once, in the header.
        LineBroken: a line of the CSV has not as many cells as the header.
        TableEmpty: no row of data.
    """
    with path.open("rb") as file:
        start = file.read(len(PARQUET))
    raw = _read_parquet(path, names) if start == PARQUET else _read_csv(path, names)
    if raw.arrow.num_rows == 0:
        raise TableEmpty(Where(path.name))
    return raw


def _read_parquet(path: Path, names: Sequence[str]) -> RawTable:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
        _positions(schema.names, names, path)
        table = pq.read_table(path, columns=list(dict.fromkeys(names)))
    except pa.ArrowException:
        raise FileNotATable(Where(path.name)) from None
    columns = [table.column(name) for name in names]
    return RawTable(path, pa.table(columns, names=_aliases(names)), None)


def _read_csv(path: Path, names: Sequence[str]) -> RawTable:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    dialect = _look_at(path)
    positions = _positions(dialect.names, names, path)
    header = [f"h{i}" for i in range(len(dialect.names))]
    wanted = [f"h{i}" for i in positions]
    try:
        table = arrow_csv.read_csv(
            path,
            read_options=arrow_csv.ReadOptions(
                column_names=header,
                skip_rows=dialect.header_lines,
                encoding="utf8" if dialect.encoding == UTF8 else dialect.encoding,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=dialect.separator, newlines_in_values=dialect.quoted
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=list(dict.fromkeys(wanted)),
                column_types=dict.fromkeys(wanted, pa.string()),
                strings_can_be_null=False,
            ),
        )
    except (pa.ArrowException, UnicodeError):
        raise _what_is_broken(path, dialect) from None
    columns = [table.column(name) for name in wanted]
    return RawTable(path, pa.table(columns, names=_aliases(names)), dialect)


def _positions(header: Sequence[str], names: Sequence[str], path: Path) -> list[int]:
    for name in names:
        if name not in header:
            raise ColumnAbsent(Where(path.name, column=name))
        if list(header).count(name) > 1:
            raise ColumnTwice(Where(path.name, column=name))
    return [list(header).index(name) for name in names]


def _aliases(names: Sequence[str]) -> list[str]:
    return [f"c{i}" for i in range(len(names))]


def _look_at(path: Path) -> Dialect:
    encoding, quoted = _encoding_of(path)
    dialects = [_with_separator(path, encoding, quoted, mark) for mark in SEPARATORS]
    best = max(dialects, key=lambda dialect: len(dialect.names))
    if not any(best.names):
        raise TableEmpty(Where(path.name))
    return best


def _encoding_of(path: Path) -> tuple[str, bool]:
    """Read all bytes once: UTF-8 unless some byte says otherwise."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, quoted = True, False
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16", True
        file.seek(0)
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise FileNotATable(Where(path.name))
            quoted = quoted or b'"' in chunk
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
        is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    return (UTF8 if is_utf8 else "cp1252"), quoted


def _decodes(
    decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False
) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _with_separator(path: Path, encoding: str, quoted: bool, separator: str) -> Dialect:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        try:
            names = next(reader, [])
        except csv.Error:
            names = []
    return Dialect(
        encoding=encoding,
        separator=separator,
        quoted=quoted,
        names=tuple(name.strip() for name in names),
        header_lines=max(reader.line_num, 1),
    )


def _data_rows(path: Path, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Give line number and cells of each row that is not blank, header left out."""
    with path.open(encoding=dialect.encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=dialect.separator)
        next(reader)
        before = reader.line_num
        for cells in reader:
            if cells:
                yield before + 1, cells
            before = reader.line_num


def _what_is_broken(path: Path, dialect: Dialect) -> FileNotATable | LineBroken:
    try:
        for line, cells in _data_rows(path, dialect):
            if len(cells) != len(dialect.names):
                return LineBroken(Where(path.name, line))
    except csv.Error:
        pass
    return FileNotATable(Where(path.name))
