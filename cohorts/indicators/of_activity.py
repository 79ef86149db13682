"""Who was reached, as counted → head counts and shares, released, period by period."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import pandas as pd

from cohorts.definition.language import UNKNOWN_GROUP
from cohorts.disclosure.complementary import MASKED
from cohorts.disclosure.head_counts import PUBLIC, is_rough, rounded_by
from cohorts.disclosure.ratios import ReleasedRatios, Sums, release_ratios
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.series import Series
from cohorts.disclosure.shares import Held, ReleasedShares, release_shares
from cohorts.indicators.dominance import Dominated
from cohorts.indicators.figures import ALL, WHOLE, Figure, of_counts, of_shares
from cohorts.indicators.together import GROUPS_OF, Place


IN, OUT = "in", "out"
NEIGHBOURHOOD = "neighbourhood"
NEW = "nouveaux"
BAND = "tranche "  # part of a figure: a band of the grant report
# breakdown → column of the cube; a person has one value of each in a period
COLUMNS = {
    "sex": "sex",
    "age_band": "age_band",
    "qpv": "qpv",
    NEIGHBOURHOOD: "place",
}
Table = dict[str, dict[str, int]]
Identity: TypeAlias = tuple[str, str, str, str, str, str, int | None]


@dataclass(frozen=True)
class Desk:
    """What every release needs.

    Attributes:
        rules: the disclosure rules in force.
        disclosure: what the extract's manifest says.
        series: what was told before, None = nothing is known of it.
        origins: which cell of which table each figure is of; filled while it works.
        dominated: groups that one organisation makes almost alone.
    """

    rules: Rules
    disclosure: str
    series: Series | None = None
    origins: dict[Identity, Place] = field(default_factory=dict)
    dominated: Dominated = field(default_factory=dict)

    @property
    def least(self) -> int:
        """Least persons of a part that is told; 0 where figures are exact."""
        return 0 if self.disclosure == PUBLIC else self.rules.threshold_publication

    def shares(
        self, table: Table, like: Figure, parts: Mapping[str, str] | None = None
    ) -> list[Figure]:
        """Release a table and read its shares."""
        what = "parts" if parts is None else ",".join(parts.values())
        name = name_of(like, what)
        found = of_shares(self._released(table, name, like), like=like, parts=parts)
        base = rounded_by(self.rules, self.disclosure)
        found = [
            replace(one, rough=one.is_told and is_rough(one.n, base=base))
            for one in found
        ]
        labels = {told: part for part, told in (parts or {}).items()}
        for one in found:
            self.origins[identity_of(one)] = (
                name,
                one.group,
                labels.get(one.part, one.part),
            )
        return found

    def counts(self, table: Table, like: Figure) -> list[Figure]:
        """Release a table and read how many each group has."""
        name = name_of(like, "n")
        found = of_counts(self._released(table, name, like), like=like)
        for one in found:
            self.origins[identity_of(one)] = (name, one.group, "")
        return found

    def masked(self, figure: Figure, hidden: Container[Place]) -> Figure:
        """Mask a figure where its cell, or its group, is hidden after all.

        Args:
            figure: as released.
            hidden: cells.

        Returns:
            The figure, or what is left of it.
        """
        origin = self.origins.get(identity_of(figure))
        if origin is None:
            return figure
        is_group = (*origin[:2], "") in hidden
        if not is_group and origin not in hidden:
            return figure
        return replace(
            figure,
            n=None if is_group else figure.n,
            value=None,
            low=None,
            high=None,
            hidden=MASKED,
            told_on="",
            rough=False,
        )

    def ratios(self, sums: Mapping[str, Sums], like: Figure) -> ReleasedRatios:
        """Release shares of days."""
        if self.series is None or self.disclosure == PUBLIC:
            return release_ratios(sums, rules=self.rules, disclosure=self.disclosure)
        return self.series.ratios(name_of(like, like.part or "days"), sums)

    def _released(self, table: Table, name: str, like: Figure) -> ReleasedShares:
        held = self._held(like)
        if self.series is None or self.disclosure == PUBLIC:
            return release_shares(
                table, rules=self.rules, disclosure=self.disclosure, held=held
            )
        return self.series.shares(name, table, held=held)

    def _held(self, like: Figure) -> set[Held]:
        """Name the groups that one organisation makes, and the parts that they are."""
        groups = self.dominated.get((like.period, like.breakdown), frozenset())
        held = {(group, "") for group in groups}
        if like.breakdown == WHOLE and like.indicator in GROUPS_OF:
            place = like.period, GROUPS_OF[like.indicator]
            held |= {(ALL, group) for group in self.dominated.get(place, ())}
        return held


def identity_of(figure: Figure) -> Identity:
    """Give what tells a figure from every other of a set."""
    return (
        figure.indicator,
        figure.breakdown,
        figure.group,
        figure.period,
        figure.part,
        figure.variant,
        figure.months,
    )


def name_of(like: Figure, what: str = "") -> str:
    """Name a table, the same in every edition.

    Args:
        like: indicator, breakdown, period, variant and horizon of its figures.
        what: which of the tables under that indicator.

    Returns:
        The name that the ledger knows it by.
    """
    months = "" if like.months is None else str(like.months)
    return "|".join(
        (like.indicator, what, like.breakdown, like.period, like.variant, months)
    )


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


def ages_for_funders(
    cube: pd.DataFrame, *, bands: Mapping[str, str], desk: Desk
) -> Iterator[Figure]:
    """Release the ages of those whom each action reached, in the bands of the grants.

    Args:
        cube: by action.
        bands: age band of the territory → band of the grant report.
        desk: the rules.

    Yields:
        Figures of file_active by action, each part a band of the grant report.
    """
    for period, rows in cube.groupby("period", sort=True):
        told = rows.assign(band=rows["age_band"].map(bands).fillna(UNKNOWN_GROUP))
        order = (*dict.fromkeys(bands.values()), UNKNOWN_GROUP)
        table = crossed(told, "cell", "band", order=order)
        like = Figure("file_active", breakdown="action", period=str(period))
        names = {part: f"{BAND}{part}" for part in order}
        yield from desk.shares(table, like, names)


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
    rows: pd.DataFrame,
    group: str,
    part: str,
    *,
    order: tuple[object, ...],
    groups: Iterable[object] = (),
) -> Table:
    """Sum the persons of a cube by group and part.

    Args:
        rows: with n, the group's and the part's column.
        group: column of the groups.
        part: column of the parts.
        order: every part, in order; one that nobody is in stands with 0.
        groups: those that stand with 0 where none of them is in the rows: were a
            group left out that another table tells, it would be told for empty.

    Returns:
        group → part → persons.
    """
    sums = rows.groupby([group, part])["n"].sum()
    labels = sorted({str(label) for label in (*rows[group], *groups)})
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
