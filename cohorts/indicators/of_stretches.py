"""Long stretches without a solution, gaps in support, and dropouts whom we reach."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from cohorts.definition.sql_groups import column
from cohorts.event_table.several import OpenExtract
from cohorts.event_table.stretches import count_gaps, count_long, count_supported
from cohorts.indicators.figures import ALL, WHOLE, Figure
from cohorts.indicators.of_activity import Desk, crossed


LONG, BREAKS = "longue_duree", "ruptures"  # parts of the figures
LONG_DAYS = 365  # Dares: without employment or training for more than a year
GAP_DAYS = 90
YEAR_MONTHS = 12
NUMBERS = ("0", "1", "2")  # gaps told one by one; the last stands for more as well
REACHED = "decrocheurs"  # part of the coverage


def figures_of_long(
    extract: OpenExtract,
    indicator: str,
    groups: Sequence[str],
    desk: Desk,
    *,
    neet: tuple[str, ...],
) -> Iterator[Figure]:
    """Tell the share without a solution for more than twelve months in a row.

    Args:
        extract: after `count_on` of the cohort and `load_families`.
        indicator: id that the figures are told under.
        groups: breakdowns, beside the whole.
        desk: the rules.
        neet: the situations without a solution.

    Yields:
        Figures by group, of each horizon beyond a year.
    """
    rows = count_long(extract, neet=neet, days=LONG_DAYS, by=groups)
    rows = rows[rows["months"] > YEAR_MONTHS]
    part = rows["found"].map({1: "yes", 0: "no"})
    order = ("yes", "no")
    for table, like in _tables(rows.assign(part=part), indicator, groups, order):
        yield from desk.shares(table, like, {"yes": LONG})


def figures_of_gaps(
    extract: OpenExtract,
    indicator: str,
    groups: Sequence[str],
    desk: Desk,
    *,
    neet: tuple[str, ...],
) -> Iterator[Figure]:
    """Tell how many went through no gap, one, or several.

    Args:
        extract: after `count_on` of the cohort and `load_families`.
        indicator: id that the figures are told under.
        groups: breakdowns, beside the whole.
        desk: the rules.
        neet: the situations without a solution.

    Yields:
        Figures by group and horizon, a part for each number of gaps.
    """
    rows = count_gaps(extract, neet=neet, days=GAP_DAYS, by=groups)
    part = rows["found"].clip(upper=len(NUMBERS) - 1).astype(int).astype(str)
    names = {number: f"{BREAKS}_{number}" for number in NUMBERS}
    for table, like in _tables(rows.assign(part=part), indicator, groups, NUMBERS):
        yield from desk.shares(table, like, names)


def _tables(
    rows: pd.DataFrame, indicator: str, groups: Sequence[str], order: tuple[str, ...]
) -> Iterator[tuple[dict[str, dict[str, int]], Figure]]:
    """Lay counted cases out, breakdown by breakdown and horizon by horizon."""
    for breakdown in (WHOLE, *groups):
        name = column(breakdown) if breakdown else "g"
        for months, own in rows.assign(g=ALL).groupby("months", sort=True):
            table = crossed(own, name, "part", order=order)
            like = Figure(indicator, breakdown=breakdown, months=int(str(months)))
            yield table, like


def figures_of_reached(
    extract: OpenExtract, desk: Desk, *, sent: Mapping[str, float]
) -> Iterator[Figure]:
    """Tell the known dropouts whom somebody supports over those whom the platform sent.

    Args:
        extract: after `count_on` of the dropouts by year.
        desk: the rules.
        sent: year → dropouts that the platform told of, an aggregate.

    Yields:
        Figures of couverture by year of the dropout, of each year that was sent.
    """
    rows: pd.DataFrame = count_supported(extract)
    table = {
        str(year): {ALL: int(n)}
        for year, n in zip(rows["year"], rows["n"], strict=True)
    }
    like = Figure("couverture", breakdown="year", part=REACHED)
    for figure in desk.counts(table, like):
        whole = sent.get(figure.group)
        if not whole:
            continue
        if figure.value is None:
            yield figure
        else:
            yield replace(figure, value=min(figure.value / whole, 1.0))
