"""Blocks of young people, month by month → one line a block, sorted by type.

A line is never one person: each block holds at least the threshold, and is drawn in its
most frequent situation.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from cohorts.charts.look import Look
from cohorts.charts.occupation import months_axis
from cohorts.charts.paint import Paint, Spec, painted, sheet
from cohorts.risk_table.numbers import Integers


LINE = 7.0  # pixels of a block
LEAST, MOST = 160, 420  # pixels of the picture
BETWEEN = 1.6  # lines of page between two types


def index_chart(
    blocks: Integers,
    kinds: Integers,
    *,
    states: Sequence[str],
    paints: Mapping[str, Paint],
    words: Mapping[int, str],
    months: str,
    look: Look,
) -> Spec:
    """Draw every block's path.

    Args:
        blocks: situation of each block by month, (B, T), codes into `states`.
        kinds: type of each block, (B,), ascending.
        states: situations.
        paints: situation → word and colour.
        words: type → its name, over its first block; types without one are left out.
        months: "{n} mois".
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    kept = [k for k in range(len(blocks)) if int(kinds[k]) in words]
    tops, bottom = _tops(kinds[kept])
    last = blocks.shape[1]
    y = {
        "field": "top",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [bottom, 0], "nice": False},
    }
    x = months_axis(last, months) | {"field": "from"}
    stays = [
        {
            "from": start,
            "until": stop,
            "top": top,
            "foot": round(top + 1, 2),
            "colour": paints[states[state]].colour,
            "tip": paints[states[state]].name,
        }
        for k, top in zip(kept, tops, strict=True)
        for state, start, stop in runs(blocks[k])
    ]
    layers: list[Spec] = [
        {
            "data": {"values": stays},
            "mark": {"type": "rect", "stroke": look.page, "strokeWidth": 0.4},
            "encoding": painted(x=x, x2={"field": "until"}, y=y, y2={"field": "foot"}),
        }
    ]
    firsts: dict[int, float] = {}
    for k, top in zip(kept, tops, strict=True):
        firsts.setdefault(int(kinds[k]), top)
    layers.append(
        {
            "data": {
                "values": [
                    {"from": 0, "top": round(top - 0.3, 2), "text": words[kind]}
                    for kind, top in firsts.items()
                ]
            },
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "bottom",
                "fontWeight": 600,
                "color": look.text,
            },
            "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
        }
    )
    return sheet(layers, look, height=min(max(bottom * LINE, LEAST), MOST))


def runs(path: Integers) -> list[tuple[int, int, int]]:
    """Cut a path into stays.

    Args:
        path: situation by month, (T,).

    Returns:
        Situation, first month, month after the last.

    >>> import numpy as np
    >>> runs(np.array([2, 2, 0]))
    [(2, 0, 2), (0, 2, 3)]
    """
    changes = np.flatnonzero(np.diff(path)) + 1
    starts = [0, *changes.tolist()]
    stops = [*changes.tolist(), len(path)]
    return [
        (int(path[start]), start, stop)
        for start, stop in zip(starts, stops, strict=True)
    ]


def _tops(kinds: Integers) -> tuple[list[float], float]:
    """Give each block's line from the top, a gap and a word's height before a type."""
    tops: list[float] = []
    down, former = 0.0, None
    for kind in kinds:
        if kind != former:
            down += BETWEEN + 1.4
            former = kind
        tops.append(round(down, 2))
        down += 1
    return tops, round(down, 2)
