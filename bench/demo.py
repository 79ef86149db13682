"""The demonstration, whole: invent, write files, import, extract, estimate.

Each run is a process of its own, so that its time holds start-up and its memory is its
own peak.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.figures import figure


PROGRAM = "from commands.main import run; run()"
KIB_PER_MIB = 1024
SIZES = ((2_000, "2k"), (100_000, "100k"))


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure the demonstration.

    Args:
        quick: 2,000 young people only, instead of 2,000 and 100,000.

    Returns:
        Per size: seconds in all and per stage, peak memory, linkage.
    """
    figures = []
    for young, name in SIZES[:1] if quick else SIZES:
        with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
            figures += _measure(young, name, Path(folder) / "territory")
    return figures


def _measure(young: int, name: str, folder: Path) -> list[dict[str, Any]]:
    words = [sys.executable, "-c", PROGRAM, "demo", "--no-serve", "--json"]
    words += ["--dir", str(folder), "--young", str(young)]
    with tempfile.TemporaryFile() as out:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - own words
            words, stdout=out, stderr=subprocess.DEVNULL
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        total = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"the demonstration of {young} ended badly")
        out.seek(0)
        answer = json.load(out)
    prefix = f"demo_{name}"
    figures = [
        figure(f"{prefix}_total_s", round(total, 2), unit="s"),
        figure(f"{prefix}_peak_mib", round(usage.ru_maxrss / KIB_PER_MIB), unit="MiB"),
        figure(f"{prefix}_facts_n", answer["facts"], unit="n"),
    ]
    figures += [
        figure(f"{prefix}_{stage}_s", spent, unit="s")
        for stage, spent in answer["seconds"].items()
    ]
    figures += [
        figure(f"{prefix}_linkage_{name_}", answer["linkage"][name_], unit="share")
        for name_ in ("precision", "recall")
    ]
    return figures
