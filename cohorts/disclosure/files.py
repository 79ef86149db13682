"""Released estimates → the files that evaluators may take away."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from cohorts.disclosure.released import ReleasedEstimate
from cohorts.estimates.results import Curve, number


CURVE_COLUMNS = (
    "times",
    "n_at_risk",
    "n_events",
    "n_censored",
    "estimate",
    "std_error",
    "low",
    "high",
)
HEADER = ("breakdown", "group", "cause", *CURVE_COLUMNS)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(parts: Sequence[ReleasedEstimate], breakdowns: Sequence[str]) -> bytes:
    """Write released curves as a table that a spreadsheet opens.

    Args:
        parts: released estimates.
        breakdowns: the name of each part's grouping, "" for the whole.

    Returns:
        CSV, UTF-8 with BOM, `;` between cells, text quoted and never a formula.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(HEADER)
    for part, breakdown in zip(parts, breakdowns, strict=False):
        for group in part.estimate.groups:
            for curve in group.curves:
                writer.writerows(_rows(curve, breakdown, group.group))
    return buffer.getvalue().encode("utf-8-sig")


def as_json(parts: Sequence[ReleasedEstimate], breakdowns: Sequence[str]) -> bytes:
    """Write released estimates with their provenance.

    Args:
        parts: released estimates.
        breakdowns: the name of each part's grouping, "" for the whole.

    Returns:
        JSON, UTF-8.
    """
    named = {
        breakdown or "all": part.as_dict()
        for part, breakdown in zip(parts, breakdowns, strict=False)
    }
    return json.dumps(named, ensure_ascii=False, indent=1).encode("utf-8")


def _rows(curve: Curve, breakdown: str, group: str) -> list[tuple[Any, ...]]:
    columns = [getattr(curve, name) for name in CURVE_COLUMNS]
    return [
        (_text(breakdown), _text(group), _text(curve.cause or ""), *map(number, values))
        for values in zip(*columns, strict=True)
    ]


def _text(value: str) -> str:
    """Keep a label from being read as a formula."""
    return f"'{value}" if value.startswith(_FORMULA_SIGNS) else value
