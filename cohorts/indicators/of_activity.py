"""Who was reached, as counted → head counts and shares, released, period by period."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from cohorts.definition.language import UNKNOWN_GROUP
from cohorts.disclosure.head_counts import PUBLIC
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.shares import release_shares
from cohorts.indicators.figures import ALL, WHOLE, Figure, of_counts, of_shares


IN, OUT = "in", "out"
NEIGHBOURHOOD = "neighbourhood"
NEW = "nouveaux"
# breakdown → column of the cube; a person has one value of each in a period
COLUMNS = {
    "sex": "sex",
    "age_band": "age_band",
    "qpv": "qpv",
    NEIGHBOURHOOD: "place",
}
Table = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Desk:
    """What every release needs.

    Attributes:
        rules: the disclosure rules in force.
        disclosure: what the extract's manifest says.
    """

    rules: Rules
    disclosure: str

    @property
    def least(self) -> int:
        """Least persons of a part that is told; 0 where figures are exact."""
        return 0 if self.disclosure == PUBLIC else self.rules.threshold_publication

    def shares(
        self, table: Table, like: Figure, parts: Mapping[str, str] | None = None
    ) -> list[Figure]:
        """Release a table and read its shares."""
        released = release_shares(table, rules=self.rules, disclosure=self.disclosure)
        return of_shares(released, like=like, parts=parts)

    def counts(self, table: Table, like: Figure) -> list[Figure]:
        """Release a table and read how many each group has."""
        released = release_shares(table, rules=self.rules, disclosure=self.disclosure)
        return of_counts(released, like=like)


def figures_of_activity(cube: pd.DataFrame, *, by: str, desk: Desk) -> Iterator[Figure]:
    """Release reach, girls' share, QPV share and share seen by several structures.

    Args:
        cube: as `event_table.activity.count_active`.
        by: "all", or organisation, action, pillar: the breakdown of the cube's cells.
        desk: the rules.

    Yields:
        Figures of file_active, part_femmes, part_qpv and part_multi_structures, of each
        period and breakdown.
    """
    for period, rows in cube.groupby("period", sort=True):
        like = Figure("", period=str(period))
        if by != ALL:
            yield from _by(rows, "cell", replace(like, breakdown=by), desk)
            continue
        yield from _by(rows.assign(cell=ALL), "cell", like, desk)
        for breakdown, column in COLUMNS.items():
            yield from _by(rows, column, replace(like, breakdown=breakdown), desk)


def _by(rows: pd.DataFrame, column: str, like: Figure, desk: Desk) -> Iterator[Figure]:
    """Tell one breakdown; a share by the very thing it shares out is left out."""
    yield from _reach(rows, column, like, desk)
    if column != "sex":
        known = rows[rows["sex"] != UNKNOWN_GROUP]
        table = crossed(known, column, "sex", order=("F", "M"))
        yield from desk.shares(table, replace(like, indicator="part_femmes"), {"F": ""})
    if column not in ("qpv", "place"):
        known = rows[rows["qpv"] != UNKNOWN_GROUP]
        table = crossed(known, column, "qpv", order=(IN, OUT))
        yield from desk.shares(table, replace(like, indicator="part_qpv"), {IN: ""})
        table = crossed(rows, column, "qpv", order=(IN, OUT, UNKNOWN_GROUP))
        yield from desk.shares(
            _joined(table, {IN: "known", OUT: "known"}),
            replace(like, indicator="part_qpv"),
            {UNKNOWN_GROUP: "unknown"},
        )
    if like.breakdown in (WHOLE, "sex", "age_band", "qpv"):
        table = crossed(rows, column, "is_multi", order=(1, 0))
        yield from desk.shares(
            table, replace(like, indicator="part_multi_structures"), {"1": ""}
        )


def _reach(
    rows: pd.DataFrame, column: str, like: Figure, desk: Desk
) -> Iterator[Figure]:
    own = replace(like, indicator="file_active")
    groups = rows.groupby(column, sort=True)["n"].sum()
    table = {str(label): {ALL: int(n)} for label, n in groups.items()}
    yield from desk.counts(table, own)
    if like.breakdown == WHOLE:
        table = crossed(rows, column, "is_new", order=(1, 0))
        yield from desk.shares(table, own, {"1": NEW})


def covered(
    cube: pd.DataFrame, *, population: Mapping[tuple[str, str], float], desk: Desk
) -> Iterator[Figure]:
    """Release the active young people of 11 to 25 in a QPV over the population there.

    Args:
        cube: of the whole.
        population: (year, place code or "all") → persons of that age who live there.
        desk: the rules.

    Yields:
        Figures of couverture, of each period and place whose population is known.
    """
    rows = cube[(cube["qpv"] == IN) & (cube["is_11_25"] == 1)]
    for period, own in rows.groupby("period", sort=True):
        places = own.groupby("place", sort=True)["n"].sum()
        tables: list[tuple[str, Table]] = [
            (WHOLE, {ALL: {ALL: int(places.sum())}}),
            (NEIGHBOURHOOD, {str(p): {ALL: int(n)} for p, n in places.items()}),
        ]
        for breakdown, table in tables:
            like = Figure("couverture", breakdown=breakdown, period=str(period))
            for figure in desk.counts(table, like):
                whole = _population(population, str(period), figure.group)
                if whole and figure.value is not None:
                    yield replace(figure, value=min(figure.value / whole, 1.0))
                elif whole:
                    yield figure


def _population(
    known: Mapping[tuple[str, str], float], period: str, place: str
) -> float | None:
    """Give the population of the period's last year, or of the latest year before."""
    last = period.rpartition("-")[2]
    years = [year for year, where in known if where == place and year <= last]
    return known[(max(years), place)] if years else None


def crossed(
    rows: pd.DataFrame, group: str, part: str, *, order: tuple[object, ...]
) -> Table:
    """Sum the persons of a cube by group and part.

    Args:
        rows: with n, the group's and the part's column.
        group: column of the groups.
        part: column of the parts.
        order: every part, in order; one that nobody is in stands with 0.

    Returns:
        group → part → persons.
    """
    sums = rows.groupby([group, part])["n"].sum()
    labels = sorted({str(label) for label in rows[group]})
    keys = sums.index.to_frame(index=False).astype(str).itertuples(index=False)
    found = {tuple(key): int(n) for key, n in zip(keys, sums, strict=True)}
    return {
        label: {str(p): found.get((label, str(p)), 0) for p in order}
        for label in labels
    }


def _joined(table: Table, names: Mapping[str, str]) -> Table:
    """Take parts together under a new name."""
    found: Table = {}
    for group, parts in table.items():
        row: dict[str, int] = {}
        for part, n in parts.items():
            row[names.get(part, part)] = row.get(names.get(part, part), 0) + n
        found[group] = row
    return found
