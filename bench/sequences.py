"""Distances between paths of 72 months and types of them, beside sequenzo.

Each measure is a process of its own, whose memory is its own peak. The peer is run by
the Python that `PARCOURS_SEQUENZO_PYTHON` names (none named, none measured). Beside it
the seconds are those of the processor, all threads together.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import figure
from cohorts.risk_table.numbers import Integers
from cohorts.sequences.distances import optimal_matching
from cohorts.sequences.paths import keep_distinct
from cohorts.sequences.typology import pam, ward


PERSONS, PERSONS_QUICK, MONTHS, STATES, TYPES = 5_000, 500, 72, 6, 4
CHANGING = 0.1  # chance of a change of state in a month
SEED = 20260704
KIB_PER_MIB = 1024
PEER = Path(__file__).with_name("sequences_peer.py")


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure optimal matching, Ward and PAM.

    Args:
        quick: 500 paths instead of 5,000.

    Returns:
        The figures.
    """
    n = PERSONS_QUICK if quick else PERSONS
    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
        states = Path(folder) / "states.npy"
        np.save(states, draw_states(n))
        figures = []
        for work in ("om", "ward", "pam"):
            words = [sys.executable, "-m", "bench.sequences", work, str(states)]
            found = json.loads(subprocess.check_output(words))  # noqa: S603 - own
            figures += [
                figure(f"{work}_{n}_s", found["wall"], unit="s"),
                figure(f"{work}_{n}_cpu_s", found["cpu"], unit="s"),
                figure(f"{work}_{n}_peak_mib", found["peak"], unit="MiB"),
            ]
        return _beside(figures, states, n)


def draw_states(n: int) -> Integers:
    """Draw paths that stay about ten months in each state.

    Args:
        n: how many.

    Returns:
        Codes of states, (n, 72).
    """
    rng = np.random.default_rng(SEED)
    states = np.empty((n, MONTHS), np.int64)
    state = rng.integers(0, STATES, n)
    for month in range(MONTHS):
        changed = rng.integers(0, STATES, n)
        state = np.where(rng.random(n) < CHANGING, changed, state)
        states[:, month] = state
    return states


def _beside(
    figures: list[dict[str, Any]], states: Path, n: int
) -> list[dict[str, Any]]:
    python = os.environ.get("PARCOURS_SEQUENZO_PYTHON")
    if not python:
        return figures
    words = [python, str(PEER), str(states)]
    said = subprocess.check_output(words, stderr=subprocess.DEVNULL)  # noqa: S603 - own
    theirs = json.loads(said.splitlines()[-1])
    ours = {one["figure"]: one["value"] for one in figures}
    return figures + [
        figure(
            f"om_{n}_beside_sequenzo_{short}",
            ours[f"om_{n}_{short}"],
            unit=unit,
            peer="sequenzo",
            peer_value=theirs[key],
        )
        for short, unit, key in (("cpu_s", "s", "cpu"), ("peak_mib", "MiB", "peak"))
    ]


def measure(work: str, file: Path) -> dict[str, float]:
    """Do one piece of work and tell what it took.

    Args:
        work: "om"; or "ward" or "pam", timed after the distances.
        file: codes of states, as numpy saves them.

    Returns:
        wall and cpu seconds, peak in MiB.
    """
    codes = np.load(file)
    paths = keep_distinct(codes, [str(state) for state in range(STATES)])
    between = None if work == "om" else optimal_matching(paths)
    wall, cpu = time.perf_counter(), time.process_time()
    if between is None:
        optimal_matching(paths)
    elif work == "ward":
        ward(paths, between, TYPES)
    else:
        pam(paths, between, TYPES)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "peak": round(peak / KIB_PER_MIB),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
