"""Counts by pattern → the share with an outcome, weighted for loss, from counts alone.

The lost of each pattern are stood for by those of the same pattern who stay: everybody
at risk at t bears the inverse of the share of their pattern not yet lost before t. It
is `loss.weighted_for_loss` without a model of the loss: a chance of its own for each
pattern and time, so that protected counts answer as well as exact ones. Without late
entry the weighted share is the mean of the patterns' own shares, by their size.

Source: Robins & Finkelstein (2000), Biometrics 56, 779-788; Satten & Datta (2001), The
American Statistician 55, 207-210.
"""

from dataclasses import dataclass

import numpy as np

from cohorts.risk_table.counts import Counts
from cohorts.risk_table.numbers import Floats, Numbers
from cohorts.risk_table.risk_table import RiskTable, risk_tables


@dataclass(frozen=True, eq=False)
class WeightedShare:
    """A share with and without weights, at the same times; T times.

    Attributes:
        times: rising, (T,).
        plain: the share, the lost being like all who stay, (T,).
        weighted: the share, the lost being like those of their pattern, (T,).
        largest: the largest weight that anybody bears.
        known_to: last time at which every pattern is still followed, or has none left.
    """

    times: Numbers
    plain: Floats
    weighted: Floats
    largest: float
    known_to: float

    def at(self, time: float) -> tuple[float, float]:
        """Read both shares at a time.

        Args:
            time: any time after the origin.

        Returns:
            Plain and weighted; NaN both after `known_to`.
        """
        if time > self.known_to:
            return float("nan"), float("nan")
        step = int(np.searchsorted(self.times, time, side="right")) - 1
        if step < 0:
            return 0.0, 0.0
        return float(self.plain[step]), float(self.weighted[step])


def weigh_patterns(counts: Counts, *, cause: str) -> WeightedShare:
    """Estimate a share as if nobody had been lost.

    Args:
        counts: counts whose groups are the patterns of what the loss may depend on.
        cause: the outcome, the other causes competing.

    Returns:
        The share without and with weights. A pattern whose follow-up ends before that
        of others stands for nobody afterwards: read up to `known_to`.
    """
    grid = np.unique(counts.exit)
    tables = risk_tables(counts, times=grid)
    place = counts.causes.index(cause)
    weights = [_weight(table) for table in tables]
    ones = np.ones(grid.size)
    borne = [
        float(weight[table.n_at_risk > 0].max())
        for table, weight in zip(tables, weights, strict=True)
        if np.any(table.n_at_risk > 0)
    ]
    return WeightedShare(
        times=grid,
        plain=_share(tables, [ones for _ in tables], place),
        weighted=_share(tables, weights, place),
        largest=max(borne, default=1.0),
        known_to=min(_end(table) for table in tables),
    )


def _weight(table: RiskTable) -> Floats:
    """Invert the share not yet lost before each time; events come before losses."""
    staying = (table.n_at_risk - table.n_events_any).astype(np.float64)
    lost = np.divide(
        table.n_censored.astype(np.float64),
        staying,
        out=np.zeros_like(staying),
        where=staying > 0,
    )
    kept = np.concatenate(([1.0], np.cumprod(1 - lost)[:-1]))
    return np.divide(1.0, kept, out=np.ones_like(kept), where=kept > 0)


def _share(tables: tuple[RiskTable, ...], weights: list[Floats], place: int) -> Floats:
    pairs = list(zip(tables, weights, strict=True))
    at_risk = np.sum([w * t.n_at_risk for t, w in pairs], axis=0)
    events = np.sum([w * t.n_events[place] for t, w in pairs], axis=0)
    anything = np.sum([w * t.n_events_any for t, w in pairs], axis=0)
    some = at_risk > 0
    hazard = np.divide(events, at_risk, out=np.zeros(at_risk.shape), where=some)
    leaving = np.divide(anything, at_risk, out=np.zeros(at_risk.shape), where=some)
    before = np.concatenate(([1.0], np.cumprod(1 - leaving)[:-1]))
    share: Floats = np.cumsum(before * hazard)
    return share


def _end(table: RiskTable) -> float:
    """Give the last time at which a pattern tells anything: for good, if by events."""
    last = int(np.flatnonzero(table.n_at_risk)[-1])
    emptied = table.n_events_any[last] == table.n_at_risk[last]
    return float("inf") if emptied else float(table.times[last])
