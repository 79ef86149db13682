"""Our closed forms against R survival, to 1e-8, on two published tables."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.estimates.analysis import analyse
from cohorts.estimates.comparison import log_rank
from cohorts.estimates.competing import aalen_johansen
from cohorts.estimates.survival import kaplan_meier, median_time, restricted_mean
from cohorts.risk_table.counts import counts_from_frame
from cohorts.risk_table.margins import gather
from cohorts.risk_table.risk_table import risk_tables


DATA = Path(__file__).parent / "data"
CLOSE = {"rel": 0, "abs": 1e-8}
COLUMNS = {"surv": "estimate", "se": "std_error", "lower": "low", "upper": "high"}


def read(name):
    path = DATA / name
    return json.loads(path.read_text()) if path.suffix == ".json" else pd.read_csv(path)


def mvad(*, group=None, weight=None, without_open_spells=False):
    rows = read("mvad_jobless_exit.csv")
    if without_open_spells:
        rows = rows[rows["prevalent"] == 0]
    columns = {"exit": rows["duration"], "cause": rows["cause"]}
    if group:
        columns["group"] = rows[group]
    if weight:
        columns["weight"] = rows[weight]
    return gather(
        counts_from_frame(
            pd.DataFrame(columns), causes=("1", "2"), clock="calendar_months"
        )
    )


def rossi(*, group=None):
    rows = read("rossi.csv").rename(columns={"week": "exit", "arrest": "cause"})
    return gather(
        counts_from_frame(
            rows[["exit", "cause"]].assign(**({"group": rows[group]} if group else {}))
        )
    )


def reference_curve(name, curve, stratum="all"):
    reference = read(name)
    rows = reference[
        reference["curve"].str.startswith(curve) & (reference["stratum"] == stratum)
    ]
    return rows[rows["curve"].str.len() == rows["curve"].str.len().min()]


def assert_equals_r(curve, table, reference):
    step = np.searchsorted(curve.times, reference["time"], side="right") - 1
    for theirs, ours in COLUMNS.items():
        values = getattr(curve, ours)[step]
        assert values == pytest.approx(reference[theirs].to_numpy(), **CLOSE)
    at_risk = [table.at_risk_at(time) for time in reference["time"]]
    assert at_risk == pytest.approx(list(reference["n_risk"]), **CLOSE)


@pytest.mark.parametrize("scale", ["log-log", "log", "plain"])
def test_kaplan_meier_and_its_limits_equal_r_on_each_scale(scale):
    (table,) = risk_tables(mvad())

    curve = kaplan_meier(table, scale=scale)

    reference = read("mvad_km.csv")
    chosen = (reference["curve"] == scale) & (reference["stratum"] == "all")
    assert chosen.sum() == 5
    assert_equals_r(curve, table, reference[chosen])


@pytest.mark.parametrize("group", ["male", "funemp", "gcse5eq"])
@pytest.mark.parametrize("label", ["0", "1"])
def test_kaplan_meier_equals_r_in_each_group(group, label):
    tables = {table.group: table for table in risk_tables(mvad(group=group))}

    curve = kaplan_meier(tables[label])

    reference = reference_curve("mvad_km.csv", "log-log", f"{group}={label}")
    assert len(reference) == 5
    assert_equals_r(curve, tables[label], reference)


def test_kaplan_meier_without_spells_already_open_equals_r():
    (table,) = risk_tables(mvad(without_open_spells=True))

    reference = reference_curve("mvad_km.csv", "excl. spells")
    assert len(reference) == 5
    assert_equals_r(kaplan_meier(table), table, reference)


def test_weighted_kaplan_meier_has_the_robust_errors_of_r():
    counts = mvad(weight="weight")
    (table,) = risk_tables(counts)

    curve = kaplan_meier(table, weighted=counts)

    reference = reference_curve("mvad_km.csv", "weighted robust")
    assert len(reference) == 5
    assert_equals_r(curve, table, reference)


def test_kaplan_meier_equals_r_on_rossi():
    (table,) = risk_tables(rossi())

    assert_equals_r(kaplan_meier(table), table, read("rossi_km.csv"))


def test_aalen_johansen_its_errors_and_its_limits_equal_r():
    counts = mvad()
    (table,) = risk_tables(counts)
    reference = read("mvad_aj.csv")

    curves = aalen_johansen(table, counts=counts)

    step = np.searchsorted(curves[0].times, reference["time"], side="right") - 1
    for curve, cause in zip(curves, ("emp", "edu"), strict=True):
        for theirs, ours in {
            "cif": "estimate",
            "se": "std_error",
            "lo": "low",
            "hi": "high",
        }.items():
            values = getattr(curve, ours)[step]
            assert values == pytest.approx(
                reference[f"{theirs}_{cause}"].to_numpy(), **CLOSE
            )


def assert_mean_and_median_equal_r(table, reference, horizon):
    mean = restricted_mean(table, horizon)
    median = median_time(kaplan_meier(table))
    assert mean.estimate == pytest.approx(reference["rmean"], **CLOSE)
    assert mean.std_error == pytest.approx(reference["se(rmean)"], **CLOSE)
    for ours, theirs in {
        "estimate": "median",
        "low": "0.95LCL",
        "high": "0.95UCL",
    }.items():
        expected = reference[theirs]
        expected = np.nan if expected == "NA" else expected
        assert getattr(median, ours) == pytest.approx(expected, nan_ok=True)


def test_restricted_mean_and_median_equal_r():
    (table,) = risk_tables(mvad())

    assert_mean_and_median_equal_r(table, read("mvad_summary.json")["rmst24"], 24)


def test_restricted_mean_and_median_equal_r_in_each_group():
    tables = risk_tables(mvad(group="gcse5eq"))

    for table, reference in zip(
        tables, read("mvad_summary.json")["rmst24_gcse5eq"], strict=True
    ):
        assert_mean_and_median_equal_r(table, reference, 24)


def test_a_median_that_is_not_reached_is_not_invented():
    (table,) = risk_tables(rossi())

    assert_mean_and_median_equal_r(table, read("rossi_summary.json")["rmst52"], 52)
    assert not median_time(kaplan_meier(table)).reached


@pytest.mark.parametrize("group", ["male", "funemp", "gcse5eq"])
def test_log_rank_equals_r(group):
    (reference,) = [
        row
        for row in read("mvad_summary.json")["logrank"]
        if row["var"] == group and row["rho"] == 0
    ]

    answer = log_rank(mvad(group=group))

    assert answer.test.statistic == pytest.approx(reference["chisq"], **CLOSE)
    assert answer.test.p == pytest.approx(reference["p"], **CLOSE)
    assert answer.test.df == reference["df"]
    assert answer.n_observed == pytest.approx(reference["obs"], **CLOSE)
    assert answer.n_expected == pytest.approx(reference["exp"], **CLOSE)


def test_log_rank_equals_r_on_rossi():
    reference = read("rossi_summary.json")

    (test,) = analyse(rossi(group="fin"), method="log-rank").tests

    assert test.statistic == pytest.approx(reference["logrank_fin_chisq"], **CLOSE)
    assert test.p == pytest.approx(reference["p"], **CLOSE)


def test_kaplan_meier_matches_the_values_of_gehan_by_hand():
    arm = read("gehan_6mp.json")
    cells = pd.DataFrame({"exit": arm["weeks"], "cause": arm["relapsed"]})
    counts = counts_from_frame(cells)
    expected = {int(week): share for week, share in arm["still_in_remission"].items()}

    (group,) = analyse(counts, method="kaplan-meier", at=list(expected)).groups

    assert group.n == 21
    assert group.n_events == 9
    assert {p.time: p.estimate for p in group.at} == pytest.approx(expected, abs=5e-5)
    by_hand = 18 / 21 * 16 / 17 * 14 / 15 * 11 / 12 * 10 / 11 * 6 / 7 * 5 / 6
    assert group.at[-1].estimate == pytest.approx(by_hand, rel=1e-14)
    assert group.median.estimate == 23
