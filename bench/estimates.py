"""Parquet to curves and tests, by 4 groups, with all errors.

Kaplan-Meier, Aalen-Johansen, log-rank, Gray.

Data: whole days, 1,500 distinct times, 40 % censored, two causes, four groups; without
late entry and with 10 %. Ours starts at the Parquet file, in a process of its own, all
errors included. The peers get the columns in memory and are timed on the task alone; R
is used where it is installed, the others where `PARCOURS_PEERS_PYTHON` names a Python
that has them (else lifelines alone, from here). Beside peers the seconds are those of
the processor, all threads together, since the machine may be shared.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from bench.figures import figure


N_TIMES = 1_500
N_GROUPS = 4
SHARE_LATE = 0.1
SEED = 20260701
TIMES = 5
HERE = Path(__file__).parent
FAST, SLOW = ("km", "log_rank"), ("aj", "gray")
MOST_OF_SLOW = 10**5  # rows up to which a peer is asked for what takes it minutes
MOST_OF_R = 10**6
STEPS = ("count", "km", "aj", "log_rank", "gray")

R_CODE = """
suppressMessages({library(survival); library(cmprsk)})
words <- commandArgs(TRUE)
d <- read.csv(words[1])
took <- function(work) sum(system.time(work)[c("user.self", "sys.self")])
tasks <- list(
  km = function() summary(survfit(Surv(duration, cause > 0) ~ group, d,
                                  conf.type = "log-log")),
  log_rank = function() survdiff(Surv(duration, cause > 0) ~ group, d),
  aj = function() survfit(Surv(duration, factor(cause)) ~ group, d),
  gray = function() cuminc(d$duration, d$cause, d$group))
for (task in strsplit(words[2], ",")[[1]])
  cat(task, took(tasks[[task]]()), "\\n")
"""


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure counting and estimating, and the peers on the same rows.

    Args:
        quick: 10^5 rows instead of 10^5, 10^6 and 10^7.

    Returns:
        The figures.
    """
    sizes = [(10**5, "1e5"), (10**6, "1e6"), (10**7, "1e7")]
    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
        return [
            one
            for n, name in (sizes[:1] if quick else sizes)
            for one in _measure(n, name, Path(folder))
        ]


def rows(n: int) -> dict[str, Any]:
    """Draw the rows.

    Args:
        n: how many.

    Returns:
        Columns group, entry, duration, cause, (n,) each.
    """
    rng = np.random.default_rng(SEED)
    leaving = np.minimum(rng.geometric(1 / 400, n), N_TIMES).astype(np.int32)
    censored = rng.random(n) < 0.4
    cause = np.where(censored, 0, rng.integers(1, 3, n)).astype(np.int8)
    late = rng.random(n) < SHARE_LATE
    entry = np.where(late, (leaving * rng.random(n)).astype(np.int32), 0)
    return {
        "group": rng.integers(0, N_GROUPS, n).astype(np.int8),
        "entry": entry.astype(np.int32),
        "duration": leaving,
        "cause": cause,
    }


def _measure(n: int, name: str, folder: Path) -> list[dict[str, Any]]:
    drawn = rows(n)
    origin, late = folder / f"{name}.parquet", folder / f"{name}-late.parquet"
    pq.write_table(pa.table(drawn), late)
    table = pa.table(drawn | {"entry": np.zeros_like(drawn["entry"])})
    pq.write_table(table, origin)
    del drawn
    tasks = FAST + SLOW if n <= MOST_OF_SLOW else FAST
    peers = _peers(origin, tasks, os.environ)
    if n <= MOST_OF_R and shutil.which("Rscript"):
        peers["R"] = _in_r(table, folder, tasks)
    ours = _ours(origin)
    return [
        *_figures(name, ours),
        *_beside(name, ours, peers),
        *_figures(f"late_{name}", _ours(late)),
    ]


def _figures(name: str, ours: Mapping[str, float]) -> list[dict[str, Any]]:
    found = [figure(f"{step}_{name}_s", ours[step], unit="s") for step in STEPS]
    return [
        *found,
        figure(f"all_{name}_s", ours["all"], unit="s"),
        figure(f"all_{name}_cpu_s", ours["all_cpu"], unit="s"),
        figure(f"cells_{name}_n", ours["cells"], unit="n"),
        figure(f"peak_{name}_mib", round(ours["peak_mib"]), unit="MiB"),
    ]


def _beside(
    name: str, ours: Mapping[str, float], peers: Mapping[str, Mapping[str, float]]
) -> list[dict[str, Any]]:
    """Set each task, counting included, beside each peer's."""
    return [
        figure(
            f"{task}_{name}_beside_{peer}_cpu_s",
            ours["count_cpu"] + ours[f"{task}_cpu"],
            unit="s",
            peer=peer,
            peer_value=took,
        )
        for peer, tasks in peers.items()
        for task, took in tasks.items()
    ]


def _ours(path: Path) -> dict[str, float]:
    words = [sys.executable, "-m", "bench.estimates_ours", str(path), str(TIMES)]
    said = subprocess.check_output(words)  # noqa: S603 - own words
    answer: dict[str, float] = json.loads(said)
    return answer


def _peers(
    path: Path, tasks: Sequence[str], environ: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    python = environ.get("PARCOURS_PEERS_PYTHON", sys.executable)
    words = [python, str(HERE / "estimates_peers.py"), str(path), ",".join(tasks)]
    said = subprocess.check_output(words, stderr=subprocess.DEVNULL)  # noqa: S603 - own
    answer: dict[str, dict[str, float]] = json.loads(said.splitlines()[-1])
    return answer


def _in_r(table: pa.Table, folder: Path, tasks: Sequence[str]) -> dict[str, float]:
    text, code = folder / "rows.csv", folder / "peer.R"
    pc.write_csv(table, text)
    code.write_text(R_CODE, encoding="utf-8")
    said = subprocess.run(  # noqa: S603 - own code and file
        ["Rscript", str(code), str(text), ",".join(tasks)],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {task: float(took) for task, took in map(str.split, said.splitlines())}
