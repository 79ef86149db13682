"""What a curve chart draws: its lines, their words, and the measures of the drawing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cohorts.charts.at_risk import Shown
from cohorts.charts.look import DASHES, Look
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.head_counts import Told
from cohorts.estimates.results import Curve, GroupEstimate


PLOT = 300  # pixels of the part above the axis
LINE = 19  # pixels of a line of text
GAP = 12  # pixels between the axis and what lies under it

Spec = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """The texts of the chart, in the reader's language.

    Attributes:
        series: code of a cause, or label of a group, → its name.
        reading: shares in words, from share, low, high: "42 % (35 à 49)".
        whole: a head count as it may be told, in words.
        tip: "{name}, {months} : {reading}".
        at_risk: heading of the row of those still followed; may hold {name}.
        by_group: draw the outcome in each group, be it one; else each cause.
        left: heading of the row of follow-ups that ended, None = no such row.
    """

    series: Mapping[str, str]
    reading: Callable[[float, float, float], str]
    whole: Callable[[Told], str]
    tip: str
    at_risk: str
    by_group: bool = False
    left: str | None = None


@dataclass(frozen=True)
class Series:
    """One line of the chart.

    Attributes:
        key: what it is called in the data.
        name: in words, on the line.
        colour: "#rrggbb".
        dash: pixels drawn and left out.
        curve: what it shows.
        width: pixels.
        has_band: its interval is drawn around it.
    """

    key: str
    name: str
    colour: str
    dash: list[int]
    curve: Curve
    width: float = 2.5
    has_band: bool = True


def series_of(
    shown: Shown, definition: CohortDefinition, words: Words, look: Look
) -> list[Series]:
    """Choose the lines: each cause of the whole, or the outcome in each group.

    Args:
        shown: figures that may be shown where they are shown.
        definition: the cohort.
        words: names.
        look: colours.

    Returns:
        The lines, in the order of the estimate. A competing cause that nobody met is
        left out, and so is a curve that ends before the first horizon: it says nothing.
    """
    groups = shown.estimate.groups
    if words.by_group:
        found = [
            (group.group, curve)
            for group in groups
            if (curve := outcome_curve(group, definition)) is not None
        ]
    else:
        causes = {cause.code: cause for cause in definition.causes}
        found = [
            (curve.cause or definition.causes[0].code, curve)
            for curve in groups[0].curves
            if _reaches(curve, definition)
            and (np.any(curve.n_events) or not causes[curve.cause or ""].competing)
        ]
    return [
        Series(
            key,
            words.series.get(key, key),
            look.colour(place),
            DASHES[place % len(DASHES)],
            curve,
        )
        for place, (key, curve) in enumerate(found)
    ]


def not_drawn(shown: Shown, definition: CohortDefinition) -> tuple[str, ...]:
    """List the groups whose curve is not drawn.

    Args:
        shown: figures that may be shown where they are shown.
        definition: the cohort.

    Returns:
        Their labels; the whole's where nothing at all can be drawn.
    """
    return tuple(
        group.group
        for group in shown.estimate.groups
        if outcome_curve(group, definition) is None
    )


def outcome_curve(group: GroupEstimate, definition: CohortDefinition) -> Curve | None:
    """Find the curve of the outcome, where it reaches the first horizon.

    Args:
        group: one group's figures.
        definition: the cohort.

    Returns:
        The curve, or None where nothing can be drawn.
    """
    outcome = definition.outcomes[0].code
    for curve in group.curves:
        if curve.cause in (outcome, None) and _reaches(curve, definition):
            return curve
    return None


def _reaches(curve: Curve, definition: CohortDefinition) -> bool:
    return bool(curve.times.size and curve.times[-1] >= definition.horizons[0])
