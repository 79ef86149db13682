"""Risk table → Aalen-Johansen: the share that left for each cause.

Our own, since lifelines jitters ties at random. Ties are exact here: on a clock of
months nearly every event is tied.
"""

import numpy as np

from cohorts.estimates.influence import incidence_errors
from cohorts.estimates.intervals import Scale, limits
from cohorts.estimates.results import Curve
from cohorts.estimates.steps import (
    greenwood_steps,
    ratio,
    root_of_difference,
    survival_steps,
)
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.numbers import Floats
from cohorts.risk_table.risk_table import RiskTable


def aalen_johansen(
    table: RiskTable,
    *,
    counts: Counts | None = None,
    confidence: float = 0.95,
    scale: Scale = "log",
) -> tuple[Curve, ...]:
    """Estimate the cumulative incidence of each cause, the others competing.

    Args:
        table: one group's risk table, K causes.
        counts: the group's own cells, needed where rows enter late or have weights
            that are not whole; without them the error is the delta method's, which is
            the same where nobody enters late.
        confidence: width of the pointwise interval.
        scale: scale of the interval.

    Returns:
        One curve per cause. With the Kaplan-Meier share they add up to 1.
        `std_error` is the infinitesimal jackknife's, as R `survfit`; so are the
        limits, on the log scale.

    Source: Aalen & Johansen (1978); R `survival` 3.5 `survfit` on a factor event.
    """
    incidence = incidences(table)
    exact = counts is not None and (counts.has_late_entry or not counts.is_whole)
    errors = (
        incidence_errors(counts, table)
        if counts is not None and exact
        else delta_errors(table)
    )
    curves = []
    for k, cause in enumerate(table.causes):
        low, high = limits(incidence[k], errors[k], confidence=confidence, scale=scale)
        curves.append(
            Curve(
                group=table.group,
                cause=cause,
                times=table.times,
                n_at_risk=table.n_at_risk,
                n_events=table.n_events[k],
                n_censored=table.n_censored,
                estimate=incidence[k],
                std_error=errors[k],
                low=low,
                high=high,
                origin=0.0,
            )
        )
    return tuple(curves)


def incidences(table: RiskTable) -> Floats:
    """Give the cumulative incidences alone, without errors or limits.

    Args:
        table: one group's risk table, K causes, T times.

    Returns:
        Shares, (K, T).
    """
    before = np.concatenate(([1.0], survival_steps(table)[:-1]))
    steps = before * ratio(
        table.n_events, np.broadcast_to(table.n_at_risk, table.n_events.shape)
    )
    found: Floats = np.cumsum(steps, axis=1)
    return found


def delta_errors(table: RiskTable) -> Floats:
    """Give the delta-method error of each incidence from the margins alone.

    Args:
        table: one group's risk table, K causes, T times.

    Returns:
        The errors, (K, T); equal to the jackknife's where nobody enters late.

    Source: Marubini & Valsecchi (1995), eq. 10.12.
    """
    at_risk = table.n_at_risk.astype(np.float64)
    before = np.concatenate(([1.0], survival_steps(table)[:-1]))
    terms = greenwood_steps(table)
    errors = []
    for n_events in table.n_events.astype(np.float64):
        f = np.cumsum(before * ratio(n_events, at_risk))
        cross = before * ratio(n_events, at_risk**2)
        own = before**2 * ratio(n_events * (at_risk - n_events), at_risk**3)
        taken = 2 * f * np.cumsum(f * terms + cross)
        given = f**2 * np.cumsum(terms) + np.cumsum(f**2 * terms + 2 * f * cross + own)
        errors.append(root_of_difference(given - taken, given))
    return np.stack(errors)
