"""A CSV of identities → its rows, read strictly and named by their own numbers."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.failure import Where
from config.translation import _
from pseudonymisation.failures import RecordsUnreadable
from pseudonymisation.identities.births import read_birth
from pseudonymisation.identities.known_words import folded, known_words
from pseudonymisation.values import PartialDate, Sex


RECORD_ID = "record_id"
BORN = "date_naissance"
NEEDED = (RECORD_ID, "nom", "prenoms", BORN)
FURTHER = ("nom_usage", "sexe", "commune", "code_postal")
_SEXES: dict[str, Sex] = {"F": "F", "M": "M"}
ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, repr=False)
class SomeRows:
    """Some rows of a file, column by column.

    Attributes:
        lines: line of each row.
        names: record_id of each row.
        cells: the columns `NEEDED` without the first, `FURTHER`, and what else was
            asked for; as written, "" for what is absent.
    """

    lines: Sequence[int]
    names: Sequence[str]
    cells: Mapping[str, Sequence[str]]

    def __repr__(self) -> str:
        return f"SomeRows({len(self.names)})"


def identity_rows(path: Path, *, also: Sequence[str] = ()) -> Iterator[SomeRows]:
    """Read the rows of a file, each with a record_id of its own.

    Args:
        path: UTF-8 CSV with the columns `NEEDED` and perhaps `FURTHER`.
        also: other columns that must be there.

    Yields:
        The rows, some thousands at a time.

    Raises:
        RecordsUnreadable: a needed column is absent, a record_id empty or repeated, or
            the file is no CSV.
    """
    seen: set[str] = set()
    columns = (*NEEDED, *FURTHER, *also)
    for lines, rows, header in _rows(path, (*NEEDED, *also)):
        written = dict(zip(header, zip(*rows, strict=True), strict=True))
        absent = [""] * len(rows)
        cells = {name: written.get(name, absent) for name in columns}
        names = [name.strip() for name in cells.pop(RECORD_ID)]
        if len({*names}) != len(names) or "" in names or not seen.isdisjoint(names):
            raise _unnamed(path, lines, names, seen)
        seen.update(names)
        yield SomeRows(lines, names, cells)


def _unnamed(
    path: Path, lines: Sequence[int], names: Sequence[str], seen: set[str]
) -> RecordsUnreadable:
    """Say where the first record_id is that is empty or another's."""
    met = {"", *seen}
    place = 0
    while names[place] not in met:
        met.add(names[place])
        place += 1
    what = _("Chaque ligne doit porter un record_id qui lui est propre.")
    return RecordsUnreadable(what, Where(path.name, lines[place], RECORD_ID))


def _rows(
    path: Path, needed: Sequence[str]
) -> Iterator[tuple[list[int], list[list[str]], list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            _check(path, header, needed)
            width, lines, rows = len(header), [], []
            for cells in reader:
                if len(cells) != width:
                    if not cells:
                        continue
                    cells = [*cells, *[""] * width][:width]
                lines.append(reader.line_num)
                rows.append(cells)
                if len(rows) == ROWS_AT_ONCE:
                    yield lines, rows, header
                    lines, rows = [], []
            if rows:
                yield lines, rows, header
    except (OSError, UnicodeDecodeError, csv.Error):
        what = _("Le fichier n’existe pas ou n’est pas un CSV en UTF-8.")
        raise RecordsUnreadable(what, Where(path.name)) from None


def _check(path: Path, header: Sequence[str], needed: Sequence[str]) -> None:
    for name in needed:
        if name not in header:
            what = _("Cette colonne est nécessaire et manque.")
            raise RecordsUnreadable(what, Where(path.name, 1, name))


def sex_of(text: str) -> Sex | None:
    """Read a sex: F, fille, Mme, 2, M, garçon, H, 1…; None for any other word.

    A word is read whole: "Mme" is no M, and what is not in the list is not guessed.
    """
    return _SEXES.get(known_words().sexes.get(folded(text), ""))


def dates_of(rows: SomeRows, path: Path) -> dict[str, PartialDate | None]:
    """Read the dates of birth of some rows, each spelling once.

    Args:
        rows: of the file.
        path: for the error.

    Returns:
        The date of each spelling.

    Raises:
        RecordsUnreadable: one of another form, or that is no day.
    """
    found: dict[str, PartialDate | None] = {}
    for line, text in zip(rows.lines, rows.cells[BORN], strict=True):
        if text not in found:
            found[text] = date_of(text.strip(), Where(path.name, line, BORN))
    return found


def date_of(text: str, where: Where) -> PartialDate | None:
    """Read a date of birth.

    Args:
        text: as `read_birth` takes it; "" for none.
        where: for the error.

    Returns:
        The date, None for "" and for a date that stands for none.

    Raises:
        RecordsUnreadable: another form, or no such day.
    """
    if not text:
        return None
    try:
        return read_birth(text)
    except ValueError:
        what = _("Une date s’écrit AAAA-MM-JJ, AAAA-MM, AAAA ou JJ/MM/AAAA.")
        raise RecordsUnreadable(what, where) from None
