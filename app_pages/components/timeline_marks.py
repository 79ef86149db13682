"""The marks of a timeline: contacts, long silences between them, hand-overs."""

from collections.abc import Sequence
from typing import Any

from app_pages.components import formats
from app_pages.components.timeline_bars import MIDDLE
from app_pages.components.timeline_lanes import Lanes, Window
from app_pages.components.timeline_rows import referral_states, told_silence
from app_pages.components.words import _, named
from cohorts.charts.look import Look
from parcours.nomenclature import Nomenclature
from parcours.people.path_view import PathView
from parcours.people.silence import Silence


LETTER = 6.2  # pixels of a letter of the silences' labels, on average

Spec = dict[str, Any]


def quiet(
    silent: Sequence[Silence], look: Look, *, lanes: Lanes, window: Window
) -> list[Spec]:
    """Draw stretches without contact: a dotted line between two stops, and its length.

    Args:
        silent: stretches that are shown.
        look: colours.
        lanes: what is where.
        window: the days shown.

    Returns:
        Layers; the scales are the caller's.
    """
    if not silent:
        return []
    y = lanes.names[_("Contacts")] + MIDDLE
    values = []
    for one in silent:
        start, end = max(one.starts_on, window.start), min(one.ends_on, window.end)
        text = told_silence(one)
        values.append(
            {
                "x": start.isoformat(),
                "x2": end.isoformat(),
                "at": (start + (end - start) / 2).isoformat(),
                "y": y,
                "low": y - 0.12,
                "high": y + 0.12,
                "text": text,
                "tip": _("{text}, depuis le {day}").format(
                    text=text, day=formats.day(one.starts_on)
                ),
            }
        )
    data, tip = {"values": values}, _text("tip")
    line = {"type": "rule", "strokeDash": [2, 3], "color": look.muted, "size": 2}
    stop = {"type": "rule", "color": look.muted, "size": 2}
    ends: list[Spec] = [
        {
            "data": data,
            "mark": dict(stop),
            "encoding": {
                "x": {"field": field},
                "y": {"field": "low"},
                "y2": {"field": "high"},
            },
        }
        for field in ("x", "x2")
    ]
    room = "scale('x', toDate(datum.x2)) - scale('x', toDate(datum.x))"
    word = {
        "type": "text",
        "dy": -11,
        "fontSize": 12,
        "color": look.text,
        "text": {"expr": f"{room} > {LETTER} * length(datum.text) ? datum.text : ''"},
    }
    return [
        {
            "data": data,
            "mark": line,
            "encoding": {
                "x": {"field": "x"},
                "x2": {"field": "x2"},
                "y": {"field": "y"},
                "tooltip": tip,
            },
        },
        *ends,
        {
            "data": data,
            "mark": word,
            "encoding": {"x": {"field": "at"}, "y": {"field": "y"}, "tooltip": tip},
        },
    ]


def contacts(
    path: PathView, words: Nomenclature, look: Look, *, lanes: Lanes
) -> list[Spec]:
    """Draw contacts: full where somebody was reached, hollow where it was tried.

    Args:
        path: what is shown of it.
        words: the nomenclature.
        look: colours.
        lanes: what is where.

    Returns:
        Layers; the scales are the caller's.
    """
    if not path.contacts:
        return []
    lane = lanes.names[_("Contacts")]
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


def referrals(path: PathView, look: Look, *, lanes: Lanes) -> list[Spec]:
    """Draw hand-overs, each with what became of it.

    Args:
        path: what is shown of it.
        look: colours.
        lanes: what is where.

    Returns:
        Layers; the scales are the caller's.
    """
    if not path.referrals:
        return []
    lane, states = lanes.names[_("Relais")], referral_states()
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


def _text(field: str) -> Spec:
    return {"field": field, "type": "nominal"}
