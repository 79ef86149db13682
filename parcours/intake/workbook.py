"""XLSX bytes → a table: the one sheet whose header the template knows.

Cells are read as a person sees them, as text: whole numbers without ".0", dates in ISO.
Formulas and errors are marked and refuse their row where their column is read.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils.datetime import MAC_EPOCH

from config.failure import Where
from parcours.intake.archive import check_archive
from parcours.intake.columns import shown_name
from parcours.intake.dates import SERIAL_1900, SERIAL_1904
from parcours.intake.decoding import is_broken, tidy
from parcours.intake.failures import (
    CellTooLong,
    EncodingBroken,
    HeaderNotFound,
    TableTooLarge,
    WorkbookUnreadable,
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


EXCEL_ROWS = 1_048_576

_Header = tuple[str, int, tuple[str, ...]]
"""Sheet, line and headers."""


def open_workbook(
    content: bytes, *, name: str, settings: IntakeSettings, recognise: Recogniser
) -> Table:
    """Open a workbook at the header of the sheet that fits best.

    Args:
        content: the file.
        name: what to call it in messages.
        settings: limits and words for total lines.
        recognise: counts the headers that the template knows.

    Returns:
        The table, its rows unread.

    Raises:
        WorkbookUnsafe, WorkbookUnreadable: as `check_archive`.
        HeaderNotFound: no sheet has a line with at least two known headers.
        TableTooLarge: too many columns.
    """
    check_archive(content, name=name, limits=settings.limits)
    if not openpyxl.DEFUSEDXML:
        raise WorkbookUnreadable(Where(name))  # never parse with the plain parser
    reader = _WorkbookReader(content, name, settings)
    found = reader.find_header(recognise)
    if found is None:
        raise HeaderNotFound(Where(name))
    (sheet, line, header), others = found
    return Table(
        header=header,
        header_line=line,
        encoding="xlsx",
        separator=None,
        sheet=sheet,
        about_rows=reader.about_rows(sheet),
        rows=lambda kept: reader.rows(sheet, line, header, kept),
        epoch=reader.epoch,
        tally=reader.tally,
        other_sheets=others,
    )


class _WorkbookReader:
    def __init__(self, content: bytes, name: str, settings: IntakeSettings) -> None:
        self._name, self._settings = name, settings
        self.tally = Tally()
        self._book = self._guarded(
            lambda: openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, keep_links=False
            )
        )
        mac = self._book.epoch == MAC_EPOCH
        self.epoch: date = SERIAL_1904 if mac else SERIAL_1900

    def _guarded(self, action: Any) -> Any:
        """Turn any complaint of the parser into one refusal, free of content."""
        try:
            return action()
        except (MemoryError, RecursionError):
            raise
        except Exception:
            raise WorkbookUnreadable(Where(self._name)) from None

    def about_rows(self, sheet: str) -> int:
        rows = self._guarded(lambda: self._book[sheet].max_row)
        return min(int(rows or 0), self._settings.limits.max_rows)

    def find_header(
        self, recognise: Recogniser
    ) -> tuple[_Header, tuple[str, ...]] | None:
        """Find the header that fits best, and the other sheets that fit as well."""
        scored = [
            best
            for sheet in self._book.worksheets
            if sheet.sheet_state == "visible"
            and (best := self._best_line(sheet.title, recognise)) is not None
        ]
        if not scored:
            return None
        _score, chosen = max(scored, key=lambda found: found[0])
        others = tuple(h[0] for _score, h in scored if h[0] != chosen[0])
        return chosen, others

    def _best_line(
        self, title: str, recognise: Recogniser
    ) -> tuple[int, _Header] | None:
        best, best_score = None, 1
        for line, cells in self._sheet_rows(title, HEADER_LINES):
            header = tuple(" ".join(_text(cell).split()) for cell in cells)
            while header and not header[-1]:
                header = header[:-1]
            score = recognise(header)
            if score > best_score:
                best, best_score = (title, line, header), score
        return None if best is None else (best_score, best)

    def _sheet_rows(self, title: str, last: int) -> Iterator[tuple[int, Sequence[Any]]]:
        sheet = self._book[title]
        self._guarded(sheet.reset_dimensions)
        rows = self._guarded(lambda: iter(sheet.iter_rows(max_row=last)))
        for line in range(1, last + 1):
            cells = self._guarded(lambda: next(rows, None))
            if cells is None:
                return
            if len(cells) > self._settings.limits.max_columns:
                raise TableTooLarge(Where(self._name, line))
            yield line, cells

    def rows(
        self, title: str, header_line: int, header: Sequence[str], kept: Sequence[int]
    ) -> Iterator[Row]:
        names = [shown_name(header[position], position) for position in kept]
        n_rows, totals = 0, self._settings.total_words
        for line, cells in self._sheet_rows(title, EXCEL_ROWS):
            if line <= header_line or all(cell.value is None for cell in cells):
                continue
            n_rows += 1
            if n_rows > self._settings.limits.max_rows:
                raise TableTooLarge(Where(self._name, line))
            if self._is_total(cells, totals):
                self.tally.total_lines += 1
                continue
            picked = [_text(cells[i]) if i < len(cells) else "" for i in kept]
            self._check(picked, line, names)
            if not any(picked):
                continue
            yield Row(line, tuple(picked))

    def _is_total(self, cells: Sequence[Any], totals: frozenset[str]) -> bool:
        first = next((c.value for c in cells if c.value is not None), None)
        if not isinstance(first, str) or len(first) > 40:
            return False
        return is_total([first], totals) and is_total(
            [_text(cell) for cell in cells], totals
        )

    def _check(self, cells: list[str], line: int, names: Sequence[str]) -> None:
        for cell, column in zip(cells, names, strict=True):
            if len(cell) > self._settings.limits.max_cell:
                raise CellTooLong(Where(self._name, line, column))
            if cell is not FORMULA and not cell.isascii() and is_broken(cell):
                raise EncodingBroken(Where(self._name, line, column))


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if cell.data_type in ("f", "e"):
            return FORMULA
        return tidy(value).strip()
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    return FORMULA


def is_zip(content: bytes) -> bool:
    """Tell whether bytes look like a workbook rather than a text.

    Args:
        content: the file.

    Returns:
        True for a zip archive or an OLE file, whatever its name says.
    """
    start = content[:4]
    return (
        start[:2] == b"PK"
        or start == b"\xd0\xcf\x11\xe0"
        or zipfile.is_zipfile(io.BytesIO(content))
    )
