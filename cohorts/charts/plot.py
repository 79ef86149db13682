"""Lines of shares over months → one view: grid, bands, lines, dots, labels, rows.

Everything lies in one view: the rows under the axis share its scale, so that each
number stands under its own time at any width of the page.

A browser keeps all that a specification holds. This one holds what the page tells and
no more: the lines that are drawn, at the ends of months, in whole per cent; head counts
as words.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cohorts.charts.look import CLOSED, Look, settings
from cohorts.charts.moments import delay
from cohorts.charts.series import LINE, PLOT, Series, Spec, Words
from cohorts.charts.under import Row, depth, under
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.grid import month_edges
from cohorts.estimates.results import Curve
from cohorts.risk_table.numbers import Floats


LABEL_LIFT = 7  # pixels between an interval and the label above it
STEPS = (0.05, 0.1, 0.2)
MOST_STEPS = 6
DIGITS = 2  # whole per cent, as the words and the table say


def plot(
    drawn: Sequence[Series],
    *,
    definition: CohortDefinition,
    words: Words,
    look: Look,
    rows: Sequence[Row] = (),
) -> Spec:
    """Draw lines over the months of a cohort.

    Args:
        drawn: one line or more.
        definition: the cohort, for clock and horizons.
        words: texts.
        look: colours.
        rows: head counts under the axis.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    end = float(definition.horizons[-1])
    edges = month_edges(definition.clock, end).astype(float)
    points = {item.key: _points(item.curve, edges) for item in drawn}
    top = _top(points.values())
    layers = [
        _grid(top, end, look),
        *_bands(drawn, points, look),
        *_dots(drawn, definition, words, look),
        *_labels(drawn, points, words, look, top=top, end=end),
        *under(rows, definition, words, look, top=top),
    ]
    below = depth(len(rows))
    pixels = PLOT + below
    bottom = -top * below / PLOT
    for layer in layers:
        _share_scales(layer, end=end, bottom=bottom, top=top)
    return {
        "height": pixels,
        "layer": layers,
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 4, "right": 12, "top": 8, "bottom": 0},
    }


def _points(curve: Curve, edges: Floats) -> list[dict[str, float]]:
    """Read a curve at the ends of months: where it moves, and the last of them."""
    points = [{"time": 0.0, "share": 0.0, "low": 0.0, "high": 0.0}]
    for time in edges[(edges > 0) & (edges <= curve.times[-1])]:
        place = int(np.searchsorted(curve.times, time, side="right")) - 1
        point = {"time": float(time), **_read(curve, place)}
        if _shares_of(point) != _shares_of(points[-1]):
            points.append(point)
    last = float(edges[edges <= curve.times[-1]][-1])
    if points[-1]["time"] < last:
        points.append(points[-1] | {"time": last})
    return points


def _read(curve: Curve, place: int) -> dict[str, float]:
    """Read a curve in whole per cent; where it has no limits, they are on it."""
    if place < 0:
        return {"share": 0.0, "low": 0.0, "high": 0.0}
    share, low, high = curve.estimate[place], curve.low[place], curve.high[place]
    return {
        "share": round(float(share), DIGITS),
        "low": round(float(low if np.isfinite(low) else share), DIGITS),
        "high": round(float(high if np.isfinite(high) else share), DIGITS),
    }


def _shares_of(point: Mapping[str, float]) -> tuple[float, ...]:
    return point["share"], point["low"], point["high"]


def _top(points: Any) -> float:
    highest = max(point["high"] for series in points for point in series)
    step = next((s for s in STEPS if (highest * 1.12) / s <= MOST_STEPS), STEPS[-1])
    return float(min(np.ceil(highest * 1.12 / step) * step, 1.0))


def _share_scales(layer: Spec, *, end: float, bottom: float, top: float) -> None:
    encoding = layer["encoding"]
    if "x" in encoding and "field" in encoding["x"]:
        encoding["x"] |= {
            "type": "quantitative",
            "scale": {"domain": [0, end], "nice": False},
            "axis": None,
        }
    if "y" in encoding and "field" in encoding["y"]:
        encoding["y"] |= {
            "type": "quantitative",
            "scale": {"domain": [bottom, top * 1.03], "nice": False},
            "axis": {
                "values": _shares(top),
                "format": ".0%",
                "title": None,
                "grid": False,
            },
        }


def _grid(top: float, end: float, look: Look) -> Spec:
    values = [{"y": value, "x": 0, "x2": end} for value in _shares(top)]
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "color": look.grid},
        "encoding": {
            "x": {"field": "x"},
            "x2": {"field": "x2"},
            "y": {"field": "y"},
        },
    }


def _shares(top: float) -> list[float]:
    step = next((s for s in STEPS if top / s <= MOST_STEPS), STEPS[-1])
    return [round(k * step, 4) for k in range(round(top / step) + 1)]


