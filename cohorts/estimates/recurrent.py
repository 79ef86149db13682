"""Episodes → the mean number of events per person up to each time.

A young person may drop out, come back, and drop out again. The mean cumulative function
counts all of it: at each time, events over persons under observation, summed. Its error
treats each person as a whole, since the events of one person hang together.
"""

import numpy as np

from cohorts.estimates.intervals import hazard_limits
from cohorts.estimates.results import Curve
from cohorts.risk_table.episodes import STAYS, Episodes


def mean_cumulative(
    episodes: Episodes, *, group: str = "all", confidence: float = 0.95
) -> Curve:
    """Estimate the mean number of events per person.

    Args:
        episodes: of one group; every end with a `to` is an event.
        group: its label.
        confidence: width of the pointwise interval (log scale).

    Returns:
        The curve; `std_error` is robust, one cluster a person; `n_censored` counts
        episodes that end without an event, whether or not the person comes back.

    Source: Nelson (1988); Lawless & Nadeau (1995); as R `survfit(Surv(start, stop,
        event) ~ 1, cluster = id)`, `cumhaz` and `std.chaz`.
    """
    here = np.zeros(episodes.n_persons, bool)
    influence = np.zeros(episodes.n_persons)
    rows = []
    mean = 0.0
    for moment in episodes.walk():
        here[episodes.person[moment.begins]] = True
        leaving = episodes.person[moment.ends]
        having = leaving[episodes.to[moment.ends] != STAYS]
        at_risk = int(here.sum())
        step = having.size / at_risk
        mean += step
        influence[here] -= step / at_risk
        influence[having] += 1 / at_risk
        error = float(np.sqrt(influence @ influence))
        rows.append((at_risk, having.size, leaving.size - having.size, mean, error))
        here[leaving] = False
    at_risk_, events, censored, means, errors = (
        np.array(column, np.float64) for column in zip(*rows, strict=True)
    )
    low, high = hazard_limits(means, errors, confidence=confidence)
    return Curve(
        group=group,
        cause=None,
        times=episodes.times,
        n_at_risk=at_risk_,
        n_events=events,
        n_censored=censored,
        estimate=means,
        std_error=errors,
        low=low,
        high=high,
        origin=0.0,
    )
