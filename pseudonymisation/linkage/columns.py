"""Rows of identities → columns of integers, each distinct cell read once.

Names recur: the million rows of an agglomeration hold a hundred thousand spellings. So
a row is but the numbers of its cells, and what a cell says is worked out once.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.identities.normalise import (
    Features,
    bare_surnames,
    birth_parts,
    given_spellings,
    surname_spellings,
)
from pseudonymisation.identities.places import Place, place_of, tells_no_part
from pseudonymisation.values import PartialDate, Sex


Cell = TypeVar("Cell")
Integers = NDArray[np.int64]
SEX = {None: 0, "F": 1, "M": 2}


class Numbers(Generic[Cell]):
    """Numbers distinct values in the order in which they are met."""

    def __init__(self) -> None:
        self._numbers: dict[Cell, int] = {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self._numbers)})"

    @property
    def values(self) -> Sequence[Cell]:
        """List the values by their numbers."""
        return list(self._numbers)

    @property
    def number_of(self) -> Callable[[Cell], int]:
        """Look up the number of a value met before."""
        return self._numbers.__getitem__

    def number(self, value: Cell) -> int:
        """Give a value's number."""
        return self._numbers.setdefault(value, len(self._numbers))

    def numbers(self, values: Iterable[Cell]) -> tuple[int, ...]:
        """Give several values' numbers."""
        return tuple(map(self.number, values))


@dataclass(frozen=True, slots=True, repr=False)
class Listed:
    """Values of rows that may have several.

    Attributes:
        row: row of each value.
        value: number of the name.
    """

    row: Integers
    value: Integers

    def __repr__(self) -> str:
        return f"Listed({len(self.row)})"


@dataclass(frozen=True, slots=True, repr=False)
class Columns:
    """What many rows say, as integers; a name's number indexes `texts`.

    Attributes:
        rows: how many.
        texts: the names, plain letters.
        surnames: spellings of family names.
        given: spellings of first given names.
        further: other given names, and parts that may be the first.
        whole: whole family name per row, -1 where absent.
        first: first given name per row, -1 where absent.
        day: full date of birth as yyyymmdd, 0 where not full.
        year: year of birth, 0 where unknown.
        sex: 0 unknown, 1 F, 2 M.
        place: number of the place of residence, 0 unknown: the postcode, or the
            commune where there is none; a number indexes `places`.
        commune: number of the commune, 0 unknown.
        places: postcodes and communes; "" first.
    """

    rows: int
    texts: Sequence[str]
    surnames: Listed
    given: Listed
    further: Listed
    whole: Integers
    first: Integers
    day: Integers
    year: Integers
    sex: Integers
    place: Integers
    commune: Integers
    places: Sequence[str]

    def __repr__(self) -> str:
        return f"Columns({self.rows} rows)"


class _Given(NamedTuple):
    first: tuple[str, ...]
    further: tuple[str, ...]


class _Written(Generic[Cell]):
    """One field of many rows: the distinct cells, and which one each row has."""

    def __init__(self) -> None:
        self._numbers: Numbers[Cell] = Numbers()
        self._of_row = array("i")

    def extend(self, cells: Sequence[Cell]) -> None:
        numbers = self._numbers
        for cell in dict.fromkeys(cells):
            numbers.number(cell)
        self._of_row.extend(map(numbers.number_of, cells))

    @property
    def of_row(self) -> Integers:
        return np.frombuffer(self._of_row, np.intc).astype(np.int64)

    def read(self, meaning: Callable[[Cell], Any]) -> list[Any]:
        return [meaning(cell) for cell in self._numbers.values]


class RowColumns:
    """Takes rows as a file has them, some at a time, and puts them into columns."""

    def __init__(self) -> None:
        self._surnames: _Written[tuple[str, str]] = _Written()
        self._given: _Written[str] = _Written()
        self._births: _Written[tuple[int, int]] = _Written()
        self._sexes: _Written[Sex | None] = _Written()
        self._places: _Written[tuple[str, str]] = _Written()

    def __repr__(self) -> str:
        return "RowColumns(…)"

    def extend(
        self,
        surnames: Sequence[tuple[str, str]],
        given: Sequence[str],
        *,
        births: Sequence[tuple[int, int]],
        sexes: Sequence[Sex | None],
        places: Sequence[tuple[str, str]],
    ) -> None:
        """Take some rows, one entry per row in every argument.

        Args:
            surnames: family name at birth, and the one in use; "" where absent.
            given: given names.
            births: dates of birth as `day_and_year` gives them.
            sexes: "F", "M" or None.
            places: commune and postcode, "" where unknown.
        """
        self._surnames.extend(surnames)
        self._given.extend(given)
        self._births.extend(births)
        self._sexes.extend(sexes)
        self._places.extend(places)

    def columns(self) -> Columns:
        """Give the columns of the rows taken."""
        return _assembled(
            surnames=(self._surnames, _surnames),
            given=(self._given, _given_names),
            births=(self._births, _same),
            sexes=(self._sexes, SEX.__getitem__),
            places=(self._places, lambda cell: place_of(*cell)),
        )