def _bands(
    drawn: Sequence[Series], points: Mapping[str, Any], look: Look
) -> list[Spec]:
    layers: list[Spec] = []
    for item in drawn:
        data = {"values": points[item.key]}
        x = {"field": "time"}
        if item.has_band:
            layers.append(
                {
                    "data": data,
                    "mark": {
                        "type": "area",
                        "interpolate": "step-after",
                        "color": item.colour,
                        "opacity": look.band_opacity,
                    },
                    "encoding": {
                        "x": dict(x),
                        "y": {"field": "low"},
                        "y2": {"field": "high"},
                    },
                }
            )
        layers.append(
            {
                "data": data,
                "mark": {
                    "type": "line",
                    "interpolate": "step-after",
                    "color": item.colour,
                    "strokeWidth": item.width,
                    "strokeDash": item.dash,
                },
                "encoding": {"x": dict(x), "y": {"field": "share"}},
            }
        )
    return layers


def _dots(
    drawn: Sequence[Series], definition: CohortDefinition, words: Words, look: Look
) -> list[Spec]:
    """Mark the horizons, with what the table says in the tooltip."""
    values = [
        {
            "time": time,
            "share": round(float(item.curve.estimate[place]), DIGITS),
            "colour": item.colour,
            "text": words.tip.format(
                name=item.name,
                months=delay(definition, months),
                reading=words.reading(
                    float(item.curve.estimate[place]),
                    float(item.curve.low[place]),
                    float(item.curve.high[place]),
                ),
            ),
        }
        for item in drawn
        for months, time in zip(
            definition.horizons_months, definition.horizons, strict=True
        )
        if (place := _place(item.curve, time)) is not None
    ]
    return [
        {
            "data": {"values": values},
            "mark": {
                "type": "point",
                "filled": True,
                "size": 55,
                "opacity": 1,
                "stroke": look.page,
            },
            "encoding": {
                "x": {"field": "time"},
                "y": {"field": "share"},
                "color": {"field": "colour", "type": "nominal", "scale": None},
                "tooltip": {"field": "text", "type": "nominal"},
            },
        }
    ]


def _place(curve: Curve, time: float) -> int | None:
    if time > curve.times[-1]:
        return None
    place = int(np.searchsorted(curve.times, time, side="right")) - 1
    return place if place >= 0 else None


def _labels(
    drawn: Sequence[Series],
    points: Mapping[str, Any],
    words: Words,
    look: Look,
    *,
    top: float,
    end: float,
) -> list[Spec]:
    """Write each line's name and last reading over its end, none upon another."""
    line = top * (LINE + 2) / PLOT
    lift = top * LABEL_LIFT / PLOT
    values = []
    ranked = sorted(drawn, key=lambda s: points[s.key][-1]["share"])
    wanted = [points[item.key][-1]["high"] + lift for item in ranked]
    heights = _apart(wanted, line=line, top=top)
    for item, height in zip(ranked, heights, strict=True):
        last = points[item.key][-1]
        reading = words.reading(last["share"], last["low"], last["high"])
        values.append(
            {
                "x": last["time"],
                "y": height,
                "text": f"{item.name} {reading}",
                "colour": item.colour,
                "early": last["time"] < end / 2,
            }
        )
    return [
        layer
        for early in (False, True)
        for layer in _words(
            [
                {key: value for key, value in one.items() if key != "early"}
                for one in values
                if one["early"] == early
            ],
            look,
            align="left" if early else "right",
        )
    ]


def _apart(wanted: Sequence[float], *, line: float, top: float) -> list[float]:
    """Part heights by a line: upwards first, then back down from the top of the plot.

    Args:
        wanted: heights, of labels from the lowest line to the highest.
        line: least distance between two.
        top: highest height there is.
    """
    heights: list[float] = []
    for height in wanted:
        heights.append(max(height, heights[-1] + line) if heights else height)
    highest = top
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], highest)
        highest = heights[place] - line
    return heights


def _words(values: list[dict[str, Any]], look: Look, *, align: str) -> list[Spec]:
    """Write labels twice: over a halo of the page, then in the line's colour."""
    if not values:
        return []
    base = {"type": "text", "baseline": "bottom", "fontSize": 14, "fontWeight": 600}
    base["align"] = align
    encoding = {
        "x": {"field": "x"},
        "y": {"field": "y"},
        "text": {"field": "text", "type": "nominal"},
    }
    halo = {**base, "stroke": look.page, "strokeWidth": 5, "color": look.page}
    coloured = {"color": {"field": "colour", "type": "nominal", "scale": None}}
    data = {"values": values}
    return [
        {
            "data": data,
            "mark": {**halo, "opacity": 0.85},
            "encoding": {k: dict(v) for k, v in encoding.items()},
        },
        {
            "data": data,
            "mark": base,
            "encoding": {k: dict(v) for k, v in encoding.items()} | coloured,
        },
    ]
