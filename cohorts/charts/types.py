"""How distinct types are, by their number → dots, on the words for how strong."""

from collections.abc import Mapping, Sequence

from cohorts.charts.look import Look
from cohorts.charts.paint import DIGITS, Spec, sheet


HEIGHT = 190


def quality_chart(
    qualities: Mapping[int, float],
    *,
    chosen: int,
    limits: Sequence[tuple[float, str]],
    types: str,
    look: Look,
) -> Spec:
    """Draw the average silhouette width of each number of types.

    Args:
        qualities: number of types → average silhouette width.
        chosen: the number shown.
        limits: least width of each quality, and its word, rising.
        types: title of the axis.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    numbers = sorted(qualities)
    first, last = numbers[0], numbers[-1]
    values = [
        {
            "k": k,
            "width": round(qualities[k], DIGITS),
            "size": 190 if k == chosen else 70,
        }
        for k in numbers
    ]
    low = min(0.0, *(value["width"] for value in values))
    x = {
        "field": "k",
        "type": "quantitative",
        "scale": {"domain": [first - 0.4, last + 0.4], "nice": False},
        "axis": {"title": types, "values": numbers, "format": "d", "grid": False},
    }
    y = {
        "field": "width",
        "type": "quantitative",
        "scale": {"domain": [low, 0.85], "nice": False},
        "axis": {"title": None, "values": [0, 0.2, 0.4, 0.6, 0.8], "format": ".1f"},
    }
    layers: list[Spec] = [
        *_limits(limits, x, y, look, first=first - 0.4, last=last + 0.4),
        {
            "data": {"values": values},
            "mark": {"type": "line", "color": look.colour(0), "strokeWidth": 1.5},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": values},
            "mark": {
                "type": "point",
                "filled": True,
                "opacity": 1,
                "color": look.colour(0),
                "stroke": look.page,
            },
            "encoding": {
                "x": x,
                "y": y,
                "size": {"field": "size", "type": "quantitative", "scale": None},
            },
        },
    ]
    return sheet(layers, look, height=HEIGHT)


def _limits(
    limits: Sequence[tuple[float, str]],
    x: Spec,
    y: Spec,
    look: Look,
    *,
    first: float,
    last: float,
) -> list[Spec]:
    values = [
        {"k": first, "end": last, "width": width, "text": word}
        for width, word in limits
    ]
    return [
        {
            "data": {"values": values},
            "mark": {"type": "rule", "color": look.muted, "strokeDash": [4, 3]},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": y},
        },
        {
            "data": {"values": [value | {"k": last} for value in values]},
            "mark": {
                "type": "text",
                "align": "right",
                "baseline": "bottom",
                "dy": -2,
                "color": look.muted,
            },
            "encoding": {
                "x": x,
                "y": y,
                "text": {"field": "text", "type": "nominal"},
            },
        },
    ]
