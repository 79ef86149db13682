"""What a picture of situations is painted with: words and colours, and what is drawn.

Bands, ribbons and tiles of many situations are told apart by colour, white gaps and
words on them; the table beside each picture repeats the words with the same marks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cohorts.charts.look import CLOSED, Look, settings
from cohorts.risk_table.numbers import Floats
from config.typography import _


HALF_DIGIT = 0.005  # a share under this is drawn as nothing
DIGITS = 2  # whole per cent, as the words and the table say
GAP = 0.7  # pixels of page between two bands
HALO = 4  # pixels of page around a word on a band
SIZE = 13  # pixels of a word on a band
KEPT_BACK = "kept_back"  # the band of all shares that are not told

Spec = dict[str, Any]
PART: Spec = {"field": "part", "type": "nominal"}  # points of one line or band


@dataclass(frozen=True)
class Paint:
    """How one situation is drawn.

    Attributes:
        name: in words.
        colour: "#rrggbb", at 3:1 on its page.
    """

    name: str
    colour: str


def kept_back(look: Look) -> Paint:
    """Give the look of what is not told: fainter than any situation.

    Args:
        look: colours.

    Returns:
        Its word and colour.
    """
    return Paint(_("Non montré"), look.grid)


@dataclass(frozen=True, eq=False)
class Band:
    """One situation of a picture of shares over T months.

    Attributes:
        code: the situation, or what several go under.
        shares: whole per cents, 0 to 1, (T,).
    """

    code: str
    shares: Floats


def bands_of(
    states: Sequence[str],
    shares: Floats,
    *,
    order: Sequence[str],
    others: str,
    least: float,
) -> list[Band]:
    """Choose what is drawn: each situation that is ever large enough, and the rest.

    Args:
        states: S situations.
        shares: month by month, (T, S); NaN where a share is not told.
        order: situations from the bottom of the picture to its top.
        others: what the small ones go under.
        least: a situation that never holds this share goes with the others.

    Returns:
        The bands, whole per cents, from the bottom; what is not told is a band of its
        own, `KEPT_BACK`, the last: a situation of few is not a situation of none.

    >>> import numpy as np
    >>> shares = np.array([[0.9, 0.09, 0.01], [0.5, 0.49, 0.01]])
    >>> drawn = bands_of("abc", shares, order="cba", others="o", least=0.03)
    >>> [(band.code, band.shares.tolist()) for band in drawn]
    [('b', [0.09, 0.49]), ('a', [0.9, 0.5]), ('o', [0.01, 0.01])]
    """
    rank = {code: place for place, code in enumerate(order)}
    is_kept_back = np.isnan(shares).any(axis=1)
    rest = np.where(is_kept_back, np.maximum(1 - np.nansum(shares, axis=1), 0.0), 0.0)
    shares = np.nan_to_num(shares)
    large = [
        place
        for place in sorted(
            range(len(states)), key=lambda k: rank.get(states[k], len(rank))
        )
        if states[place] != others and shares[:, place].max() >= least
    ]
    small = [k for k in range(len(states)) if k not in large]
    columns = [(states[k], shares[:, k]) for k in large]
    told = 1 - rest - shares[:, large].sum(axis=1)
    if small and (told.max() >= HALF_DIGIT or not rest.any()):
        columns.append((others, np.maximum(told, 0.0)))
    if rest.max(initial=0.0) >= HALF_DIGIT:
        columns.append((KEPT_BACK, rest))
    edges = np.zeros((len(shares), len(columns) + 1))
    edges[:, 1:] = np.cumsum([column for _code, column in columns], axis=0).T
    whole = np.diff(np.round(edges, DIGITS), axis=1)  # so that they still add up
    return [
        Band(code, np.round(whole[:, k], DIGITS))
        for k, (code, _column) in enumerate(columns)
    ]


def stacked(bands: Sequence[Band]) -> list[tuple[Band, Floats, Floats]]:
    """Pile bands up, from 0.

    Args:
        bands: from the bottom.

    Returns:
        Each with its lower and its upper edge, (T,).
    """
    upper = np.zeros(len(bands[0].shares)) if bands else np.zeros(0)
    piled = []
    for band in bands:
        lower, upper = upper, np.minimum(np.round(upper + band.shares, DIGITS), 1.0)
        piled.append((band, lower, upper))
    return piled


def words_on(values: Sequence[Mapping[str, Any]], look: Look, *, align: str) -> Spec:
    """Write words on a picture, readable on any colour: page around each letter.

    Args:
        values: x, y and text of each.
        look: colours.
        align: "left", "center" or "right".

    Returns:
        A layer of two; the scales are the picture's own.
    """
    mark = {
        "type": "text",
        "align": align,
        "baseline": "middle",
        "fontSize": SIZE,
        "fontWeight": 600,
        "limit": {"expr": "width * 0.52"},
    }
    around = {"stroke": look.page, "strokeWidth": HALO, "color": look.page}
    return {
        "data": {"values": [dict(value) for value in values]},
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
            "text": {"field": "text", "type": "nominal"},
        },
        "layer": [
            {"mark": mark | around | {"opacity": 0.9, "strokeJoin": "round"}},
            {"mark": mark | {"color": look.text}},
        ],
    }


def painted(**more: Spec) -> Spec:
    """Take colour, words and belonging of each mark from its data.

    One layer of many marks is made ready several times sooner by a browser than as many
    layers of one mark.

    Args:
        more: further parts of the encoding.

    Returns:
        An encoding of the fields `colour` and `tip`.
    """
    return {
        "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
        "tooltip": {"field": "tip", "type": "nominal"},
        **more,
    }


def sheet(
    layers: Sequence[Spec], look: Look, *, height: float, **more: Any
) -> dict[str, Any]:
    """Put layers on a sheet as wide as its container.

    Args:
        layers: from the back.
        look: colours.
        height: pixels.
        more: further parts of the specification.

    Returns:
        A Vega-Lite specification.
    """
    return {
        "height": height,
        "layer": list(layers),
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 4, "right": 12, "top": 8, "bottom": 4},
        **more,
    }
