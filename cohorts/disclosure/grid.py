"""The times at which a released curve may step: whole months, whatever the clock."""

import numpy as np

from cohorts.risk_table.counts import Clock
from cohorts.risk_table.numbers import Integers


DAYS_PER_MONTH = 30.4375


def month_edges(clock: Clock, last: float) -> Integers:
    """List the ends of the months from the origin on.

    Args:
        clock: days, calendar_months, age (months of age) or unstated (whole units).
        last: last time that must be covered, >= 0.

    Returns:
        0, then the end of each month, the last one >= `last`. On the day clock the
        horizons of 3, 6, 12 and 24 months are 91, 183, 365 and 731 days.
    """
    step = DAYS_PER_MONTH if clock == "days" else 1.0
    n_months = int(np.ceil(last / step)) + 1
    edges = np.floor(np.arange(n_months + 1) * step + 0.5).astype(np.int64)
    enough = int(np.searchsorted(edges, last, side="left"))
    kept: Integers = edges[: enough + 1]
    return kept
