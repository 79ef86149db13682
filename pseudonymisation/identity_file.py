"""A CSV of identities → its rows, read strictly and named by their own numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from config.failure import Where
from config.translation import _
from pseudonymisation.failures import RecordsUnreadable
from pseudonymisation.identities.births import read_birth
from pseudonymisation.identities.known_words import folded, known_words
from pseudonymisation.identities.normalise import given_spellings, surname_spellings
from pseudonymisation.identity_table import table_rows
from pseudonymisation.values import PartialDate, Sex


RECORD_ID = "record_id"
BORN = "date_naissance"
NEEDED = (RECORD_ID, "nom", "prenoms", BORN)
FURTHER = ("nom_usage", "sexe", "commune", "code_postal")
_SEXES: dict[str, Sex] = {"F": "F", "M": "M"}
FORMULA_STARTS = ("=", "+", "-", "@")
"""What a spreadsheet runs: a record_id goes out as it came, so it is none of these."""
MOST_UNREAD = 0.5
"""Part of the dates beyond which it is their form that is wrong, not some of them."""


class Reason(StrEnum):
    """Why something of a row was not taken."""

    BIRTH_UNREAD = "birth_unread"  # the row is taken, its date of birth is unknown
    CELLS = "cells"  # the row has not the cells of the header: refused
    EMPTY = "empty"  # the row names nobody: refused


REFUSING = (Reason.CELLS, Reason.EMPTY)
"""Reasons for which a whole row is left out."""


@dataclass(frozen=True, slots=True, repr=False)
class SomeRows:
    """Some rows of a file, column by column.

    Attributes:
        lines: line of each row.
        names: record_id of each row.
        births: date of birth of each row, None where it is unknown.
        cells: the columns `NEEDED` without the first, `FURTHER`, and what else was
            asked for; as written, "" for what is absent.
    """

    lines: Sequence[int]
    names: Sequence[str]
    births: Sequence[PartialDate | None]
    cells: Mapping[str, Sequence[str]]

    def __repr__(self) -> str:
        return f"SomeRows({len(self.names)})"


class IdentityFile:
    """A file of identities, read once; then it tells what it could not take.

    Attributes:
        told: lines by reason, complete once the rows have been read.

    Args:
        path: CSV with the columns `NEEDED` and perhaps `FURTHER`, in UTF-8, UTF-16 with
            its mark or cp1252, parted by semicolons, commas or tabulations.
        also: other columns that must be there.
    """

    def __init__(self, path: Path, *, also: Sequence[str] = ()) -> None:
        self._path = path
        self._needed = (*NEEDED, *also)
        self._columns = dict.fromkeys((*NEEDED, *FURTHER, *also))
        self._seen: set[str] = set()
        self._births: dict[str, PartialDate | None] = {}
        self._unread: set[str] = set()
        self._n_births = 0
        self.told: dict[Reason, list[int]] = {reason: [] for reason in Reason}

    @property
    def remarks(self) -> dict[str, tuple[int, ...]]:
        """Give the lines of rows that were taken in part, by reason."""
        return {
            reason.value: tuple(lines)
            for reason, lines in self.told.items()
            if lines and reason not in REFUSING
        }

    @property
    def refused(self) -> dict[str, tuple[int, ...]]:
        """Give the lines of rows that were left out, by reason."""
        return {
            reason.value: tuple(self.told[reason])
            for reason in REFUSING
            if self.told[reason]
        }

    def rows(self) -> Iterator[SomeRows]:
        """Read the rows, each with a record_id of its own.

        Yields:
            The rows that name somebody, some thousands at a time.

        Raises:
            RecordsUnreadable: a needed column is absent or twice there, a record_id
                empty, repeated or a formula, quotes torn, the file cut or in no known
                encoding, most dates of birth in another form, or nobody named.
        """
        kept = 0
        for lines, rows, header in table_rows(
            self._path, needed=self._needed, known=tuple(self._columns)
        ):
            some = self._taken(lines, rows, header)
            kept += len(some.names)
            if some.names:
                yield some
        unread = self.told[Reason.BIRTH_UNREAD]
        if len(unread) > MOST_UNREAD * self._n_births:
            what = _("Une date s’écrit AAAA-MM-JJ, AAAA-MM, AAAA ou JJ/MM/AAAA.")
            raise RecordsUnreadable(what, Where(self._path.name, unread[0], BORN))
        if not kept:
            what = _("Aucune ligne ne donne d’identité.")
            raise RecordsUnreadable(what, Where(self._path.name))

    def _taken(
        self, lines: Sequence[int], rows: Sequence[Sequence[str]], header: Sequence[str]
    ) -> SomeRows:
        names = [row[header.index(RECORD_ID)].strip() for row in rows]
        self._check_names(lines, names)
        width, places = len(header), {n: header.index(n) for n in header if n}
        cells: dict[str, list[str]] = {n: [] for n in self._columns if n != RECORD_ID}
        kept_lines, kept_names, births = [], [], []
        for line, name, row in zip(lines, names, rows, strict=True):
            if len(row) < width or any(row[width:]):
                self.told[Reason.CELLS].append(line)
                continue
            born = self._birth(row[places[BORN]].strip(), line)
            if born is None and not _names_somebody(row, places):
                self.told[Reason.EMPTY].append(line)
                continue
            kept_lines.append(line)
            kept_names.append(name)
            births.append(born)
            for column, held in cells.items():
                held.append(row[places[column]] if column in places else "")
        return SomeRows(kept_lines, kept_names, births, cells)

    def _check_names(self, lines: Sequence[int], names: Sequence[str]) -> None:
        for line, name in zip(lines, names, strict=True):
            if not name or name in self._seen:
                what = _("Chaque ligne doit porter un record_id qui lui est propre.")
                raise RecordsUnreadable(what, Where(self._path.name, line, RECORD_ID))
            if name.startswith(FORMULA_STARTS):
                what = _("Un record_id ne commence ni par = ni par +, - ou @.")
                raise RecordsUnreadable(what, Where(self._path.name, line, RECORD_ID))
            self._seen.add(name)

    def _birth(self, text: str, line: int) -> PartialDate | None:
        """Read a date of birth, each spelling once; unknown where it cannot be read."""
        if not text:
            return None
        self._n_births += 1
        if text not in self._births:
            try:
                self._births[text] = read_birth(text)
            except ValueError:
                self._births[text] = None
                self._unread.add(text)
        if text in self._unread:
            self.told[Reason.BIRTH_UNREAD].append(line)
        return self._births[text]


def _names_somebody(row: Sequence[str], places: Mapping[str, int]) -> bool:
    """Tell whether a family or given name is left of a row, "inconnu" being none."""
    surnames = [row[places[n]] for n in ("nom", "nom_usage") if n in places]
    given = given_spellings(row[places["prenoms"]] or None)
    return bool(surname_spellings(*surnames) or any(given))


def sex_of(text: str) -> Sex | None:
    """Read a sex: F, fille, Mme, 2, M, garçon, H, 1…; None for any other word.

    A word is read whole: "Mme" is no M, and what is not in the list is not guessed.
    """
    return _SEXES.get(known_words().sexes.get(folded(text), ""))
