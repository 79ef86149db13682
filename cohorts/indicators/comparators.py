"""`config/comparators.csv` → what others publish, as aggregates with their source.

Population of the neighbourhoods, national or regional rates: typed in by the territory
from what Insee, InserJeunes or the dropout platform publish. Each line names its source
and its year; a line without them is refused.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from config.failure import Where
from config.reading import ConfigurationRefused, read_text
from config.translation import _


FILE = "comparators.csv"
COLUMNS = (
    "indicator",
    "variant",
    "months",
    "place",
    "group",
    "year",
    "value",
    "low",
    "high",
    "source",
)
POPULATION = "population_qpv_11_25"
DROPOUTS = "decrocheurs_transmis"
EVERYBODY = "all"
MOST_LINES = 5_000


@dataclass(frozen=True)
class Comparator:
    """One outside aggregate.

    Attributes:
        indicator: id of an indicator, or `population_qpv_11_25` (young people), or
            `decrocheurs_transmis` (dropouts that the platform told of).
        variant: sense of the indicator, "" = the only one.
        months: horizon, None = none.
        place: what territory it is of, in plain words or a neighbourhood's code.
        group: label of the group, "all" = everybody.
        year: year of what it describes, or vintage.
        value: share 0 to 1, or a number of persons.
        low: lower limit where the source gives one.
        high: upper limit likewise.
        source: who published it and where.
    """

    indicator: str
    variant: str
    months: int | None
    place: str
    group: str
    year: str
    value: float
    low: float | None
    high: float | None
    source: str


def read_comparators(folder: Path) -> tuple[Comparator, ...]:
    """Read a territory's outside aggregates.

    Args:
        folder: its configuration folder.

    Returns:
        Every line, in order; () without the file.

    Raises:
        ConfigurationRefused: a column or a source is missing, or a number unreadable.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    rows = csv.DictReader(io.StringIO(read_text(path).lstrip("\ufeff")), delimiter=";")
    if tuple(rows.fieldnames or ()) != COLUMNS:
        columns = " ; ".join(COLUMNS)
        raise _refused(_("Colonnes attendues : {columns}.").format(columns=columns), 1)
    found = []
    for line, row in enumerate(rows, start=2):
        if line > MOST_LINES:
            raise _refused(_("Trop de lignes."), line)
        found.append(_comparator(row, line))
    return tuple(found)


def population_of(comparators: tuple[Comparator, ...]) -> dict[tuple[str, str], float]:
    """Find the populations of 11 to 25 of the priority neighbourhoods.

    Args:
        comparators: as read.

    Returns:
        (year, neighbourhood's code or "all") → persons.
    """
    return {
        (one.year, one.place): one.value
        for one in comparators
        if one.indicator == POPULATION and one.value > 0
    }


def dropouts_of(comparators: tuple[Comparator, ...]) -> dict[str, float]:
    """Find how many dropouts the platform told the territory of.

    Args:
        comparators: as read.

    Returns:
        year → persons, of the lines whose place is "all".
    """
    return {
        one.year: one.value
        for one in comparators
        if (one.indicator, one.place) == (DROPOUTS, EVERYBODY) and one.value > 0
    }


def _comparator(row: dict[str, str], line: int) -> Comparator:
    if None in row or None in row.values():
        raise _refused(_("La ligne n’a pas le nombre de colonnes attendu."), line)
    text = {name: str(row[name]).strip() for name in COLUMNS}
    for needed in ("indicator", "place", "year", "value", "source"):
        if not text[needed]:
            raise _refused(_("Cette colonne ne peut pas rester vide."), line, needed)
    months = _number(text["months"], line, "months")
    value = _number(text["value"], line, "value")
    return Comparator(
        indicator=text["indicator"],
        variant=text["variant"],
        months=None if months is None else int(months),
        place=text["place"],
        group=text["group"] or "all",
        year=text["year"],
        value=value if value is not None else 0.0,
        low=_number(text["low"], line, "low"),
        high=_number(text["high"], line, "high"),
        source=text["source"],
    )


def _number(text: str, line: int, column: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise _refused(_("Un nombre était attendu."), line, column) from None
    if not 0 <= number < float("inf"):
        raise _refused(_("Un nombre était attendu."), line, column)
    return number


def _refused(what: str, line: int, column: str | None = None) -> ConfigurationRefused:
    return ConfigurationRefused(what, Where(FILE, line, column))
