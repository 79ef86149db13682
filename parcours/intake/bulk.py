"""Plain rows → the record, in chunks, by table. No ORM object per row.

Values are put in the database's own form a column at a time, each distinct one once:
a batch repeats few dates and words many times, and converting row by row took longer
than writing them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, insert
from sqlmodel import Session, SQLModel


T = TypeVar("T")
INSERT_CHUNK = 5_000  # rows of one executemany
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def insert_rows(
    session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]]
) -> None:
    """Insert many rows of one table.

    Args:
        session: a writing session.
        model: the table.
        rows: column → value, the same columns in each.
    """
    if rows:
        names = tuple(rows[0])
        values = [tuple([row[name] for name in names]) for row in rows]
        insert_values(session, model, values, columns=names)


def insert_values(
    session: Session,
    model: type[SQLModel],
    rows: Sequence[tuple[Any, ...]],
    *,
    columns: Sequence[str],
    shared: Mapping[str, Any] = _NOTHING,
) -> None:
    """Insert many rows of one table, given by position.

    Args:
        session: a writing session.
        model: the table.
        rows: values of each row, in the order of the columns.
        columns: names of the columns.
        shared: column → the value that it has in every row.
    """
    if not rows:
        return
    connection = session.connection()
    table: Table = model.__table__  # type: ignore[attr-defined]
    sql, order = _statement(connection, table, (*columns, *shared))
    defaults = {name: _default(table, name) for name in order if name not in columns}
    constant = {**defaults, **shared}
    for chunk in chunks(rows, INSERT_CHUNK):
        told = dict(zip(columns, zip(*chunk, strict=True), strict=True))
        stored = [
            _stored(connection, table, name, told[name])
            if name in told
            else _stored(connection, table, name, (constant[name],)) * len(chunk)
            for name in order
        ]
        _execute(connection, sql, order, zip(*stored, strict=True))


def _statement(
    connection: Connection, table: Table, names: Sequence[str]
) -> tuple[str, list[str]]:
    """Give the INSERT in the database's own words, and the order of its values."""
    compiled: Any = insert(table).compile(
        dialect=connection.dialect, column_keys=list(names), for_executemany=True
    )
    return str(compiled), list(compiled.positiontup or compiled.params)


def _default(table: Table, name: str) -> Any:
    """Give the value of a column that no row tells."""
    default: Any = table.c[name].default
    return None if default is None else default.arg


def _stored(
    connection: Connection, table: Table, name: str, values: Sequence[Any]
) -> list[Any]:
    """Put the values of one column in the form in which the database keeps them."""
    dialect = connection.dialect
    kind: Any = table.c[name].type.dialect_impl(dialect)
    convert = kind.bind_processor(dialect)
    if convert is None:
        return list(values)
    known = {value: convert(value) for value in set(values)}
    return [known[value] for value in values]


def _execute(
    connection: Connection,
    sql: str,
    order: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
) -> None:
    if connection.dialect.positional:
        connection.exec_driver_sql(sql, list(rows))
    else:
        named = [dict(zip(order, row, strict=True)) for row in rows]
        connection.exec_driver_sql(sql, named)


def chunks(items: Sequence[T], size: int) -> Iterator[list[T]]:
    """Cut a sequence.

    Args:
        items: any sequence.
        size: length of each part but the last.

    Yields:
        The parts in order.
    """
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


def unique(items: Iterable[T]) -> list[T]:
    """Give each item once, in the order of first appearance."""
    return list(dict.fromkeys(items))
