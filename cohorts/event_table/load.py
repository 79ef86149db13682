"""An extract folder → tables in an engine, and its manifest.

The folder is written by `parcours.extract`; this room reads it and nothing else.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cohorts.event_table.failures import ExtractUnreadable
from cohorts.event_table.groupings import ORIGINAL, Linkage, has_groupings, regroup
from parcours.engines.engine import Engine


TABLES = (
    "persons",
    "situation_facts",
    "interventions",
    "follow_up",
    "windows",
    "attributes",
)
MANIFEST = "manifest.json"
MANY_PERSONS = 10_000  # about 140,000 facts; DuckDB parts no table under 122,880 rows


@dataclass(frozen=True)
class Manifest:
    """What an extract says of itself.

    Attributes:
        extract: its name.
        as_of: the day through whose end everything recorded is in it.
        config_hash: hash of the configuration it was made under.
        rules_version: version of its dropout rules.
        disclosure: "protected", or "public_data" where exact figures may pass.
        persons: number of persons in it.
    """

    extract: str
    as_of: date
    config_hash: str
    rules_version: int
    disclosure: str
    persons: int


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of an extract.

    Args:
        folder: the extract's folder.

    Returns:
        The manifest; a disclosure that it does not state is "protected".

    Raises:
        ExtractUnreadable: missing or damaged.
    """
    try:
        fields = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(
            extract=str(fields["extract"]),
            as_of=date.fromisoformat(fields["as_of"]),
            config_hash=str(fields["config_hash"]),
            rules_version=int(fields["rules_version"]),
            disclosure=str(fields.get("disclosure", "protected")),
            persons=int(fields["persons"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise ExtractUnreadable(MANIFEST) from None


def threads_for(folder: Path) -> int:
    """Say how many threads of an engine an extract keeps busy.

    A second thread finds nothing to take in small tables, and each of the some hundred
    steps of a cohort waits for it: on a busy machine that was a third of the time.

    Args:
        folder: the extract's folder.

    Returns:
        1 or 2.

    Raises:
        ExtractUnreadable: its manifest is missing or damaged.
    """
    return 2 if read_manifest(folder).persons > MANY_PERSONS else 1


def hash_tables(folder: Path) -> dict[str, str]:
    """Sum the tables of an extract as they lie there now.

    Args:
        folder: the extract's folder.

    Returns:
        table → SHA-256 of its file, 64 hex digits.

    Raises:
        ExtractUnreadable: a file is missing.
    """
    sums = {}
    for table in TABLES:
        path = folder / f"{table}.parquet"
        try:
            with path.open("rb") as file:
                sums[table] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            raise ExtractUnreadable(path.name) from None
    return sums


def load_extract(
    engine: Engine, folder: Path, *, linkage: Linkage = "recorded"
) -> Manifest:
    """Show the tables of an extract in an engine.

    Args:
        engine: where to.
        folder: the extract's folder.
        linkage: how its subjects are grouped into persons; one that the extract does
            not tell leaves them as recorded.

    Returns:
        Its manifest.

    Raises:
        ExtractUnreadable: a file is missing or damaged.
    """
    manifest = read_manifest(folder)
    regrouped = linkage != "recorded" and has_groupings(engine, folder)
    for table in TABLES:
        path = folder / f"{table}.parquet"
        if not path.is_file():
            raise ExtractUnreadable(path.name)
        if regrouped:
            engine.load_parquet(f"{ORIGINAL}{table}", path)
            regroup(engine, table, grouping=linkage)
        else:
            engine.load_parquet(table, path)
    return manifest
