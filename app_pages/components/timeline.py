"""A path → one picture: situations, each structure's work, contacts, hand-overs.

Each lane carries its name over itself, so that the picture keeps its whole width on a
telephone. Unknown time is grey and named, never blank; what was last verified is a
dashed line.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app_pages.components import formats
from app_pages.components.situations import name as situation_name
from app_pages.components.timeline_rows import referral_states
from app_pages.components.words import _, named
from cohorts.charts.look import CLOSED, Look, settings
from parcours.nomenclature import Nomenclature
from parcours.people.path_view import InterventionView, PathView


LANE = 54  # pixels
BAR = (0.4, 0.86)  # of a lane, from its top
MIDDLE = sum(BAR) / 2
SHORT_DAYS = 21  # shorter pieces are drawn that long, so that they can be seen
LETTER = 7.6  # pixels of a letter of the bars' labels, on average
MONTHS_AXIS_DAYS = 550  # shorter paths show months
OPEN_STATES = frozenset({"ongoing", "en_cours"})
PLANNED_STATES = frozenset({"planned", "prevue"})

Spec = dict[str, Any]


@dataclass(frozen=True)
class _Piece:
    lane: int
    start: date
    end: date
    label: str
    tip: str
    fill: str
    ink: str
    is_open: bool = False


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
    pieces = [*_situations(path, words, look), *_work(path, words, look, lanes)]
    start, end = _span(path)
    layers = [
        _headings(lanes, start, look),
        *_bars(pieces, look),
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


def _situations(path: PathView, words: Nomenclature, look: Look) -> list[_Piece]:
    pieces = []
    for spell in path.spells:
        situation = words.situations.get(spell.situation)
        is_known = situation is not None and situation.family != "unknown"
        label = situation_name(spell.situation, words)
        pieces.append(
            _Piece(
                0,
                spell.starts_on,
                spell.ends_on,
                label,
                _dated(label, spell.starts_on, spell.ends_on, path.as_of),
                situation.colour if situation and is_known else look.unknown,
                situation.text_colour if situation and is_known else look.text,
            )
        )
    return pieces


def _work(
    path: PathView, words: Nomenclature, look: Look, lanes: list[str]
) -> list[_Piece]:
    pieces = []
    for item in path.interventions:
        kind = words.interventions.get(item.kind)
        label = item.kind if kind is None else named(kind.labels, short=True)
        pieces.append(
            _Piece(
                lanes.index(item.organisation),
                item.starts_on,
                _drawn_end(item, path.as_of),
                label,
                _dated(label, item.starts_on, item.ends_on, path.as_of),
                look.page if item.state in PLANNED_STATES else look.muted,
                look.text if item.state in PLANNED_STATES else look.page,
                item.state in PLANNED_STATES,
            )
        )
    return pieces


def _drawn_end(item: InterventionView, as_of: date) -> date:
    shortest = item.starts_on + timedelta(days=SHORT_DAYS)
    if item.ends_on is not None:
        return max(item.ends_on, shortest)
    return max(as_of, shortest) if item.state in OPEN_STATES else shortest


def _dated(label: str, start: date, end: date | None, as_of: date) -> str:
    if end is None:
        return f"{label}, {formats.day(start)}"
    if end > as_of:
        text = _("{label}, depuis le {start}")
        return text.format(label=label, start=formats.day(start))
    last = end - timedelta(days=1)
    text = _("{label}, du {start} au {end}")
    return text.format(label=label, start=formats.day(start), end=formats.day(last))


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


def _headings(lanes: list[str], start: date, look: Look) -> Spec:
    values = [
        {"x": start.isoformat(), "y": place + 0.32, "text": text}
        for place, text in enumerate(lanes)
    ]
    return {
        "data": {"values": values},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "bottom",
            "color": look.muted,
            "fontSize": 13,
        },
        "encoding": {"x": {"field": "x"}, "y": {"field": "y"}, "text": _text("text")},
    }


def _text(field: str) -> Spec:
    return {"field": field, "type": "nominal"}


def _bars(pieces: list[_Piece], look: Look) -> list[Spec]:
    values = [
        {
            "x": piece.start.isoformat(),
            "x2": piece.end.isoformat(),
            "y": piece.lane + BAR[0],
            "y2": piece.lane + BAR[1],
            "middle": piece.lane + MIDDLE,
            "label": piece.label,
            "tip": piece.tip,
            "fill": piece.fill,
            "ink": piece.ink,
            "edge": look.muted if piece.is_open else look.page,
        }
        for piece in pieces
    ]
    x, x2 = {"field": "x"}, {"field": "x2"}
    own = {"type": "nominal", "scale": None}
    fits = (
        "(scale('x', toDate(datum.x2)) - scale('x', toDate(datum.x)))"
        f" > {LETTER} * length(datum.label) + 10 ? datum.label : ''"
    )
    return [
        {
            "data": {"values": values},
            "mark": {"type": "rect", "cornerRadius": 3, "strokeWidth": 1},
            "encoding": {
                "x": dict(x),
                "x2": x2,
                "y": {"field": "y"},
                "y2": {"field": "y2"},
                "fill": {"field": "fill", **own},
                "stroke": {"field": "edge", **own},
                "tooltip": _text("tip"),
            },
        },
        {
            "data": {"values": values},
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "dx": 6,
                "fontSize": 13,
                "fontWeight": 600,
                "text": {"expr": fits},
            },
            "encoding": {
                "x": dict(x),
                "y": {"field": "middle"},
                "color": {"field": "ink", **own},
                "tooltip": _text("tip"),
            },
        },
    ]


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
                "fontSize": 12,
                "color": look.text,
            },
            "encoding": {"x": {"field": "x"}, "y": {"field": "y"}, "text": _text("t")},
        },
    ]
