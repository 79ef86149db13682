"""The restricted mean of weighted rows: its robust error against R and simulated."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.estimates.analysis import analyse
from cohorts.risk_table.counts import counts_from_frame


DATA = Path(__file__).parent / "data"
R = json.loads((DATA / "weighted_mean.json").read_text())
CLOSE = {"rel": 1e-10, "abs": 1e-12}


def mean_of(frame, horizon):
    counts = counts_from_frame(frame.assign(n_rows=1), causes=["1"])
    estimate = analyse(counts, method="kaplan-meier", rmst=[horizon])
    return estimate.groups[0].restricted_means[0]


def exits(*, late):
    rows = pd.read_csv(DATA / "mvad_jobless_exit.csv")
    frame = pd.DataFrame(
        {"exit": rows["duration"], "cause": rows["event"], "weight": rows["weight"]}
    )
    if late:
        third = (np.arange(1, len(rows) + 1) % 3 == 0) * 2
        frame["entry"] = np.minimum(rows["duration"] - 1, third)
    return frame


@pytest.mark.parametrize(
    ("name", "horizon", "late"),
    [("plain_12", 12, False), ("plain_24", 24, False), ("late_24", 24, True)],
)
def test_the_mean_of_weighted_rows_and_its_robust_error_equal_r(name, horizon, late):
    mean = mean_of(exits(late=late), horizon)

    assert mean.estimate == pytest.approx(R[name]["estimate"], **CLOSE)
    assert mean.std_error == pytest.approx(R[name]["std_error"], **CLOSE)


def by_moving_each_weight(frame, horizon):
    """Let each row weigh a little more and a little less; nothing is assumed."""
    entry = frame.get("entry", pd.Series(np.zeros(len(frame)))).to_numpy()
    exit_, cause = frame["exit"].to_numpy(), frame["cause"].to_numpy()
    weight = frame["weight"].to_numpy()

    def mean(weights):
        share, last, area = 1.0, 0.0, 0.0
        for time in np.unique(exit_[exit_ <= horizon]):
            area, last = area + share * (time - last), time
            here = weights[(entry < time) & (exit_ >= time)].sum()
            share *= 1 - weights[(exit_ == time) & (cause == 1)].sum() / here
        return area + share * (horizon - last)

    step = 1e-5
    moved = np.eye(len(frame)) * step * weight
    gains = [(mean(weight + one) - mean(weight - one)) / (2 * step) for one in moved]
    return float(np.sqrt(np.sum(np.square(gains))))


@pytest.mark.parametrize("horizon", [5.5, 12.0, 60.0])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("censored", [0.0, 0.4])
def test_the_robust_error_is_what_each_row_moves(horizon, late, censored):
    rng = np.random.default_rng(20)
    exit_ = rng.integers(1, 30, 60).astype(float)
    frame = pd.DataFrame(
        {
            "exit": exit_,
            "cause": (rng.random(60) >= censored).astype(int),
            "weight": rng.random(60) + 0.3,
        }
    )
    frame.loc[frame["exit"].idxmax(), "cause"] = 1 if censored == 0 else 0
    if late:
        frame["entry"] = np.where(rng.random(60) < 0.3, np.floor(exit_ * 0.4), 0)
    expected = by_moving_each_weight(frame, horizon)

    assert mean_of(frame, horizon).std_error == pytest.approx(expected, rel=1e-6)


def test_intervals_of_a_weighted_mean_hold_the_truth_as_often_as_they_say():
    """Half of the people are drawn four times as often and weighed back."""
    rng, horizon, held, runs = np.random.default_rng(7), 12.0, 0, 600
    rates = np.array([0.05, 0.2])
    truth = float(np.mean((1 - np.exp(-rates * horizon)) / rates))
    for _ in range(runs):
        kind = (rng.random(300) < 0.8).astype(int)
        event = rng.exponential(1 / rates[kind])
        end = rng.uniform(8, 30, 300)
        frame = pd.DataFrame(
            {
                "exit": np.minimum(event, end),
                "cause": (event <= end).astype(int),
                "weight": np.where(kind == 1, 0.5 / 0.8, 0.5 / 0.2),
            }
        )
        low, high = mean_of(frame, horizon).limits(0.95)
        held += low <= truth <= high

    assert 0.93 <= held / runs <= 0.97
