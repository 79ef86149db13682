"""Exposure to an action, where the truth is known: the naive way beside ours.

Data: months, an action that begins at random or after a diploma, which also brings the
event; the action does nothing (ratio 1, difference 0) or doubles the hazard. The peer
is "ever took part" taken for a group known at time zero.
"""

from typing import Any

import numpy as np
import pandas as pd

from bench.figures import figure, seconds
from cohorts.exposure.cases import Cases, cases_from_frame
from cohorts.exposure.emulation import emulate_trial
from cohorts.exposure.landmark import landmark_grid
from cohorts.exposure.time_varying import fit_time_varying
from cohorts.regression.design import Categorical


MONTHS = 24
SEED = 20260801
DIPLOMA = [Categorical("diploma")]


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure bias and coverage over simulated cohorts.

    Args:
        quick: 40 cohorts instead of 400, of 1,000 persons each.

    Returns:
        The figures.
    """
    n_cohorts = 40 if quick else 400
    figures = []
    for ratio in (1.0, 2.0):
        rng = np.random.default_rng(SEED)
        found = [_measured(_drawn(rng, 1_000, ratio), ratio) for _k in range(n_cohorts)]
        naive, ours, covered, mark = np.mean(found, axis=0)
        name = f"ratio_{ratio:g}"
        figures += [
            figure(
                f"{name}_log_bias_time_varying",
                float(ours - np.log(ratio)),
                unit="log ratio",
                peer="ever took part",
                peer_value=float(naive - np.log(ratio)),
            ),
            figure(f"{name}_coverage_time_varying", float(100 * covered), unit="%"),
            figure(
                f"{name}_log_bias_landmark_3", float(mark - np.log(ratio)), unit="log"
            ),
        ]
    cases = _drawn(np.random.default_rng(SEED), 100_000, 1.0)
    figures.append(
        figure(
            "time_varying_1e5",
            seconds(lambda: fit_time_varying(cases, DIPLOMA)),
            unit="s",
        )
    )
    trial = emulate_trial(
        cases,
        DIPLOMA,
        grace=3,
        horizon=MONTHS,
        rng=np.random.default_rng(SEED),
        n_draws=20,
    )
    share = trial.contrasts[0]
    figures.append(figure("null_difference_emulated_1e5", share.estimate, unit="share"))
    return figures


def _drawn(rng: np.random.Generator, n: int, ratio: float) -> Cases:
    """Draw a cohort month by month: the event first, then a start."""
    diploma = rng.integers(0, 2, n)
    exposed, stop = np.full(n, np.nan), np.full(n, MONTHS)
    cause, present = np.zeros(n, np.int64), np.ones(n, np.bool_)
    for month in range(1, MONTHS + 1):
        started = ~np.isnan(exposed)
        # A hazard in continuous time: its ratio is the ratio that Cox estimates.
        hazard = -np.expm1(
            -np.where(diploma == 1, 0.06, 0.02) * np.where(started, ratio, 1)
        )
        event = present & (rng.random(n) < hazard)
        stop[event], cause[event] = month, 1
        present &= ~event
        starts = rng.random(n) < np.where(diploma == 1, 0.15, 0.05)
        exposed[present & ~started & starts] = month
    return cases_from_frame(
        pd.DataFrame(
            {
                "person": np.arange(n),
                "entry": 0,
                "exit": stop,
                "cause": cause,
                "exposed": exposed,
                "diploma": diploma,
            }
        )
    )


def _measured(cases: Cases, ratio: float) -> tuple[float, float, float, float]:
    """Give the log ratio the naive way, ours, whether ours covers, at a landmark."""
    never = np.isnan(cases.exposed)
    as_if_known = cases_from_frame(
        pd.DataFrame(
            {
                "person": cases.person,
                "entry": 0,
                "exit": cases.stop,
                "cause": cases.cause,
                "exposed": np.where(never, np.nan, 0.0),
                "diploma": cases.covariates["diploma"],
            }
        )
    )
    naive = fit_time_varying(as_if_known, DIPLOMA).effects[0]
    ours = fit_time_varying(cases, DIPLOMA).effects[0]
    (mark,) = landmark_grid(cases, [3], DIPLOMA).landmarks
    return (
        float(np.log(naive.ratio)),
        float(np.log(ours.ratio)),
        float(ours.low <= ratio <= ours.high),
        float(np.log(mark.effects[0].ratio)),
    )
