"""Do 95 % intervals hold the truth 95 times in 100? Cohorts drawn from a known truth.

Each figure is the share of intervals that hold the truth, of the runs that gave one;
`no_interval` is the share that gave none (nobody left yet, or a refusal by name).
`mc_error` is what chance leaves to that share, `bias_in_spreads` the mean error of the
estimate over its own spread. "Ever treated", taken as known at the origin, stands
beside the exposure that begins when it begins; one minus Kaplan-Meier beside the
incidence.
"""

import math
from typing import Any

import numpy as np

from bench.figures import figure
from bench.simulations_designs import (
    NEVER,
    Design,
    Found,
    cox,
    exposure,
    incidence,
    repeated,
    survival,
)
from cohorts.risk_table.numbers import Floats
from config.failure import Failure


RUNS, RUNS_QUICK, RUNS_FULL = 2_000, 100, 10_000
SEED = 20260703
N, FEW = 400, 40

DESIGNS: tuple[tuple[str, Design], ...] = (
    ("", survival(N)),
    ("", incidence(N)),
    ("", cox(N)),
    ("", repeated(300)),
    ("late_", survival(N, late=0.3)),
    ("late_", incidence(N, late=0.3)),
    ("late_", cox(N, late=0.3)),
    ("few_", survival(FEW)),
    ("few_plain_", survival(FEW, scale="plain")),
    ("few_", incidence(FEW)),
    ("few_", cox(FEW)),
    ("few_", repeated(FEW)),
    ("no_effect_", exposure(N, effect=0.0)),
    ("effect_", exposure(N, effect=0.4)),
)
"""What begins the names of the figures, and the design."""


def run(quick: bool) -> list[dict[str, Any]]:
    """Draw each design 2,000 times.

    Args:
        quick: 100 times.

    Returns:
        The coverage of each quantity.
    """
    return _measure(RUNS_QUICK if quick else RUNS)


def run_full() -> list[dict[str, Any]]:
    """Draw each design 10,000 times, which tells 95 % from 94.5.

    Returns:
        The coverage of each quantity.
    """
    return _measure(RUNS_FULL)


def _measure(runs: int) -> list[dict[str, Any]]:
    figures = []
    for place, (prefix, design) in enumerate(DESIGNS):
        seeds = np.random.SeedSequence((SEED, place)).spawn(runs)
        found = [_drawn(design, np.random.default_rng(seed)) for seed in seeds]
        figures += [
            _judged(f"{prefix}{name}", truth, np.array([one[name] for one in found]))
            for name, truth in design.truth.items()
        ]
    return figures


def _drawn(design: Design, rng: np.random.Generator) -> Found:
    try:
        return design.draw(rng)
    except Failure:  # a cohort of which we say that it answers nothing
        return dict.fromkeys(design.truth, NEVER)


def _judged(name: str, truth: float, found: Floats) -> dict[str, Any]:
    estimate, low, high = found[~np.isnan(found[:, 1:]).any(axis=1)].T
    runs = len(found)
    held = float(np.sum((low <= truth) & (truth <= high)) / max(estimate.size, 1))
    bias, spread = float(np.mean(estimate) - truth), float(np.std(estimate))
    return figure(f"{name}_coverage", round(held, 4), unit="share") | {
        "mc_error": round(math.sqrt(held * (1 - held) / max(estimate.size, 1)), 4),
        "runs": runs,
        "no_interval": round(1 - estimate.size / runs, 4),
        "truth": round(truth, 4),
        "mean": round(float(np.mean(estimate)), 4),
        "bias_in_spreads": round(bias / spread, 3),
        "too_low": round(float(np.mean(high < truth)), 4),
        "too_high": round(float(np.mean(low > truth)), 4),
    }
