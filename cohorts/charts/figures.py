"""Released figures → pictures: intervals by group, a funnel, a map of areas."""

from collections.abc import Mapping, Sequence
from typing import Any

from cohorts.charts.look import CLOSED, Look, settings
from cohorts.indicators.figures import Figure
from cohorts.indicators.funnel import NARROW, WIDE, Funnel, limits_at


Spec = dict[str, Any]
ROW = 46  # pixels
FUNNEL_HEIGHT = 300
MAP_HEIGHT = 360
STEPS = 40  # of a limit of the funnel


def intervals_chart(
    figures: Sequence[Figure],
    *,
    words: Sequence[str],
    scale: tuple[float, float] | None,
    target: float | None,
    look: Look,
) -> Spec:
    """Draw one line per figure: a point, its interval, its words above.

    Args:
        figures: told ones, in the order of the lines.
        words: what is written above each.
        scale: least and greatest value of the axis; None = from nought.
        target: a line to aim at, None = none.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    values = [
        {
            "place": place,
            "above": place - 0.3,
            "value": None if one.rough else _rounded(one.value),
            "low": _rounded(one.low if one.low is not None else one.value),
            "high": _rounded(one.high if one.high is not None else one.value),
            "text": text,
        }
        for place, (one, text) in enumerate(zip(figures, words, strict=True))
    ]
    domain = {"domain": list(scale)} if scale else {"domainMin": 0}
    shares = scale is not None
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": domain,
        "axis": {"title": None, "grid": True, "format": ".0%" if shares else "~f"},
    }
    y = {
        "field": "place",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [len(values) - 0.5, -0.7], "nice": False},
    }
    tip = {"field": "text", "type": "nominal"}
    layer: list[Spec] = [
        {
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
                "tooltip": tip,
            },
        },
        {
            "mark": {
                "type": "point",
                "filled": True,
                "size": 110,
                "opacity": 1,
                "color": look.colour(0),
            },
            "encoding": {"x": x, "y": y, "tooltip": tip},
        },
        {
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "bottom",
                "fontSize": 14,
                "color": look.text,
            },
            "encoding": {
                "x": {"datum": scale[0] if scale else 0, "type": "quantitative"},
                "y": y | {"field": "above"},
                "text": tip,
            },
        },
    ]
    if all(one["value"] is None for one in values):
        layer.pop(1)  # a layer without a point is a picture without a name
    if target is not None:
        layer.append(
            {
                "mark": {
                    "type": "rule",
                    "strokeDash": [4, 4],
                    "color": look.colour(1),
                },
                "encoding": {"x": {"datum": target, "type": "quantitative"}},
            }
        )
    return _whole(layer, values, len(values) * ROW + 16, look)


def funnel_chart(
    funnel: Funnel, *, names: Mapping[str, str], n_title: str, look: Look
) -> Spec:
    """Draw groups in the shape that chance has.

    Args:
        funnel: the groups.
        names: label → name.
        n_title: title of the axis of sizes.
        look: colours.

    Returns:
        A Vega-Lite specification; a group beyond the wide limits bears its name.
    """
    most = max((point.n for point in funnel.points), default=1) * 1.15
    sizes = [most * (step + 1) / STEPS for step in range(STEPS)]
    limits = [
        {
            "n": round(n, 1),
            "wide_low": wide[0],
            "wide_high": wide[1],
            "low": narrow[0],
            "high": narrow[1],
        }
        for n in sizes
        for wide in [limits_at(n, centre=funnel.centre, width=WIDE)]
        for narrow in [limits_at(n, centre=funnel.centre, width=NARROW)]
    ]
    points = [
        {
            "n": point.n,
            "share": _rounded(point.share),
            "name": names.get(point.group, point.group),
            "label": ""
            if point.place == "inside"
            else names.get(point.group, point.group),
        }
        for point in funnel.points
    ]
    x = {"field": "n", "type": "quantitative", "axis": {"title": n_title}}
    y = {
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"title": None, "format": ".0%"},
    }
    bands: list[Spec] = [
        {
            "data": {"values": limits},
            "mark": {"type": "area", "opacity": look.band_opacity, "color": look.muted},
            "encoding": {
                "x": x,
                "y": y | {"field": low},
                "y2": {"field": high},
            },
        }
        for low, high in (("wide_low", "wide_high"), ("low", "high"))
    ]
    dots: list[Spec] = [
        {
            "mark": {
                "type": "point",
                "filled": True,
                "size": 90,
                "opacity": 1,
                "color": look.colour(0),
            },
            "encoding": {
                "x": x,
                "y": y | {"field": "share"},
                "tooltip": {"field": "name", "type": "nominal"},
            },
        },
        {
            "mark": {"type": "text", "dy": -12, "color": look.text, "fontSize": 13},
            "encoding": {
                "x": x,
                "y": y | {"field": "share"},
                "text": {"field": "label", "type": "nominal"},
            },
        },
    ]
    return _whole([*bands, *dots], points, FUNNEL_HEIGHT, look)


def map_chart(
    shapes: Sequence[Mapping[str, Any]],
    *,
    values: Mapping[str, float],
    words: Mapping[str, str],
    look: Look,
) -> Spec:
    """Draw neighbourhoods in their outlines, filled by a released figure.

    Args:
        shapes: GeoJSON features whose properties have a `code`.
        values: code → released figure; a neighbourhood without one is grey.
        words: code → what is written on it and told on pointing.
        look: colours.

    Returns:
        A Vega-Lite specification without tiles: nothing is fetched.
    """
    features = [
        {
            "type": "Feature",
            "geometry": shape["geometry"],
            "properties": {
                "code": shape["properties"]["code"],
                "text": words.get(
                    shape["properties"]["code"], shape["properties"]["code"]
                ),
                "value": values.get(shape["properties"]["code"]),
            },
        }
        for shape in shapes
    ]
    return {
        "height": MAP_HEIGHT,
        "projection": {"type": "mercator"},
        "data": {"values": features},
        "mark": {  # its list says the same: shapes alone have no name to be read by
            "type": "geoshape",
            "stroke": look.text,
            "strokeWidth": 1,
            "aria": False,
        },
        "encoding": {
            "color": {
                "condition": {
                    "test": "isValid(datum.properties.value)",
                    "field": "properties.value",
                    "type": "quantitative",
                    "scale": {"range": [look.grid, look.colour(0)]},
                    "legend": None,
                },
                "value": look.unknown,
            },
            "tooltip": {"field": "properties.text", "type": "nominal"},
        },
        "config": settings(look),
        "usermeta": CLOSED,
    }


def _whole(
    layer: list[Spec], values: list[dict[str, Any]], height: int, look: Look
) -> Spec:
    return {
        "height": height,
        "data": {"values": values},
        "layer": layer,
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 4, "right": 16, "top": 4, "bottom": 4},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
