"""Shares in each situation, month by month → one pile of bands over the months."""

from collections.abc import Mapping, Sequence

import numpy as np

from cohorts.charts.look import Look
from cohorts.charts.paint import (
    GAP,
    KEPT_BACK,
    PART,
    Band,
    Paint,
    Spec,
    painted,
    sheet,
    stacked,
    words_on,
)


HEIGHT = 320
THICK = 0.055  # a band this thick at one end carries its word there
QUARTERS, HALVES = (0, 0.25, 0.5, 0.75, 1), (0, 0.5, 1)
EVERY = (1, 3, 6, 12)  # months between the numbers of the axis
MOST_NUMBERS = 8


def occupation_chart(
    bands: Sequence[Band],
    *,
    paints: Mapping[str, Paint],
    months: str,
    look: Look,
    height: float = HEIGHT,
    is_small: bool = False,
) -> Spec:
    """Draw where everybody is, from the first month to the last.

    Args:
        bands: from the bottom, whole per cents, one value a month from 0.
        paints: situation → word and colour.
        months: "{n} mois", under the last month.
        look: colours.
        height: pixels.
        is_small: one of several beside each other: no words on bands, few numbers.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    last = len(bands[0].shares) - 1
    x = months_axis(last, months)
    y = {
        "field": "low",
        "type": "quantitative",
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {
            "format": ".0%",
            "title": None,
            "values": HALVES if is_small else QUARTERS,
        },
    }
    # Where a share is kept back, a slope would tell a change that nobody knows of.
    is_known = all(band.code != KEPT_BACK for band in bands)
    line = {} if is_known else {"interpolate": "step"}
    values = [
        {
            "month": k,
            "low": float(lower[k]),
            "high": float(upper[k]),
            "part": part,
            "colour": paints[band.code].colour,
            "tip": paints[band.code].name,
        }
        for part, (band, lower, upper) in enumerate(stacked(bands))
        for k in range(last + 1)
    ]
    mark = {"type": "area", "stroke": look.page, "strokeWidth": GAP, **line}
    layers: list[Spec] = [
        {
            "data": {"values": values},
            "mark": mark,
            "encoding": painted(x=x, y=y, y2={"field": "high"}, detail=PART),
        }
    ]
    if not is_small:
        layers += _words(bands, paints, look, last=last)
    return sheet(layers, look, height=height)


def months_axis(last: int, months: str) -> Spec:
    """Give the axis of months under a picture.

    Args:
        last: its last month.
        months: "{n} mois".

    Returns:
        An encoding of the field `month`.
    """
    step = next((n for n in EVERY if last / n <= MOST_NUMBERS), EVERY[-1])
    values = list(range(0, last + 1, step))
    said = months.format(n="").strip()
    return {
        "field": "month",
        "type": "quantitative",
        "scale": {"domain": [0, last], "nice": False},
        "axis": {"title": said, "values": values, "format": "d", "grid": False},
    }


def _words(
    bands: Sequence[Band], paints: Mapping[str, Paint], look: Look, *, last: int
) -> list[Spec]:
    """Write a band's word at its thicker end, else where it is thickest between."""
    sides: dict[str, list[dict[str, object]]] = {"left": [], "right": [], "center": []}
    for band, lower, upper in stacked(bands):
        at = 0 if band.shares[0] > band.shares[-1] else last
        if band.shares[at] < THICK:
            at = int(np.argmax(band.shares))
        if band.shares[at] < THICK:
            continue
        side = {0: "left", last: "right"}.get(at, "center")
        near = {"left": 0.012, "right": 0.988}.get(side, at / last) * last
        middle = float(np.round((lower[at] + upper[at]) / 2, 3))
        sides[side].append(
            {"x": round(near, 2), "y": middle, "text": paints[band.code].name}
        )
    return [words_on(found, look, align=side) for side, found in sides.items() if found]
