"""The re-engagement rate by group: a dot, its interval, and its words above."""

from collections.abc import Mapping
from typing import Any

from cohorts.charts.look import CLOSED, Look, settings
from cohorts.indicators.reengagement import IndicatorAnswer, Rate


ROW = 52  # pixels
WORDS_ABOVE = 0.3  # of a row, from its line to the words over it

Spec = dict[str, Any]


def rates_chart(
    answer: IndicatorAnswer,
    *,
    months: int,
    names: Mapping[str, str],
    reading: Any,
    tip: str,
    look: Look,
) -> Spec:
    """Draw one horizon's rate for each group that may be shown.

    Args:
        answer: the indicator, released.
        months: the horizon.
        names: label of a group → its name.
        reading: share, low, high → words.
        tip: "{name} : {reading}".
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container; groups whose curve was
        cut before the horizon are left out: the table names them.
    """
    values = [
        _value(place, names.get(row.group, row.group), rate, reading, tip)
        for place, (row, rate) in enumerate(_at(answer, months))
    ]
    n = max(len(values), 1)
    y = {
        "field": "place",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [n - 0.5, -0.6], "nice": False},
    }
    over = y | {"field": "above"}
    x = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {
            "format": ".0%",
            "title": None,
            "values": [0, 0.2, 0.4, 0.6, 0.8, 1],
            "grid": True,
        },
    }
    tooltip = {"field": "tip", "type": "nominal"}
    interval = {
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
    }
    dot = {
        "mark": {
            "type": "point",
            "filled": True,
            "size": 120,
            "opacity": 1,
            "color": look.colour(0),
        },
        "encoding": {"x": x, "y": y, "tooltip": tooltip},
    }
    dots = [dot] if any(one["share"] is not None for one in values) else []
    return {
        "height": n * ROW + 8,
        "data": {"values": values},
        # a layer without a point is a picture without a name
        "layer": [interval, *dots, _words(over, look)],
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 4, "right": 16, "top": 4, "bottom": 4},
    }


def _at(answer: IndicatorAnswer, months: int) -> list[tuple[Any, Rate]]:
    return [
        (row, rate)
        for row in answer.rows
        for rate in row.rates
        if rate.months == months and rate.estimate is not None
    ]


def _value(place: int, name: str, rate: Rate, reading: Any, tip: str) -> dict[str, Any]:
    words = reading(rate)
    return {
        "place": place,
        "above": place - WORDS_ABOVE,
        "share": None if rate.rough else _whole_per_cent(rate.estimate),
        "low": _whole_per_cent(rate.low),
        "high": _whole_per_cent(rate.high),
        "text": f"{name}  {words}",
        "tip": tip.format(name=name, reading=words),
    }


def _whole_per_cent(share: float | None) -> float | None:
    return None if share is None else round(share, 2)


def _words(over: dict[str, Any], look: Look) -> Spec:
    return {
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "bottom",
            "fontSize": 14,
            "color": look.text,
        },
        "encoding": {
            "x": {"datum": 0, "type": "quantitative"},
            "y": over,
            "text": {"field": "text", "type": "nominal"},
        },
    }
