"""Tables → a folder that is there whole or not at all.

Everything is written in a hidden folder beside the final one and renamed at the end, so
that a reader never meets half an extract. The manifest holds the SHA-256 of each table.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from parcours.extract.tables import SCHEMAS


MANIFEST, CONFIG = "manifest.json", "config"
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What an extract says of itself.

    Attributes:
        extract: its name.
        study_domain: domain of its pseudonyms.
        as_of: day of the knowledge it holds, YYYY-MM-DD.
        created_at: instant, UTC, ISO 8601.
        config_hash: SHA-256 of its copy of the configuration.
        rules_version: version of the dropout rules in that copy.
        disclosure: "protected" or "public_data".
        convention: codes of the conventions that allow it, joined by ", ".
        tables: {name: {"rows": n, "sha256": hex}}.
        persons: number of persons.
    """

    extract: str
    study_domain: str
    as_of: str
    created_at: str
    config_hash: str
    rules_version: int
    disclosure: str
    convention: str
    tables: dict[str, dict[str, Any]]
    persons: int


class ExtractWriter:
    """Writes one extract's tables, batch by batch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, pq.ParquetWriter] = {}
        self._rows = dict.fromkeys(SCHEMAS, 0)

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        """Add rows to a table.

        Args:
            table: one of `SCHEMAS`.
            batch: rows with exactly its columns.
        """
        self._writer(table).write_batch(batch)
        self._rows[table] += batch.num_rows

    def rows(self, table: str) -> int:
        """Tell how many rows a table has so far."""
        return self._rows[table]

    def finish(self) -> dict[str, dict[str, Any]]:
        """Close every table, the empty ones included.

        Returns:
            {name: {"rows": n, "sha256": hex}}.
        """
        for name in SCHEMAS:
            self._writer(name).close()
        return {
            name: {"rows": n, "sha256": _sha256(self._folder / f"{name}.parquet")}
            for name, n in self._rows.items()
        }

    def _writer(self, table: str) -> Any:
        if table not in self._open:
            path = self._folder / f"{table}.parquet"
            self._open[table] = pq.ParquetWriter(
                path, SCHEMAS[table], compression="zstd", compression_level=1
            )
        return self._open[table]


@contextmanager
def prepared(final: Path) -> Iterator[Path]:
    """Give a hidden folder that takes the final name when all went well.

    Args:
        final: where the extract goes; what stands there is replaced.

    Yields:
        The folder to write in; removed if the body raises.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
    try:
        yield draft
        _sync(draft)
        _take_place(draft, final)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def copy_config(source: Path, folder: Path) -> str:
    """Copy the YAML files an extract is made under, and hash the copy.

    Args:
        source: the territory's configuration folder.
        folder: the extract.

    Returns:
        SHA-256 over names and contents, hex.
    """
    digest = hashlib.sha256()
    for path in sorted(source.rglob("*.yaml")):
        name = path.relative_to(source)
        target = folder / CONFIG / name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes()
        target.write_bytes(content)
        digest.update(f"{name.as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of an extract."""
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def write_plain(
    final: Path,
    *,
    tables: Mapping[str, pa.Table],
    config: Path,
    as_of: date,
    created_at: datetime,
    rules_version: int,
) -> Manifest:
    """Write an extract from tables already in memory, such as a known truth.

    Args:
        final: the extract's folder; its name is the extract's.
        tables: some of `SCHEMAS` by name, with their columns; the others are empty.
        config: configuration to copy.
        as_of: day of knowledge.
        created_at: instant, with its zone.
        rules_version: version of the dropout rules.

    Returns:
        The manifest written.
    """
    with prepared(final) as draft:
        writer = ExtractWriter(draft)
        for name, table in tables.items():
            for batch in _shaped(table, name).to_batches():
                writer.write(name, batch)
        manifest = Manifest(
            extract=final.name,
            study_domain=final.name,
            as_of=as_of.isoformat(),
            created_at=created_at.isoformat(),
            config_hash=copy_config(config, draft),
            rules_version=rules_version,
            disclosure="protected",
            convention="",
            tables=writer.finish(),
            persons=writer.rows("persons"),
        )
        write_manifest(draft, manifest)
    return manifest


def _shaped(table: pa.Table, name: str) -> pa.Table:
    schema = SCHEMAS[name]
    if "subject" in schema.names and "subject" not in table.column_names:
        table = table.append_column("subject", pa.nulls(table.num_rows, pa.int64()))
    return table.select(schema.names).cast(schema)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _take_place(draft: Path, final: Path) -> None:
    draft.chmod(0o700)
    if not final.exists():
        draft.rename(final)
        return
    former = Path(tempfile.mkdtemp(prefix=f".{final.name}-former-", dir=final.parent))
    final.rename(former / final.name)
    draft.rename(final)
    shutil.rmtree(former, ignore_errors=True)
