"""One measured figure, and the small clock that all measurements share."""

import platform
import time
from collections.abc import Callable
from os import cpu_count
from statistics import median
from typing import Any


def figure(
    name: str,
    value: float,
    *,
    unit: str,
    peer: str | None = None,
    peer_value: float | None = None,
) -> dict[str, Any]:
    """Make the record of one figure.

    Args:
        name: its name, which ends in its unit (`km_1e6_s`).
        value: what was measured.
        unit: unit of both values.
        peer: what it is compared with, in the same run.
        peer_value: the peer's value.

    Returns:
        figure, value, unit, and where there is a peer: peer, peer_value, ratio.
    """
    record: dict[str, Any] = {"figure": name, "value": value, "unit": unit}
    if peer is not None and peer_value is not None:
        ratio = value / peer_value if peer_value else None
        record |= {"peer": peer, "peer_value": peer_value, "ratio": ratio}
    return record


def seconds(work: Callable[[], object], *, times: int = 3) -> float:
    """Time some work.

    Args:
        work: called with nothing.
        times: number of calls, >= 1.

    Returns:
        The median of the wall times, in seconds.
    """
    measured = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        measured.append(time.perf_counter() - start)
    return median(measured)


def machine() -> str:
    """Describe the machine.

    Returns:
        Processor kind, cores, system and Python.
    """
    python = f"Python {platform.python_version()}"
    return f"{platform.machine()}, {cpu_count()} cores, {platform.system()}, {python}"
