"""Versions of a fact: one follows another, none is changed, the last is taken back.

The next version says `supersedes_id` and retires the former. To take an entry back is
to retire it as `withdrawn` and, where it had corrected another, to say that again.
"""

from typing import Any, TypeVar

from sqlmodel import Session

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.people.entries import retire, stamp
from parcours.people.failures import AlreadyChanged
from parcours.people.protections import refuse_if_frozen
from parcours.people.visibility import own_subjects, require_person
from parcours.record.models import FactBase, SourceSubject


Row = TypeVar("Row", bound=FactBase)


def own_row(
    context: Context, session: Session, table: type[Row], person: str, row_id: int
) -> Row:
    """Find the version in force of one's own organisation, about a person within reach.

    Args:
        context: the operation's context.
        session: a session of the record.
        table: a table of facts.
        person: pseudonym.
        row_id: row of the version that was shown.

    Returns:
        The row.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: it is no longer in force.
        PathFrozen: the young person asked that it be frozen.
    """
    found = require_person(context, session, person)
    row = session.get(table, row_id)
    own = {one.id for one in own_subjects(context, session, found)}
    if row is None or row.subject_id not in own:
        raise NotWithinReach(context.operation)
    if row.retired_on is not None:
        raise AlreadyChanged
    refuse_if_frozen(session, [row.subject_id], context.today())
    return row


def stamp_again(context: Context, session: Session, old: FactBase) -> dict[str, Any]:
    """Give the columns of a new version, on the subject of the former one.

    Args:
        context: the operation's context.
        session: a session of the record.
        old: the former version.

    Returns:
        Keyword arguments of a fact's row.
    """
    subject = session.get_one(SourceSubject, old.subject_id)
    return stamp(context, subject)


def told(row: Row) -> dict[str, Any]:
    """Give what a row tells, without who recorded it and when.

    Args:
        row: a fact.

    Returns:
        Its own columns, by name.
    """
    shared = set(FactBase.model_fields) | {"id"}
    return {name: value for name, value in row if name not in shared}


def add(session: Session, row: Row) -> int:
    """Write a new fact.

    Args:
        session: a writing session of the record.
        row: the fact.

    Returns:
        Its row.
    """
    session.add(row)
    session.flush()
    return _id(row)


def supersede(context: Context, session: Session, old: Row, new: Row) -> int:
    """Let a new version follow a former one.

    Args:
        context: the operation's context.
        session: a writing session of the record.
        old: the version in force.
        new: the next one.

    Returns:
        The row of the new version.
    """
    new.supersedes_id = _id(old)
    retire(context, old, because="superseded")
    return add(session, new)


def take_back(context: Context, session: Session, row: Row) -> None:
    """Retire an entry, and say again what it had corrected.

    Args:
        context: the operation's context.
        session: a writing session of the record.
        row: the entry, in force.
    """
    retire(context, row, because="withdrawn")
    if row.supersedes_id is None:
        return
    former = session.get_one(type(row), row.supersedes_id)
    again = type(row)(**told(former), **stamp_again(context, session, row))
    again.supersedes_id = _id(row)
    add(session, again)


def _id(row: Any) -> int:
    return int(row.id or 0)  # every table of facts has one
