"""Plain rows → the record, in chunks, by table. No ORM object per row."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlmodel import Session, SQLModel


T = TypeVar("T")
INSERT_CHUNK = 5_000  # rows of one executemany


def insert_rows(
    session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]]
) -> None:
    """Insert many rows of one table.

    Args:
        session: a writing session.
        model: the table.
        rows: column → value, the same columns in each.
    """
    table = model.__table__  # type: ignore[attr-defined]
    for chunk in chunks(rows, INSERT_CHUNK):
        session.connection().execute(insert(table), chunk)


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
