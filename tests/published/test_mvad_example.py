"""The whole line, from the published table to the figures, against R to 1e-8."""

import json
from pathlib import Path

import pandas as pd
import pytest

from commands.example import replay


DATA = Path(__file__).parent / "data"
CLOSE = {"rel": 0, "abs": 1e-8}


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    made = replay(tmp_path_factory.mktemp("mvad") / "territory", environ={})
    return json.loads(json.dumps(made))


@pytest.fixture(scope="module")
def summary():
    return json.loads((DATA / "mvad_summary.json").read_text())


def test_the_survival_curve_is_that_of_r(answer):
    reference = pd.read_csv(DATA / "mvad_km.csv")
    chosen = (reference["curve"] == "log-log") & (reference["stratum"] == "all")
    rows = reference[chosen].to_dict("records")
    at = {one["time"]: one for one in answer["kaplan_meier"]["groups"][0]["at"]}

    assert len(rows) == len(at)
    for row in rows:
        found = at[row["time"]]
        assert found["n_at_risk"] == row["n_risk"]
        assert found["estimate"] == pytest.approx(row["surv"], **CLOSE)
        assert found["std_error"] == pytest.approx(row["se"], **CLOSE)
        assert found["low"] == pytest.approx(row["lower"], **CLOSE)
        assert found["high"] == pytest.approx(row["upper"], **CLOSE)


@pytest.mark.parametrize(("cause", "suffix"), [("1", "emp"), ("2", "edu")])
def test_the_incidences_and_their_errors_are_those_of_r(answer, cause, suffix):
    rows = pd.read_csv(DATA / "mvad_aj.csv").to_dict("records")
    every = answer["aalen_johansen"]["groups"][0]["at"]
    at = {one["time"]: one for one in every if one["cause"] == cause}

    assert len(rows) == len(at)
    for row in rows:
        found = at[row["time"]]
        assert found["estimate"] == pytest.approx(row[f"cif_{suffix}"], **CLOSE)
        assert found["std_error"] == pytest.approx(row[f"se_{suffix}"], **CLOSE)
        assert found["low"] == pytest.approx(row[f"lo_{suffix}"], **CLOSE)
        assert found["high"] == pytest.approx(row[f"hi_{suffix}"], **CLOSE)


def test_median_and_restricted_mean_are_those_of_r(answer, summary):
    (group,) = answer["kaplan_meier"]["groups"]
    mean, expected = group["rmst"][0], summary["rmst24"]

    assert (group["n"], answer["kaplan_meier"]["n_events"]) == (342, 295)
    assert group["median"] == {
        "estimate": expected["median"],
        "low": expected["0.95LCL"],
        "high": expected["0.95UCL"],
    }
    assert mean["horizon"] == 24
    assert mean["estimate"] == pytest.approx(expected["rmean"], **CLOSE)
    assert mean["std_error"] == pytest.approx(expected["se(rmean)"], **CLOSE)


@pytest.mark.parametrize("group", ["male", "funemp", "gcse5eq"])
def test_the_log_rank_tests_are_those_of_r(answer, summary, group):
    (expected,) = [
        one for one in summary["logrank"] if one["var"] == group and one["rho"] == 0
    ]
    (found,) = [
        one for one in answer["log_rank"][group]["tests"] if one["cause"] is None
    ]

    assert found["statistic"] == pytest.approx(expected["chisq"], **CLOSE)
    assert found["df"] == expected["df"]
    assert found["p"] == pytest.approx(expected["p"], **CLOSE)
