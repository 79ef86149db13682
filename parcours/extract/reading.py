"""The record as it stood on a day → batches of an extract's rows.

Plain selects, streamed in chunks: a million facts never become objects. Dates travel
as text and are turned into day numbers by Arrow, column by column.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import (
    select,
)
from sqlmodel import Session, col

from parcours.extract.selecting import STATEMENTS, linked, opposed
from parcours.extract.sight import Sight
from parcours.extract.tables import SCHEMAS
from parcours.record.models import Link, Person


CHUNK_ROWS = 50_000


@dataclass(frozen=True)
class Numbered:
    """The persons of an extract.

    Attributes:
        ids: their ids in the record, in the random order of their numbers 1..n.
        pseudonyms: their pseudonyms in the record, in that order.
        birth_months: year * 12 + month - 1, or None.
        sexes: "F", "M" or None.
        number_of: number by record id, 0 where absent.
        subject_number_of: number of a source subject by record id, 0 where absent.
    """

    ids: NDArray[np.int64]
    pseudonyms: list[str]
    birth_months: list[int | None]
    sexes: list[str | None]
    number_of: NDArray[np.int64]
    subject_number_of: NDArray[np.int64]


def number_persons(
    session: Session, sight: Sight, *, rng: np.random.Generator
) -> Numbered:
    """List the persons that an extract may hold, in random order.

    Whoever objects to the follow-up, known today, is absent from every extract.

    Args:
        session: a reading session of the record.
        sight: what may be seen.
        rng: source of the order.

    Returns:
        The persons.
    """
    known = linked(sight).with_only_columns(col(Link.person_id)).distinct()
    rows = session.execute(
        select(*_person_columns())
        .where(col(Person.id).in_(known), col(Person.erased_on).is_(None))
        .where(col(Person.id).not_in(opposed(sight)))
        .order_by(col(Person.id))
    ).all()
    order = rng.permutation(len(rows))
    drawn = [rows[i] for i in order]
    ids = np.array([row[0] for row in drawn], np.int64)
    number_of = np.zeros(int(ids.max(initial=0)) + 1, np.int64)
    number_of[ids] = np.arange(1, len(ids) + 1)
    months = [None if r[2] is None else r[2].year * 12 + r[2].month - 1 for r in drawn]
    return Numbered(
        ids,
        [r[1] for r in drawn],
        months,
        [r[3] for r in drawn],
        number_of,
        _number_subjects(session, sight, rng=rng),
    )


def _number_subjects(
    session: Session, sight: Sight, *, rng: np.random.Generator
) -> NDArray[np.int64]:
    links = linked(sight).with_only_columns(col(Link.subject_id)).distinct()
    ids = np.sort(np.array(session.execute(links).scalars().all(), np.int64))
    number_of = np.zeros(int(ids.max(initial=0)) + 1, np.int64)
    number_of[ids] = rng.permutation(len(ids)) + 1
    return number_of


def read_table(
    session: Session, table: str, *, sight: Sight, persons: Numbered
) -> Iterator[pa.RecordBatch]:
    """Stream the rows of a table.

    Args:
        session: a reading session of the record.
        table: a name of `SCHEMAS` other than "persons".
        sight: what may be seen.
        persons: the numbers that persons bear.

    Yields:
        Batches with the table's columns.
    """
    statement = STATEMENTS[table](sight)
    stream = session.connection().execution_options(yield_per=CHUNK_ROWS)
    done = 0
    for rows in stream.execute(statement).partitions():
        columns = [list(column) for column in zip(*rows, strict=True)]
        batch = _batch(table, columns, persons, first_fact=done + 1)
        done += batch.num_rows
        yield batch


def _person_columns() -> list[Any]:
    return [
        col(Person.id),
        col(Person.pseudonym),
        col(Person.birth_month),
        col(Person.sex),
    ]


def _batch(
    table: str, columns: list[list[Any]], persons: Numbered, *, first_fact: int
) -> pa.RecordBatch:
    """Replace ids by numbers and dates by days; drop rows of absent persons."""
    schema = SCHEMAS[table]
    keep, arrays = None, {}
    names = [name for name in schema.names if name != "fact"]
    for name, values in zip(names, columns, strict=True):
        if name == "person":
            numbers = _numbers(np.array(values, np.int64), persons.number_of)
            keep = numbers > 0
            arrays[name] = pa.array(numbers)
        elif name == "subject":
            ids = np.array(values, np.int64)
            arrays[name] = pa.array(_numbers(ids, persons.subject_number_of))
        elif schema.field(name).type == pa.int32() and not name.startswith("n"):
            arrays[name] = pa.array(values, pa.string()).cast(pa.date32())
            arrays[name] = arrays[name].cast(pa.int32())
        else:
            arrays[name] = pa.array(values, schema.field(name).type)
    if "fact" in schema.names:
        n = len(columns[0]) if keep is None else int(keep.sum())
        kept = np.zeros(len(columns[0]), np.int64)
        kept[keep] = np.arange(first_fact, first_fact + n)
        arrays["fact"] = pa.array(kept)
    batch = pa.RecordBatch.from_arrays([arrays[n] for n in schema.names], schema=schema)
    return batch if keep is None else pc.filter(batch, pa.array(keep))


def _numbers(ids: NDArray[np.int64], number_of: NDArray[np.int64]) -> NDArray[np.int64]:
    inside = ids < len(number_of)
    return np.where(inside, number_of[np.where(inside, ids, 0)], 0)
