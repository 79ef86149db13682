"""A large vault: identities admitted a second, sums, search p50 and p95.

`PARCOURS_BENCH_VAULT` names a folder where the vault is kept and used again: a million
identities take minutes to admit.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.figures import figure
from bench.linkage_vault import measure_vault, sums_share


QUICK, USUAL, FULL = 5_000, 50_000, 1_000_000
SUMMED = 20_000


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure 5,000 identities, or 50,000.

    Args:
        quick: the small size.

    Returns:
        The figures.
    """
    return _measure(QUICK if quick else USUAL, summed=QUICK if quick else SUMMED)


def run_full() -> list[dict[str, Any]]:
    """Measure a million identities.

    Returns:
        The figures.
    """
    return _measure(FULL, summed=SUMMED)


def _measure(identities: int, *, summed: int) -> list[dict[str, Any]]:
    with _folder(os.environ) as folder:
        found = measure_vault(identities, folder)
    figures = [
        figure("vault_n", identities, unit="n"),
        figure("search_p50_ms", found.p50_ms, unit="ms"),
        figure("search_p95_ms", found.p95_ms, unit="ms"),
        figure("search_cpu_p95_ms", found.cpu_p95_ms, unit="ms"),
        figure("sums_share", sums_share(summed), unit="share"),
    ]
    if found.admitted_s is not None and found.admitted_cpu_s is not None:
        figures += [
            figure("admitted_s", round(found.admitted_s, 1), unit="s"),
            figure("admitted_cpu_s", round(found.admitted_cpu_s, 1), unit="s"),
        ]
    return figures


@contextmanager
def _folder(environ: Mapping[str, str]) -> Iterator[Path]:
    kept = environ.get("PARCOURS_BENCH_VAULT")
    if kept:
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
        yield Path(folder)
