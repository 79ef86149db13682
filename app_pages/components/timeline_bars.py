"""The bars of a timeline: situations in their lane, each structure's work in its own.

A bar carries its shape and its words where they fit; work that is too short for its
name has it beside it, where the lane is free.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from app_pages.components import formats, situations
from app_pages.components.words import _, named
from cohorts.charts.look import Look
from parcours.nomenclature import Nomenclature
from parcours.people.path_view import InterventionView, PathView


BAR = (0.4, 0.86)  # of a lane, from its top
MIDDLE = sum(BAR) / 2
SHORT_DAYS = 21  # shorter pieces are drawn that long, so that they can be seen
LETTER = 7.6  # pixels of a letter of the bars' labels, on average
MARGIN = 10  # pixels round a label
SHAPE_PIXELS = 20  # a shape alone
OPEN_STATES = frozenset({"ongoing", "en_cours"})
PLANNED_STATES = frozenset({"planned", "prevue"})

Spec = dict[str, Any]


@dataclass(frozen=True)
class Piece:
    """One bar.

    Attributes:
        lane: its place from the top.
        start: first day drawn.
        end: day after the last one drawn.
        label: its words.
        tip: its words and days.
        fill: colour of the bar.
        ink: colour of the words on it.
        edge: colour of its outline, seen on the page.
        shape: sign of a situation's family, or nothing.
    """

    lane: int
    start: date
    end: date
    label: str
    tip: str
    fill: str
    ink: str
    edge: str
    shape: str = ""


def pieces_of(
    path: PathView, *, words: Nomenclature, look: Look, lanes: list[str]
) -> list[Piece]:
    """Cut a path into bars.

    Args:
        path: as the viewer may see it.
        words: the nomenclature.
        look: colours.
        lanes: names of the lanes, from the top, the situation first.

    Returns:
        Situations, then work, each in time order.
    """
    return [*_situations(path, words, look), *_work(path, words, look, lanes)]


def _situations(path: PathView, words: Nomenclature, look: Look) -> list[Piece]:
    pieces = []
    for spell in path.spells:
        found = words.situations.get(spell.situation)
        is_known = found is not None and found.family != situations.UNKNOWN
        label = situations.name(spell.situation, words)
        pieces.append(
            Piece(
                0,
                spell.starts_on,
                spell.ends_on,
                label,
                _dated(label, spell.starts_on, spell.ends_on, path.as_of),
                found.colour if found and is_known else look.unknown,
                found.text_colour if found and is_known else look.text,
                situations.tone(found, look) if found else look.muted,
                situations.shape(found) if found else situations.UNKNOWN_SHAPE,
            )
        )
    return pieces


def _work(
    path: PathView, words: Nomenclature, look: Look, lanes: list[str]
) -> list[Piece]:
    pieces = []
    for item in path.interventions:
        kind = words.interventions.get(item.kind)
        label = item.kind if kind is None else named(kind.labels, short=True)
        is_planned = item.state in PLANNED_STATES
        pieces.append(
            Piece(
                lanes.index(item.organisation),
                item.starts_on,
                _drawn_end(item, path.as_of),
                label,
                _dated(label, item.starts_on, item.ends_on, path.as_of),
                look.page if is_planned else look.muted,
                look.text if is_planned else look.page,
                look.muted,
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


def bars(pieces: list[Piece], look: Look, *, start: date, end: date) -> list[Spec]:
    """Draw bars with their words.

    Args:
        pieces: any number.
        look: colours.
        start: first day of the picture.
        end: its last day.

    Returns:
        Layers; the scales are the caller's.
    """
    data = {"values": _values(pieces, start, end)}
    own = {"type": "nominal", "scale": None}
    tip = {"field": "tip", "type": "nominal"}
    rect = {
        "data": data,
        "mark": {
            "type": "rect",
            "cornerRadius": 3,
            "strokeWidth": 1,
            "xOffset": 0.75,
            "x2Offset": -0.75,
        },
        "encoding": {
            "x": {"field": "x"},
            "x2": {"field": "x2"},
            "y": {"field": "y"},
            "y2": {"field": "y2"},
            "fill": {"field": "fill", **own},
            "stroke": {"field": "edge", **own},
            "tooltip": tip,
        },
    }
    inside = _words(_inside(), at="x", align="left", ink={"field": "ink", **own})
    beside = {"value": look.text}
    after = _words(_after(), at="x2", align="left", ink=beside)
    before = _words(_before(), at="x", align="right", ink=beside)
    return [rect, *({**layer, "data": data} for layer in (inside, after, before))]


def _values(pieces: list[Piece], start: date, end: date) -> list[Spec]:
    """Give each bar the room beside it, up to its neighbours in the same lane."""
    values = []
    for _lane, group in groupby(pieces, key=lambda piece: piece.lane):
        row = sorted(group, key=lambda piece: (piece.start, piece.end))
        for place, piece in enumerate(row):
            earlier, later = row[:place], row[place + 1 :]
            former = max(earlier, key=lambda one: one.end, default=None)
            values.append(
                {
                    "x": piece.start.isoformat(),
                    "x2": piece.end.isoformat(),
                    "from": (former.end if former else start).isoformat(),
                    "to": min((one.start for one in later), default=end).isoformat(),
                    "former": len(former.label) if former else 0,
                    "alone": _stands_alone(piece, row),
                    "y": piece.lane + BAR[0],
                    "y2": piece.lane + BAR[1],
                    "middle": piece.lane + MIDDLE,
                    "label": piece.label,
                    "shape": piece.shape,
                    "full": f"{piece.shape} {piece.label}".strip(),
                    "tip": piece.tip,
                    "fill": piece.fill,
                    "ink": piece.ink,
                    "edge": piece.edge,
                }
            )
    return values


def _stands_alone(piece: Piece, row: list[Piece]) -> bool:
    """Tell whether no other bar touches this one: words beside it are then its own."""
    return not any(
        one is not piece and one.start <= piece.end and piece.start <= one.end
        for one in row
    )


def _words(text: str, *, at: str, align: str, ink: Spec) -> Spec:
    return {
        "mark": {
            "type": "text",
            "align": align,
            "baseline": "middle",
            "dx": -6 if align == "right" else 6,
            "fontSize": 13,
            "fontWeight": 600,
            "text": {"expr": text},
        },
        "encoding": {
            "x": {"field": at},
            "y": {"field": "middle"},
            "color": ink,
            "tooltip": {"field": "tip", "type": "nominal"},
        },
    }


def _between(start: str, end: str) -> str:
    return f"(scale('x', toDate(datum.{end})) - scale('x', toDate(datum.{start})))"


def _need(letters: str) -> str:
    return f"({LETTER} * {letters} + {MARGIN})"


_FITS = f"{_between('x', 'x2')} > {_need('length(datum.full)')}"
_IS_BESIDE = f"datum.alone && !datum.shape && !({_FITS})"
_HAS_ROOM_AFTER = f"{_between('x2', 'to')} > {_need('length(datum.label)')}"


def _inside() -> str:
    alone = f"{_between('x', 'x2')} > {SHAPE_PIXELS} ? datum.shape : ''"
    return f"{_FITS} ? datum.full : ({alone})"


def _after() -> str:
    return f"{_IS_BESIDE} && {_HAS_ROOM_AFTER} ? datum.label : ''"


def _before() -> str:
    room = f"{_between('from', 'x')} > {_need('(length(datum.label) + datum.former)')}"
    return f"{_IS_BESIDE} && !({_HAS_ROOM_AFTER}) && {room} ? datum.label : ''"
