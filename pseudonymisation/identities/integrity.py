"""The vault's rows → one number under a key, by which any change is seen.

Sealing binds an identity to its place, but a thief who can write may also put an older
row back, drop one, or change what is not sealed: a link, a handle, a token. So every
row of every table is digested under a key, the digests of each table are added up
modulo 2²⁵⁶, and the sums are sealed beside the rows with a counter that only grows.
Our own connections keep the sums up to date by themselves: temporary triggers, which no
other connection has, add what comes and take away what goes, in the same transaction.
What is written past them leaves the sums behind for ever: no later honest write can
make up for it, since it adds and takes away its own rows only.

What this does not see: the whole file put back to an earlier day. The counter then
falls, which `parcours keys check` sees by the audit, where it leaves the counter each
time. On PostgreSQL, whose triggers cannot hold a key of ours, rows are protected by
their sealing alone.

The blind index has ten times the rows of all the other tables together, each a number
and 16 bytes: their digests are worked out thousands at once, and where many are written
at once they are summed as they are, without the trigger.

Source: additive multiset hash (Clarke et al., ASIACRYPT 2003, MSet-Add-Hash), each
term a keyed BLAKE2b (RFC 7693), or AES of two blocks chained; sealed by AES-GCM.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Engine, event

from pseudonymisation.failures import CiphertextRefused, VaultAltered
from pseudonymisation.keys.aead import seal, unseal
from pseudonymisation.keys.blocks import BLOCK, EntryDigest


SEAL_TABLE = "vault_seal"
MODULUS = 1 << 256
FORM = 2
"""Of the sums: in the first, every table's rows were digested alike."""
ENTRIES = "tokens"
"""The table of a whole number and 16 bytes a row."""
_AT_ONCE = 100_000  # rows
_MINE = "vault_sums"
_UNSEEN = ("alembic_version", SEAL_TABLE)
Columns = dict[str, tuple[str, ...]]
Run = Callable[..., Any]
"""Runs one statement, as `sqlite3.Connection.execute` does."""


@dataclass(frozen=True, slots=True)
class Integrity:
    """What a verification found.

    Attributes:
        counter: of the last change; 0 where nothing was ever written.
        altered: tables that hold something else than what was written.
    """

    counter: int
    altered: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether every row is as it was written."""
        return not self.altered


@dataclass(slots=True, repr=False)
class _Sealed:
    counter: int = 0
    form: int = FORM
    columns: Columns = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)


class IntegrityKey:
    """Digests rows, seals sums.

    Args:
        row_key: for the rows, 32 bytes.
        seal_key: for the sums, 32 bytes.
    """

    def __init__(self, row_key: bytes, seal_key: bytes) -> None:
        self._start = blake2b(key=row_key, digest_size=32)
        self._entries = EntryDigest(
            blake2b(b"entries", key=row_key, digest_size=32).digest()
        )
        self._seal_key = seal_key

    def __repr__(self) -> str:
        return "IntegrityKey(…)"

    def digest(self, row: tuple[Any, ...]) -> int:
        """Digest a row, its table's name first, as a number below 2²⁵⁶."""
        state = self._start.copy()
        state.update(repr(row).encode())
        return int.from_bytes(state.digest(), "big")

    def row(self, table: str, row: tuple[Any, ...]) -> int:
        """Digest a row of a table, in the way of that table."""
        if table == ENTRIES and [type(cell) for cell in row] == [int, bytes]:
            number, block = row
            if len(block) == BLOCK:
                return self._entries.one(number, block)
        return self.digest((table, *row))

    def rows(self, table: str, rows: Sequence[tuple[Any, ...]]) -> int:
        """Add up the digests of many rows of a table."""
        if table == ENTRIES:
            total = self._entries.total(rows)
            if total is not None:
                return total
        return sum(self.row(table, row) for row in rows)

    def read(self, run: Run) -> _Sealed:
        """Open the sealed sums; empty ones where the vault was never written.

        Raises:
            VaultAltered: they do not open.
        """
        rows = run(f"SELECT id, counter, sealed FROM {SEAL_TABLE}").fetchall()  # noqa: S608
        if not rows:
            return _Sealed()
        number, counter, sealed = rows[0]
        if len(rows) != 1 or number != 1 or not isinstance(sealed, bytes):
            raise VaultAltered
        try:
            opened = json.loads(
                unseal(self._seal_key, sealed, bound_to=_place(counter))
            )
        except CiphertextRefused:
            raise VaultAltered from None
        return _Sealed(
            counter,
            opened.get("form", 1),
            {name: tuple(columns) for name, columns in opened["columns"].items()},
            {name: int(total, 16) for name, total in opened["sums"].items()},
        )

    def write(self, run: Run, sealed: _Sealed) -> None:
        """Seal the sums in place of the former ones."""
        content = {
            "form": sealed.form,
            "columns": sealed.columns,
            "sums": {name: f"{total:x}" for name, total in sealed.sums.items()},
        }
        box = seal(
            self._seal_key,
            json.dumps(content).encode(),
            bound_to=_place(sealed.counter),
        )
        run(
            f"INSERT INTO {SEAL_TABLE} (id, counter, sealed) VALUES (1, ?, ?)"  # noqa: S608
            " ON CONFLICT (id) DO UPDATE SET counter = excluded.counter,"
            " sealed = excluded.sealed",
            (sealed.counter, box),
        )

    def sum_of(
        self, run: Run, table: str, columns: Sequence[str], *, form: int = FORM
    ) -> int:
        """Add up the digests of a table's rows as they are now."""
        names = ", ".join(_quoted(column) for column in columns)
        found = run(f"SELECT {names} FROM {_quoted(table)}")  # noqa: S608
        total = 0
        while rows := [tuple(row) for row in found.fetchmany(_AT_ONCE)]:
            if form == FORM:
                total += self.rows(table, rows)
            else:
                total += sum(self.digest((table, *row)) for row in rows)
        return total % MODULUS


