"""The months and the at-risk rows under a curve, each number under its own time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cohorts.charts.at_risk import AtRiskRow, Shown, at_risk_rows
from cohorts.charts.look import Look
from cohorts.charts.moments import delay, tick
from cohorts.charts.series import GAP, LINE, PLOT, Series, Spec, Words
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.head_counts import Told


@dataclass(frozen=True)
class Row:
    """One row under the axis: its heading, then a number under each time."""

    heading: str
    colour: str
    values: tuple[Told | None, ...]


def rows_under(
    shown: Shown,
    definition: CohortDefinition,
    words: Words,
    look: Look,
    drawn: Sequence[Series],
) -> list[Row]:
    """Read the rows under a chart: the whole's two, or one for each group.

    Args:
        shown: figures that may be shown where they are shown.
        definition: the cohort, for its horizons.
        words: headings.
        look: colours.
        drawn: the lines above.

    Returns:
        The rows from the top.
    """
    times = (0.0, *map(float, definition.horizons))
    found = at_risk_rows(shown, times)
    if not words.by_group:
        still = tuple(_told(shown, row.n_at_risk) for row in found)
        rows = [Row(words.at_risk, look.text, still)]
        if words.left is not None:
            left = tuple(
                _told(shown, row.n_left) if row.time else Told(0)  # nobody yet
                for row in found
            )
            rows.append(Row(words.left, look.text, left))
        return rows
    return [
        Row(
            words.at_risk.format(name=item.name),
            item.colour,
            tuple(_told(shown, row.n_at_risk) for row in _of(found, item.key)),
        )
        for item in drawn
    ]


def _told(shown: Shown, count: int | None) -> Told | None:
    return None if count is None else shown.told(count)


def _of(rows: Sequence[AtRiskRow], group: str) -> list[AtRiskRow]:
    return [row for row in rows if row.group == group]


def depth(n_rows: int) -> int:
    """Tell how deep the rows reach under the axis.

    Args:
        n_rows: number of rows.

    Returns:
        Pixels.
    """
    return GAP + LINE + n_rows * (2 * LINE + GAP // 2)


def under(
    rows: Sequence[Row],
    definition: CohortDefinition,
    words: Words,
    look: Look,
    *,
    top: float,
) -> list[Spec]:
    """Write the months of the axis, then each row under its heading.

    Args:
        rows: from `rows_under`.
        definition: the cohort, for its horizons.
        words: texts.
        look: colours.
        top: the highest share of the plot, from which a pixel is measured.

    Returns:
        Layers of text, on the plot's own scales.
    """
    pixel = top / PLOT
    times = (0.0, *map(float, definition.horizons))
    months = (0, *definition.horizons_months)
    last = len(times) - 1
    texts: list[dict[str, Any]] = [
        {
            "x": time,
            "y": -(GAP + LINE / 2) * pixel,
            "text": delay(definition, n) if k == last else tick(definition, n),
            "colour": look.muted,
            "align": _align(k, last),
        }
        for k, (time, n) in enumerate(zip(times, months, strict=True))
    ]
    below = float(GAP + LINE)
    for row in rows:
        below += GAP / 2
        texts.append(
            {
                "x": 0.0,
                "y": -(below + LINE / 2) * pixel,
                "text": row.heading,
                "colour": look.muted,
                "align": "left",
            }
        )
        texts += [
            {
                "x": time,
                "y": -(below + 1.5 * LINE) * pixel,
                "text": "–" if value is None else words.whole(value),
                "colour": row.colour,
                "align": _align(k, last),
            }
            for k, (time, value) in enumerate(zip(times, row.values, strict=True))
        ]
        below += 2 * LINE
    return [_texts(texts, align) for align in ("left", "center", "right")]


def _align(place: int, last: int) -> str:
    return "left" if place == 0 else "right" if place == last else "center"


def _texts(texts: Sequence[Mapping[str, Any]], align: str) -> Spec:
    return {
        "data": {"values": [dict(text) for text in texts if text["align"] == align]},
        "mark": {"type": "text", "align": align, "baseline": "middle"},
        "encoding": {
            "x": {"field": "x"},
            "y": {"field": "y"},
            "text": {"field": "text", "type": "nominal"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
