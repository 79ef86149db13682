"""The record as it stood on a day → batches of an extract's rows.

Plain selects, streamed in chunks: a million facts never become objects. Dates travel
as text and are turned into day numbers by Arrow, column by column.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    false,
    or_,
    select,
    true,
)
from sqlmodel import Session, col

from parcours.extract.tables import SCHEMAS
from parcours.record.models import (
    Action,
    Attribute,
    Contact,
    FactBase,
    FollowUp,
    HeadCount,
    Intervention,
    Link,
    ObservationWindow,
    Organisation,
    Person,
    SituationFact,
)


CHUNK_ROWS = 50_000
OPPOSED = "opposition"


@dataclass(frozen=True)
class Sight:
    """What may be seen of the record.

    Attributes:
        as_of: facts and links recorded later are not there.
        organisations: ids of those whose facts a convention lets out.
        attributes: by organisation, names of the attributes let out; None for all.
    """

    as_of: date
    organisations: frozenset[int]
    attributes: Mapping[int, frozenset[str] | None]


@dataclass(frozen=True)
class Numbered:
    """The persons of an extract.

    Attributes:
        ids: their ids in the record, in the random order of their numbers 1..n.
        pseudonyms: their pseudonyms in the record, in that order.
        birth_months: year * 12 + month - 1, or None.
        sexes: "F", "M" or None.
        number_of: number by record id, 0 where absent.
    """

    ids: NDArray[np.int64]
    pseudonyms: list[str]
    birth_months: list[int | None]
    sexes: list[str | None]
    number_of: NDArray[np.int64]


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
    linked = _linked(sight).with_only_columns(col(Link.person_id)).distinct()
    rows = session.execute(
        select(*_person_columns())
        .where(col(Person.id).in_(linked))
        .where(col(Person.id).not_in(_opposed()))
        .order_by(col(Person.id))
    ).all()
    order = rng.permutation(len(rows))
    drawn = [rows[i] for i in order]
    ids = np.array([row[0] for row in drawn], np.int64)
    number_of = np.zeros(int(ids.max(initial=0)) + 1, np.int64)
    number_of[ids] = np.arange(1, len(ids) + 1)
    months = [None if r[2] is None else r[2].year * 12 + r[2].month - 1 for r in drawn]
    return Numbered(
        ids, [r[1] for r in drawn], months, [r[3] for r in drawn], number_of
    )


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
    statement = _STATEMENTS[table](sight)
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


def _held(model: type[FactBase] | type[HeadCount], sight: Sight) -> ColumnElement[bool]:
    return and_(
        col(model.recorded_on) <= sight.as_of,
        or_(col(model.retired_on).is_(None), col(model.retired_on) > sight.as_of),
        col(model.organisation_id).in_(sight.organisations),
    )


def _linked(sight: Sight) -> Select[Any]:
    return select(Link).where(
        col(Link.recorded_on) <= sight.as_of,
        or_(col(Link.revoked_on).is_(None), col(Link.revoked_on) > sight.as_of),
    )


def _opposed() -> Select[Any]:
    return (
        select(col(Link.person_id))
        .join(FollowUp, col(FollowUp.subject_id) == col(Link.subject_id))
        .where(
            col(FollowUp.status) == OPPOSED,
            col(FollowUp.retired_on).is_(None),
            col(Link.revoked_on).is_(None),
        )
    )


def _facts(model: type[FactBase], columns: Sequence[Any], sight: Sight) -> Select[Any]:
    """Select facts with the person they are linked to; `columns` follow the schema."""
    link = _linked(sight).subquery()
    return (
        select(*[link.c.person_id if c is _PERSON else c for c in columns])
        .select_from(model)
        .join(link, link.c.subject_id == col(model.subject_id))
        .join(Organisation, col(Organisation.id) == col(model.organisation_id))
        .where(_held(model, sight))
    )


def _day(column: Any) -> ColumnElement[Any]:
    return cast(col(column), String)


_PERSON: Any = col(Link.person_id)
_CODE: Any = col(Organisation.code)


def _situations(sight: Sight) -> Select[Any]:
    fact = SituationFact
    columns: list[Any] = [
        _PERSON,
        col(fact.situation),
        _day(fact.starts_on),
        _day(fact.ends_on),
        _day(fact.verified_on),
        _day(fact.known_on),
        col(fact.precision),
        _CODE,
    ]
    return _facts(fact, columns, sight).order_by(col(fact.id))


def _interventions(sight: Sight) -> Select[Any]:
    done = Intervention
    columns: list[Any] = [
        _PERSON,
        col(done.kind),
        _day(done.starts_on),
        _day(done.ends_on),
        col(done.hours),
        col(done.modality),
        col(done.state),
        col(done.end_reason),
        _CODE,
        col(Action.code),
    ]
    facts = _facts(done, columns, sight)
    return facts.outerjoin(Action, col(Action.id) == col(done.action_id))


def _contacts(sight: Sight) -> Select[Any]:
    columns: list[Any] = [_PERSON, _day(Contact.starts_on), col(Contact.result), _CODE]
    return _facts(Contact, columns, sight)


def _follow_up(sight: Sight) -> Select[Any]:
    columns: list[Any] = [
        _PERSON,
        col(FollowUp.status),
        _day(FollowUp.starts_on),
        _CODE,
    ]
    return _facts(FollowUp, columns, sight)


def _windows(sight: Sight) -> Select[Any]:
    seen = ObservationWindow
    columns: list[Any] = [
        _PERSON,
        _day(seen.starts_on),
        _day(seen.ends_on),
        col(seen.kind),
        _CODE,
    ]
    return _facts(seen, columns, sight)


def _attributes(sight: Sight) -> Select[Any]:
    told = Attribute
    columns: list[Any] = [
        _PERSON,
        col(told.name),
        col(told.value),
        _day(told.starts_on),
        _day(told.ends_on),
    ]
    listed = [
        and_(
            col(told.organisation_id) == organisation,
            true() if names is None else col(told.name).in_(names),
        )
        for organisation, names in sight.attributes.items()
    ]
    return _facts(told, columns, sight).where(or_(false(), *listed))


def _head_counts(sight: Sight) -> Select[Any]:
    count = HeadCount
    numbers = (
        count.n,
        count.n_girls,
        count.n_qpv,
        count.n_11_13,
        count.n_14_15,
        count.n_16_17,
        count.n_18_25,
    )
    return (
        select(col(count.title), _day(count.on), col(count.place))
        .add_columns(*[col(number) for number in numbers], _CODE)
        .join(Organisation, col(Organisation.id) == col(count.organisation_id))
        .where(_held(count, sight))
    )


_STATEMENTS = {
    "situation_facts": _situations,
    "interventions": _interventions,
    "contacts": _contacts,
    "follow_up": _follow_up,
    "windows": _windows,
    "attributes": _attributes,
    "head_counts": _head_counts,
}
