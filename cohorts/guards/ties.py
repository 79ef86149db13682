"""Ties: on a coarse clock the way of taking them decides the coefficient.

Source: on one table of monthly exits a coefficient goes from .338 (Breslow) to .475
(Efron), .515 (cloglog) and .627 (logit).
"""

import numpy as np

from cohorts.guards.caution import Caution, Severity
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.margins import any_cause, pooled
from cohorts.risk_table.risk_table import risk_tables


HEAVY = 0.5  # share of the events that share their time, from which to count periods
CROWDED = 5.0  # events per time with an event, likewise


def ties(counts: Counts) -> tuple[Caution, ...]:
    """Tell whether events fall on few times.

    Args:
        counts: any counts.

    Returns:
        One caution where a model of whole periods should be preferred, else none.
    """
    (table,) = risk_tables(any_cause(pooled(counts)))
    n_events = table.n_events_any[table.n_events_any > 0]
    if not n_events.size:
        return ()
    events = float(n_events.sum())
    tied = float(n_events[n_events > 1].sum())
    share, most = tied / events, float(n_events.max()) / events
    if share < HEAVY or events < CROWDED * n_events.size:
        return ()
    heads = {"events": events}
    return (
        Caution(
            "heavy-ties",
            Severity.CARE,
            heads=heads,
            measures={"share_tied": share, "share_most": most},
            settings={"times": float(np.size(n_events))},
            rests_on=("events",),
        ),
    )
