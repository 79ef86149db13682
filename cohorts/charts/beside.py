"""Several small charts of one kind → one picture, beside each other."""

from collections.abc import Sequence

from cohorts.charts.look import CLOSED, Look, settings
from cohorts.charts.paint import Spec


COLUMNS = 2
OUTER = ("config", "usermeta", "padding")


def beside(charts: Sequence[Spec], titles: Sequence[str], *, look: Look) -> Spec:
    """Put small charts beside each other, for a picture on paper.

    Args:
        charts: specifications.
        titles: one each.
        look: colours.

    Returns:
        A Vega-Lite specification; who draws it gives each part its width.
    """
    parts = [
        {k: v for k, v in chart.items() if k not in OUTER}
        | {"title": {"text": title, "anchor": "start", "color": look.text}}
        for chart, title in zip(charts, titles, strict=True)
    ]
    return {
        "concat": parts,
        "columns": min(COLUMNS, len(parts)),
        "config": settings(look),
        "usermeta": CLOSED,
        "padding": {"left": 4, "right": 12, "top": 8, "bottom": 4},
    }
