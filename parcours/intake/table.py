"""A partner's table, whatever its format: a header, then rows of text cells."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from parcours.intake.dates import SERIAL_1900
from parcours.intake.words import fold_word


FORMULA = "\x00formula"
"""What stands for a formula or an error; no text cell can hold it."""

LONGEST_TOTAL = 20  # characters of a word for total
HEADER_LINES = 30
"""The header is looked for among the first lines: titles may stand above it."""

Recogniser = Callable[[Sequence[str]], int]
"""Headers → how many of them the template knows."""


class Row(NamedTuple):
    """One row.

    Attributes:
        line: its line in the file, from 1.
        cells: the kept cells, trimmed; None where the row's width is wrong.
    """

    line: int
    cells: tuple[str, ...] | None


@dataclass
class Tally:
    """What was passed over while reading; grows with the reading.

    Attributes:
        total_lines: total lines skipped.
    """

    total_lines: int = 0


@dataclass(frozen=True)
class Table:
    """A table whose header is known and whose rows are still to be read.

    Attributes:
        header: its headers, trimmed.
        header_line: line of the header, from 1.
        encoding: name of the encoding, `xlsx` for a workbook.
        separator: of a CSV, None for a workbook.
        sheet: name of the sheet that was read, None for a CSV.
        about_rows: how many rows to expect, for progress.
        rows: positions of the cells to keep → rows; other cells are never kept.
        epoch: day 0 of serial dates.
        other_sheets: names of sheets that would fit too and are not read.
        tally: what was skipped.
    """

    header: tuple[str, ...]
    header_line: int
    encoding: str
    separator: str | None
    sheet: str | None
    about_rows: int
    rows: Callable[[Sequence[int]], Iterator[Row]]
    epoch: date = SERIAL_1900
    tally: Tally = field(default_factory=Tally)
    other_sheets: tuple[str, ...] = ()


def is_total(cells: Sequence[str], words: frozenset[str]) -> bool:
    """Tell whether a row is a total and not a person or an action.

    Its first filled cell is a word for total and every other is a number.

    Args:
        cells: the row.
        words: folded words for total.

    Returns:
        True where the row is to be skipped.
    """
    first = next((cell for cell in cells if cell.strip()), "")
    if len(first) > LONGEST_TOTAL or not first[-1:].isalpha():
        return False  # most rows: a code, a name with a number, a long title
    if fold_word(first) not in words:
        return False
    filled = [cell for cell in cells if cell.strip()]
    return all(
        cell.strip().replace(",", "").replace(".", "").replace(" ", "").isdigit()
        for cell in filled[1:]
    )
