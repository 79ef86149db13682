"""A CSV of identities → its rows, read strictly and named by their own numbers."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from config.failure import Where
from config.translation import _
from pseudonymisation.failures import RecordsUnreadable
from pseudonymisation.values import PartialDate, Sex


RECORD_ID = "record_id"
NEEDED = (RECORD_ID, "nom", "prenoms", "date_naissance")
FURTHER = ("nom_usage", "sexe", "commune", "code_postal")
_SEXES: dict[str, Sex] = {"f": "F", "2": "F", "m": "M", "1": "M", "g": "M", "h": "M"}
_KNOWN_DATES = 3  # parts of a date

Cells = tuple[str, ...]
"""record_id, nom, prenoms, date_naissance, then `FURTHER`, then what else was asked."""


def identity_cells(
    path: Path, *, also: Sequence[str] = ()
) -> Iterator[tuple[int, Cells]]:
    """Read the rows of a file, each with a record_id of its own.

    Args:
        path: UTF-8 CSV with the columns `NEEDED` and perhaps `FURTHER`.
        also: other columns that must be there.

    Yields:
        Line and cells, without the blanks around them; "" for what is absent.

    Raises:
        RecordsUnreadable: a needed column is absent, a record_id empty or repeated, or
            the file is no CSV.
    """
    seen: set[str] = set()
    for line, cells in _cells(path, (*NEEDED, *also)):
        name = cells[0]
        if not name or name in seen:
            what = _("Chaque ligne doit porter un record_id qui lui est propre.")
            raise RecordsUnreadable(what, Where(path.name, line, RECORD_ID))
        seen.add(name)
        yield line, cells


def _cells(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, Cells]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            chosen = _chooser(path, next(reader, []), needed)
            for cells in reader:
                if cells:
                    yield reader.line_num, chosen(cells)
    except (OSError, UnicodeDecodeError, csv.Error):
        what = _("Le fichier n’existe pas ou n’est pas un CSV en UTF-8.")
        raise RecordsUnreadable(what, Where(path.name)) from None


def _chooser(
    path: Path, header: Sequence[str], needed: Sequence[str]
) -> Callable[[list[str]], Cells]:
    """Make the function that puts the cells of a row in the order of `Cells`."""
    for name in needed:
        if name not in header:
            what = _("Cette colonne est nécessaire et manque.")
            raise RecordsUnreadable(what, Where(path.name, 1, name))
    last = {name: place for place, name in enumerate(header)}
    order = (*NEEDED, *FURTHER, *needed[len(NEEDED) :])
    absent = len(header)
    places = tuple(last.get(name, absent) for name in order)
    return partial(_chosen, places, absent)


def _chosen(places: tuple[int, ...], width: int, cells: list[str]) -> Cells:
    if len(cells) != width:
        cells = [*cells, *[""] * width][:width]
    cells.append("")  # stands for the columns that the file has not
    return tuple([cells[place].strip() for place in places])


def sex_of(text: str) -> Sex | None:
    """Read a sex: F, Femme, 2, M, G, H, Homme, 1; None for anything else."""
    return _SEXES.get(text.lower()[:1])


def date_of(text: str, where: Where) -> PartialDate | None:
    """Read a date of birth.

    Args:
        text: YYYY-MM-DD, YYYY-MM, YYYY or DD/MM/YYYY; "" for none.
        where: for the error.

    Returns:
        The date, None for "".

    Raises:
        RecordsUnreadable: another form, or no such day.
    """
    if not text:
        return None
    parts = text.split("-") if "-" in text else text.split("/")[::-1]
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == _KNOWN_DATES:
            date(*numbers)
        elif not 1 <= (numbers[1] if len(numbers) > 1 else 1) <= 12:
            raise ValueError
        return PartialDate(*numbers)
    except (TypeError, ValueError):
        what = _("Une date s’écrit AAAA-MM-JJ, AAAA-MM, AAAA ou JJ/MM/AAAA.")
        raise RecordsUnreadable(what, where) from None
