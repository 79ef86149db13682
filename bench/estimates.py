"""Kaplan-Meier, Aalen-Johansen and log-rank from counts, beside lifelines.

Data: whole days, 1,500 distinct times, 40 % censored, two causes, four groups, in a
Parquet file; the peer gets the columns in memory, so that reading is on our side only.
"""

import tempfile
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bench.figures import figure, seconds
from cohorts.estimates.comparison import log_rank
from cohorts.estimates.competing import aalen_johansen
from cohorts.estimates.survival import kaplan_meier
from cohorts.risk_table.counts import Counts, counts_from_frame
from cohorts.risk_table.margins import only_group
from cohorts.risk_table.risk_table import risk_tables


N_TIMES = 1_500
N_GROUPS = 4
SHARE_LATE = 0.1
SEED = 20260701

COUNTING = """
    SELECT "group", entry, duration AS exit, cause, count(*) AS n_rows
    FROM read_parquet(?) GROUP BY ALL
"""


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure counting and estimating, and the peer on the same rows.

    Args:
        quick: 10^5 rows instead of 10^6 and 10^7.

    Returns:
        The figures.
    """
    figures = []
    for n, name in [(10**5, "1e5")] if quick else [(10**6, "1e6"), (10**7, "1e7")]:
        rows = _rows(n)
        figures += _measure(rows, name)
        del rows
    return figures


def _rows(n: int) -> dict[str, Any]:
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


def _measure(rows: dict[str, Any], name: str) -> list[dict[str, Any]]:
    from lifelines import KaplanMeierFitter

    figures = []
    peer = seconds(
        lambda: KaplanMeierFitter().fit(rows["duration"], rows["cause"] > 0), times=1
    )
    for label, entry in (("", np.zeros_like(rows["entry"])), ("late_", rows["entry"])):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.parquet"
            pq.write_table(pa.table(rows | {"entry": entry}), path)
            count = seconds(lambda path=path: _counted(path))  # type: ignore[misc]
            counts = _counted(path)
        km = seconds(lambda counts=counts: _survival(counts))  # type: ignore[misc]
        aj = seconds(lambda counts=counts: _incidence(counts))  # type: ignore[misc]
        test = seconds(lambda counts=counts: log_rank(counts))  # type: ignore[misc]
        whole = count + km + aj + test
        against = {"unit": "s", "peer": "lifelines KaplanMeierFitter"}
        figures += [
            figure(f"count_{label}{name}_s", count, unit="s"),
            figure(f"km_{label}{name}_s", count + km, **against, peer_value=peer),
            figure(f"km_only_{label}{name}_s", km, unit="s"),
            figure(f"aj_only_{label}{name}_s", aj, unit="s"),
            figure(f"log_rank_only_{label}{name}_s", test, unit="s"),
            figure(f"all_{label}{name}_s", whole, **against, peer_value=peer),
        ]
    return figures


def _counted(path: Path) -> Counts:
    with duckdb.connect() as engine:
        cells: pd.DataFrame = engine.execute(COUNTING, [str(path)]).df()
    return counts_from_frame(cells, causes=("1", "2"))


def _survival(counts: Counts) -> None:
    for table in risk_tables(counts):
        kaplan_meier(table)


def _incidence(counts: Counts) -> None:
    for table in risk_tables(counts):
        aalen_johansen(table, counts=only_group(counts, table.group))
