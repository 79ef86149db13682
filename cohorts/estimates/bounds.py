"""Worst and best bounds: what a share would be, whatever became of the lost.

No record is not no event. The estimate supposes that the lost fared like those who
stay; the bounds suppose nothing: none of the lost ever had the outcome, or each of them
had it when lost.

Source: Manski (1990), Am Econ Rev 80, 319-323; (2003) Partial Identification, ch. 1.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cohorts.estimates.competing import incidences
from cohorts.estimates.results import number
from cohorts.risk_table.counts import CENSORED, Counts
from cohorts.risk_table.margins import gather, keep, truncate
from cohorts.risk_table.risk_table import risk_tables


@dataclass(frozen=True)
class Bounds:
    """Between which shares the truth lies in one group, and how many decide it.

    Attributes:
        group: label of the group.
        at: the time at which the share is read.
        n: rows of the group (times their weights) that enter before it.
        n_lost: those lost before it.
        n_events: those with the outcome by then.
        estimate: the share, the lost being like those who stay (Aalen-Johansen).
        low: none of the lost ever has the outcome.
        high: each of the lost has it when lost.
    """

    group: str
    at: float
    n: float
    n_lost: float
    n_events: float
    estimate: float
    low: float
    high: float

    def as_dict(self) -> dict[str, Any]:
        """Give the bounds as plain numbers."""
        return {
            name: value if isinstance(value, str) else number(value)
            for name, value in vars(self).items()
        }


def bounds_of(
    counts: Counts,
    *,
    cause: str,
    at: float,
    lost: npt.NDArray[np.bool_] | None = None,
) -> tuple[Bounds, ...]:
    """Bound the share of a cause at a time, group by group.

    Args:
        counts: counts, late entry included: those not yet seen are not bounded.
        cause: the outcome, one of the causes.
        at: the time, finite and > 0 (the caller refuses any other).
        lost: which cells ended by loss, (cells,); None = all that are censored.

    Returns:
        One per group that is observed before the time, in the order of the labels.
    """
    is_lost = (counts.cause == CENSORED) & (counts.exit < at) & (counts.entry < at)
    if lost is not None:
        is_lost &= lost
    found = []
    for code, label in enumerate(counts.groups):
        own = counts.group == code
        if np.any(own & (counts.entry < at)):
            found.append(_bound(keep(counts, own), label, cause, at, is_lost[own]))
    return tuple(found)


def _bound(
    group: Counts, label: str, cause: str, at: float, lost: npt.NDArray[np.bool_]
) -> Bounds:
    code = group.causes.index(cause) + 1
    followed = np.where(lost, np.asarray(at, np.float64), group.exit.astype(np.float64))
    never = replace(group, exit=followed)
    at_once = replace(group, cause=np.where(lost, code, group.cause))
    seen = group.entry < at
    had = seen & (group.cause == code) & (group.exit <= at)
    return Bounds(
        group=label,
        at=at,
        n=float(group.size[seen].sum()),
        n_lost=float(group.size[lost].sum()),
        n_events=float(group.size[had].sum()),
        estimate=_share(group, cause, at),
        low=_share(never, cause, at),
        high=_share(at_once, cause, at),
    )


def _share(counts: Counts, cause: str, at: float) -> float:
    (table,) = risk_tables(gather(truncate(counts, at)))
    return float(incidences(table)[counts.causes.index(cause), -1])
