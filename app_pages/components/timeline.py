"""A path → one picture: situations, each structure's work, contacts, hand-overs.

Each lane carries its name over itself, so that the picture keeps its whole width on a
telephone. Unknown time is grey and named, never blank; what was last verified is a
dashed line.
"""

from datetime import date
from typing import Any

from app_pages.components import formats
from app_pages.components.timeline_bars import bars, pieces_of
from app_pages.components.timeline_lanes import Lanes, Window, lanes_of, whole, within
from app_pages.components.timeline_letters import letters_of
from app_pages.components.timeline_marks import contacts, quiet, referrals
from app_pages.components.words import _
from cohorts.charts.look import CLOSED, Look, settings
from parcours.nomenclature import Nomenclature
from parcours.people.path_view import PathView
from parcours.people.silence import Silence


LANE = 54  # pixels
MONTHS_AXIS_DAYS = 900  # shorter windows show months
HALF_YEAR_DAYS = 250  # shorter windows name each month
NARROW = 900  # pixels of a window in which the picture scrolls sideways
ON_SCREEN = 340  # pixels from the right of what such a window shows first

Spec = dict[str, Any]


def timeline(
    path: PathView,
    *,
    words: Nomenclature,
    look: Look,
    window: Window | None = None,
    silent: tuple[Silence, ...] = (),
) -> Spec:
    """Draw a path.

    Args:
        path: as the viewer may see it.
        words: the nomenclature.
        look: colours.
        window: the days to show, None for the whole path.
        silent: stretches without contact, marked in the lane of contacts.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    window = window or whole(path)
    shown = within(path, window)
    silent = tuple(one for one in silent if window.holds(one.starts_on, one.ends_on))
    lanes = lanes_of(shown, silent)
    pieces = pieces_of(
        shown,
        words=words,
        look=look,
        lanes=lanes,
        window=window,
        letters=letters_of(path.interventions),
    )
    layers = [
        *_headings(lanes, window, look),
        *bars(pieces, look, start=window.start, end=window.end),
        *quiet(silent, look, lanes=lanes, window=window),
        *contacts(shown, words, look, lanes=lanes),
        *referrals(shown, look, lanes=lanes),
        *_verified(path, look, lanes.n_rows, window),
    ]
    for layer in layers:
        _share_scales(layer, window=window, n_rows=lanes.n_rows)
    return {
        "height": LANE * lanes.n_rows + 18,
        "layer": layers,
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 2, "right": 10, "top": 4, "bottom": 4},
    }


def _share_scales(layer: Spec, *, window: Window, n_rows: int) -> None:
    encoding = layer["encoding"]
    short = window.days < MONTHS_AXIS_DAYS
    step = 3 if window.days > HALF_YEAR_DAYS else 1
    encoding["x"] |= {
        "type": "temporal",
        "scale": {
            "type": "utc",
            "domain": [window.start.isoformat(), window.end.isoformat()],
            "nice": False,
        },
        "axis": {
            "orient": "top",
            "format": "%b %Y" if short else "%Y",
            "tickCount": {"interval": "month", "step": step} if short else "year",
            "title": None,
            "grid": True,
            "labelBound": True,
            "labelOverlap": True,
        },
    }
    encoding["y"] |= {
        "type": "quantitative",
        "scale": {"domain": [n_rows, -0.3], "nice": False},
        "axis": None,
    }


def _headings(lanes: Lanes, window: Window, look: Look) -> list[Spec]:
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
        _heading(lanes, window.start, wide, {"text": _text("text")}),
        _heading(lanes, window.end, narrow, {}),
    ]


def _heading(lanes: Lanes, on: date, mark: Spec, more: Spec) -> Spec:
    values = [
        {"x": on.isoformat(), "y": place + 0.32, "text": text}
        for text, place in lanes.names.items()
    ]
    encoding = {"x": {"field": "x"}, "y": {"field": "y"}, **more}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _text(field: str) -> Spec:
    return {"field": field, "type": "nominal"}


def _verified(path: PathView, look: Look, n_rows: int, window: Window) -> list[Spec]:
    on = path.last_verified_on
    if on is None or not window.holds(on):
        return []
    late = (on - window.start) > (window.end - on)
    words = _("vérifié le {day}").format(day=formats.day(on))
    data = {"values": [{"x": on.isoformat(), "y": -0.25, "y2": n_rows, "t": words}]}
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
