"""Exact figures for the evaluators' own room, under the internal threshold.

Design, section 4: estimates (shares, medians, means, tests) stand here at their exact
value, because evaluators answer for them; they work on pseudonymised extracts and never
see a row. What counts heads goes through `told`, like everywhere else: rounded, and the
small ones kept back. Groups under the internal threshold are absent, and so is the
curve of a cause that too few met: its share would be its count. Nothing of it leaves by
a file or the command line: these take released figures.
"""

from dataclasses import dataclass, replace

import numpy as np

from cohorts.disclosure.complementary import hidden_groups
from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.head_counts import Told, block, tell
from cohorts.disclosure.released import Estimator, Provenance
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.supported import supported
from cohorts.estimates.results import Estimate, GroupEstimate
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
        base: persons per block of a head count, 0 = exact counts of public data.
    """

    estimate: Estimate
    provenance: Provenance
    hidden: tuple[str, ...]
    base: int = 0

    def told(self, count: float) -> Told:
        """Give a head count of the estimate as it may be told."""
        return tell(count, base=self.base)


def for_workbench(
    counts: Counts,
    estimator: Estimator,
    *,
    rules: Rules,
    provenance: Provenance,
    disclosure: str = "protected",
) -> WorkbenchEstimate:
    """Estimate on exact counts, leaving out the groups under the internal threshold.

    Args:
        counts: exact counts.
        estimator: a pure function of counts.
        rules: the rules in force.
        provenance: where the counts come from.
        disclosure: what the extract's manifest says.

    Returns:
        The exact estimate, without the curves of causes that too few met.

    Raises:
        TooFew: no group reaches the internal threshold.
    """
    kept, hidden = shown_counts(counts, rules=rules)
    base = block(rules, disclosure=disclosure)
    least = rules.minimum_at_risk if base else 1
    estimate = supported(estimator(kept), least=least)
    groups = tuple(_without_rare(group, base) for group in estimate.groups)
    # Notes count rows and name days; what a reader needs of them is in head counts.
    notes = () if base else estimate.notes
    shown_estimate = replace(estimate, groups=groups, notes=notes)
    return WorkbenchEstimate(shown_estimate, provenance, hidden, base)


def shown_counts(counts: Counts, *, rules: Rules) -> tuple[Counts, tuple[str, ...]]:
    """Leave out the groups that evaluators do not see.

    Args:
        counts: exact counts.
        rules: the rules in force.

    Returns:
        The counts of the others, and the labels left out.

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
    return keep(counts, shown[counts.group]), tuple(hidden)


def _without_rare(group: GroupEstimate, base: int) -> GroupEstimate:
    """Leave out the causes whose number may not be told; their share would tell it."""
    frequent = {
        curve.cause
        for curve in group.curves
        if tell(float(curve.n_events.sum()), base=base).value is not None
    }
    shown = replace(
        group,
        curves=tuple(curve for curve in group.curves if curve.cause in frequent),
        at=tuple(point for point in group.at if point.cause in frequent),
    )
    if group.curves and not frequent:  # a median is then one young person's day
        return replace(shown, median=None, restricted_means=())
    return shown
