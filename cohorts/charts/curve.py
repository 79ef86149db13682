"""Incidence curves with their intervals, labels on the lines and the at-risk table."""

from cohorts.charts.at_risk import Shown
from cohorts.charts.look import Look
from cohorts.charts.plot import plot
from cohorts.charts.series import Spec, Words, series_of
from cohorts.charts.under import rows_under
from cohorts.definition.language import CohortDefinition


__all__ = ["Words", "curve_chart"]


def curve_chart(
    shown: Shown, *, definition: CohortDefinition, words: Words, look: Look
) -> Spec:
    """Draw the incidence of each cause, or of the outcome in each group.

    Args:
        shown: exact figures in the evaluators' room, released ones elsewhere.
        definition: the cohort, for causes, clock and horizons.
        words: texts.
        look: colours.

    Returns:
        A Vega-Lite specification, as wide as its container.
    """
    drawn = series_of(shown, definition, words, look)
    rows = rows_under(shown, definition, words, look, drawn)
    return plot(drawn, definition=definition, words=words, look=look, rows=rows)
