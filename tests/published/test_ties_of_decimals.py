"""Decimal times that only arithmetic keeps apart are ties, as in R's `timefix`."""

import numpy as np
import pytest

from cohorts.estimates.analysis import analyse
from cohorts.risk_table.counts import count_cells


ENTRY = [0.0, 0.1, 0.0, 0.2, 0.3]
EXIT = [0.3, 0.4, 0.1 + 0.2, 0.6, 0.7]
EVENT = [1, 0, 1, 1, 0]


def curve(entry=None):
    counts = count_cells(EXIT, EVENT, entry=entry)
    (group,) = analyse(counts, method="kaplan-meier", at=[0.3]).groups
    return group


def test_late_entry_at_a_dusty_tie_gives_the_curve_of_r():
    """R: survfit(Surv(s, t, e) ~ 1): n.risk 4 3 2 1, surv .5 .5 .25 .25."""
    group = curve(ENTRY)

    assert group.curves[0].n_at_risk.tolist() == [4, 3, 2, 1]
    assert group.curves[0].estimate == pytest.approx([0.5, 0.5, 0.25, 0.25])


def test_a_time_asked_for_is_the_observed_one_up_to_dust():
    group = curve()

    assert group.at[0].estimate == pytest.approx(0.6)


def test_times_that_really_differ_stay_apart():
    counts = count_cells(np.array([1.0, 1.001, 2.0]), [1, 1, 1])

    assert len(np.unique(counts.exit)) == 3
