"""Worst and best bounds: what the share would be, whatever became of the lost.

Source: Manski (2003), Partial Identification of Probability Distributions, ch. 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from cohorts.estimates.competing import aalen_johansen
from cohorts.guards.caution import Caution, Severity
from cohorts.guards.failures import HorizonImpossible
from cohorts.risk_table.counts import CENSORED, Counts
from cohorts.risk_table.failures import NoRow
from cohorts.risk_table.margins import gather, only_group, truncate
from cohorts.risk_table.risk_table import risk_tables


WIDE = 0.1  # width from which a share says little without a belief about the lost


@dataclass(frozen=True)
class Bounds:
    """Between which shares the truth lies, and how many decide it.

    Attributes:
        group: label of the group.
        time: the horizon.
        worst: the share if none of the lost had the outcome by then.
        estimate: the share if the lost fared like the others (Aalen-Johansen).
        best: the share if each of the lost had it at once.
        n_lost: cases whose follow-up ended before the horizon without an event.
        n: cases.
        n_events: cases that had the outcome by then.
    """

    group: str
    time: float
    worst: float
    estimate: float
    best: float
    n_lost: float
    n: float
    n_events: float


def bounds_of(counts: Counts, *, cause: str, at: float) -> tuple[Bounds, ...]:
    """Bound the share of a cause at a horizon, group by group.

    Args:
        counts: counts, late entry included: those not yet seen are not bounded.
        cause: the outcome.
        at: the horizon, > 0.

    Returns:
        One per group that is observed before the horizon.

    Raises:
        HorizonImpossible: `at` is no time after the origin.
    """
    if not 0 < at < np.inf:
        raise HorizonImpossible
    found = []
    for table in risk_tables(counts):
        try:
            group = truncate(only_group(counts, table.group), at)
        except NoRow:
            continue
        found.append(_bound(group, cause, at))
    return tuple(found)


def bounds_of_loss(counts: Counts, *, cause: str, at: float) -> tuple[Caution, ...]:
    """Tell the bounds of a share.

    Args:
        counts: any counts.
        cause: the outcome.
        at: the horizon.

    Returns:
        One caution per group in which somebody was lost before the horizon.

    Raises:
        HorizonImpossible: as `bounds_of`.
    """
    return tuple(
        Caution(
            "bounds",
            Severity.CARE if one.best - one.worst >= WIDE else Severity.KNOW,
            group=one.group,
            heads={"lost": one.n_lost, "n": one.n, "events": one.n_events},
            measures={
                "share_worst": one.worst,
                "share": one.estimate,
                "share_best": one.best,
            },
            settings={"time": at},
            names={"clock": counts.clock, "cause": cause},
            rests_on=("lost", "n", "events"),
        )
        for one in bounds_of(counts, cause=cause, at=at)
        if one.n_lost
    )


def _bound(group: Counts, cause: str, at: float) -> Bounds:
    lost = (group.cause == CENSORED) & (group.exit < at)
    code = group.causes.index(cause) + 1
    end = np.asarray(at, np.float64)
    kept = replace(group, exit=np.where(lost, end, group.exit.astype(np.float64)))
    had = replace(group, cause=np.where(lost, code, group.cause))
    read: Mapping[str, float] = {
        name: _share(one, cause)
        for name, one in (("worst", kept), ("estimate", group), ("best", had))
    }
    return Bounds(
        group=group.groups[0],
        time=at,
        worst=read["worst"],
        estimate=read["estimate"],
        best=read["best"],
        n_lost=float(group.size[lost].sum()),
        n=float(group.size.sum()),
        n_events=float(group.size[group.cause == code].sum()),
    )


def _share(counts: Counts, cause: str) -> float:
    (table,) = risk_tables(gather(counts))
    for curve in aalen_johansen(table):
        if curve.cause in (cause, None):
            return float(curve.estimate[-1])
    return 0.0  # pragma: no cover - the cause is one of the counts'
