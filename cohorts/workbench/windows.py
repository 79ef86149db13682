"""Persons and outcomes that stand behind a ratio of one window, on both its sides.

The ratio of « after twelve months » compares those reached that long ago with those not
yet reached at the same times: with the ones and the others who are there in these
times, and with no outcome of any other.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from cohorts.exposure.cases import Cases


Sides: TypeAlias = tuple[int, int, int, int]


def sides_of_windows(
    cases: Cases, *, cause: int, ends: Sequence[float]
) -> tuple[Sides, ...]:
    """Count both sides of each window since the exposure.

    Args:
        cases: of a cohort.
        cause: the outcome.
        ends: of all windows but the last, on the cases' clock, rising.

    Returns:
        By window: persons in it, others there at these times, outcomes of the ones
        and of the others.
    """
    bounds = [0.0, *(float(end) for end in ends), math.inf]
    return tuple(_sides(cases, cause, low, high) for low, high in pairwise(bounds))


def _sides(cases: Cases, cause: int, low: float, high: float) -> Sides:
    exposed = np.where(np.isnan(cases.exposed), math.inf, cases.exposed)
    start = np.maximum(exposed + low, cases.start)
    stop = np.minimum(exposed + high, cases.stop)
    inside = start < stop
    if not np.any(inside):
        return (0, 0, 0, 0)
    first, last = start[inside].min(), stop[inside].max()
    until = np.minimum(cases.stop, exposed)
    beside = (cases.start < last) & (until > first)
    event = cases.cause == cause
    ends_here = event & inside & (cases.stop <= exposed + high)
    others = event & beside & (exposed >= cases.stop)
    others &= (cases.stop > first) & (cases.stop <= last)
    return (
        int(np.unique(cases.person[inside]).size),
        int(np.unique(cases.person[beside]).size),
        int(ends_here.sum()),
        int(others.sum()),
    )
