"""Ours alone, in a process of its own, so that its memory is its own peak.

From the Parquet file to every curve and test by group: Kaplan-Meier and Aalen-Johansen
with all their errors, log-rank, Gray.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TypeVar

from cohorts.estimates.comparison import log_rank
from cohorts.estimates.competing import aalen_johansen
from cohorts.estimates.gray import gray_test
from cohorts.estimates.survival import kaplan_meier
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.from_engine import CountedColumns, count_rows
from cohorts.risk_table.margins import only_group
from cohorts.risk_table.risk_table import risk_tables
from parcours.engines.duckdb import DuckDB


KIB_PER_MIB = 1024
COLUMNS = CountedColumns("duration", "cause", "entry", "group")
Result = TypeVar("Result")


def main(path: Path, times: int) -> dict[str, float]:
    """Measure.

    Args:
        path: Parquet file with group, entry, duration and cause.
        times: how often, >= 1.

    Returns:
        Median wall seconds of each step and of the whole (`all`), processor seconds
        of the same (`all_cpu`), number of cells and peak memory in MiB.
    """
    runs = [_once(path) for _ in range(times)]
    found = {step: median(run[step] for run in runs) for step in runs[0]}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found | {"peak_mib": peak / KIB_PER_MIB}


def _once(path: Path) -> dict[str, float]:
    clock = _Clock()
    counts = clock.time("count", lambda: _counted(path))
    clock.time("km", lambda: [kaplan_meier(table) for table in risk_tables(counts)])
    clock.time("aj", lambda: _incidences(counts))
    clock.time("log_rank", lambda: log_rank(counts))
    clock.time("gray", lambda: gray_test(counts, cause="1"))
    return clock.told() | {"cells": counts.exit.size}


def _counted(path: Path) -> Counts:
    with DuckDB() as engine:
        engine.load_parquet("rows", path)
        return count_rows(engine, "rows", columns=COLUMNS, causes=("1", "2"))


def _incidences(counts: Counts) -> None:
    for table in risk_tables(counts):
        aalen_johansen(table, counts=only_group(counts, table.group))


class _Clock:
    """Wall and processor seconds, by step and of all."""

    def __init__(self) -> None:
        self._found: dict[str, float] = {"all": 0.0, "all_cpu": 0.0}

    def time(self, step: str, work: Callable[[], Result]) -> Result:
        wall, processor = time.perf_counter(), time.process_time()
        result = work()
        self._found[step] = time.perf_counter() - wall
        self._found[f"{step}_cpu"] = time.process_time() - processor
        self._found["all"] += self._found[step]
        self._found["all_cpu"] += self._found[f"{step}_cpu"]
        return result

    def told(self) -> dict[str, float]:
        return self._found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