def _surnames(cell: tuple[str, str]) -> tuple[str, ...]:
    return _distinct(surname_spellings(*cell), bare_surnames(*cell))


def _distinct(names: tuple[str, ...], bare: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names + bare)) if bare else names


def _given_names(cell: str) -> _Given:
    first, further, weak = given_spellings(cell)
    return _Given(first, (*further, *weak))


def day_and_year(birth: PartialDate | None) -> tuple[int, int]:
    """Write a date of birth as columns have it.

    Args:
        birth: or None where unknown.

    Returns:
        yyyymmdd, 0 unless full; the year, 0 where unknown.
    """
    parts = birth_parts(birth)
    if parts is None:
        return 0, 0
    year, month, day = parts
    if day is None:
        return 0, year
    return year * 10_000 + (month or 0) * 100 + day, year


def columns_of(features: Sequence[Features]) -> Columns:
    """Put features into columns.

    Args:
        features: one per row.

    Returns:
        The columns.
    """
    surnames: _Written[tuple[str, ...]] = _Written()
    given: _Written[_Given] = _Written()
    births: _Written[tuple[int, int]] = _Written()
    sexes: _Written[Sex | None] = _Written()
    places: _Written[Place] = _Written()
    surnames.extend([_distinct(row.surnames, row.bare) for row in features])
    given.extend([_Given(row.given, (*row.further, *row.weak)) for row in features])
    births.extend(
        [(int(row.day or 0), row.birth[0] if row.birth else 0) for row in features]
    )
    sexes.extend([row.sex for row in features])
    places.extend([Place(row.commune, row.postcode) for row in features])
    return _assembled(
        surnames=(surnames, _same),
        given=(given, _same),
        births=(births, _same),
        sexes=(sexes, SEX.__getitem__),
        places=(places, _same),
    )


def _same(cell: Cell) -> Cell:
    return cell


Field = tuple[_Written[Any], Callable[[Any], Any]]  # cells, and what each says


def _assembled(
    *, surnames: Field, given: Field, births: Field, sexes: Field, places: Field
) -> Columns:
    names: Numbers[str] = Numbers()
    known_places: Numbers[str] = Numbers()
    known_places.number("")
    surname_of, given_of = surnames[0].of_row, given[0].of_row
    family = [names.numbers(found) for found in _read(surnames)]
    given_cells = _read(given)
    first = [names.numbers(found.first) for found in given_cells]
    further = [names.numbers(found.further) for found in given_cells]
    dates = np.array(_read(births), np.int64).reshape(-1, 2)[births[0].of_row]
    lived = _read(places)
    place = np.array([known_places.number(p) for p in _placed(lived)], np.int64)
    commune = np.array([known_places.number(p.name) for p in lived], np.int64)
    return Columns(
        rows=len(surname_of),
        texts=names.values,
        surnames=_listed(family, surname_of),
        given=_listed(first, given_of),
        further=_listed(further, given_of),
        whole=_firsts(family)[surname_of],
        first=_firsts(first)[given_of],
        day=dates[:, 0],
        year=dates[:, 1],
        sex=np.array(_read(sexes), np.int64)[sexes[0].of_row],
        place=place[places[0].of_row],
        commune=commune[places[0].of_row],
        places=known_places.values,
    )


def _placed(places: Sequence[Place]) -> list[str]:
    """Write each place as one text: its postcode, or the name where none is known.

    A name alone takes the postcode that the run's other rows give to this name. Where
    they give several, or where it has arrondissements, it tells no postcode, and
    disagrees with none: it is left unknown.
    """
    codes: dict[str, set[str]] = {}
    for name, code in places:
        if name and code:
            codes.setdefault(name, set()).add(code)

    def of_name(name: str) -> str:
        known = codes.get(name, set())
        if tells_no_part(name) or len(known) > 1:
            return ""
        return next(iter(known), name)

    return [code or of_name(name) for name, code in places]


def _read(field: Field) -> list[Any]:
    written, meaning = field
    return written.read(meaning)


def _firsts(cells: Sequence[tuple[int, ...]]) -> Integers:
    return np.array([cell[0] if cell else -1 for cell in cells], np.int64)


def _listed(cells: Sequence[tuple[int, ...]], of_row: Integers) -> Listed:
    """Give each row the values of its cell."""
    lengths = np.fromiter(map(len, cells), np.int64, len(cells))
    starts = np.cumsum(lengths) - lengths
    flat = (value for cell in cells for value in cell)
    values = np.fromiter(flat, np.int64, int(lengths.sum()))
    counts = lengths[of_row]
    row = np.repeat(np.arange(len(of_row)), counts)
    within_row = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    return Listed(row, values[starts[of_row][row] + within_row])
