"""Weighted and stratified tests, Gray's test, states, repeated events, intervals: R.

The references are made by `tests/published/r/nonparametric.R` from invented tables that
lie beside them.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.estimates.comparison import fleming_harrington, log_rank, trend
from cohorts.estimates.gray import gray_test
from cohorts.estimates.multistate import occupation
from cohorts.estimates.recurrent import mean_cumulative
from cohorts.estimates.survival import kaplan_meier, nelson_aalen, quantile_time
from cohorts.estimates.turnbull import count_intervals, turnbull
from cohorts.risk_table.counts import counts_from_frame
from cohorts.risk_table.episodes import STAYS, sort_episodes
from cohorts.risk_table.margins import any_cause, pooled
from cohorts.risk_table.risk_table import risk_tables


DATA = Path(__file__).parent / "data"
R = json.loads((DATA / "nonparametric.json").read_text())
CLOSE = {"rel": 1e-10, "abs": 1e-12}
STATES = ("school", "out", "job")


def counted(rows, *, late=False):
    columns = {"exit": rows["exit"], "cause": rows["cause"], "group": rows["group"]}
    if late:
        columns["entry"] = rows["entry"]
    return counts_from_frame(
        pd.DataFrame(columns), causes=("1", "2"), groups=("a", "b", "c")
    )


@pytest.fixture(scope="module")
def spells():
    return pd.read_csv(DATA / "invented_spells.csv")


@pytest.fixture(scope="module")
def strata(spells):
    return [counted(rows) for _name, rows in spells.groupby("stratum")]


def assert_test(ours, theirs):
    assert ours.statistic == pytest.approx(theirs["statistic"], **CLOSE)
    assert ours.df == theirs["df"]


def test_a_test_that_weighs_early_times_equals_r(spells):
    ours = log_rank(counted(spells), weighting=fleming_harrington(1)).test
    assert_test(ours, R["log_rank_rho1"])


def test_a_log_rank_test_in_strata_equals_r(strata):
    assert_test(log_rank(strata).test, R["log_rank_strata"])


def test_a_weighted_test_in_strata_equals_r(strata):
    ours = log_rank(strata, weighting=fleming_harrington(1)).test
    assert_test(ours, R["log_rank_strata_rho1"])


def test_with_late_entry_the_log_rank_test_is_the_score_test_of_r():
    rows = pd.read_csv(DATA / "invented_spells_parted.csv")
    assert_test(log_rank(counted(rows, late=True)).test, R["log_rank_late"])


def test_with_late_entry_the_trend_test_is_the_score_test_of_r():
    rows = pd.read_csv(DATA / "invented_spells_parted.csv")
    assert_test(trend(counted(rows, late=True)), R["trend_late"])


@pytest.mark.parametrize("cause", ["1", "2"])
def test_gray_s_test_equals_r(spells, cause):
    ours = gray_test(counted(spells), cause=cause)
    assert ours.statistic == pytest.approx(R["gray"][cause], **CLOSE)
    assert ours.df == 2


@pytest.mark.parametrize("cause", ["1", "2"])
def test_gray_s_test_in_strata_equals_r(strata, cause):
    ours = gray_test(strata, cause=cause)
    assert ours.statistic == pytest.approx(R["gray_strata"][cause], **CLOSE)


@pytest.mark.parametrize("cause", ["1", "2"])
def test_gray_s_weighted_test_equals_r(spells, cause):
    ours = gray_test(counted(spells), cause=cause, rho=1)
    assert ours.statistic == pytest.approx(R["gray_rho1"][cause], **CLOSE)


def test_quantiles_and_their_limits_equal_r(spells):
    (table,) = risk_tables(any_cause(pooled(counted(spells))))
    curve = kaplan_meier(table)
    for k, share in enumerate(R["quantiles"]["share"]):
        ours = quantile_time(curve, share)
        for name in ("estimate", "low", "high"):
            assert getattr(ours, name) == R["quantiles"][name][k]


def test_nelson_aalen_with_late_entry_equals_r(spells):
    (table,) = risk_tables(any_cause(pooled(counted(spells, late=True))))
    (curve,) = nelson_aalen(table)
    assert curve.times == pytest.approx(R["nelson_aalen_late"]["time"])
    for name in ("estimate", "std_error"):
        assert getattr(curve, name) == pytest.approx(
            R["nelson_aalen_late"][name], **CLOSE
        )


def episodes(*, gaps):
    rows = pd.read_csv(DATA / "invented_episodes.csv")
    if not gaps:
        person = rows.groupby("id")
        length = (rows["stop"] - rows["start"]).groupby(rows["id"]).transform("sum")
        span = person["stop"].transform("max") - person["start"].transform("min")
        rows = rows[length == span]
    code = {name: k for k, name in enumerate(STATES)} | {"censor": STAYS}
    return sort_episodes(
        rows["id"],
        rows["start"],
        rows["stop"],
        state=rows["from"].map(code),
        to=rows["to"].map(code),
        states=STATES,
    )


@pytest.mark.parametrize("state", STATES)
def test_shares_in_states_and_their_errors_equal_r(state):
    estimate = occupation(episodes(gaps=False), horizon=24)
    curve = estimate.curves[STATES.index(state)]
    assert curve.times == pytest.approx(R["multistate"]["time"])
    for name in ("estimate", "std_error"):
        assert getattr(curve, name) == pytest.approx(
            R["multistate"][state][name], **CLOSE
        )
    stay = estimate.stays[STATES.index(state)]
    assert stay.estimate == pytest.approx(R["stay_24"][state], **CLOSE)


def test_the_mean_number_of_events_and_its_robust_error_equal_r():
    whole = episodes(gaps=True)
    out = np.where(whole.to == STATES.index("out"), 0, STAYS)
    drops = sort_episodes(whole.person, whole.start, whole.stop, to=out)
    curve = mean_cumulative(drops)
    assert curve.times == pytest.approx(R["mean_cumulative"]["time"])
    for name in ("estimate", "std_error"):
        assert getattr(curve, name) == pytest.approx(
            R["mean_cumulative"][name], **CLOSE
        )


def test_the_estimate_from_intervals_is_the_maximum_that_r_climbs_to():
    rows = pd.read_csv(DATA / "invented_intervals.csv")
    curve = turnbull(count_intervals(rows["lower"], rows["upper"]))
    theirs = dict(zip(R["turnbull"]["time"], R["turnbull"]["estimate"], strict=True))
    for time, share in zip(curve.times, curve.estimate, strict=True):
        assert share == pytest.approx(theirs[time], abs=1e-6)
