"""Released figures year by year → a line with its intervals, and what is aimed at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cohorts.charts.look import CLOSED, Look, settings
from cohorts.indicators.figures import Figure


Spec = dict[str, Any]
HEIGHT = 260
ROOM = 1.15  # above the highest mark, for its words
EDGE = 4  # pixels from the left, where nothing else is written


@dataclass(frozen=True)
class AimPath:
    """What is aimed at: from a first year to the year it is due.

    Attributes:
        words: what is written at its end.
        points: (year, value): baseline then aim; a target without a baseline has the
            same value in the first and the last year shown.
    """

    words: str
    points: tuple[tuple[str, float], tuple[str, float]]


def years_chart(
    told: Mapping[str, Figure],
    *,
    words: Mapping[str, str],
    years: Sequence[str],
    aims: Sequence[AimPath],
    is_share: bool,
    look: Look,
) -> Spec:
    """Draw a figure year by year; a year that is not told leaves a gap.

    Args:
        told: year → released figure.
        words: year → its reading, as the table has it.
        years: of the axis, in order, also those that are not told.
        aims: what is aimed at.
        is_share: whether the axis goes from 0 to 100 %.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    values = [_value(year, told[year], words) for year in years if year in told]
    for one in values:  # years in a row make one line, a hole begins another
        one["run"] = sum(year not in told for year in years if year < one["year"])
    x = {
        "field": "year",
        "type": "ordinal",
        "scale": {"domain": list(years)},
        "axis": {"title": None, "labelAngle": 0, "grid": False},
    }
    top = _top(values, aims)
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, 1] if is_share else [0, top]},
        "axis": {"title": None, "tickCount": 5, "format": ".0%" if is_share else "~f"},
    }
    tip = {"field": "text", "type": "nominal"}
    own = look.colour(0)
    layer: list[Spec] = [
        {
            "mark": {
                "type": "rule",
                "strokeWidth": 8,
                "strokeCap": "round",
                "opacity": 0.35,
                "color": own,
            },
            "encoding": {
                "x": x,
                "y": y | {"field": "low"},
                "y2": {"field": "high"},
                "tooltip": tip,
            },
        },
        {
            "mark": {"type": "line", "color": own, "strokeWidth": 2},
            "encoding": {"x": x, "y": y, "detail": {"field": "run"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 90, "color": own},
            "encoding": {"x": x, "y": y, "tooltip": tip},
        },
        {
            "mark": {
                "type": "text",
                "baseline": "bottom",
                "dy": -7,
                "fontSize": 13,
                "color": look.text,
            },
            "encoding": {
                "x": x,
                "y": y | {"field": "high"},
                "text": {"field": "short"},
            },
        },
    ]
    if all(one["value"] is None for one in values):
        del layer[1:3]  # a layer without a point is a picture without a name
    for place, aim in enumerate(aims, start=1):
        layer += _aim(aim, x=x, y=y, colour=look.colour(place))
    return {
        "height": HEIGHT,
        "data": {"values": values},
        "layer": layer,
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 4, "right": 16, "top": 8, "bottom": 4},
    }


def _value(year: str, one: Figure, words: Mapping[str, str]) -> dict[str, Any]:
    text = words.get(year, "")
    return {
        "year": year,
        "value": None if one.rough else _rounded(one.value),
        "low": _rounded(one.low if one.low is not None else one.value),
        "high": _rounded(one.high if one.high is not None else one.value),
        "short": text.partition(" (")[0],
        "text": f"{year} : {text}",
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _top(values: Sequence[dict[str, Any]], aims: Sequence[AimPath]) -> float:
    told = [one["high"] for one in values if one["high"] is not None]
    told += [value for aim in aims for _year, value in aim.points]
    return max(told, default=1.0) * ROOM or 1.0


def _aim(aim: AimPath, *, x: Spec, y: Spec, colour: str) -> list[Spec]:
    points = [
        {"year": year, "value": round(value, 3), "text": aim.words}
        for year, value in aim.points
    ]
    is_flat = aim.points[0][1] == aim.points[1][1]
    dashed = {"type": "line", "strokeDash": [5, 4], "color": colour}
    written = {
        "type": "text",
        "align": "left" if is_flat else "right",
        "baseline": "bottom",
        "dy": -5,
        "fontSize": 13,
        "color": colour,
    }
    return [
        {
            "data": {"values": points},
            "mark": dashed,
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": points[:1] if is_flat else points[1:]},
            "mark": written,
            "encoding": {
                "x": {"value": EDGE} if is_flat else x,
                "y": y,
                "text": {"field": "text"},
            },
        },
    ]
