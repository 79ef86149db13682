"""Late entry: start a curve where enough are at risk, with whoever is there then.

With age as the clock a handful of young people make the first steps, and one event
among three of them would take a third of everybody for ever after. The curve starts at
the first time when enough are at risk; it holds for those without an event by then.
"""

from dataclasses import replace

import numpy as np

from cohorts.risk_table.counts import Counts
from cohorts.risk_table.failures import FloorNeverReached
from cohorts.risk_table.margins import gather, keep
from cohorts.risk_table.numbers import Integers, Numbers


FROM_ORIGIN = -1


def start_where_enough(counts: Counts, floor: int) -> tuple[Counts, float]:
    """Leave out all that happens before enough are at risk.

    Args:
        counts: counts on any clock.
        floor: least rows at risk, in every group that ever has as many, >= 1.

    Returns:
        Counts of the rows still at risk after the start, on the same clock: who was
        under observation at the start is at risk from the origin, during which
        nothing happens; and the start, 0 where enough are there from the origin.

    Raises:
        FloorNeverReached: no group ever has as many.

    Source: methods.md, pitfall "left truncation"; the same restriction as
        `survfit(start.time=)` in R's survival.
    """
    starts = np.unique(np.maximum(counts.entry, 0))
    enough = [
        at_risk >= floor
        for at_risk in (_at_risk_after(counts, code, starts) for code in _used(counts))
        if np.any(at_risk >= floor)
    ]
    together = np.logical_and.reduce(enough) if enough else np.zeros(0, bool)
    if not np.any(together):
        raise FloorNeverReached(floor)
    start = starts[int(np.argmax(together))]
    if start == 0:
        return counts, 0.0
    kept = keep(counts, counts.exit > start)
    entry = np.where(kept.entry <= start, FROM_ORIGIN, kept.entry)
    return gather(replace(kept, entry=entry.astype(kept.exit.dtype))), float(start)


def _used(counts: Counts) -> Integers:
    return np.unique(counts.group)


def _at_risk_after(counts: Counts, code: int, times: Numbers) -> Integers:
    """Count the rows of a group at risk just after each time, (T,)."""
    here = counts.group == code
    n = counts.n_rows[here]
    entered = _sum_until(np.maximum(counts.entry[here], 0), n, times)
    left = _sum_until(counts.exit[here], n, times)
    at_risk: Integers = entered - left
    return at_risk


def _sum_until(values: Numbers, n: Integers, times: Numbers) -> Integers:
    order = np.argsort(values, kind="stable")
    sums = np.concatenate(([0], np.cumsum(n[order])))
    until: Integers = sums[np.searchsorted(values[order], times, side="right")]
    return until
