"""Cases → whole months from the origin, and the chance of a thing month by month.

Where something may happen to each person each month (start the action, be lost), its
chance is a logistic regression on person-months; these are counted by pattern and
month, never made one by one.
"""

from dataclasses import dataclass

import numpy as np

from cohorts.exposure.cases import Cases
from cohorts.exposure.failures import (
    GroupsDoNotOverlap,
    LateEntryNotCovered,
    MonthsNotWhole,
    OptionImpossible,
)
from cohorts.exposure.logit import fit_logit
from cohorts.regression.design import Design
from cohorts.regression.failures import ConstantCovariate, Separation
from cohorts.risk_table.numbers import Floats, Integers


MOST_POWERS = 3  # of the month, in the chance's course
NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True, eq=False)
class Months:
    """Cases by whole months; n cases.

    Attributes:
        stop: last month at risk, (n,), >= 1.
        outcome: 0 censored, 1 the event, 2 an event that competes, (n,).
        start: month of the exposure, `NEVER` for none, (n,).
        pattern: each case's pattern of covariates, (n,).
        person: codes of the persons, (n,).
    """

    stop: Integers
    outcome: Integers
    start: Integers
    pattern: Integers
    person: Integers

    def take(self, places: Integers) -> "Months":
        """Take some cases, each as often as named."""
        return Months(
            self.stop[places],
            self.outcome[places],
            self.start[places],
            self.pattern[places],
            self.person[places],
        )


def whole_months(
    cases: Cases, outcome: Integers, pattern: Integers, *, period: float
) -> Months:
    """Count time in whole months (or other periods).

    Args:
        cases: the cases, all observed from their origin.
        outcome: 0, 1 the event, 2 competing, (n,).
        pattern: each case's pattern, (n,).
        period: length of a month on the clock: 1 on a clock of months, 30.4375 days.

    Returns:
        The cases by months: time t is in month ceil(t / period), the first at least.

    Raises:
        OptionImpossible: a period that is not positive.
        MonthsNotWhole: a period of 1 and times that are not whole.
        LateEntryNotCovered: some are observed later than their origin only.
    """
    if not period > 0:
        raise OptionImpossible("period")
    if np.any(cases.start > cases.origin):
        raise LateEntryNotCovered
    if period == 1 and np.any(cases.stop != np.floor(cases.stop)):
        raise MonthsNotWhole
    never = np.isnan(cases.exposed)
    started = np.ceil(np.where(never, 0.0, cases.exposed) / period).astype(np.int64)
    return Months(
        stop=np.maximum(np.ceil(cases.stop / period).astype(np.int64), 1),
        outcome=outcome,
        start=np.where(never, NEVER, started),
        pattern=pattern,
        person=cases.person,
    )


def at_risk_by_month(
    stop: Integers, pattern: Integers, shape: tuple[int, int]
) -> Floats:
    """Count who is at risk in each month.

    Args:
        stop: last month at risk, (n,).
        pattern: (n,).
        shape: months H and patterns P.

    Returns:
        Rows at risk in months 1..H by pattern, (H, P).
    """
    left = leaving_by_month(np.minimum(stop, shape[0]), pattern, shape)
    counts: Floats = np.cumsum(left[::-1], axis=0)[::-1]
    return counts


def leaving_by_month(
    month: Integers, pattern: Integers, shape: tuple[int, int]
) -> Floats:
    """Count what happens in each month, those after the last left out.

    Args:
        month: (n,), >= 1.
        pattern: (n,).
        shape: months H and patterns P.

    Returns:
        Rows by month 1..H and pattern, (H, P).
    """
    within = (month >= 1) & (month <= shape[0])
    key = (month[within] - 1) * shape[1] + pattern[within]
    counts = np.bincount(key, minlength=shape[0] * shape[1]).astype(np.float64)
    return counts.reshape(shape)


def monthly_chance(design: Design, at_risk: Floats, happened: Floats) -> Floats:
    """Fit the chance of a thing in each month, by pattern.

    Args:
        design: columns of the patterns.
        at_risk: to whom it may happen, (H, P).
        happened: to whom it did, (H, P).

    Returns:
        The chance, strictly between 0 and 1, (H, P); 0 where it happens to nobody.

    Raises:
        GroupsDoNotOverlap: a covariate makes it certain, or impossible.
        CollinearCovariates: by name.
    """
    if not happened.sum():
        return np.zeros_like(at_risk)
    n_months, n_patterns = at_risk.shape
    month = np.repeat(np.arange(n_months, dtype=np.float64), n_patterns)
    met = np.flatnonzero(at_risk.any(axis=1)).size
    powers = min(MOST_POWERS, met - 1)
    columns = [(month / n_months) ** power for power in range(1, powers + 1)]
    names = [f"month^{power}" for power in range(1, powers + 1)]
    x = np.column_stack([*columns, np.tile(design.x, (n_months, 1))])
    some = at_risk.ravel() > 0
    try:
        fit = fit_logit(
            x[some],
            happened.ravel()[some],
            at_risk.ravel()[some],
            names=[*names, *design.names],
        )
    except (Separation, ConstantCovariate):
        raise GroupsDoNotOverlap from None
    odds = fit.beta[0] + x @ fit.beta[1:]
    chance: Floats = (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).reshape(at_risk.shape)
    return chance


def incidence_by_month(at_risk: Floats, events: Floats, others: Floats) -> Floats:
    """Sum weighted counts to the share with the event at the end of each month.

    Args:
        at_risk: weighted, (H,).
        events: weighted, (H,).
        others: weighted events that compete, (H,).

    Returns:
        The share, (H,); flat where nobody is left.
    """
    some = at_risk > 0
    hazard = np.divide(events, at_risk, out=np.zeros_like(events), where=some)
    other = np.divide(others, at_risk, out=np.zeros_like(others), where=some)
    kept = np.cumprod(np.clip(1 - hazard - other, 0, 1))
    before = np.concatenate(([1.0], kept[:-1]))
    share: Floats = np.cumsum(before * hazard)
    return share


def truncate_weights(
    weight: Floats, n_rows: Floats, share: float | None
) -> tuple[Floats, float]:
    """Bring the largest weights back to a quantile of the person-months.

    Args:
        weight: by month and pattern, >= 1, (H, P).
        n_rows: person-months that bear them, (H, P).
        share: share of the person-months above the quantile; None = none.

    Returns:
        The weights, and the largest left.
    """
    borne = n_rows > 0
    if not np.any(borne):
        return weight, 1.0
    if share is None:
        return weight, float(weight[borne].max())
    order = np.argsort(weight[borne])
    cumulated = np.cumsum(n_rows[borne][order])
    place = int(np.searchsorted(cumulated, (1 - share) * cumulated[-1]))
    top = float(weight[borne][order][min(place, order.size - 1)])
    return np.minimum(weight, top), top
