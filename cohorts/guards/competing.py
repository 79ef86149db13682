"""Competing outcomes called censoring: what it would change, and the refusal.

Source: Putter, Fiocco & Geskus (2007), Statistics in Medicine 26, 2389-2430, §3.
"""

from collections.abc import Mapping

import numpy as np

from cohorts.definition.language import CohortDefinition
from cohorts.estimates.competing import aalen_johansen
from cohorts.estimates.results import NOT_KNOWN, Curve
from cohorts.estimates.survival import kaplan_meier
from cohorts.guards.caution import Caution, Severity
from cohorts.guards.failures import HorizonImpossible, OtherEndsCalledCensoring
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.margins import only_cause, pooled
from cohorts.risk_table.risk_table import risk_tables


MATTERS = 0.01  # difference of shares from which the two must not be mixed up
COMPETES = "competes"  # effect of a follow-up status that is a final outcome


def naive_and_right(counts: Counts, *, cause: str, at: float) -> tuple[float, float]:
    """Read a cause's share at a time, without and with the other ends.

    Args:
        counts: counts with K causes; groups are pooled.
        cause: the cause wanted.
        at: the time, > 0.

    Returns:
        1 - Kaplan-Meier with the other causes censored, and Aalen-Johansen; NaN both
        where nobody is observed as far.

    Raises:
        HorizonImpossible: `at` is no time after the origin.
    """
    if not 0 < at < np.inf:
        raise HorizonImpossible
    whole = pooled(counts)
    (alone,) = risk_tables(only_cause(whole, cause))
    (table,) = risk_tables(whole)
    (curve,) = [c for c in aalen_johansen(table) if c.cause == cause]
    naive = _read(kaplan_meier(alone), at)
    return 1 - naive, _read(curve, at)


def competing_ends(counts: Counts, *, cause: str, at: float) -> tuple[Caution, ...]:
    """Tell what counting the other ends as censoring would make of a share.

    Args:
        counts: counts with K causes.
        cause: the outcome.
        at: the time of reading.

    Returns:
        One caution where another cause has an event, else none.

    Raises:
        HorizonImpossible: as `naive_and_right`.
    """
    others = _others(counts, cause)
    if not others:
        return ()
    naive, right = naive_and_right(counts, cause=cause, at=at)
    matters = naive - right >= MATTERS
    code = counts.causes.index(cause) + 1
    return (
        Caution(
            "competing-ends",
            Severity.CARE if matters else Severity.KNOW,
            heads={
                "others": float(counts.n_rows[counts.cause > 0].sum())
                - float(counts.n_rows[counts.cause == code].sum()),
                "events": float(counts.n_rows[counts.cause == code].sum()),
            },
            measures={"share_naive": naive, "share_right": right},
            settings={"time": at},
            names={"clock": counts.clock, "cause": cause},
            rests_on=("others", "events"),
        ),
    )


def refuse_one_minus_survival(counts: Counts, *, cause: str, at: float) -> None:
    """Refuse 1 - Kaplan-Meier as a probability where another end is there.

    Args:
        counts: counts with K causes.
        cause: the cause wanted.
        at: the time of reading.

    Raises:
        OtherEndsCalledCensoring: with the share that Aalen-Johansen gives instead.
        HorizonImpossible: as `naive_and_right`.
    """
    others = _others(counts, cause)
    if others:
        naive, right = naive_and_right(counts, cause=cause, at=at)
        raise OtherEndsCalledCensoring(cause, others, naive=naive, incidence=right)


def ends_called_censoring(
    definition: CohortDefinition, *, effects: Mapping[str, str]
) -> tuple[Caution, ...]:
    """Find final ends that a definition censors, or does not name at all.

    Args:
        definition: the cohort.
        effects: follow-up status → effect, as the nomenclature states it.

    Returns:
        STOP for statuses that compete and are censored; CARE for those that compete
        and are nowhere in the definition.
    """
    final = {code for code, effect in effects.items() if effect == COMPETES}
    counted = {status for cause in definition.causes for status in cause.follow_up}
    censored = sorted(final & set(definition.censoring.follow_up))
    absent = sorted(final - counted - set(censored))
    found = []
    if censored:
        names = {"statuses": ", ".join(censored)}
        found.append(Caution("end-censored", Severity.STOP, names=names))
    if absent:
        names = {"statuses": ", ".join(absent)}
        found.append(Caution("end-not-named", Severity.CARE, names=names))
    return tuple(found)


def _others(counts: Counts, cause: str) -> tuple[str, ...]:
    return tuple(
        name
        for code, name in enumerate(counts.causes, start=1)
        if name != cause and np.any(counts.cause == code)
    )


def _read(curve: Curve, at: float) -> float:
    if not curve.times.size or at > curve.times[-1]:
        return NOT_KNOWN
    step = int(np.searchsorted(curve.times, at, side="right")) - 1
    return float(curve.estimate[step]) if step >= 0 else curve.origin
