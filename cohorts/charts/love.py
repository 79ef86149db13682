"""How alike two groups are before and after → one row a level: the love plot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cohorts.charts.look import CLOSED, Look, settings
from cohorts.charts.paint import DIGITS, Spec


ROW = 46  # pixels
FOOT = 34  # pixels for the words under the rows
ALIKE = 0.1  # difference up to which groups are commonly called alike
LEAST_REACH = 0.3  # the axis always reaches this difference on both sides
WIDEST = 2.0  # differences beyond are drawn there
STEPS = (0.1, 0.2, 0.5, 1.0)
MOST_TICKS = 3  # on a side of 0


@dataclass(frozen=True)
class LoveRow:
    """One level of a covariate.

    Attributes:
        words: all that is written over the row.
        before: standardised difference before.
        after: after matching or weighting.
    """

    words: str
    before: float
    after: float


def love_chart(rows: Sequence[LoveRow], *, before: str, after: str, look: Look) -> Spec:
    """Draw standardised differences, the band within which groups are alike behind.

    Args:
        rows: from the top.
        before: words of the hollow dots.
        after: words of the full dots.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    height = len(rows) * ROW + FOOT
    widest = max([0.0, *(abs(v) for row in rows for v in (row.before, row.after))])
    reach = round(min(max(LEAST_REACH, widest * 1.1), WIDEST), 2)
    values = [_value(row, place, reach) for place, row in enumerate(rows)]
    x = {
        "field": "after",
        "type": "quantitative",
        "scale": {"domain": [-reach, reach], "nice": False},
        "axis": {
            "title": None,
            "values": _ticks(reach),
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
        _band(height, x, y, look),
        _zero(height, x, y, look),
        *_dots(values, x, y, look),
        _texts(values, reach, x, y, look),
        _legend(before, after, reach, height, x, y, look),
    ]
    return {
        "height": height,
        "layer": layers,
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 4, "right": 12, "top": 4, "bottom": 4},
    }


def _value(row: LoveRow, place: int, reach: float) -> dict[str, Any]:
    def within(difference: float) -> float:
        return round(min(max(difference, -reach), reach), DIGITS)

    return {
        "place": (place + 1) * ROW - 10,
        "before": within(row.before),
        "after": within(row.after),
        "tip": row.words,
    }


def _ticks(reach: float) -> list[float]:
    step = next((one for one in STEPS if reach / one <= MOST_TICKS), STEPS[-1])
    n = int(reach / step)
    return [round(k * step, DIGITS) for k in range(-n, n + 1)]


def _band(height: float, x: Spec, y: Spec, look: Look) -> Spec:
    ends = {"low": -ALIKE, "high": ALIKE, "place": 0, "end": height - FOOT}
    return {
        "data": {"values": [ends]},
        "mark": {"type": "rect", "color": look.grid, "opacity": 0.7},
        "encoding": {
            "x": x | {"field": "low"},
            "x2": {"field": "high"},
            "y": y,
            "y2": {"field": "end"},
        },
    }


def _zero(height: float, x: Spec, y: Spec, look: Look) -> Spec:
    return {
        "data": {"values": [{"after": 0, "place": 0, "end": height - FOOT}]},
        "mark": {"type": "rule", "color": look.muted, "strokeDash": [4, 3]},
        "encoding": {"x": x, "y": y, "y2": {"field": "end"}},
    }


def _dots(values: Sequence[dict[str, Any]], x: Spec, y: Spec, look: Look) -> list[Spec]:
    """Draw the way from before (hollow) to after (full): shape tells, not colour."""
    data = {"values": list(values)}
    tooltip = {"field": "tip", "type": "nominal"}
    from_before = x | {"field": "before"}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": look.muted, "strokeWidth": 2},
            "encoding": {"x": from_before, "x2": {"field": "after"}, "y": y},
        },
        {
            "data": data,
            "mark": {
                "type": "point",
                "shape": "circle",
                "filled": True,
                "fill": look.page,
                "stroke": look.colour(1),
                "strokeWidth": 2,
                "size": 100,
                "opacity": 1,
            },
            "encoding": {"x": from_before, "y": y, "tooltip": tooltip},
        },
        {
            "data": data,
            "mark": {
                "type": "point",
                "shape": "diamond",
                "filled": True,
                "size": 120,
                "opacity": 1,
                "color": look.colour(0),
            },
            "encoding": {"x": x, "y": y, "tooltip": tooltip},
        },
    ]


def _texts(
    values: Sequence[dict[str, Any]], reach: float, x: Spec, y: Spec, look: Look
) -> Spec:
    """Write each row's words over it, from the left edge."""
    words = [
        {"after": -reach, "place": value["place"] - 11, "text": value["tip"]}
        for value in values
    ]
    return _written(words, x, y, look.text, size=14)


def _legend(
    before: str,
    after: str,
    reach: float,
    height: float,
    x: Spec,
    y: Spec,
    look: Look,
) -> Spec:
    words = [{"after": -reach, "place": height - 8, "text": f"○ {before}   ◆ {after}"}]
    return _written(words, x, y, look.muted, size=13)


def _written(
    values: list[dict[str, Any]], x: Spec, y: Spec, colour: str, *, size: int
) -> Spec:
    return {
        "data": {"values": values},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "bottom",
            "fontSize": size,
            "color": colour,
        },
        "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
    }
