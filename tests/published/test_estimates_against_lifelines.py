"""Where lifelines is right, we give the same: shown on weighted counts with late entry.

lifelines is imported here only: the closed forms need no library.
"""

import numpy as np
import pandas as pd
import pytest

from cohorts.estimates.comparison import log_rank
from cohorts.estimates.survival import kaplan_meier, nelson_aalen
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.risk_table import risk_tables


def cells(*, late):
    rng = np.random.default_rng(7)
    n = 200
    leaving = rng.integers(6, 40, n)
    return pd.DataFrame(
        {
            "exit": leaving,
            "entry": rng.integers(0, 6, n) if late else np.zeros(n, int),
            "cause": rng.integers(0, 2, n),
            "group": rng.integers(0, 3, n),
            "n_rows": rng.integers(1, 5, n),
        }
    )


def counted(frame):
    columns = {name: frame[name].to_numpy() for name in frame}
    return count_cells(**columns, groups=("a", "b", "c"))


def whole(frame):
    (table,) = risk_tables(count_cells(**frame.drop(columns="group").to_dict("list")))
    return table


@pytest.mark.parametrize("late", [False, True])
def test_kaplan_meier_fed_with_counts_equals_lifelines(late):
    from lifelines import KaplanMeierFitter

    frame = cells(late=late)
    fitted = KaplanMeierFitter().fit(
        frame["exit"],
        frame["cause"],
        entry=frame["entry"] if late else None,
        weights=frame["n_rows"],
    )

    curve = kaplan_meier(whole(frame))

    theirs = fitted.survival_function_at_times(curve.times).to_numpy()
    limits = fitted.confidence_interval_.loc[curve.times].to_numpy()
    assert curve.estimate == pytest.approx(theirs, abs=1e-8)
    defined = ~np.isnan(curve.low)
    assert curve.low[defined] == pytest.approx(limits[defined, 0], abs=1e-8)
    assert curve.high[defined] == pytest.approx(limits[defined, 1], abs=1e-8)


def test_nelson_aalen_equals_lifelines_without_its_smoothing_of_ties():
    from lifelines import NelsonAalenFitter

    frame = cells(late=False)
    fitted = NelsonAalenFitter(nelson_aalen_smoothing=False).fit(
        frame["exit"], frame["cause"], weights=frame["n_rows"]
    )

    (curve,) = nelson_aalen(whole(frame))

    theirs = fitted.cumulative_hazard_at_times(curve.times).to_numpy()
    assert curve.estimate == pytest.approx(theirs, abs=1e-8)


def test_log_rank_of_three_groups_equals_lifelines():
    from lifelines.statistics import multivariate_logrank_test

    frame = cells(late=False)

    theirs = multivariate_logrank_test(
        frame["exit"], frame["group"], frame["cause"], weights=frame["n_rows"]
    )

    ours = log_rank(counted(frame)).test
    assert ours.statistic == pytest.approx(theirs.test_statistic, abs=1e-8)
    assert ours.p == pytest.approx(theirs.p_value, abs=1e-8)
    assert ours.df == 2
