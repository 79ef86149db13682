"""Two released figures of one indicator → whether a change is established."""

from dataclasses import dataclass
from math import hypot
from typing import Literal

from cohorts.indicators.figures import ALL, WHOLE, Figure, IndicatorSet


Direction = Literal["up", "down", "open"]


@dataclass(frozen=True)
class Change:
    """From one figure to the next.

    Attributes:
        before: the earlier.
        after: the later.
        difference: later minus earlier.
        low: lower limit at 95 %, None where the figures have none.
        high: upper limit likewise.
    """

    before: Figure
    after: Figure
    difference: float
    low: float | None
    high: float | None

    @property
    def direction(self) -> Direction:
        """Up or down where the limits leave no doubt, else open."""
        if self.low is not None and self.low > 0:
            return "up"
        return "down" if self.high is not None and self.high < 0 else "open"


def change(before: Figure, after: Figure) -> Change | None:
    """Compare two figures of different young people.

    Args:
        before: the earlier.
        after: the later.

    Returns:
        The change, None where one of them is not told.

    Source: Zou & Donner (2008), Stat Med 27, 1693-1702, for the limits.
    """
    a, b = after.value, before.value
    if a is None or b is None:
        return None
    known = (after.low, after.high, before.low, before.high)
    if None in known:
        return Change(before, after, a - b, None, None)
    a_low, a_high, b_low, b_high = (x if x is not None else 0.0 for x in known)
    return Change(
        before,
        after,
        a - b,
        a - b - hypot(a - a_low, b_high - b),
        a - b + hypot(a_high - a, b - b_low),
    )


def last_change(
    figures: IndicatorSet, indicator: str, *, until: str = "", **chosen: object
) -> Change | None:
    """Compare the two latest whole years of an indicator.

    Args:
        figures: the set.
        indicator: id.
        until: no year after this one, "" = the latest there is.
        chosen: attributes of the figures, such as variant and months.

    Returns:
        The change between the two latest years that are told; the year of the as-of
        day, which is not over, is left out.
    """
    told = by_year(figures, indicator, **chosen)
    years = sorted(
        year
        for year in told
        if year < figures.as_of[:4] and (not until or year <= until)
    )
    if len(years) < len(("before", "after")):
        return None
    return change(told[years[-2]], told[years[-1]])


def by_year(
    figures: IndicatorSet, indicator: str, **chosen: object
) -> dict[str, Figure]:
    """Find an indicator's told figures year by year.

    Args:
        figures: the set.
        indicator: id.
        chosen: attributes of the figures.

    Returns:
        year → figure: of the period where there is one, else of the year of origin.
    """
    wanted = {"part": ""} | chosen
    found = {}
    for one in figures.of(indicator, **wanted):
        year = one.period if one.breakdown == WHOLE else one.group
        is_year = one.breakdown == WHOLE or (
            one.breakdown == "year" and one.period == ALL
        )
        if is_year and one.is_told and year.isdigit():
            found[year] = one
    return found


def pooled(
    figures: IndicatorSet, indicator: str, *, year: str = "", **chosen: object
) -> Figure | None:
    """Find an indicator's whole over the fewest years that can be told.

    Args:
        figures: the set.
        indicator: id.
        year: which year is asked for, "" = the latest whole one.
        chosen: attributes of the figures.

    Returns:
        That of the year if it is told, else of the last years taken together that hold
        it, the fewest first, else of every year; None where none is told.
    """
    wanted = {"breakdown": WHOLE, "part": ""} | chosen
    own = {one.period: one for one in figures.of(indicator, **wanted) if one.is_told}
    year = year or last_whole_year(figures)
    pools = [p for p in figures.periods if not p.isdigit()]
    holding = [p for p in pools if not year or p[:4] <= year <= p[-4:]]
    for period in (year, *holding, ALL):
        if period in own:
            return own[period]
    return None


def last_whole_year(figures: IndicatorSet) -> str:
    """Give the latest year of a set that is over, "" without one.

    Args:
        figures: the set.

    Returns:
        Four digits: the year of the as-of day has not ended.
    """
    years = [p for p in figures.periods if p.isdigit() and p < figures.as_of[:4]]
    return years[0] if years else ""
