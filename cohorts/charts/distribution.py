"""How mixed the situations of each month are → one line from 0 to 1."""

import numpy as np

from cohorts.charts.look import Look
from cohorts.charts.occupation import months_axis
from cohorts.charts.paint import DIGITS, Spec, sheet
from cohorts.risk_table.numbers import Floats


HEIGHT = 150


def entropy_chart(
    entropy: Floats, *, months: str, same: str, mixed: str, look: Look
) -> Spec:
    """Draw the transversal entropy.

    Args:
        entropy: month by month from 0, 0 to 1, (T,).
        months: "{n} mois".
        same: word at the foot: everybody in one situation.
        mixed: word at the top: as many in each.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    last = len(entropy) - 1
    values = [
        {"month": k, "value": float(np.round(one, DIGITS))}
        for k, one in enumerate(entropy)
    ]
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {"title": None, "values": [0, 0.5, 1], "format": ".1f"},
    }
    line = {
        "data": {"values": values},
        "mark": {"type": "line", "color": look.colour(0), "strokeWidth": 2.5},
        "encoding": {"x": months_axis(last, months), "y": y},
    }
    ends = {
        "data": {
            "values": [
                {"x": last, "y": 0.07, "text": same},
                {"x": last, "y": 0.93, "text": mixed},
            ]
        },
        "mark": {
            "type": "text",
            "align": "right",
            "baseline": "middle",
            "color": look.muted,
        },
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
            "text": {"field": "text", "type": "nominal"},
        },
    }
    return sheet([line, ends], look, height=HEIGHT)
