"""Shares, or differences of shares, at some months → points with their limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cohorts.charts.look import CLOSED, Look, settings
from cohorts.charts.paint import DIGITS, Spec


HEIGHT = 280
SHAPES = ("circle", "diamond", "square", "triangle-up")


@dataclass(frozen=True)
class Point:
    """One value at one month.

    Attributes:
        month: when.
        value: share, or difference of shares.
        low: lower limit.
        high: upper limit.
    """

    month: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Dots:
    """One line of points, with the word at its end."""

    name: str
    points: tuple[Point, ...]


def points_chart(lines: Sequence[Dots], *, months: str, look: Look) -> Spec:
    """Draw points joined by lines, each with the bar of its limits.

    Args:
        lines: each of one side, or of one difference; a line at 0 is drawn where
            values fall under it.
        months: title of the axis of time.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    values = [_value(line, point) for line in lines for point in line.points]
    is_below = any(value["low"] < 0 for value in values)
    x = {
        "field": "month",
        "type": "quantitative",
        "axis": {"title": months, "values": sorted({v["month"] for v in values})},
        "scale": {"domainMin": 0},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "axis": {"title": None, "format": "+.0%" if is_below else ".0%"},
        "scale": {"zero": True},
    }
    names = [line.name for line in lines]
    colour = {
        "field": "name",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": names,
            "range": [look.colour(place) for place in range(len(names))],
        },
    }
    shape = {
        "field": "name",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": names, "range": list(SHAPES[: len(names)])},
    }
    drawn = [
        {
            "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.6},
            "encoding": {
                "x": x,
                "y": y | {"field": "low"},
                "y2": {"field": "high"},
                "color": colour,
            },
        },
        {"mark": {"type": "line"}, "encoding": {"x": x, "y": y, "color": colour}},
        {
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
        },
        _names(lines, x, y, colour),
    ]
    if is_below:
        zero = {"type": "rule", "color": look.muted, "strokeDash": [4, 3]}
        drawn.insert(0, {"mark": zero, "encoding": {"y": {"datum": 0}}})
    return {
        "data": {"values": values},
        "height": HEIGHT,
        "layer": drawn,
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 4, "right": 150, "top": 8, "bottom": 4},
    }


def _value(line: Dots, point: Point) -> dict[str, Any]:
    return {
        "name": line.name,
        "month": point.month,
        "value": round(point.value, DIGITS),
        "low": round(point.low, DIGITS),
        "high": round(point.high, DIGITS),
    }


def _names(lines: Sequence[Dots], x: Spec, y: Spec, colour: Spec) -> Spec:
    """Write each line's name at its end: no legend to look up."""
    ends = [_value(line, line.points[-1]) for line in lines if line.points]
    return {
        "data": {"values": ends},
        "mark": {"type": "text", "align": "left", "dx": 9, "fontSize": 13},
        "encoding": {
            "x": x,
            "y": y,
            "color": colour,
            "text": {"field": "name", "type": "nominal"},
        },
    }
