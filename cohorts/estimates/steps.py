"""Risk table → the terms at each time from which every curve is summed."""

import numpy as np

from cohorts.risk_table.numbers import Floats, Numbers
from cohorts.risk_table.risk_table import RiskTable


ROUNDING = 1e-12  # sums of weights that differ by less are equal


def survival_steps(table: RiskTable) -> Floats:
    """Give the Kaplan-Meier product at each time of a risk table.

    Args:
        table: one group's risk table, T times.

    Returns:
        The shares, (T,).
    """
    leaving = ratio(table.n_events_any, table.n_at_risk)
    if table.n_at_risk.dtype.kind == "f":
        leaving[leaving > 1 - ROUNDING] = 1.0
    return np.asarray(np.cumprod(1.0 - leaving), np.float64)


def greenwood_steps(table: RiskTable) -> Floats:
    """Give Greenwood's term d / (n (n - d)) at each time.

    Args:
        table: one group's risk table, T times.

    Returns:
        The terms, (T,); 0 where everybody at risk has the event, since the curve is 0
        from then on and its error is not defined.
    """
    n_events = table.n_events_any.astype(np.float64)
    at_risk = table.n_at_risk.astype(np.float64)
    terms = ratio(n_events, at_risk * (at_risk - n_events))
    return np.where(n_events < at_risk, terms, 0.0)


def ratio(above: Numbers, below: Numbers) -> Floats:
    """Divide, 0 where nobody is below.

    Args:
        above: numerators, (T,).
        below: denominators, (T,).

    Returns:
        The ratios, (T,).
    """
    result: Floats = np.divide(
        above, below, out=np.zeros(above.shape, np.float64), where=below > 0
    )
    return result


def root_of_difference(squared: Floats, size: Floats) -> Floats:
    """Take the root of a variance that was found by subtraction.

    Args:
        squared: the variances, (T,).
        size: the largest of what was added and taken away, (T,).

    Returns:
        The roots; exactly 0 where the variance is no more than the rounding of `size`.
    """
    real = squared > ROUNDING * size
    return np.sqrt(np.where(real, squared, 0.0))
