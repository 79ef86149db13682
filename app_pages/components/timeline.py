"""A path → one picture: situations, each structure's work, contacts, hand-overs.

Each lane carries its name over itself, so that the picture keeps its whole width on a
telephone. Unknown time is grey and named, never blank; what was last verified is a
dashed line.
"""

from datetime import date, timedelta
from typing import Any

from app_pages.components import formats
from app_pages.components.timeline_bars import MIDDLE, bars, pieces_of
from app_pages.components.timeline_rows import referral_states
from app_pages.components.words import _, named
from cohorts.charts.look import CLOSED, Look, settings
from parcours.nomenclature import Nomenclature
from parcours.people.path_view import PathView


LANE = 54  # pixels
MONTHS_AXIS_DAYS = 550  # shorter paths show months
NARROW = 900  # pixels of a window in which the picture scrolls sideways
ON_SCREEN = 340  # pixels from the right of what such a window shows first

Spec = dict[str, Any]


def timeline(path: PathView, *, words: Nomenclature, look: Look) -> Spec:
    """Draw a path.

    Args:
        path: as the viewer may see it.
        words: the nomenclature.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    lanes = lane_names(path)
    pieces = pieces_of(path, words=words, look=look, lanes=lanes)
    start, end = _span(path)
    layers = [
        *_headings(lanes, start, end, look),
        *bars(pieces, look, start=start, end=end),
        *_contacts(path, words, look, lanes),
        *_referrals(path, look, lanes),
        *_verified(path, look, len(lanes), start, end),
    ]
    for layer in layers:
        _share_scales(layer, start=start, end=end, n_lanes=len(lanes))
    return {
        "height": LANE * len(lanes) + 18,
        "layer": layers,
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 2, "right": 10, "top": 4, "bottom": 4},
    }


def lane_names(path: PathView) -> list[str]:
    """Name the lanes of a path, from the top.

    Args:
        path: as the viewer may see it.

    Returns:
        Situation, each structure that worked with the young person in the order of
        its first act, contacts and hand-overs where there are any.
    """
    structures = dict.fromkeys(item.organisation for item in path.interventions)
    names = [_("Situation"), *structures]
    if path.contacts:
        names.append(_("Contacts"))
    if path.referrals:
        names.append(_("Relais"))
    return names


def _span(path: PathView) -> tuple[date, date]:
    days = [spell.starts_on for spell in path.spells]
    days += [item.starts_on for item in path.interventions]
    days += [item.on for item in path.contacts]
    days += [item.on for item in path.referrals]
    first = min(days, default=path.as_of - timedelta(days=365))
    last = max([path.as_of, *days]) + timedelta(days=15)
    return min(first, path.as_of - timedelta(days=180)), last


def _share_scales(layer: Spec, *, start: date, end: date, n_lanes: int) -> None:
    encoding = layer["encoding"]
    short = (end - start).days < MONTHS_AXIS_DAYS
    encoding["x"] |= {
        "type": "temporal",
        "scale": {
            "type": "utc",
            "domain": [start.isoformat(), end.isoformat()],
            "nice": False,
        },
        "axis": {
            "orient": "top",
            "format": "%b %Y" if short else "%Y",
            "tickCount": {"interval": "month", "step": 3} if short else "year",
            "title": None,
            "grid": True,
            "labelBound": True,
            "labelOverlap": True,
        },
    }
    encoding["y"] |= {
        "type": "quantitative",
        "scale": {"domain": [n_lanes, -0.3], "nice": False},
        "axis": None,
    }


def _headings(lanes: list[str], start: date, end: date, look: Look) -> list[Spec]:
    """Name each lane over its left end, and again where a telephone first looks."""
    wide = {
        "type": "text",
        "align": "left",
        "baseline": "bottom",
        "color": look.muted,
        "fontSize": 13,
    }
    narrow = wide | {
        "dx": -ON_SCREEN,
        "text": {"expr": f"windowSize()[0] < {NARROW} ? datum.text : ''"},
    }
    return [
        _heading(lanes, start, wide, {"text": _text("text")}),
        _heading(lanes, end, narrow, {}),
    ]


def _heading(lanes: list[str], on: date, mark: Spec, more: Spec) -> Spec:
    values = [
        {"x": on.isoformat(), "y": place + 0.32, "text": text}
        for place, text in enumerate(lanes)
    ]
    encoding = {"x": {"field": "x"}, "y": {"field": "y"}, **more}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _text(field: str) -> Spec:
    return {"field": field, "type": "nominal"}


def _contacts(
    path: PathView, words: Nomenclature, look: Look, lanes: list[str]
) -> list[Spec]:
    if not path.contacts:
        return []
    lane = lanes.index(_("Contacts"))
    values = []
    for item in path.contacts:
        result = words.contact_results.get(item.result)
        label = item.result if result is None else named(result.labels)
        reached = result is not None and result.established
        values.append(
            {
                "x": item.on.isoformat(),
                "y": lane + MIDDLE,
                "tip": f"{label}, {formats.day(item.on)}",
                "fill": look.muted if reached else look.page,
            }
        )
    return [
        {
            "data": {"values": values},
            "mark": {"type": "point", "size": 80, "stroke": look.muted, "opacity": 1},
            "encoding": {
                "x": {"field": "x"},
                "y": {"field": "y"},
                "fill": {"field": "fill", "type": "nominal", "scale": None},
                "tooltip": _text("tip"),
            },
        }
    ]


def _referrals(path: PathView, look: Look, lanes: list[str]) -> list[Spec]:
    if not path.referrals:
        return []
    lane, states = lanes.index(_("Relais")), referral_states()
    values = [
        {
            "x": item.on.isoformat(),
            "y": lane + MIDDLE,
            "text": states.get(item.state, item.state),
            "tip": f"{item.sender} → {item.recipient}, {formats.day(item.on)}",
        }
        for item in path.referrals
    ]
    base = {"x": {"field": "x"}, "y": {"field": "y"}, "tooltip": _text("tip")}
    arrow = {
        "type": "point",
        "shape": "triangle-right",
        "filled": True,
        "size": 130,
        "color": look.colour(0),
        "opacity": 1,
    }
    word = {"type": "text", "align": "left", "dx": 10, "color": look.text}
    return [
        {
            "data": {"values": values},
            "mark": arrow,
            "encoding": {key: dict(part) for key, part in base.items()},
        },
        {
            "data": {"values": values},
            "mark": word,
            "encoding": {key: dict(part) for key, part in base.items()}
            | {"text": _text("text")},
        },
    ]


def _verified(
    path: PathView, look: Look, n_lanes: int, start: date, end: date
) -> list[Spec]:
    on = path.last_verified_on
    if on is None or not start <= on <= end:
        return []
    late = (on - start) > (end - on)
    words = _("vérifié le {day}").format(day=formats.day(on))
    data = {"values": [{"x": on.isoformat(), "y": -0.25, "y2": n_lanes, "t": words}]}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "strokeDash": [4, 4], "color": look.text},
            "encoding": {
                "x": {"field": "x"},
                "y": {"field": "y"},
                "y2": {"field": "y2"},
            },
        },
        {
            "data": data,
            "mark": {
                "type": "text",
                "align": "right" if late else "left",
                "dx": -6 if late else 6,
                "dy": 6,
                "fontSize": 13,
                "color": look.text,
            },
            "encoding": {"x": {"field": "x"}, "y": {"field": "y"}, "text": _text("t")},
        },
    ]
