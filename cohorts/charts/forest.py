"""Ratios with their limits → one row each, beside the level each is compared with."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cohorts.charts.look import CLOSED, Look, settings
from cohorts.charts.paint import DIGITS, Spec


ROW = 46  # pixels
HEAD = 40  # pixels of a covariate's name
TICKS = (0.1, 0.2, 0.25, 0.33, 0.5, 0.67, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 10.0)
WIDEST = (0.1, 10.0)  # limits beyond are cut there, with an arrow
LEAST_SPREAD = 1.6  # the axis always reaches this ratio on both sides of 1


@dataclass(frozen=True)
class ForestRow:
    """One row: a covariate's name, its reference, or a level and its ratio.

    Attributes:
        words: all that is written over the row.
        ratio: None for a name.
        low: lower limit; None for a reference.
        high: upper limit.
    """

    words: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_head(self) -> bool:
        """Whether it only names what follows."""
        return self.ratio is None

    @property
    def is_reference(self) -> bool:
        """Whether others are compared with it."""
        return self.ratio is not None and self.low is None


def forest_chart(
    rows: Sequence[ForestRow], *, less: str, more: str, look: Look
) -> Spec:
    """Draw ratios on an axis of logarithms, 1 in the middle.

    Args:
        rows: from the top.
        less: words on the left of 1.
        more: words on the right of 1.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    places, height = _places(rows)
    reach = _reach(rows)
    values = [
        _value(row, place, reach)
        for row, place in zip(rows, places, strict=True)
        if not row.is_head
    ]
    x = {
        "field": "ratio",
        "type": "quantitative",
        "scale": {"type": "log", "domain": [_left(reach), reach], "nice": False},
        "axis": {
            "title": None,
            "values": [tick for tick in TICKS if 1 / reach <= tick <= reach],
            "format": "~g",
            "grid": False,
            "ticks": True,
        },
    }
    y = {
        "field": "place",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [height, 0], "nice": False},
    }
    layers = [
        _one(height, x, y, look),
        *_marks([value for value in values if not value["reference"]], x, y, look),
        _references([value for value in values if value["reference"]], x, y, look),
        *_texts(rows, places, reach, x, y, look),
        *_sides(less, more, reach, height, x, y, look),
    ]
    return {
        "height": height,
        "layer": layers,
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 4, "right": 12, "top": 4, "bottom": 4},
    }


def _places(rows: Sequence[ForestRow]) -> tuple[list[float], float]:
    """Give the line of each row, in pixels from the top, and the height."""
    places, down = [], 0.0
    for row in rows:
        down += HEAD if row.is_head else ROW
        places.append(down - (8 if row.is_head else 10))
    return places, down + 30


def _reach(rows: Sequence[ForestRow]) -> float:
    limits = [
        max(limit, 1 / limit)
        for row in rows
        for limit in (row.low, row.high)
        if limit is not None and limit > 0 and math.isfinite(limit)
    ]
    return round(min(max([LEAST_SPREAD, *limits]) * 1.08, WIDEST[1]), 1)


def _left(reach: float) -> float:
    """Give the left end of the axis, as far from 1 as its right end."""
    return round(1 / reach, 3)


def _value(row: ForestRow, place: float, reach: float) -> dict[str, Any]:
    def within(ratio: float | None) -> float:
        if ratio is None:
            return 1.0
        return round(min(max(ratio, 1 / reach), reach), DIGITS)

    return {
        "place": place,
        "ratio": within(row.ratio),
        "low": within(row.low),
        "high": within(row.high),
        "tip": row.words,
        "reference": row.is_reference,
    }


def _one(height: float, x: Spec, y: Spec, look: Look) -> Spec:
    return {
        "data": {"values": [{"ratio": 1, "place": 0, "end": height - 26}]},
        "mark": {"type": "rule", "color": look.muted, "strokeDash": [4, 3]},
        "encoding": {"x": x, "y": y, "y2": {"field": "end"}},
    }


def _marks(
    values: Sequence[dict[str, Any]], x: Spec, y: Spec, look: Look
) -> list[Spec]:
    tooltip = {"field": "tip", "type": "nominal"}
    data = {"values": [_shown(value) for value in values]}
    return [
        {
            "data": data,
            "mark": {
                "type": "rule",
                "strokeWidth": 8,
                "strokeCap": "round",
                "opacity": 0.35,
                "color": look.colour(0),
            },
            "encoding": {
                "x": x | {"field": "low"},
                "x2": {"field": "high"},
                "y": y,
                "tooltip": tooltip,
            },
        },
        {
            "data": data,
            "mark": {
                "type": "point",
                "filled": True,
                "size": 110,
                "opacity": 1,
                "color": look.colour(0),
            },
            "encoding": {"x": x, "y": y, "tooltip": tooltip},
        },
    ]


def _references(values: Sequence[dict[str, Any]], x: Spec, y: Spec, look: Look) -> Spec:
    return {
        "data": {"values": [_shown(value) for value in values]},
        "mark": {
            "type": "point",
            "shape": "diamond",
            "filled": False,
            "size": 90,
            "strokeWidth": 2,
            "color": look.muted,
        },
        "encoding": {"x": x, "y": y, "tooltip": {"field": "tip", "type": "nominal"}},
    }


def _shown(value: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in value.items() if key != "reference"}


def _texts(
    rows: Sequence[ForestRow],
    places: Sequence[float],
    reach: float,
    x: Spec,
    y: Spec,
    look: Look,
) -> list[Spec]:
    """Write each row's words over it, from the left edge."""
    heads = [
        {"ratio": _left(reach), "place": place, "text": row.words}
        for row, place in zip(rows, places, strict=True)
        if row.is_head
    ]
    others = [
        {"ratio": _left(reach), "place": place - 11, "text": row.words}
        for row, place in zip(rows, places, strict=True)
        if not row.is_head
    ]
    return [
        _text(heads, x, y, look.text, weight=700, size=14),
        _text(others, x, y, look.text, weight=400, size=14),
    ]


def _text(
    values: Sequence[dict[str, Any]],
    x: Spec,
    y: Spec,
    colour: str,
    *,
    weight: int = 400,
    size: int = 13,
    align: str = "left",
) -> Spec:
    return {
        "data": {"values": list(values)},
        "mark": {
            "type": "text",
            "align": align,
            "baseline": "bottom",
            "fontSize": size,
            "fontWeight": weight,
            "color": colour,
        },
        "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
    }


def _sides(
    less: str, more: str, reach: float, height: float, x: Spec, y: Spec, look: Look
) -> list[Spec]:
    place = height - 4
    left = [{"ratio": _left(reach), "place": place, "text": f"← {less}"}]
    right = [{"ratio": round(reach, DIGITS), "place": place, "text": f"{more} →"}]
    return [
        _text(left, x, y, look.muted),
        _text(right, x, y, look.muted, align="right"),
    ]
