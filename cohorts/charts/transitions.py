"""Situations and the changes between them → circles on a ring, joined by arrows.

A circle is as large as the time spent there, an arrow as thick as its rounded number of
changes; only changes that may be told are drawn.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cohorts.charts.look import Look
from cohorts.charts.paint import PART, Paint, Spec, painted, sheet, words_on


HEIGHT = 430
ACROSS, DOWN = 0.37, 0.36  # of the ring, from its middle
STEPS = 20  # points of an arrow
BEND = 0.13  # how far an arrow leaves the straight line, so that both ways are seen
HEAD_AT = 0.6  # of the way
LEAST, MOST = 9.0, 26.0  # pixels of a circle's radius
THIN, THICK = 1.2, 7.0  # pixels of an arrow
MOST_ARROWS = 14  # more of them overprint each other
NUMBER_WIDE, NUMBER_HIGH = 0.09, 0.05  # parts of a narrow page that a number takes
SAID_AT = (0.43, 0.35, 0.5, 0.27, 0.7, 0.2, 0.78)  # of the way, the best first
SAID_FROM = 0.1  # an arrow that fewer take carries no number
BELOW = 0.085  # of the height, from a circle to its word
LOWER = 0.05  # more for every second one: neighbours at one height do not meet
INWARDS = 0.11  # of the width, from a circle at a side to where its word begins
EDGE = 0.3  # a circle nearer to a side has its word turned inwards
# Up is 0: the width is the page's, so the angle can only be known when it is drawn.
TURN = {"expr": "atan2(datum.dx * width, -datum.dy * height) * 180 / PI"}


@dataclass(frozen=True)
class Node:
    """One situation.

    Attributes:
        code: the situation.
        weight: >= 0, of the circle's surface.
        words: for the tooltip.
    """

    code: str
    weight: float
    words: str


@dataclass(frozen=True)
class Arrow:
    """One sort of change that may be told.

    Attributes:
        left: situation left.
        entered: situation entered.
        n: rounded number, over 0.
        chance: of those who leave, the share who enter it; None where not told.
        said: the share in words.
        words: for the tooltip.
    """

    left: str
    entered: str
    n: int
    chance: float | None
    said: str
    words: str


def transition_chart(
    nodes: Sequence[Node],
    arrows: Sequence[Arrow],
    *,
    order: Sequence[str],
    paints: Mapping[str, Paint],
    look: Look,
) -> Spec:
    """Draw situations on a ring and the changes between them.

    Args:
        nodes: situations; those that no drawn arrow touches are left out.
        arrows: from the largest; those after `MOST_ARROWS` are left out.
        order: situations, clockwise from the top.
        paints: situation → word and colour.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    drawn = list(arrows[:MOST_ARROWS])
    touched = {code for one in drawn for code in (one.left, one.entered)}
    rank = {code: place for place, code in enumerate(order)}
    shown = sorted(
        (node for node in nodes if node.code in touched),
        key=lambda node: rank.get(node.code, len(rank)),
    )
    places = _ring([node.code for node in shown])
    layers = [
        _arrows(drawn, places, paints),
        _heads(drawn, places, paints),
        _circles(shown, places, paints, look),
    ]
    layers += _names(shown, places, paints, look)
    said = _said(drawn, places)
    if said:
        layers.append(words_on(said, look, align="center"))
    return sheet(layers, look, height=HEIGHT)


Places = dict[str, tuple[float, float]]


def _said(drawn: Sequence[Arrow], places: Places) -> list[dict[str, object]]:
    """Write each share on its arrow, where it stands farthest from those before it."""
    said: list[dict[str, object]] = []
    taken: list[tuple[float, float]] = []
    for one in drawn:
        if one.chance is None or one.chance < SAID_FROM:
            continue
        spots = [_along(one, places, at) for at in SAID_AT]
        free = [spot for spot in spots if _room(spot, taken) >= 1]
        x, y = free[0] if free else max(spots, key=lambda spot: _room(spot, taken))
        taken.append((x, y))
        said.append({"x": round(x, 3), "y": round(y, 3), "text": one.said})
    return said


def _room(spot: tuple[float, float], taken: Sequence[tuple[float, float]]) -> float:
    """Tell how far a number is from the nearest other; under 1 they touch."""
    apart = [
        max(abs(spot[0] - x) / NUMBER_WIDE, abs(spot[1] - y) / NUMBER_HIGH)
        for x, y in taken
    ]
    return min(apart, default=1.0)


