"""The peers on the same rows, in memory; run by a Python that has them.

Each task is the whole of what it says, by 4 groups, with errors. A peer that is not
installed is left out.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import pandas as pd


Task = tuple[str, Callable[[], object]]


def main(path: str, tasks: list[str]) -> dict[str, dict[str, float]]:
    """Time each task of each peer once, in processor seconds.

    Args:
        path: Parquet file with group, duration and cause.
        tasks: among km, aj, log_rank, gray.

    Returns:
        Processor seconds by peer and task.
    """
    rows = pd.read_parquet(path)
    peers = {"lifelines": _lifelines, "sksurv": _sksurv, "greenwood": _greenwood}
    found: dict[str, dict[str, float]] = {}
    for peer, offer in peers.items():
        if find_spec(peer) is None:
            continue
        for task, work in offer(rows):
            if task in tasks:
                start = time.process_time()
                work()
                found.setdefault(peer, {})[task] = time.process_time() - start
    return found


def _parts(rows: pd.DataFrame) -> list[pd.DataFrame]:
    return [part for _group, part in rows.groupby("group")]


def _lifelines(rows: pd.DataFrame) -> Iterator[Task]:
    from lifelines import AalenJohansenFitter, KaplanMeierFitter
    from lifelines.statistics import multivariate_logrank_test

    def every(fit: Callable[[pd.DataFrame], object]) -> Callable[[], object]:
        return lambda: [fit(part) for part in _parts(rows)]

    yield "km", every(lambda p: KaplanMeierFitter().fit(p["duration"], p["cause"] > 0))
    yield (
        "log_rank",
        lambda: multivariate_logrank_test(
            rows["duration"], rows["group"], rows["cause"] > 0
        ),
    )
    yield (
        "aj",
        every(
            lambda p: [
                AalenJohansenFitter(seed=1).fit(p["duration"], p["cause"], cause)
                for cause in (1, 2)
            ]
        ),
    )


def _sksurv(rows: pd.DataFrame) -> Iterator[Task]:
    from sksurv.compare import compare_survival
    from sksurv.nonparametric import (
        cumulative_incidence_competing_risks,
        kaplan_meier_estimator,
    )
    from sksurv.util import Surv

    def km() -> None:
        for part in _parts(rows):
            kaplan_meier_estimator(
                part["cause"].to_numpy() > 0,
                part["duration"].to_numpy().astype(float),
                conf_type="log-log",
            )

    def aj() -> None:
        for part in _parts(rows):
            cumulative_incidence_competing_risks(
                part["cause"].to_numpy().astype(int),
                part["duration"].to_numpy().astype(float),
                conf_type="log-log",
            )

    def log_rank() -> Any:
        outcome = Surv.from_arrays(rows["cause"] > 0, rows["duration"].astype(float))
        return compare_survival(outcome, rows["group"].to_numpy())

    yield from (("km", km), ("aj", aj), ("log_rank", log_rank))


def _greenwood(rows: pd.DataFrame) -> Iterator[Task]:
    import greenwood as gw

    duration = rows["duration"].to_numpy().astype(float)

    def outcome(*, any_cause: bool) -> Any:
        if any_cause:
            return gw.Surv(duration, rows["cause"].to_numpy() > 0)
        return gw.Surv(duration, pd.Categorical(rows["cause"], categories=[0, 1, 2]))

    group = rows["group"].to_numpy()
    yield "km", lambda: gw.KaplanMeier().fit(outcome(any_cause=True), by=group)
    yield "log_rank", lambda: gw.logrank_test(outcome(any_cause=True), group)
    yield "aj", lambda: gw.AalenJohansen().fit(outcome(any_cause=False), by=group)
    yield "gray", lambda: gw.grays_test(outcome(any_cause=False), group, cause=1)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], sys.argv[2].split(","))))
