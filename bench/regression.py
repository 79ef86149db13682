"""Cox with five categorical covariates from counted patterns, beside lifelines and R.

Data: whole days, 1,500 distinct times, 40 % censored, five covariates with 3, 4, 2, 4
and 3 levels (11 coefficients), in a Parquet file. Ours reads and counts that file; the
peers get their columns in memory and are timed on the fit alone. The coefficients and
errors are compared in the same run.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bench.figures import figure, seconds
from cohorts.regression.cells import Cells, cells_from_frame
from cohorts.regression.cox import CoxFit, fit_cox
from cohorts.regression.design import Categorical, Numeric
from cohorts.regression.from_engine import count_patterns
from parcours.engines.duckdb import DuckDB


N_TIMES = 1_500
LEVELS = (3, 4, 2, 4, 3)
EFFECTS = (0.3, -0.2, 0.5, 0.1, -0.4)
COVARIATES = [Categorical(f"c{k}") for k in range(len(LEVELS))]
SEED = 20260702
OF_PEERS = 10**6  # rows up to which the peers are run

R_CODE = """
suppressMessages(library(survival))
d <- read.csv(commandArgs(TRUE)[1])
for (k in 0:4) d[[paste0("c", k)]] <- factor(d[[paste0("c", k)]])
took <- system.time(fit <- coxph(Surv(exit, cause) ~ c0 + c1 + c2 + c3 + c4, d,
  control = coxph.control(eps = 1e-12, toler.chol = 1e-14)))[["elapsed"]]
cat(sprintf("%.17g", c(took, coef(fit), sqrt(diag(vcov(fit))))))
"""


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure counting, fitting, robust errors, and the peers on the same rows.

    Args:
        quick: 10^5 rows instead of 10^6 and 10^7.

    Returns:
        The figures.
    """
    sizes = [(10**5, "1e5")] if quick else [(10**6, "1e6"), (10**7, "1e7")]
    return [one for n, name in sizes for one in _measure(rows(n), name)]


def rows(n: int) -> pd.DataFrame:
    """Draw the rows.

    Args:
        n: how many.

    Returns:
        Columns `exit`, `cause`, c0 to c4 (codes) and `number`.
    """
    rng = np.random.default_rng(SEED)
    codes = {
        f"c{k}": rng.integers(0, size, n).astype(np.int8)
        for k, size in enumerate(LEVELS)
    }
    number = rng.normal(size=n).astype(np.float32)
    risk = sum(
        effect * codes[f"c{k}"].astype(np.float32) for k, effect in enumerate(EFFECTS)
    )
    rate = np.exp(risk - 1) / 400
    time_to = np.ceil(rng.exponential(1 / rate)).astype(np.int64)
    leaving = np.minimum(time_to, N_TIMES).astype(np.int32)
    cause = ((rng.random(n) >= 0.4) & (time_to <= N_TIMES)).astype(np.int8)
    return pd.DataFrame({"exit": leaving, "cause": cause, **codes, "number": number})


def _measure(frame: pd.DataFrame, name: str) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        columns = [column for column in frame.columns if column != "number"]
        pq.write_table(pa.table({c: frame[c].to_numpy() for c in columns}), path)
        count = seconds(lambda: _counted(path))
        cells = _counted(path)
    fit = seconds(lambda: fit_cox(cells))
    robust = seconds(lambda: fit_cox(cells, robust=True), times=1)
    whole = count + fit
    figures = [
        figure(f"cox_count_{name}_s", count, unit="s"),
        figure(f"cox_fit_{name}_s", fit, unit="s"),
        figure(f"cox_fit_robust_{name}_s", robust, unit="s"),
    ]
    if len(frame) > OF_PEERS:
        return [*figures, figure(f"cox_{name}_s", whole, unit="s")]
    ours = fit_cox(cells)
    figures += _beside(ours, whole, name, "lifelines CoxPHFitter", _lifelines(frame))
    if shutil.which("Rscript"):
        figures += _beside(ours, whole, name, "R coxph", _in_r(frame))
    numbers = cells_from_frame(frame, [*COVARIATES, Numeric("number")])
    rows_fit = seconds(lambda: fit_cox(numbers), times=1)
    return [*figures, figure(f"cox_on_rows_with_a_number_{name}_s", rows_fit, unit="s")]


def _counted(path: Path) -> Cells:
    with DuckDB() as engine:
        engine.load_parquet("rows", path)
        return count_patterns(engine, "rows", COVARIATES)


Peer = tuple[float, Sequence[float]]


def _beside(
    ours: CoxFit, whole: float, name: str, peer: str, theirs: Peer
) -> list[dict[str, Any]]:
    took, values = theirs
    short = peer.split()[0]
    mine = np.concatenate((ours.model.beta, ours.model.errors))
    apart = float(np.max(np.abs(mine / np.asarray(values) - 1)))
    return [
        figure(
            f"cox_{name}_beside_{short}_s", whole, unit="s", peer=peer, peer_value=took
        ),
        figure(f"cox_{name}_apart_from_{short}", apart, unit="relative"),
    ]


def _lifelines(frame: pd.DataFrame) -> Peer:
    from lifelines import CoxPHFitter

    dummies = {
        f"c{k}={level}": (frame[f"c{k}"] == level).astype(float)
        for k, size in enumerate(LEVELS)
        for level in range(1, size)
    }
    table = pd.DataFrame({"exit": frame["exit"], "cause": frame["cause"], **dummies})
    start = time.perf_counter()
    fitter = CoxPHFitter().fit(table, "exit", "cause", fit_options={"precision": 1e-12})
    took = time.perf_counter() - start
    return took, [*fitter.params_, *fitter.standard_errors_]


def _in_r(frame: pd.DataFrame) -> Peer:
    with tempfile.TemporaryDirectory() as folder:
        table, code = Path(folder) / "rows.csv", Path(folder) / "fit.R"
        frame.drop(columns="number").to_csv(table, index=False)
        code.write_text(R_CODE, encoding="utf-8")
        answer = subprocess.run(  # noqa: S603  (our own code and file)
            ["Rscript", str(code), str(table)],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
    took, *values = map(float, answer.stdout.split())
    return took, values
