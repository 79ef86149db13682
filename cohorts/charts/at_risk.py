"""How many are still followed at the times of a curve, and how many left before."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cohorts.disclosure.released import ReleasedEstimate
from cohorts.disclosure.workbench import WorkbenchEstimate
from cohorts.estimates.results import Curve
from cohorts.estimates.told_by_month import followed_at


Shown = ReleasedEstimate | WorkbenchEstimate


@dataclass(frozen=True)
class AtRiskRow:
    """One group at one time.

    Attributes:
        group: its label as counted.
        time: on the cohort's clock.
        n_at_risk: still followed and without any event at that time; None after the
            end of the curve, or where it is not told.
        n_left: follow-ups that ended by then, none of them a failure; None likewise.
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
    still = followed_at(curve, time)
    if math.isnan(still):
        return AtRiskRow(group, time, None, None)
    # told by month: who left in the month that ends at the time has left by then
    side: Literal["left", "right"] = "left" if curve.n_followed is None else "right"
    place = int(np.searchsorted(curve.times, time, side=side))
    left = int(np.sum(curve.n_censored[:place]))
    return AtRiskRow(group, time, int(still), left)
