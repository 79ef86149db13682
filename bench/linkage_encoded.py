"""Encoded linkage between two organisations, each knowing a person once.

The people are others than those on whom the weights were estimated.
"""

import csv
import shutil
import time
from pathlib import Path
from random import Random
from typing import Any

from bench.figures import figure
from bench.linkage_people import invent_people
from bench.linkage_records import HEADER, records_of
from pseudonymisation.encode_file import encode_file
from pseudonymisation.keys.project import create_project_key
from pseudonymisation.match_encoded import match_encoded


SEED = 20260704
SIDES = ("college", "mission")


def encoded_figures(people: int, folder: Path) -> list[dict[str, Any]]:
    """Measure encoding at two partners and comparing at the centre.

    Args:
        people: invented, of whom each organisation knows some.
        folder: for the files.

    Returns:
        Precision and recall, of all links and of the sure ones; seconds.
    """
    rng = Random(SEED)  # noqa: S311 - invented people
    rows = list(records_of(invent_people(people, rng), rng))
    keys = [folder / f"{name}.key" for name in SIDES]
    create_project_key(keys[0])
    shutil.copy(keys[0], keys[1])
    sides = [_side(name, rows, folder) for name in SIDES]
    started = time.perf_counter()
    for name, key in zip(SIDES, keys, strict=True):
        (folder / f"{name}.encoded").unlink(missing_ok=True)  # of a smaller size
        encode_file(folder / f"{name}.csv", folder / f"{name}.encoded", key=key)
        key.unlink()
    one, other = (folder / f"{name}.encoded" for name in SIDES)
    match_encoded(one, other, folder / "encoded.links")
    spent = time.perf_counter() - started
    with (folder / "encoded.links").open(encoding="utf-8", newline="") as file:
        links = list(csv.DictReader(file))
    both = len(sides[0] & sides[1])
    return [
        *_quality("encoded", links, both, people),
        *_quality(
            "encoded_sure", [r for r in links if r["grade"] == "sure"], both, people
        ),
        figure(f"encoded_s_{people}", round(spent, 2), unit="s"),
    ]


def _quality(
    name: str, links: list[dict[str, str]], both: int, people: int
) -> list[dict[str, Any]]:
    right = sum(row["record_id_a"] == row["record_id_b"] for row in links)
    return [
        figure(f"{name}_precision_{people}", right / len(links), unit="share"),
        figure(f"{name}_recall_{people}", right / both, unit="share"),
    ]


def _side(name: str, rows: list[tuple[str, ...]], folder: Path) -> set[str]:
    """Write each person's last record at an organisation, named by the person."""
    known = {row[0]: row for row in rows if row[1] == name}
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows((person, *row) for person, row in known.items())
    return set(known)
