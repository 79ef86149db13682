"""Amounts of persons, counted → medians of groups that may be told.

A median is told where the persons up to it and those over it are each enough to be told
as a share: it is then nobody's amount in particular.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import sqrt

import pandas as pd

from cohorts.indicators.figures import Figure
from cohorts.indicators.of_activity import Desk


UP_TO, OVER = "up_to", "over"
WIDTH = 1.9600  # standard errors: 95 in 100


def medians(
    rows: pd.DataFrame, *, group: str, value: str, like: Figure, desk: Desk
) -> Iterator[Figure]:
    """Tell the median of each group.

    Args:
        rows: the group's column, the amount's column, n persons; amounts may be missing
            and are left out.
        group: column of the groups.
        value: column of the amounts.
        like: indicator, breakdown, period and part of each figure.
        desk: the rules.

    Yields:
        One figure per group, with the order statistics that hold the median 95 times
        in 100; hidden where the amount would be that of few.

    Source: David & Nagaraja (2003), Order Statistics, 7.1.
    """
    known = rows[rows[value].notna()]
    found = {
        str(label): _three(own[value].to_list(), own["n"].astype(int).to_list())
        for label, own in known.groupby(group, sort=True)
    }
    table = {
        str(label): _sides(own, found[str(label)][1], value)
        for label, own in known.groupby(group, sort=True)
    }
    for told in desk.shares(table, like, {UP_TO: like.part}):
        low, middle, high = found[told.group]
        if told.value is None:
            yield replace(told, low=None, high=None)
        else:
            yield replace(told, value=middle, low=low, high=high)


def _three(values: list[float], weights: list[int]) -> tuple[float, float, float]:
    """Find the median and the order statistics around it, to one decimal."""
    pairs = sorted(zip(values, weights, strict=True))
    whole = sum(weights)
    spread = WIDTH * sqrt(whole) / 2
    places = (whole / 2 - spread, whole / 2, whole / 2 + spread)
    low, middle, high = (round(float(_at(pairs, place)), 1) for place in places)
    return low, middle, high


def _at(pairs: list[tuple[float, int]], place: float) -> float:
    passed = 0
    for value, weight in pairs:
        passed += weight
        if passed >= place:
            return value
    return pairs[-1][0]


def _sides(rows: pd.DataFrame, middle: float, value: str) -> dict[str, int]:
    under = rows[value].round(1) <= middle
    n = rows["n"].astype(int)
    return {UP_TO: int(n[under].sum()), OVER: int(n[~under].sum())}
