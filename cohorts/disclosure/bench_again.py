"""Answers of the bench → what tells whether somebody moved; the former tables again.

The tables of an answer are rounded each by itself, and what rounds otherwise when one
young person is left out tells of that one. So an answer that leaves is compared with
those that left before, by the persons behind each of its figures.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cohorts.disclosure.bench import ReleasedTable, ReleasedTables
from cohorts.disclosure.bench_parts import Changes, Means, Part, Ratios, Shares, Sizes
from cohorts.disclosure.held import Answer


def answer_of(released: ReleasedTables) -> Answer:
    """Write an answer as the ledger of answers compares it.

    Args:
        released: what may leave.

    Returns:
        The same name for the same question on the same definition, whatever the
        extract.
    """
    words = sorted({axis.partition("@")[0] for axis in released.behind.axes})
    asked = json.dumps([released.question, released.behind.asked, words])
    digest = hashlib.sha256(asked.encode("utf-8")).hexdigest()
    content = [[one.key, one.columns, one.rows] for one in released.tables]
    name = f"bench|{released.provenance.definition_hash}|{digest}"
    return Answer(name, released.behind.axes, {"tables": content, **_source(released)})


def _source(released: ReleasedTables) -> dict[str, str]:
    source = released.provenance
    return {"extract": source.extract, "as_of": source.as_of}


def told_as(released: ReleasedTables, content: Mapping[str, Any]) -> ReleasedTables:
    """Give an answer with the tables that may be told.

    Args:
        released: of today.
        content: as the ledger of answers settled it.

    Returns:
        These tables, or the former ones under their own extract and day.
    """
    tables = tuple(
        ReleasedTable(key, tuple(columns), tuple(tuple(row) for row in rows))
        for key, columns, rows in content["tables"]
    )
    source = replace(
        released.provenance, extract=content["extract"], as_of=content["as_of"]
    )
    return replace(released, tables=tables, provenance=source)


def axes_of(parts: Sequence[Part]) -> dict[str, dict[str, int]]:
    """Count the persons behind each figure, by axes whose cells share nobody.

    Args:
        parts: exact figures.

    Returns:
        axis → cell → persons; what stands after "@" in an axis is a time.
    """
    found: dict[str, dict[str, int]] = {}
    for part in parts:
        found |= _axes(part)
    return found


def _axes(part: Part) -> dict[str, dict[str, int]]:
    if isinstance(part, Shares):
        return {
            f"{part.key} {part.group}@{int(time)}": _cells(part.states, there)
            for time, there in zip(part.times, part.there, strict=True)
        }
    if isinstance(part, Changes):
        return {
            f"{part.key} {state}": _cells(part.states, line)
            for state, line in zip(part.states, part.persons, strict=True)
        }
    if isinstance(part, Means):
        return {
            f"{part.key} {state}": {"ever": int(n), "never": part.n - int(n)}
            for state, n in zip(part.states, part.persons, strict=True)
        }
    if isinstance(part, Ratios):
        return {
            f"{part.key} {' '.join(one.words)} {place}": {"n": side}
            for one in part.rows
            for place, side in enumerate(one.sides)
        }
    return _sizes(part)


def _sizes(part: Sizes) -> dict[str, dict[str, int]]:
    return {part.key: {str(k): int(n) for k, n in enumerate(part.sizes)}}


def _cells(names: Sequence[str], counts: np.ndarray[Any, Any]) -> dict[str, int]:
    return {name: int(n) for name, n in zip(names, counts, strict=True)}