class _Sums:
    """What one transaction has added to each table's sum so far."""

    def __init__(self, key: IntegrityKey) -> None:
        self._key = key
        self.columns: Columns = {}
        self.changed: dict[str, int] = {}

    def __repr__(self) -> str:
        return "_Sums(…)"

    def come(self, table: str, *row: Any) -> None:
        """Add a row that was written."""
        digest = self._key.row(table, row)
        self.changed[table] = self.changed.get(table, 0) + digest

    def go(self, table: str, *row: Any) -> None:
        """Take away a row that was there."""
        digest = self._key.row(table, row)
        self.changed[table] = self.changed.get(table, 0) - digest

    def come_together(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add many rows that were written."""
        self.changed[table] = self.changed.get(table, 0) + self._key.rows(table, rows)


def watch(engine: Engine, key: IntegrityKey) -> None:
    """Let every connection of a SQLite vault keep the sums up to date.

    Args:
        engine: from `open_vault`; connections it has are dropped.
        key: digests and seals.

    Raises:
        VaultAltered: the vault's tables were changed by another version, and what they
            held before was altered.
    """
    if engine.dialect.name != "sqlite":
        return

    def connected(connection: Any, record: Any) -> None:
        sums = record.info[_MINE] = _Sums(key)
        connection.create_function("vault_come", -1, sums.come)
        connection.create_function("vault_go", -1, sums.go)
        sums.columns = columns_of(connection.execute)
        for statement in _triggers(sums.columns):
            connection.execute(statement)

    def begun(connection: Connection) -> None:
        connection.info[_MINE].changed.clear()

    def committing(connection: Connection) -> None:
        sums: _Sums = connection.info[_MINE]
        if sums.changed:
            _bring_up_to_date(key, connection.exec_driver_sql, sums)
            sums.changed.clear()

    engine.dispose()
    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    event.listen(engine, "commit", committing)
    _adopt(engine, key)


def write_entries(
    connection: Connection, statement: str, rows: Sequence[tuple[int, bytes]]
) -> None:
    """Write many rows of the table of entries, summed all at once.

    Args:
        connection: a writing transaction of the vault.
        statement: inserts one row.
        rows: a number and 16 bytes each, as they will lie in the table.
    """
    sums: _Sums | None = connection.info.get(_MINE)
    if sums is None or ENTRIES not in sums.columns:
        connection.exec_driver_sql(statement, list(rows))
        return
    names = sums.columns[ENTRIES]
    connection.exec_driver_sql(f"DROP TRIGGER temp.watch_INSERT_{ENTRIES}")
    try:
        connection.exec_driver_sql(statement, list(rows))
        sums.come_together(ENTRIES, rows)
    finally:
        connection.exec_driver_sql(_trigger(ENTRIES, "INSERT", _coming(ENTRIES, names)))


def verify(run: Run, key: IntegrityKey) -> Integrity:
    """Compare every row with what was written; changes nothing.

    Args:
        run: runs a statement, within one transaction.
        key: of this vault.

    Returns:
        What was found; the seal itself counts as a table.
    """
    try:
        sealed = key.read(run)
    except VaultAltered:
        return Integrity(0, (SEAL_TABLE,))
    present = columns_of(run)
    altered = [
        table
        for table in sorted({*present, *sealed.sums})
        if not _as_written(run, key, sealed, table, present)
    ]
    return Integrity(sealed.counter, tuple(altered))


def columns_of(run: Run) -> Columns:
    """List the tables that are watched, and their columns, in a fixed order."""
    tables = run(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {
        name: tuple(r[1] for r in run(f"PRAGMA table_info({_quoted(name)})").fetchall())
        for (name,) in tables
        if name not in _UNSEEN
    }


def _as_written(
    run: Run, key: IntegrityKey, sealed: _Sealed, table: str, present: Columns
) -> bool:
    columns = sealed.columns.get(table, present.get(table, ()))
    if not set(columns) <= set(present.get(table, ())):
        return False
    found = key.sum_of(run, table, columns, form=sealed.form) if columns else 0
    return found == sealed.sums.get(table, 0)


def _bring_up_to_date(key: IntegrityKey, run: Run, sums: _Sums) -> None:
    sealed = key.read(run)
    for table, change in sums.changed.items():
        sealed.sums[table] = (sealed.sums.get(table, 0) + change) % MODULUS
    sealed.counter += 1
    sealed.columns = sums.columns
    key.write(run, sealed)


def _adopt(engine: Engine, key: IntegrityKey) -> None:
    """Begin to watch rows that a version without sums, or other tables, left."""
    with engine.connect() as connection:
        if not _to_adopt(key, connection.exec_driver_sql):
            return
    with engine.connect().execution_options(writes=True) as connection:
        run = connection.exec_driver_sql
        if _to_adopt(key, run):
            _take_over(key, run)
        connection.commit()


def _to_adopt(key: IntegrityKey, run: Run) -> bool:
    sealed_rows = run(f"SELECT COUNT(*) FROM {SEAL_TABLE}").scalar()  # noqa: S608
    present = columns_of(run)
    if sealed_rows:
        sealed = key.read(run)
        return (sealed.columns, sealed.form) != (present, FORM)
    return any(
        run(f"SELECT 1 FROM {_quoted(table)} LIMIT 1").first()  # noqa: S608
        for table in present
    )


def _take_over(key: IntegrityKey, run: Run) -> None:
    """Sum up anew, after proving by the former columns that nothing was altered."""
    sealed, present = key.read(run), columns_of(run)
    for table, columns in sealed.columns.items():
        known = set(columns) <= set(present.get(table, ()))
        if known and not _as_written(run, key, sealed, table, present):
            raise VaultAltered
    sums = {table: key.sum_of(run, table, cols) for table, cols in present.items()}
    key.write(run, _Sealed(sealed.counter + 1, FORM, present, sums))


def _triggers(columns: Columns) -> Iterable[str]:
    for table, names in columns.items():
        old = _call("vault_go", "OLD", table, names)
        new = _coming(table, names)
        for moment, body in (
            ("INSERT", new),
            ("DELETE", old),
            ("UPDATE", f"{old} {new}"),
        ):
            yield _trigger(table, moment, body)


def _trigger(table: str, moment: str, body: str) -> str:
    return (
        f"CREATE TEMP TRIGGER watch_{moment}_{table} AFTER {moment} "
        f"ON main.{_quoted(table)} BEGIN {body} END"
    )


def _coming(table: str, names: Sequence[str]) -> str:
    return _call("vault_come", "NEW", table, names)


def _call(function: str, row: str, table: str, names: Sequence[str]) -> str:
    values = ", ".join(f"{row}.{_quoted(name)}" for name in names)
    return f"SELECT {function}('{table}', {values});"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _place(counter: int) -> bytes:
    return f"{SEAL_TABLE}|1|v1|{counter}".encode("ascii")
