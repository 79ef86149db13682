"""A Cox model → how often it ranks rightly: of two persons, who leaves first.

Pairs are comparable within a stratum where one has the event while the other is at risk
and stays longer. They are counted, not sampled: by cumulative sums over the sorted
risks where the patterns are few, by merging sorted halves where they are many.
"""

from dataclasses import dataclass

import numpy as np

from cohorts.regression.cox import CoxFit
from cohorts.risk_table.numbers import Floats, Integers


SAME = 1e-9  # risks closer than this, relative to their largest, are tied


@dataclass(frozen=True)
class Concordance:
    """Counted pairs, weighted.

    Attributes:
        concordant: the first to leave has the higher risk.
        discordant: it has the lower.
        tied: both have the same.
    """

    concordant: float
    discordant: float
    tied: float

    @property
    def share(self) -> float:
        """Share of pairs ranked rightly, ties counted half: Harrell's C."""
        pairs = self.concordant + self.discordant + self.tied
        return (self.concordant + self.tied / 2) / pairs


def concordance(fit: CoxFit) -> Concordance:
    """Count the pairs that a model ranks rightly.

    Args:
        fit: a Cox model.

    Returns:
        The pairs.

    Source: Harrell et al. (1982); as R `survival::concordance` with its default
        weights.
    """
    rank, n_ranks = _ranks(fit.scaled.x @ fit.beta)
    if fit.sets.table is not None:
        return _from_table(*fit.sets.table, rank, n_ranks)
    return _from_cells(fit, rank)


def _ranks(risk: Floats) -> tuple[Integers, int]:
    order = np.argsort(risk, kind="stable")
    tolerance = SAME * max(1.0, float(np.max(np.abs(risk))))
    rises = np.concatenate(([False], np.diff(risk[order]) > tolerance))
    rank = np.empty(risk.size, np.int64)
    rank[order] = np.cumsum(rises)
    return rank, int(rank.max()) + 1


def _from_table(
    at_risk: Floats, leaving: Floats, rank: Integers, n_ranks: int
) -> Concordance:
    def by_rank(table: Floats) -> Floats:
        order = np.argsort(rank, kind="stable")
        starts = np.searchsorted(rank[order], np.arange(n_ranks))
        sums: Floats = np.add.reduceat(table[:, order], starts, axis=1)
        return sums

    left = by_rank(leaving)
    stays = by_rank(at_risk - leaving)
    below = np.cumsum(stays, axis=1) - stays
    above = stays.sum(axis=1, keepdims=True) - below - stays
    return Concordance(
        float(np.sum(left * below)),
        float(np.sum(left * above)),
        float(np.sum(left * stays)),
    )


def _from_cells(fit: CoxFit, rank: Integers) -> Concordance:
    """Count (event, stays longer) less (event, enters later), by ranks of both."""
    cells, clock = fit.cells, fit.sets.clock
    own = rank[cells.pattern]
    size = cells.size
    event = np.flatnonzero(cells.cause > 0)
    censored = np.flatnonzero(cells.cause == 0)
    late = np.flatnonzero(clock.entered > clock.starts[cells.stratum])
    # A row stays past an event at place k where it is at risk then and has no event
    # there: places from `entered` to `left`, less its own event's.
    until = clock.left.copy()
    until[event] -= 1
    totals = np.zeros(3)
    sets_of_rows = (
        (np.concatenate((event, censored)), until, 1.0),
        (late, clock.entered, -1.0),
    )
    for code in np.unique(cells.stratum):
        mine = cells.stratum == code
        dying = event[mine[event]]
        for rows, bound, sign in sets_of_rows:
            others = rows[mine[rows]]
            totals += sign * _pairs(
                clock.left[dying] - 1,
                own[dying],
                size[dying],
                bound[others],
                own[others],
                size[others],
            )
    return Concordance(*map(float, totals))


def _pairs(
    when: Integers,
    rank: Integers,
    size: Floats,
    bound: Integers,
    other_rank: Integers,
    other_size: Floats,
) -> Floats:
    """Sum size products over pairs with bound > when: rank above, below, equal."""
    if not when.size or not bound.size:
        return np.zeros(3)
    is_event = np.concatenate((np.ones(when.size), np.zeros(bound.size))) > 0
    # By falling bound, the others first where bound == when + 1.
    key = np.concatenate((when + 1, bound))
    order = np.lexsort((is_event, -key))
    ranks = np.concatenate((rank, other_rank))[order]
    sizes = np.concatenate((size, other_size))[order]
    events = is_event[order]
    total = np.cumsum(np.where(events, 0.0, sizes))
    below = _earlier_below(ranks, np.where(events, 0.0, sizes), strict=True)
    up_to = _earlier_below(ranks, np.where(events, 0.0, sizes), strict=False)
    weigh = np.where(events, sizes, 0.0)
    return np.array(
        [weigh @ below, weigh @ (total - up_to), weigh @ (up_to - below)], np.float64
    )


def _earlier_below(ranks: Integers, sizes: Floats, *, strict: bool) -> Floats:
    """Per place, sum the sizes of earlier places with a rank below (or equal)."""
    n = ranks.size
    # The side that ties fall on is settled by the order of equal ranks.
    position = np.arange(n)
    order = np.lexsort((-position if strict else position, ranks))
    sums = np.zeros(n)
    width = 1
    while width < n:
        block = order // (2 * width)
        by_block = order[np.argsort(block, kind="stable")]
        block = by_block // (2 * width)
        in_first = (by_block // width) % 2 == 0
        running = np.cumsum(np.where(in_first, sizes[by_block], 0.0))
        starts = np.searchsorted(block, np.arange(block[-1] + 1))
        before = running[starts] - np.where(
            in_first[starts], sizes[by_block[starts]], 0.0
        )
        inside = running - before[block]
        second = ~in_first
        sums[by_block[second]] += inside[second]
        width *= 2
    return sums
