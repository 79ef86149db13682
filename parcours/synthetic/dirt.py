"""Clean tables → tables as partners send them.

The dirt that intake must meet: blanks written as words, rows sent twice, national
numbers where none may be, impossible dates, columns that we may not have. Which rows a
careful reader would refuse is known (`spoilt`), so that intake can be held to it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from parcours.synthetic.population import Flags, Ints


BLANKS = np.array(["NSP", "-", "?", "NR"], dtype=object)
NATIONAL_NUMBER = "N° sécurité sociale"
NATIONALITY = "Nationalité"


@dataclass(frozen=True)
class Dirt:
    """Shares of rows that carry each kind of dirt.

    Attributes:
        blanks: of blank cells, those filled with a word that says nothing.
        national_number: rows with a NIR-shaped cell in a text column.
        impossible_date: rows with a date that does not exist.
        twice: rows sent twice.
    """

    blanks: float = 0.10
    national_number: float = 0.001
    impossible_date: float = 0.0015
    twice: float = 0.004


@dataclass(frozen=True)
class DirtyTable:
    """A table ready to be written.

    Attributes:
        rows: as text, in the order of the file, `_person` and `_record` included.
        spoilt: rows that must be refused.
        again: rows that repeat an earlier one word for word where it may be read.
    """

    rows: pd.DataFrame
    spoilt: Flags
    again: Flags


def spoil(
    rows: pd.DataFrame,
    *,
    dirt: Dirt,
    text_column: str,
    date_column: str,
    blank_columns: tuple[str, ...],
    rng: np.random.Generator,
) -> DirtyTable:
    """Make a table as dirty as a real one.

    Args:
        rows: clean text.
        dirt: how much of it.
        text_column: where a national number may have been typed.
        date_column: where a date may be impossible.
        blank_columns: where blanks are sometimes words.
        rng: source of randomness.

    Returns:
        The dirty table; rows sent twice come last.
    """
    rows, n = rows.copy(), len(rows)
    for column in blank_columns:
        blank = (rows[column] == "").to_numpy() & (rng.random(n) < dirt.blanks)
        rows.loc[blank, column] = rng.choice(BLANKS, int(blank.sum()))
    numbered = rng.random(n) < dirt.national_number
    rows.loc[numbered, text_column] = invented_numbers(int(numbered.sum()), rng)
    undated = ~numbered & (rng.random(n) < dirt.impossible_date)
    rows.loc[undated, date_column] = "31/02/2021"
    spoilt = numbered | undated
    sent_again = np.flatnonzero(~spoilt & (rng.random(n) < dirt.twice))
    order = np.append(np.arange(n), sent_again)
    rows = rows.iloc[order].reset_index(drop=True)
    return DirtyTable(rows=rows, spoilt=spoilt[order], again=_repeated(rows))


def _repeated(rows: pd.DataFrame) -> Flags:
    """Tell which rows repeat an earlier one, as far as they may be read.

    Among a hundred thousand, namesakes of one school, day and commune differ in
    nothing but what may not be read.
    """
    unread = ["_person", "_record", NATIONAL_NUMBER, NATIONALITY]
    repeated: Flags = rows.drop(columns=unread, errors="ignore").duplicated().to_numpy()
    return repeated


def with_forbidden_columns(
    rows: pd.DataFrame, *, rng: np.random.Generator
) -> pd.DataFrame:
    """Add columns that may not be read: a national number and a nationality.

    Args:
        rows: the table.
        rng: source of randomness.

    Returns:
        The table with two more columns, filled for some rows.
    """
    n = len(rows)
    told = rng.random(n) < 0.3
    numbers = np.full(n, "", dtype=object)
    numbers[told] = invented_numbers(int(told.sum()), rng)
    nationality = np.where(rng.random(n) < 0.5, "à préciser", "").astype(object)
    return rows.assign(**{NATIONAL_NUMBER: numbers, NATIONALITY: nationality})


def invented_numbers(n: int, rng: np.random.Generator) -> list[str]:
    """Write numbers with the shape of a NIR that nobody can bear.

    The month of birth is 99 and the commune 999 of département 99, which no number in
    use combines.

    Args:
        n: how many.
        rng: source of randomness.

    Returns:
        "2 07 99 99 999 123 45"…
    """
    parts: list[Ints] = [
        rng.integers(1, 3, n),
        rng.integers(0, 13, n),
        rng.integers(1, 1000, n),
        rng.integers(1, 98, n),
    ]
    return [
        f"{sex} {year:02d} 99 99 999 {order:03d} {key:02d}"
        for sex, year, order, key in zip(*parts, strict=True)
    ]
