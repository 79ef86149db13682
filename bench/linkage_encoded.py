"""Encoded linkage between two organisations, each knowing a person once."""

import csv
import time
from pathlib import Path
from random import Random
from typing import Any

from bench.figures import figure
from bench.linkage_people import invent_people
from bench.linkage_records import HEADER, records_of
from pseudonymisation.encode_file import encode_file, match_encoded
from pseudonymisation.keys.project import create_project_key


SEED = 20260704
SIDES = ("college", "mission")


def encoded_figures(people: int, folder: Path) -> list[dict[str, Any]]:
    """Measure encoding at two partners and comparing at the centre.

    Args:
        people: invented, of whom each organisation knows some.
        folder: for the files.

    Returns:
        Precision, recall, seconds.
    """
    rng = Random(SEED)  # noqa: S311 - invented people
    rows = list(records_of(invent_people(people, rng), rng))
    key = folder / "project.key"
    create_project_key(key)
    sides = [_side(name, rows, folder) for name in SIDES]
    started = time.perf_counter()
    for name in SIDES:
        encode_file(folder / f"{name}.csv", folder / f"{name}.encoded", key=key)
    one, other = (folder / f"{name}.encoded" for name in SIDES)
    match_encoded(one, other, folder / "encoded.links")
    spent = time.perf_counter() - started
    with (folder / "encoded.links").open(encoding="utf-8", newline="") as file:
        links = [(r["record_id_a"], r["record_id_b"]) for r in csv.DictReader(file)]
    right = sum(a == b for a, b in links)
    return [
        figure("encoded_precision", right / len(links), unit="share"),
        figure("encoded_recall", right / len(sides[0] & sides[1]), unit="share"),
        figure("encoded_s", round(spent, 2), unit="s"),
    ]


def _side(name: str, rows: list[tuple[str, ...]], folder: Path) -> set[str]:
    """Write each person's last record at an organisation, named by the person."""
    known = {row[0]: row for row in rows if row[1] == name}
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows((person, *row) for person, row in known.items())
    return set(known)
