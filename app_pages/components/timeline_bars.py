"""The bars of a timeline: situations in their lane, each structure's work in its own.

A bar carries its sign (the shape of a situation, the letter of a kind of work) and its
words where they fit; work that is too short for its name has it beside it, where the
lane is free. A bar too short for its sign has it under it, or over it where two would
touch: no bar is told apart by its colour alone. A situation that nobody has confirmed
for long is an empty, dashed bar from the last day on which it was seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from app_pages.components import formats, situations
from app_pages.components.timeline_lanes import Lanes, Window, drawn_end
from app_pages.components.words import _, named
from cohorts.charts.look import Look
from parcours.nomenclature import Nomenclature
from parcours.people.path_view import PathView, SpellView


BAR = (0.4, 0.86)  # of a lane, from its top
MIDDLE = sum(BAR) / 2
PRESUMED_DAYS = 90  # longer without news, a situation is drawn as presumed
LETTER = 7.6  # pixels of a letter of the bars' labels, on average
MARGIN = 10  # pixels round a label
SHAPE_PIXELS = 20  # of a bar that holds a sign
SIGN_PIXELS = 12  # of a sign under or over a bar
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
        sign: shape of a situation's family, letter of a kind of work, or nothing for
            what goes on from the bar before.
        is_work: its words may stand beside it.
        presumed: nobody confirmed it for long: drawn dashed.
    """

    lane: int
    start: date
    end: date
    label: str
    tip: str
    fill: str
    ink: str
    edge: str
    sign: str = ""
    is_work: bool = False
    presumed: bool = False


def pieces_of(
    path: PathView,
    *,
    words: Nomenclature,
    look: Look,
    lanes: Lanes,
    window: Window,
    letters: Mapping[str, str],
) -> list[Piece]:
    """Cut a path into bars.

    Args:
        path: what is shown of it.
        words: the nomenclature.
        look: colours.
        lanes: what is where, the situation first.
        window: the days shown; no bar leaves it.
        letters: kind of work → its letter.

    Returns:
        Situations, then work, each in time order.
    """
    pieces = [
        *_situations(path, words, look),
        *_work(path, words, look, lanes, letters),
    ]
    shown = [one for one in pieces if window.holds(one.start, one.end)]
    return [
        replace(one, start=max(one.start, window.start), end=min(one.end, window.end))
        for one in shown
    ]


