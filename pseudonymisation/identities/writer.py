"""Rows wait here and are written table by table, thousands at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, LargeBinary, Table, func, insert, select

from pseudonymisation.identities.integrity import write_entries
from pseudonymisation.identities.tables import (
    identities,
    links,
    persons,
    questions,
    sightings,
    subjects,
    tokens,
)
from pseudonymisation.keys.blocks import PairSeal


Item = TypeVar("Item")

_INSERT_ENTRY = "INSERT INTO tokens (token, sealed) VALUES (?, ?)"
_NUMBERED = (persons, subjects, identities, links, questions)


class VaultWriter:
    """Numbers and buffers the rows of one intent.

    The intent holds the vault's lock, so that numbers can be given out here, before
    the rows exist: what is sealed is bound to its row's number.

    Args:
        connection: the intent's own transaction.
        intent: number of the intent.
        entries: seals what the blind index holds beside a token.
    """

    def __init__(
        self, connection: Connection, *, intent: int, entries: PairSeal
    ) -> None:
        self._connection = connection
        self._intent = intent
        self._entries = entries
        self._next = {table.name: _next_id(connection, table) for table in _NUMBERED}
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._tokens: list[tuple[int, int]] = []

    def number(self, table: Table) -> int:
        """Give out the number of a row to come.

        Args:
            table: one of the numbered tables.

        Returns:
            The row's id.
        """
        number = self._next[table.name]
        self._next[table.name] = number + 1
        return number

    def add(self, table: Table, row: dict[str, Any]) -> None:
        """Let a row wait; it is marked with the intent.

        Args:
            table: where it goes.
            row: its columns, the id included.
        """
        row["intent"] = self._intent
        self._waiting.setdefault(table.name, []).append(row)

    def add_tokens(self, identity: int, numbers: Iterable[int]) -> None:
        """Let the blind-index tokens of an identity wait.

        Args:
            identity: id of its row.
            numbers: its tokens.
        """
        self._tokens.extend([(number, identity) for number in numbers])

    def flush(self) -> None:
        """Write what waits."""
        for table in (*_NUMBERED, sightings):
            rows = self._waiting.pop(table.name, None)
            if rows:
                self._write(table, tuple(rows[0]), [tuple(r.values()) for r in rows])
        if self._tokens:
            self._write_entries(self._entries.seal(self._tokens))
        self._tokens.clear()

    def _write_entries(self, entries: list[tuple[int, bytes]]) -> None:
        connection = self._connection
        entries.sort()  # neighbours share pages, and nothing tells who came first
        if connection.dialect.name == "sqlite":
            write_entries(connection, _INSERT_ENTRY, entries)
        else:
            self._write(tokens, ("token", "sealed"), entries)

    def _write(
        self, table: Table, names: tuple[str, ...], rows: list[tuple[Any, ...]]
    ) -> None:
        """Write rows of the same columns, a whole column put in form at a time.

        SQLAlchemy's own way, row by row, took longer than SQLite's writing.
        """
        connection = self._connection
        compiled: Any = insert(table).compile(
            dialect=connection.dialect, column_keys=list(names), for_executemany=True
        )
        told = dict(zip(names, zip(*rows, strict=True), strict=True))
        order = list(compiled.positiontup or compiled.params)
        stored = [_stored(connection, table, name, told[name]) for name in order]
        written: list[Any] = list(zip(*stored, strict=True))
        if not connection.dialect.positional:
            written = [dict(zip(order, row, strict=True)) for row in written]
        connection.exec_driver_sql(str(compiled), written)


def _stored(
    connection: Connection, table: Table, name: str, values: Sequence[Any]
) -> Sequence[Any]:
    """Put the values of one column in the form in which the database keeps them."""
    dialect = connection.dialect
    kind: Any = table.c[name].type.dialect_impl(dialect)
    convert = kind.bind_processor(dialect)
    if convert is None or isinstance(kind, LargeBinary):  # drivers take bytes as such
        return values
    known = {value: convert(value) for value in set(values)}
    return [known[value] for value in values]


def _next_id(connection: Connection, table: Table) -> int:
    highest = connection.execute(select(func.max(table.c.id))).scalar()
    return (highest or 0) + 1


def in_parts(items: Sequence[Item], *, size: int) -> Iterator[Sequence[Item]]:
    """Cut a sequence, so that no statement has too many parameters.

    Args:
        items: any sequence.
        size: items per part.

    Yields:
        The parts in order.
    """
    for start in range(0, len(items), size):
        yield items[start : start + size]
