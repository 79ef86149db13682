"""A released result as one file from which the same digits are computed again.

It holds the definition and the dropout rules as they were written, the sums of the
extract's tables, every version that took part, and the released figures. Its own sum
tells whether it was changed since. The rules of disclosure are named and not taken from
it: those in force where it is run again are the law there.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cohorts.disclosure.released import ReleasedEstimate
from cohorts.report.failures import ResultUnreadable


FORMAT = "parcours-result"
VERSION = 1
WHOLE = "all"  # the whole cohort, among the breakdowns of a file
MOST_PLACES = 20  # places that differ, named in an answer


@dataclass(frozen=True)
class Origins:
    """What a result was computed from.

    Attributes:
        program: version of the program.
        cohort: name of the definition.
        groups: breakdowns asked for.
        definition: its text, YAML.
        definition_hash: digest of its meaning.
        dropout_rules: text of the dropout rules, YAML.
        dropout_version: version of these.
        disclosure_version: version of the rules of disclosure.
        extract: name of the extract.
        as_of: day of its knowledge, YYYY-MM-DD.
        config_hash: of the nomenclature and rules that travelled with it.
        tables: table → SHA-256 of its file.
    """

    program: str
    cohort: str
    groups: tuple[str, ...]
    definition: str
    definition_hash: str
    dropout_rules: str
    dropout_version: int
    disclosure_version: str
    extract: str
    as_of: str
    config_hash: str
    tables: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """A result file as read.

    Attributes:
        origins: what it was computed from.
        figures: breakdown → released figures as plain fields.
    """

    origins: Origins
    figures: Mapping[str, Any]


def figures_of(parts: Mapping[str, ReleasedEstimate]) -> dict[str, Any]:
    """Give released figures as plain fields.

    Args:
        parts: breakdown ("" = the whole) → released figures.

    Returns:
        breakdown → fields, as they are after a way through JSON.
    """
    fields = {name or WHOLE: part.as_dict() for name, part in parts.items()}
    plain: dict[str, Any] = json.loads(json.dumps(fields, ensure_ascii=False))
    return plain


def write_result(origins: Origins, parts: Mapping[str, ReleasedEstimate]) -> bytes:
    """Write a result file.

    Args:
        origins: what the figures were computed from.
        parts: breakdown ("" = the whole) → released figures.

    Returns:
        JSON, UTF-8, with its own sum.
    """
    fields = {
        "format": FORMAT,
        "version": VERSION,
        "program": origins.program,
        "cohort": origins.cohort,
        "groups": list(origins.groups),
        "definition": {"hash": origins.definition_hash, "yaml": origins.definition},
        "rules": {
            "dropout_version": origins.dropout_version,
            "dropout_yaml": origins.dropout_rules,
            "disclosure_version": origins.disclosure_version,
        },
        "extract": {
            "name": origins.extract,
            "as_of": origins.as_of,
            "config_hash": origins.config_hash,
            "tables": dict(origins.tables),
        },
        "seed": None,  # nothing in these figures is drawn at random
        "figures": figures_of(parts),
    }
    fields["sum"] = _sum(fields)
    return json.dumps(fields, ensure_ascii=False, indent=1).encode("utf-8")


def read_result(content: bytes, *, file: str) -> Result:
    """Read a result file, and see that nothing in it was changed.

    Args:
        content: its bytes.
        file: its name, for the refusal.

    Returns:
        What it holds.

    Raises:
        ResultUnreadable: not a result, of another version, or changed.
    """
    try:
        fields = json.loads(content.decode("utf-8"))
        told = fields.pop("sum")
        if (fields["format"], fields["version"]) != (FORMAT, VERSION):
            raise ResultUnreadable(file)
        if told != _sum(fields):
            raise ResultUnreadable(file)
        return Result(_origins(fields), dict(fields["figures"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ResultUnreadable(file) from None


def _origins(fields: Mapping[str, Any]) -> Origins:
    definition, rules = fields["definition"], fields["rules"]
    extract = fields["extract"]
    return Origins(
        program=str(fields["program"]),
        cohort=str(fields["cohort"]),
        groups=tuple(str(group) for group in fields["groups"]),
        definition=str(definition["yaml"]),
        definition_hash=str(definition["hash"]),
        dropout_rules=str(rules["dropout_yaml"]),
        dropout_version=int(rules["dropout_version"]),
        disclosure_version=str(rules["disclosure_version"]),
        extract=str(extract["name"]),
        as_of=str(extract["as_of"]),
        config_hash=str(extract["config_hash"]),
        tables={str(k): str(v) for k, v in extract["tables"].items()},
    )


def differing(then: object, now: object, place: str = "") -> list[str]:
    """List the places at which two sets of figures are not the same digits.

    Args:
        then: figures as plain fields.
        now: others.
        place: where these stand.

    Returns:
        Names of places, never a value.
    """
    if isinstance(then, dict) and isinstance(now, dict):
        keys = [*then, *(key for key in now if key not in then)]
        missing = object()
        return [
            found
            for key in keys
            for found in differing(
                then.get(key, missing), now.get(key, missing), f"{place}.{key}"
            )
        ]
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [
            found
            for row, (one, other) in enumerate(zip(then, now, strict=True))
            for found in differing(one, other, f"{place}[{row}]")
        ]
    same = type(then) is type(now) and then == now
    return [] if same else [place.removeprefix(".")]


def count_numbers(figures: object) -> int:
    """Count the numbers of figures.

    Args:
        figures: plain fields.

    Returns:
        How many numbers were compared.
    """
    if isinstance(figures, dict):
        return sum(count_numbers(value) for value in figures.values())
    if isinstance(figures, list):
        return sum(count_numbers(value) for value in figures)
    return int(isinstance(figures, int | float) and not isinstance(figures, bool))


def _sum(fields: Mapping[str, Any]) -> str:
    text = json.dumps(fields, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
