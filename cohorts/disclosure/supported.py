"""Mean times up to a horizon that nobody is followed to → not told.

A curve is carried on flat after its last time: over a group that is lost on the first
day, the mean up to two years would be two years.
"""

import math
import re
from dataclasses import replace

import numpy as np

from cohorts.estimates.results import Estimate, GroupEstimate
from config.translation import _


SPENT = 1e-9  # a share without event under this is nought: the mean is complete


def supported(estimate: Estimate, *, least: float) -> Estimate:
    """Leave out the restricted means that reach where too few are followed.

    Args:
        estimate: of one or several groups.
        least: persons who must be followed up to the horizon.

    Returns:
        The same, with means that are NaN past the last time at which enough are
        followed, and without the notes that explained such means.
    """
    groups = tuple(_supported(group, least) for group in estimate.groups)
    means = [mean.estimate for group in groups for mean in group.restricted_means]
    notes = estimate.notes
    if any(map(math.isnan, means)):
        notes = tuple(note for note in notes if not _carried().fullmatch(note))
    return replace(estimate, groups=groups, notes=notes)


def _supported(group: GroupEstimate, least: float) -> GroupEstimate:
    means = tuple(
        mean
        if _reaches(group, mean.horizon, least)
        else replace(mean, estimate=math.nan, std_error=math.nan)
        for mean in group.restricted_means
    )
    return replace(group, restricted_means=means)


def _reaches(group: GroupEstimate, horizon: float, least: float) -> bool:
    """Tell whether enough are followed to a horizon, or nobody is left to follow."""
    if not group.curves:
        return False
    times = np.asarray(group.curves[0].times)
    first = int(np.searchsorted(times, horizon, side="left"))
    if first < times.size:
        return bool(group.curves[0].n_at_risk[first] >= least)
    met = sum(float(curve.estimate[-1]) for curve in group.curves)
    return bool(times.size) and met > 1 - SPENT


def _carried() -> re.Pattern[str]:
    template = _(
        "groupe « {group} » : moyenne à {times} avec une courbe prolongée à plat "
        "après {last}"
    )
    parts = re.split(r"\{\w+\}", template)
    return re.compile(".+".join(map(re.escape, parts)), re.DOTALL)
