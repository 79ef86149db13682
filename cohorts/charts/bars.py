"""Amounts with their limits → one bar each, its words over it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cohorts.charts.look import Look
from cohorts.charts.paint import Spec, sheet


ROW = 46  # pixels
ABOVE = 0.42  # of a row, from its bar to the words over it


@dataclass(frozen=True)
class Bar:
    """One amount.

    Attributes:
        words: all that is written over it.
        value: the amount, >= 0.
        colour: "#rrggbb".
        low: lower limit; None = none.
        high: upper limit.
    """

    words: str
    value: float
    colour: str
    low: float | None = None
    high: float | None = None


def bar_chart(bars: Sequence[Bar], *, title: str, percents: bool, look: Look) -> Spec:
    """Draw amounts from the top.

    Args:
        bars: in their order.
        title: of the axis.
        percents: the amounts are shares.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    values = [
        {
            "place": place,
            "above": round(place - ABOVE, 2),
            "value": bar.value,
            "text": bar.words,
            "colour": bar.colour,
            "zero": 0,
            "low": bar.value if bar.low is None else bar.low,
            "high": bar.value if bar.high is None else bar.high,
        }
        for place, bar in enumerate(bars)
    ]
    tops = [bar.value if bar.high is None else bar.high for bar in bars]
    most = max(tops or [1.0])
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, most], "nice": True},
        "axis": {"title": title, "format": ".0%" if percents else "~g"},
    }
    y = {
        "field": "place",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [len(bars) - 0.5, -0.8], "nice": False},
    }
    colour = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 12, "opacity": 0.85},
            "encoding": {
                "x": x | {"field": "zero"},
                "x2": {"field": "value"},
                "y": y,
                "color": colour,
            },
        },
        {
            "mark": {"type": "rule", "color": look.text, "strokeWidth": 1.5},
            "encoding": {"x": x | {"field": "low"}, "x2": {"field": "high"}, "y": y},
        },
        {
            "mark": {"type": "text", "align": "left", "baseline": "middle"},
            "encoding": {
                "x": x | {"field": "zero"},
                "y": y | {"field": "above"},
                "text": {"field": "text", "type": "nominal"},
            },
        },
    ]
    return sheet(layers, look, height=ROW * max(len(bars), 1), data={"values": values})
