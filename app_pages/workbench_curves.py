"""Lines over the months of a cohort with their table: adjusted, compared, landmarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.words import _
from app_pages.visit import Visit
from cohorts.charts.look import DASHES
from cohorts.charts.moments import delay
from cohorts.charts.plot import plot
from cohorts.charts.series import Series, Words
from cohorts.definition.language import CohortDefinition
from cohorts.estimates.results import Curve


Shares = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, eq=False)
class Line:
    """One line: shares at rising times on the cohort's clock, (T,)."""

    name: str
    times: Shares
    estimate: Shares
    low: Shares
    high: Shares

    @classmethod
    def of(cls, name: str, curve: Curve) -> "Line":
        """Take a curve as it stands."""
        times = np.asarray(curve.times, np.float64)
        return cls(name, times, curve.estimate, curve.low, curve.high)


def draw_lines(
    visit: Visit,
    lines: Sequence[Line],
    *,
    definition: CohortDefinition,
    key: str,
    alt: str,
) -> None:
    """Draw lines together and repeat them as a table.

    Args:
        visit: who is here.
        lines: at most as many as can be told apart.
        definition: for clock and horizons.
        key: of the chart.
        alt: what the chart shows.
    """
    series = [
        Series(
            key=line.name,
            name=line.name,
            colour=visit.look.colour(place),
            dash=DASHES[place % len(DASHES)],
            curve=_curve(line),
        )
        for place, line in enumerate(lines)
        if line.times.size and line.times[-1] >= definition.horizons[0]
    ]
    if series:
        st.vega_lite_chart(
            plot(series, definition=definition, words=_words(series), look=visit.look),
            theme=None,
            width="stretch",
            alt=alt,
            key=key,
        )
    horizons = list(zip(definition.horizons_months, definition.horizons, strict=True))
    rows = [
        [delay(definition, months), *(_read(line, time) for line in lines)]
        for months, time in horizons
    ]
    tables.table([_("Délai"), *(line.name for line in lines)], rows, alt=alt)


def _curve(line: Line) -> Curve:
    none = np.zeros(line.times.size)
    return Curve(
        group=line.name,
        cause=None,
        times=line.times,
        n_at_risk=none,
        n_events=none,
        n_censored=none,
        estimate=line.estimate,
        std_error=none,
        low=line.low,
        high=line.high,
        origin=0.0,
    )


def _words(series: Sequence[Series]) -> Words:
    return Words(
        series={one.key: one.name for one in series},
        reading=formats.interval,
        whole=tables.count,
        tip=_("{name}, {months} : {reading}"),
        at_risk="",
    )


def _read(line: Line, time: float) -> str:
    if not line.times.size or time > line.times[-1]:
        return formats.NOTHING
    place = int(np.searchsorted(line.times, time, side="right")) - 1
    if place < 0:
        return formats.interval(0.0, 0.0, float(line.high[0]))
    return formats.interval(
        float(line.estimate[place]), float(line.low[place]), float(line.high[place])
    )
