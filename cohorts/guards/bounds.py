"""Worst and best bounds, told: how far the lost could move a share.

The bounds themselves are `estimates.bounds`; this says when they matter.
"""

import math

from cohorts.estimates.bounds import bounds_of
from cohorts.guards.caution import Caution, Severity
from cohorts.guards.failures import HorizonImpossible
from cohorts.risk_table.counts import Counts


WIDE = 0.1  # width from which a share says little without a belief about the lost


def bounds_of_loss(counts: Counts, *, cause: str, at: float) -> tuple[Caution, ...]:
    """Tell the bounds of a share.

    Args:
        counts: any counts.
        cause: the outcome.
        at: the horizon, > 0.

    Returns:
        One caution per group in which somebody was lost before the horizon.

    Raises:
        HorizonImpossible: `at` is no time after the origin.
    """
    if not 0 < at < math.inf:
        raise HorizonImpossible
    return tuple(
        Caution(
            "bounds",
            Severity.CARE if one.high - one.low >= WIDE else Severity.KNOW,
            group=one.group,
            heads={"lost": one.n_lost, "n": one.n, "events": one.n_events},
            measures={
                "share_worst": one.low,
                "share": one.estimate,
                "share_best": one.high,
            },
            settings={"time": at},
            names={"clock": counts.clock, "cause": cause},
            rests_on=("lost", "n", "events"),
        )
        for one in bounds_of(counts, cause=cause, at=at)
        if one.n_lost
    )
