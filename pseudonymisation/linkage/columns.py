"""Features of many rows → columns of integers, each distinct name numbered once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.identities.normalise import Features


Integers = NDArray[np.int64]
SEX = {None: 0, "F": 1, "M": 2}


class Names:
    """Numbers distinct texts in the order they are met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.texts: list[str] = []

    def __repr__(self) -> str:
        return f"Names({len(self.texts)})"

    def number(self, text: str) -> int:
        """Give a text's number."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    def numbers(self, texts: Iterable[str]) -> tuple[int, ...]:
        """Give several texts' numbers."""
        return tuple(map(self.number, texts))


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
        place: number of the place of residence, 0 unknown.
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

    def __repr__(self) -> str:
        return f"Columns({self.rows} rows)"


def columns_of(features: Sequence[Features]) -> Columns:
    """Put features into columns.

    Args:
        features: one per row.

    Returns:
        The columns.
    """
    names, places = Names(), Names()
    places.number("")
    surnames = [names.numbers(row.surnames) for row in features]
    given = [names.numbers(row.given) for row in features]
    further = [names.numbers((*row.further, *row.weak)) for row in features]
    return Columns(
        rows=len(features),
        texts=names.texts,
        surnames=_listed(surnames),
        given=_listed(given),
        further=_listed(further),
        whole=_integers(row[0] if row else -1 for row in surnames),
        first=_integers(row[0] if row else -1 for row in given),
        day=_integers(int(row.day or 0) for row in features),
        year=_integers(row.birth[0] if row.birth else 0 for row in features),
        sex=_integers(SEX[row.sex] for row in features),
        place=_integers(places.number(row.postcode or row.commune) for row in features),
    )


def _listed(values: Sequence[tuple[int, ...]]) -> Listed:
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    row = np.repeat(np.arange(len(values)), lengths)
    flat = (value for row_values in values for value in row_values)
    return Listed(row, np.fromiter(flat, np.int64, int(lengths.sum())))


def _integers(values: Iterable[int]) -> Integers:
    return np.fromiter(values, np.int64)