def _situations(path: PathView, words: Nomenclature, look: Look) -> list[Piece]:
    pieces = []
    for spell in path.spells:
        found = words.situations.get(spell.situation)
        is_known = found is not None and found.family != situations.UNKNOWN
        label = situations.name(spell.situation, words)
        piece = Piece(
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
        pieces += _parted(piece, spell, look) if is_known else [piece]
    return pieces


def presumed_since(spell: SpellView) -> date | None:
    """Tell from when on a situation is only presumed to go on.

    Args:
        spell: a stretch of one situation.

    Returns:
        The day after the last one on which it was seen, where more than 90 days of it
        follow; else None.
    """
    if spell.seen_on is None:
        return None
    since = spell.seen_on + timedelta(days=1)
    return since if (spell.ends_on - since).days > PRESUMED_DAYS else None


def _parted(piece: Piece, spell: SpellView, look: Look) -> list[Piece]:
    """Part what was seen from what is presumed; the longer of both bears the words."""
    since = presumed_since(spell)
    if since is None:
        return [piece]
    tip = _("{label}, supposé depuis le {day} : personne ne l’a confirmé")
    rest = replace(
        piece,
        start=since,
        fill=look.page,
        ink=look.text,
        tip=tip.format(label=piece.label, day=formats.day(since)),
        presumed=True,
    )
    if (piece.end - since) > (since - piece.start):
        return [replace(piece, end=since, label=""), rest]
    return [replace(piece, end=since), replace(rest, label="", sign="")]


def _work(
    path: PathView,
    words: Nomenclature,
    look: Look,
    lanes: Lanes,
    letters: Mapping[str, str],
) -> list[Piece]:
    pieces = []
    for item in path.interventions:
        kind = words.interventions.get(item.kind)
        label = item.kind if kind is None else named(kind.labels, short=True)
        is_planned = item.state in PLANNED_STATES
        pieces.append(
            Piece(
                lanes.row_of[item.id],
                item.starts_on,
                drawn_end(item, path.as_of),
                label,
                _dated(label, item.starts_on, item.ends_on, path.as_of),
                look.page if is_planned else look.muted,
                look.text if is_planned else look.page,
                look.muted,
                letters[item.kind],
                is_work=True,
            )
        )
    return pieces


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
    rects = [
        _rects(data, own, presumed=False),
        *(
            [_rects(data, own, presumed=True)]
            if any(p.presumed for p in pieces)
            else []
        ),
    ]
    inside = _words(_inside(), at="x", align="left", ink={"field": "ink", **own})
    beside = {"value": look.text}
    after = _words(_after(), at="x2", align="left", ink=beside)
    before = _words(_before(), at="x", align="right", ink=beside)
    layers = (inside, after, before, _signs(look, over=False), _signs(look, over=True))
    return [*rects, *({**layer, "data": data} for layer in layers)]


def _signs(look: Look, *, over: bool) -> Spec:
    """Write under or over a bar the sign for which it is too short."""
    shown = f"{_IS_BARE} && {'' if over else '!'}({_GOES_OVER})"
    return {
        "mark": {
            "type": "text",
            "align": "center",
            "baseline": "bottom" if over else "top",
            "dy": -1 if over else 2,
            "fontSize": SIGN_PIXELS,
            "fontWeight": 600,
            "color": look.text,
            "text": {"expr": f"{shown} ? datum.sign : ''"},
        },
        "encoding": {
            "x": {"field": "centre"},
            "y": {"field": "y" if over else "y2"},
            "tooltip": {"field": "tip", "type": "nominal"},
        },
    }


def _rects(data: Spec, own: Spec, *, presumed: bool) -> Spec:
    """Draw the bars of what was seen, or of what is presumed: these are dashed."""
    dash = (
        {"strokeDash": [5, 4], "strokeWidth": 1.5} if presumed else {"strokeWidth": 1}
    )
    return {
        "data": data,
        "transform": [{"filter": f"datum.presumed === {str(presumed).lower()}"}],
        "mark": {
            "type": "rect",
            "cornerRadius": 3,
            "xOffset": 0.75,
            "x2Offset": -0.75,
            **dash,
        },
        "encoding": {
            "x": {"field": "x"},
            "x2": {"field": "x2"},
            "y": {"field": "y"},
            "y2": {"field": "y2"},
            "fill": {"field": "fill", **own},
            "stroke": {"field": "edge", **own},
            "tooltip": {"field": "tip", "type": "nominal"},
        },
    }


def _values(pieces: list[Piece], start: date, end: date) -> list[Spec]:
    """Give each bar the room beside it, up to its neighbours in the same lane."""
    values = []
    by_lane = sorted(pieces, key=lambda piece: piece.lane)
    for _lane, group in groupby(by_lane, key=lambda piece: piece.lane):
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
                    "former": len(former.label) + 2 if former else 0,
                    "alone": _stands_alone(piece, row),
                    "y": piece.lane + BAR[0],
                    "y2": piece.lane + BAR[1],
                    "middle": piece.lane + MIDDLE,
                    "label": piece.label,
                    "sign": piece.sign,
                    "work": piece.is_work,
                    "full": f"{piece.sign} {piece.label}".strip(),
                    "centre": _centre(piece),
                    "odd": bool(place % 2),
                    "near": [_centre(one) for one in row[max(place - 1, 0) : place]]
                    + [_centre(one) for one in row[place + 1 : place + 2]],
                    "tip": piece.tip,
                    "fill": piece.fill,
                    "ink": piece.ink,
                    "edge": piece.edge,
                    "presumed": piece.presumed,
                }
            )
    return values


def _centre(piece: Piece) -> str:
    return (piece.start + (piece.end - piece.start) / 2).isoformat()


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


def _apart(place: int) -> str:
    """Tell whether the bar before or after is so near that two signs would touch."""
    other = f"scale('x', toDate(datum.near[{place}]))"
    own = "scale('x', toDate(datum.centre))"
    return f"(length(datum.near) > {place} && abs({own} - {other}) < {SIGN_PIXELS + 1})"


_FITS = f"{_between('x', 'x2')} > {_need('length(datum.full)')}"
_IS_BESIDE = f"datum.alone && datum.work && !({_FITS})"
_HAS_ROOM_AFTER = f"{_between('x2', 'to')} > {_need('length(datum.full)')}"
_HAS_ROOM_BEFORE = (
    f"{_between('from', 'x')} > {_need('(length(datum.full) + datum.former)')}"
)
_IS_NAMED = f"{_FITS} || ({_IS_BESIDE} && ({_HAS_ROOM_AFTER} || {_HAS_ROOM_BEFORE}))"
_HOLDS_SIGN = f"{_between('x', 'x2')} > {SHAPE_PIXELS}"
_IS_BARE = f"datum.sign && !({_IS_NAMED}) && !({_HOLDS_SIGN})"
_GOES_OVER = f"datum.odd && ({_apart(0)} || {_apart(1)})"


def _inside() -> str:
    alone = f"!({_IS_NAMED}) && {_HOLDS_SIGN} ? datum.sign : ''"
    return f"{_FITS} ? datum.full : ({alone})"


def _after() -> str:
    return f"{_IS_BESIDE} && {_HAS_ROOM_AFTER} ? datum.full : ''"


def _before() -> str:
    is_before = f"!({_HAS_ROOM_AFTER}) && {_HAS_ROOM_BEFORE}"
    return f"{_IS_BESIDE} && {is_before} ? datum.full : ''"
