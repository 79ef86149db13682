"""Changes of situation → ribbons from the situation left to the one entered.

Only changes that may be told are drawn, as wide as their rounded number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cohorts.charts.look import Look
from cohorts.charts.paint import PART, Paint, Spec, painted, sheet, words_on


HEIGHT = 360
STEPS = 24  # points of a ribbon's edge
SPACE = 0.03  # of the height, between two situations
NODE = 0.02  # of the width
MOST = 14  # ribbons; more of them overprint each other


@dataclass(frozen=True)
class Ribbon:
    """One change that may be told.

    Attributes:
        left: situation left.
        entered: situation entered.
        n: rounded head count, over 0.
        words: for the tooltip.
    """

    left: str
    entered: str
    n: int
    words: str


def flow_chart(
    ribbons: Sequence[Ribbon],
    *,
    order: Sequence[str],
    paints: Mapping[str, Paint],
    look: Look,
) -> Spec:
    """Draw ribbons between the situations left and those entered.

    Args:
        ribbons: those to draw, from the largest; those after `MOST` are left out.
        order: situations from the top.
        paints: situation → word and colour.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    rank = {code: place for place, code in enumerate(order)}
    drawn = sorted(
        ribbons[:MOST],
        key=lambda one: (rank.get(one.left, 99), rank.get(one.entered, 99)),
    )
    lefts = _piles(drawn, "left", rank)
    rights = _piles(drawn, "entered", rank)
    layers = [
        _ribbons(drawn, lefts, rights, paints, look),
        _nodes({0.0: lefts, 1 - NODE: rights}, paints),
    ]
    for piles, align, at in (
        (lefts, "left", NODE + 0.012),
        (rights, "right", 1 - NODE - 0.012),
    ):
        values = [
            {"x": at, "y": round((low + high) / 2, 3), "text": paints[code].name}
            for code, (low, high) in piles.items()
        ]
        layers.append(words_on(values, look, align=align))
    return sheet(layers, look, height=HEIGHT)


Piles = dict[str, tuple[float, float]]


def _piles(drawn: Sequence[Ribbon], side: str, rank: Mapping[str, int]) -> Piles:
    """Give each situation its place on one side, from 0 at the top to 1."""
    sizes: dict[str, int] = {}
    for ribbon in drawn:
        code = getattr(ribbon, side)
        sizes[code] = sizes.get(code, 0) + ribbon.n
    total = sum(sizes.values())
    usable = 1 - SPACE * (len(sizes) - 1)
    piles, top = {}, 0.0
    for code in sorted(sizes, key=lambda one: rank.get(one, 99)):
        height = usable * sizes[code] / total
        piles[code] = (top, top + height)
        top += height + SPACE
    return piles


def _ribbons(
    drawn: Sequence[Ribbon],
    lefts: Piles,
    rights: Piles,
    paints: Mapping[str, Paint],
    look: Look,
) -> Spec:
    total = sum(ribbon.n for ribbon in drawn)
    used_left = {code: low for code, (low, _high) in lefts.items()}
    used_right = {code: low for code, (low, _high) in rights.items()}
    values: list[dict[str, object]] = []
    for part, ribbon in enumerate(drawn):
        wide_left = (1 - SPACE * (len(lefts) - 1)) * ribbon.n / total
        wide_right = (1 - SPACE * (len(rights) - 1)) * ribbon.n / total
        start, end = used_left[ribbon.left], used_right[ribbon.entered]
        used_left[ribbon.left] += wide_left
        used_right[ribbon.entered] += wide_right
        look_of = {
            "part": part,
            "colour": paints[ribbon.left].colour,
            "tip": ribbon.words,
        }
        values += [
            point | look_of
            for point in _edge(start, end, wide_left=wide_left, wide_right=wide_right)
        ]
    return {
        "data": {"values": values},
        "mark": {
            "type": "area",
            "opacity": 0.45,
            "stroke": look.page,
            "strokeWidth": 0.6,
        },
        "encoding": painted(**_scales(), y2={"field": "high"}, detail=PART),
    }


def _edge(
    start: float, end: float, *, wide_left: float, wide_right: float
) -> list[dict[str, object]]:
    along = np.linspace(0, 1, STEPS)
    turn = along * along * (3 - 2 * along)  # flat at both ends
    low = start + (end - start) * turn
    wide = wide_left + (wide_right - wide_left) * turn
    at = NODE + along * (1 - 2 * NODE)
    return [
        {
            "x": round(float(x), 3),
            "low": round(float(y), 3),
            "high": round(float(y + w), 3),
        }
        for x, y, w in zip(at, low, wide, strict=True)
    ]


def _scales() -> Spec:
    return {
        "x": {
            "field": "x",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, 1], "nice": False},
        },
        "y": {
            "field": "low",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [1, 0], "nice": False},
        },
    }


def _nodes(sides: Mapping[float, Piles], paints: Mapping[str, Paint]) -> Spec:
    values = [
        {
            "x": at,
            "end": round(at + NODE, 3),
            "low": round(low, 3),
            "high": round(high, 3),
            "colour": paints[code].colour,
            "tip": paints[code].name,
        }
        for at, piles in sides.items()
        for code, (low, high) in piles.items()
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "rect"},
        "encoding": painted(**_scales(), x2={"field": "end"}, y2={"field": "high"}),
    }
