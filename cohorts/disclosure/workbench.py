"""Exact figures for the evaluators' own room, under the internal threshold."""

from dataclasses import dataclass

import numpy as np

from cohorts.disclosure.complementary import hidden_groups
from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.released import Estimator, Provenance
from cohorts.disclosure.rules import Rules
from cohorts.estimates.results import Estimate
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.margins import keep


@dataclass(frozen=True)
class WorkbenchEstimate:
    """An exact estimate that stays with evaluators; exports take released ones.

    Attributes:
        estimate: on exact counts.
        provenance: where it comes from.
        hidden: groups under the internal threshold, and one more where they could be
            had by subtraction.
    """

    estimate: Estimate
    provenance: Provenance
    hidden: tuple[str, ...]


def for_workbench(
    counts: Counts, estimator: Estimator, *, rules: Rules, provenance: Provenance
) -> WorkbenchEstimate:
    """Estimate on exact counts, leaving out the groups under the internal threshold.

    Args:
        counts: exact counts.
        estimator: a pure function of counts.
        rules: the rules in force.
        provenance: where the counts come from.

    Returns:
        The exact estimate.

    Raises:
        TooFew: no group reaches the internal threshold.
    """
    sizes = np.bincount(
        counts.group, weights=counts.n_persons, minlength=len(counts.groups)
    )
    known = {
        label: int(n) for label, n in zip(counts.groups, sizes, strict=True) if n > 0
    }
    hidden = hidden_groups(
        known, threshold=rules.threshold_internal, complementary=rules.complementary
    )
    shown = np.array(
        [label in known and label not in hidden for label in counts.groups]
    )
    if not np.any(shown):
        raise TooFew(rules.threshold_internal)
    kept = keep(counts, shown[counts.group])
    return WorkbenchEstimate(estimator(kept), provenance, tuple(hidden))
