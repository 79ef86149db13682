"""Informative loss to follow-up: who is lost, how long the others are followed.

"No record" is never "no event": whoever is lost counts as long as they were followed,
which is right only if those who are lost would have fared like the others. These checks
say how far that must be believed.

Source: Schemper & Smith (1996), Controlled Clinical Trials 17, 343-346 (reverse
Kaplan-Meier).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from cohorts.definition.sql_exit import SILENCE
from cohorts.estimates.comparison import log_rank
from cohorts.estimates.failures import NothingToCompare, WeightsNotWhole
from cohorts.estimates.results import Curve, Median
from cohorts.estimates.survival import kaplan_meier, median_time
from cohorts.event_table.attrition import Exit
from cohorts.guards.caution import Caution, Severity
from cohorts.risk_table.counts import CENSORED, Counts
from cohorts.risk_table.margins import any_cause
from cohorts.risk_table.risk_table import risk_tables


LOST = frozenset({"perdu_de_vue", "unknown_gap", SILENCE, "demenage"})
MUCH = 0.2  # share of the cases lost from which bounds must be read
SIGNIFICANT = 0.05


def reversed_counts(counts: Counts) -> Counts:
    """Take the end of follow-up as the event, and every event as its censoring.

    Args:
        counts: any counts.

    Returns:
        Counts with one cause, "censored"; who has an event at a time is still at
        risk of being censored then, as in R `survfit(Surv(time, 1 - status))`.
    """
    ended = (counts.cause == CENSORED).astype(np.int64)
    return replace(counts, causes=("censored",), cause=ended)


def length_of_follow_up(
    counts: Counts, *, confidence: float = 0.95
) -> Mapping[str, tuple[Curve, Median]]:
    """Estimate how long each group is followed: the reverse Kaplan-Meier curve.

    Args:
        counts: any counts.
        confidence: width of the limits.

    Returns:
        Group → share still followed if nobody had an event, and its median.

    Raises:
        WeightsNotWhole: weights that are not whole numbers.

    Source: Schemper & Smith (1996).
    """
    if not counts.is_whole:
        raise WeightsNotWhole
    lengths = {}
    for table in risk_tables(reversed_counts(counts)):
        curve = kaplan_meier(table, confidence=confidence)
        lengths[table.group] = (curve, median_time(curve))
    return lengths


def follow_up(counts: Counts) -> tuple[Caution, ...]:
    """Tell how long half are followed, and whether groups are followed alike.

    Args:
        counts: any whole counts.

    Returns:
        One caution per group, and one where the follow-up differs between groups by
        the log-rank test of the censoring.
    """
    if not counts.is_whole:
        return ()
    found = []
    lengths = length_of_follow_up(counts)
    for table in risk_tables(any_cause(counts)):
        _curve, median = lengths[table.group]
        heads = {"censored": float(table.n_censored.sum()), "n": float(table.n)}
        found.append(
            Caution(
                "follow-up",
                Severity.KNOW,
                group=table.group,
                heads=heads,
                measures={"time_median": median.estimate},
                names={"clock": counts.clock},
                rests_on=("censored", "n"),
            )
        )
    return (*found, *_unlike(counts))


def reasons_of_loss(exits: Sequence[Exit]) -> tuple[Caution, ...]:
    """Tell how many cases were lost, rather than followed to the end.

    Args:
        exits: how the cases of the whole cohort left.

    Returns:
        One caution, graver where many were lost; none where nobody was.
    """
    lost = float(sum(e.cases for e in exits if e.kind == "censored" and e.code in LOST))
    n = float(sum(e.cases for e in exits))
    if not lost:
        return ()
    grave = Severity.CARE if lost / n >= MUCH else Severity.KNOW
    heads = {"lost": lost, "n": n}
    return (Caution("lost", grave, heads=heads, rests_on=("lost", "n")),)


def _unlike(counts: Counts) -> tuple[Caution, ...]:
    if np.unique(counts.group).size < 2:
        return ()
    try:
        test = log_rank(reversed_counts(counts)).test
    except (NothingToCompare, WeightsNotWhole):
        return ()
    if not test.p < SIGNIFICANT:
        return ()
    return (Caution("unlike-follow-up", Severity.CARE, measures={"p": test.p}),)
