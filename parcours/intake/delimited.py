"""CSV bytes → a table: separator found from the header, quotes strict, widths fixed."""

import csv
import io
from collections.abc import Iterator, Sequence
from operator import itemgetter

from config.failure import Where
from parcours.intake.columns import shown_name
from parcours.intake.decoding import decode
from parcours.intake.failures import (
    CellTooLong,
    FileTruncated,
    HeaderNotFound,
    QuotingBroken,
    TableTooLarge,
)
from parcours.intake.settings import IntakeSettings
from parcours.intake.table import (
    FORMULA,
    HEADER_LINES,
    Recogniser,
    Row,
    Table,
    Tally,
    is_total,
)


SEPARATORS = (";", ",", "\t")


def open_delimited(
    content: bytes, *, name: str, settings: IntakeSettings, recognise: Recogniser
) -> Table:
    """Open a CSV file at its header.

    Args:
        content: the file.
        name: what to call it in messages.
        settings: limits and words for total lines.
        recognise: counts the headers that the template knows.

    Returns:
        The table, its rows unread.

    Raises:
        EncodingBroken, FileEmpty: as `decode`.
        HeaderNotFound: no separator gives a line with at least two known headers.
        TableTooLarge: too many columns.
    """
    text, encoding = decode(content, name=name)
    found = _find_header(text, recognise)
    if found is None:
        raise HeaderNotFound(Where(name))
    separator, index, line, header = found
    if len(header) > settings.limits.max_columns:
        raise TableTooLarge(Where(name, line))
    reader = _RowReader(text, separator, name, settings, index, header)
    return Table(
        header=header,
        header_line=line,
        encoding=encoding,
        separator=separator,
        sheet=None,
        about_rows=max(0, text.count("\n") - line),
        rows=reader.rows,
        tally=reader.tally,
    )


def _find_header(
    text: str, recognise: Recogniser
) -> tuple[str, int, int, tuple[str, ...]] | None:
    best, best_score = None, 1
    for separator in SEPARATORS:
        for index, (line, cells) in enumerate(_first_rows(text, separator)):
            header = tuple(" ".join(cell.split()) for cell in cells)
            score = recognise(header)
            if score > best_score:
                best, best_score = (separator, index, line, header), score
    return best


def _first_rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for _index in range(HEADER_LINES):
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except (csv.Error, StopIteration):
            return


class _RowReader:
    """Reads the rows under a header, once."""

    def __init__(
        self,
        text: str,
        separator: str,
        name: str,
        settings: IntakeSettings,
        header_index: int,
        header: tuple[str, ...],
    ) -> None:
        self._text, self._separator, self._name = text, separator, name
        self._settings = settings
        self._header_index, self._header = header_index, header
        self._width = len(header)
        self.tally = Tally()

    def rows(self, kept: Sequence[int]) -> Iterator[Row]:
        """Give the rows, cut to the kept cells as soon as the line is split.

        Raises:
            FileTruncated: a quote never closes or the last row is short.
            QuotingBroken: something follows a closing quote.
            CellTooLong: a cell is over the limit.
            TableTooLarge: too many rows.
        """
        pick = _picker(kept)
        short: int | None = None
        for n_rows, (line, cells) in enumerate(self._lines(), start=1):
            if n_rows > self._settings.limits.max_rows:
                raise TableTooLarge(Where(self._name, line))
            if short is not None:
                yield Row(short, None)
                short = None
            if len(cells) < self._width:
                short = line
            elif any(cells[self._width :]):
                yield Row(line, None)
            else:
                yield Row(line, pick(cells))
        if short is not None:
            raise FileTruncated(Where(self._name, short))

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(
            io.StringIO(self._text, newline=""), delimiter=self._separator, strict=True
        )
        index, totals = 0, self._settings.total_words
        longest = self._settings.limits.max_cell
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise self._broken(str(error), line) from None
            if index > self._header_index and any(map(str.strip, cells)):
                if max(map(len, cells)) > longest:
                    raise self._too_long(cells, line)
                if is_total(cells, totals):
                    self.tally.total_lines += 1
                else:
                    yield line, cells
            index += 1

    def _too_long(self, cells: list[str], line: int) -> CellTooLong:
        sizes = [len(cell) for cell in cells]
        position = sizes.index(max(sizes))
        title = self._header[position] if position < self._width else ""
        return CellTooLong(Where(self._name, line, shown_name(title, position)))

    def _broken(self, reason: str, line: int) -> Exception:
        where = Where(self._name, line)
        if "unexpected end" in reason:
            return FileTruncated(where)
        return CellTooLong(where) if "field limit" in reason else QuotingBroken(where)


def _picker(kept: Sequence[int]) -> "_Picker":
    return _Picker(tuple(kept))


class _Picker:
    """Cells → the kept ones, trimmed, formulas marked."""

    def __init__(self, kept: tuple[int, ...]) -> None:
        self._get = itemgetter(*kept) if len(kept) > 1 else None
        self._kept = kept

    def __call__(self, cells: list[str]) -> tuple[str, ...]:
        picked: tuple[str, ...]
        if self._get is not None:
            picked = self._get(cells)
        else:
            picked = tuple(cells[i] for i in self._kept)
        return tuple([FORMULA if cell[:1] == "=" else cell.strip() for cell in picked])
