"""How many are still followed at the times of a curve, and how many left before."""

from dataclasses import dataclass

import numpy as np

from cohorts.disclosure.released import ReleasedEstimate
from cohorts.disclosure.workbench import WorkbenchEstimate
from cohorts.estimates.results import Curve


Shown = ReleasedEstimate | WorkbenchEstimate


@dataclass(frozen=True)
class AtRiskRow:
    """One group at one time.

    Attributes:
        group: its label as counted.
        time: on the cohort's clock.
        n_at_risk: still followed and without any event just before; None after the
            end of the curve.
        n_left: follow-ups that ended before, none of them a failure; None likewise.
    """

    group: str
    time: float
    n_at_risk: int | None
    n_left: int | None


def at_risk_rows(shown: Shown, times: tuple[float, ...]) -> tuple[AtRiskRow, ...]:
    """Read the at-risk table under a curve.

    Args:
        shown: figures that may be shown where they are shown.
        times: on the cohort's clock, rising, 0 included if wanted.

    Returns:
        One row per group and time, groups in the order of the estimate.
    """
    return tuple(
        _row(group.group, group.curves[0], time)
        for group in shown.estimate.groups
        if group.curves
        for time in times
    )


def _row(group: str, curve: Curve, time: float) -> AtRiskRow:
    place = int(np.searchsorted(curve.times, time, side="left"))
    if place >= len(curve.times):
        return AtRiskRow(group, time, None, None)
    left = int(np.sum(curve.n_censored[:place]))
    return AtRiskRow(group, time, int(curve.n_at_risk[place]), left)