def _ring(codes: Sequence[str]) -> Places:
    """Put situations on a ring, the first at the top; 0 to 1 from the top left."""
    turn = 2 * math.pi / max(len(codes), 1)
    return {
        code: (0.5 + ACROSS * math.sin(k * turn), 0.47 - DOWN * math.cos(k * turn))
        for k, code in enumerate(codes)
    }


def _along(one: Arrow, places: Places, at: float) -> tuple[float, float]:
    """Give the point of a bent line at a part of its way."""
    (x0, y0), (x1, y1) = places[one.left], places[one.entered]
    bend_x = (x0 + x1) / 2 + BEND * (y1 - y0)
    bend_y = (y0 + y1) / 2 - BEND * (x1 - x0)
    far = 1 - at
    x = far * far * x0 + 2 * far * at * bend_x + at * at * x1
    y = far * far * y0 + 2 * far * at * bend_y + at * at * y1
    return x, y


def _scales() -> Spec:
    scale = {"nice": False, "domain": [0, 1]}
    return {
        "x": {"field": "x", "type": "quantitative", "axis": None, "scale": scale},
        "y": {
            "field": "y",
            "type": "quantitative",
            "axis": None,
            "scale": scale | {"domain": [1, 0]},
        },
    }


def _arrows(
    drawn: Sequence[Arrow], places: Places, paints: Mapping[str, Paint]
) -> Spec:
    most = max((one.n for one in drawn), default=1)
    values = []
    for part, one in enumerate(drawn):
        look_of = {
            "part": part,
            "colour": paints[one.left].colour,
            "wide": round(THIN + (THICK - THIN) * one.n / most, 1),
            "tip": one.words,
        }
        for step, at in enumerate(np.linspace(0, 1, STEPS)):
            x, y = _along(one, places, float(at))
            values.append({"x": round(x, 3), "y": round(y, 3), "step": step} | look_of)
    wide = {"field": "wide", "type": "quantitative", "scale": None, "legend": None}
    return {
        "data": {"values": values},
        "mark": {"type": "line", "opacity": 0.65},
        "encoding": painted(
            **_scales(),
            detail=PART,
            strokeWidth=wide,
            order={"field": "step", "type": "quantitative"},
        ),
    }


def _heads(drawn: Sequence[Arrow], places: Places, paints: Mapping[str, Paint]) -> Spec:
    values = []
    for one in drawn:
        x, y = _along(one, places, HEAD_AT)
        behind_x, behind_y = _along(one, places, HEAD_AT - 0.1)
        values.append(
            {
                "x": round(x, 3),
                "y": round(y, 3),
                "dx": round(x - behind_x, 3),
                "dy": round(y - behind_y, 3),
                "colour": paints[one.left].colour,
                "tip": one.words,
            }
        )
    return {
        "data": {"values": values},
        "mark": {
            "type": "point",
            "shape": "triangle-up",
            "filled": True,
            "opacity": 1,
            "size": 130,
            "angle": TURN,
        },
        "encoding": painted(**_scales()),
    }


def _circles(
    shown: Sequence[Node], places: Places, paints: Mapping[str, Paint], look: Look
) -> Spec:
    most = max((node.weight for node in shown), default=0.0) or 1.0
    values = [
        {
            "x": round(places[node.code][0], 3),
            "y": round(places[node.code][1], 3),
            "size": round(
                math.pi * (LEAST**2 + (MOST**2 - LEAST**2) * max(node.weight, 0) / most)
            ),
            "colour": paints[node.code].colour,
            "tip": node.words,
        }
        for node in shown
    ]
    size = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
    return {
        "data": {"values": values},
        "mark": {
            "type": "circle",
            "opacity": 1,
            "stroke": look.page,
            "strokeWidth": 2,
        },
        "encoding": painted(**_scales(), size=size),
    }


def _names(
    shown: Sequence[Node], places: Places, paints: Mapping[str, Paint], look: Look
) -> list[Spec]:
    """Write each situation's word under its circle, turned inwards at the sides."""
    sides: dict[str, list[dict[str, object]]] = {}
    for k, node in enumerate(shown):
        x, y = places[node.code]
        align = "left" if x < EDGE else "right" if x > 1 - EDGE else "center"
        at = x + {"left": -INWARDS, "right": INWARDS}.get(align, 0.0)
        value = {
            "x": round(at, 3),
            "y": round(y + BELOW + LOWER * (k % 2 and align == "center"), 3),
            "text": paints[node.code].name,
        }
        sides.setdefault(align, []).append(value)
    return [words_on(values, look, align=side) for side, values in sides.items()]
