"""Shares with their intervals, one line each: a dot, a bar of doubt, words above."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cohorts.charts.look import CLOSED, Look, settings


ROW = 52  # pixels
WORDS_ABOVE = 0.3  # of a row, from its line to the words over it

Spec = dict[str, Any]


@dataclass(frozen=True)
class ShareRow:
    """One line of the chart.

    Attributes:
        words: name and reading, written above the line.
        share: 0 to 1.
        low: lower limit.
        high: upper limit.
        announced: what was said beforehand, 0 to 1, marked by a cross; None for none.
    """

    words: str
    share: float
    low: float
    high: float
    announced: float | None = None


def share_chart(rows: Sequence[ShareRow], *, look: Look) -> Spec:
    """Draw shares on one scale from nothing to all.

    Args:
        rows: from top to bottom.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    values = [
        {
            "place": place,
            "above": place - WORDS_ABOVE,
            "text": row.words,
            "share": row.share,
            "low": row.low,
            "high": row.high,
            "announced": row.announced,
        }
        for place, row in enumerate(rows)
    ]
    y = {
        "field": "place",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [len(rows) - 0.5, -0.6], "nice": False},
    }
    tip = {"field": "text", "type": "nominal"}
    return {
        "height": len(rows) * ROW + 8,
        "data": {"values": values},
        "layer": [
            _bar(y, tip, look),
            _mark("share", y, tip, look, shape="circle", colour=look.colour(0)),
            _mark("announced", y, tip, look, shape="cross", colour=look.text),
            _words(y, look),
        ],
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 4, "right": 16, "top": 4, "bottom": 4},
    }


def _x(field: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {
            "format": ".0%",
            "title": None,
            "values": [0, 0.2, 0.4, 0.6, 0.8, 1],
            "grid": True,
        },
    }


def _bar(y: dict[str, Any], tip: dict[str, Any], look: Look) -> Spec:
    return {
        "mark": {
            "type": "rule",
            "strokeWidth": 8,
            "strokeCap": "round",
            "opacity": 0.35,
            "color": look.colour(0),
        },
        "encoding": {"x": _x("low"), "x2": {"field": "high"}, "y": y, "tooltip": tip},
    }


def _mark(
    field: str,
    y: dict[str, Any],
    tip: dict[str, Any],
    look: Look,
    *,
    shape: str,
    colour: str,
) -> Spec:
    return {
        "transform": [{"filter": f"isValid(datum.{field})"}],
        "mark": {
            "type": "point",
            "shape": shape,
            "filled": True,
            "size": 120,
            "opacity": 1,
            "color": colour,
            "stroke": look.page,
        },
        "encoding": {"x": _x(field), "y": y, "tooltip": tip},
    }


def _words(y: dict[str, Any], look: Look) -> Spec:
    return {
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "bottom",
            "fontSize": 14,
            "limit": {"expr": "width"},
            "color": look.text,
        },
        "encoding": {
            "x": {"datum": 0, "type": "quantitative"},
            "y": y | {"field": "above"},
            "text": {"field": "text", "type": "nominal"},
        },
    }
