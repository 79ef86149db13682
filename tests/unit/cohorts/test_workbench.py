"""What evaluators see of their own room: nothing of a group whose curve is hidden."""

import numpy as np

from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.workbench import for_workbench
from cohorts.estimates.describe import describe
from cohorts.risk_table.counts import count_cells


RULES = Rules("test", 5, 11, 6, 11, True)


def workbench():
    """A large group, and one of seven of whom four met the event."""
    rng = np.random.default_rng(3)
    leaving = np.concatenate(
        (rng.integers(1, 600, 80), [57, 59, 246, 300, 301, 302, 364])
    )
    cause = np.concatenate((np.ones(80, int), [1, 1, 1, 0, 0, 0, 1]))
    counts = count_cells(
        leaving,
        cause,
        causes=("1",),
        clock="days",
        group=[0] * 80 + [1] * 7,
        groups=("a", "b"),
    )
    return for_workbench(
        counts,
        lambda known: describe(known, at=(91, 183), rmst=(365,), outcome="1"),
        rules=RULES,
        provenance=Provenance("d", "h", "e", "2025-01-01", "1"),
    )


def test_a_group_without_a_curve_has_no_median_and_no_mean_either():
    groups = {group.group: group for group in workbench().estimate.groups}

    assert groups["a"].median is not None
    assert groups["a"].restricted_means
    assert not groups["b"].curves
    assert groups["b"].median is None
    assert not groups["b"].restricted_means


def test_no_note_counts_rows_or_names_a_day():
    assert workbench().estimate.notes == ()
