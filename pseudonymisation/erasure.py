"""A person → forgotten: their key destroyed, a keyed tombstone in their place.

Under the intent the rows are only marked, as for a withdrawal; when it finishes they
go for good: the wrapped data key, the sealed identities, the blind-index tokens, the
links, the questions. Then the file is rebuilt without them. What stays are digests
under a key, by which a later file that names the person again is held back.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, exists, func, insert, or_, select, update

from pseudonymisation.failures import PersonUnknown
from pseudonymisation.graves import Grave, grave_of_handle, graves_of_identity
from pseudonymisation.identities.normalise import NameReader
from pseudonymisation.identities.sealed import as_row
from pseudonymisation.identities.tables import (
    answers,
    decisions,
    identities,
    links,
    persons,
    questions,
    subjects,
    tombstones,
)
from pseudonymisation.indexes import index_in_use
from pseudonymisation.intent import Intent
from pseudonymisation.people import People
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.vault import Vault


def erase(
    vault: Vault, person: Pseudonym, *, intent: Intent, day: date
) -> list[Pseudonym]:
    """Mark a person and all that hangs on them as erased.

    Args:
        vault: the opened vault.
        person: pseudonym in the record.
        intent: open, not yet prepared.
        day: civil day of the erasure.

    Returns:
        The person's subjects, for the record to mark.

    Raises:
        PersonUnknown: absent.
        CiphertextRefused: an identity was altered: erasing it would leave no
            tombstone.
        IndexOutdated: the handles are those of other rules: a tombstone of them
            would hold nobody back.
    """
    connection = intent.connection
    index = index_in_use(vault, connection)
    number = connection.execute(
        select(persons.c.id).where(
            persons.c.lookup == vault.lookup(person), persons.c.withdrawn_by.is_(None)
        )
    ).scalar()
    if number is None:
        raise PersonUnknown
    found = _subjects(connection, number)
    graves = set(_graves(vault, connection, number, found))
    _bury(connection, graves, intent=intent, day=day, index=index)
    _mark_all(connection, number, [row.id for row in found], intent)
    return [vault.subject(row.subject_id) for row in found]


def _subjects(connection: Connection, person: int) -> list[Any]:
    query = (
        select(subjects.c.id, subjects.c.subject_id, subjects.c.handle)
        .join(links, links.c.subject == subjects.c.id)
        .where(
            links.c.person == person,
            links.c.revoked_at.is_(None),
            links.c.withdrawn_by.is_(None),
        )
        .order_by(subjects.c.id)
    )
    return list(connection.execute(query))


def _graves(
    vault: Vault, connection: Connection, person: int, found: Sequence[Any]
) -> Iterator[Grave]:
    """Digest the handles of the subjects and what every version of them said."""
    for row in found:
        if row.handle is not None:
            yield grave_of_handle(vault, row.handle)
    people, reader = People(vault), NameReader()
    query = (
        select(identities, persons.c.person_id, persons.c.wrapped_key, persons.c.key_id)
        .join(persons, persons.c.id == identities.c.person)
        .where(
            identities.c.subject.in_([row.id for row in found]),
            identities.c.linkable,
        )
    )
    for one in connection.execute(query):
        known = reader.features(as_row(people.open(one), organisation=""))
        yield from graves_of_identity(vault, known)


def _bury(
    connection: Connection,
    graves: Iterable[Grave],
    *,
    intent: Intent,
    day: date,
    index: int,
) -> None:
    highest = connection.execute(select(func.max(tombstones.c.id))).scalar() or 0
    rows = [
        {
            "id": number,
            "kind": kind,
            "digest": digest,
            "erased_on": day,
            "indexed_by": index,
            "intent": intent.number,
        }
        for number, (kind, digest) in enumerate(sorted(graves), start=highest + 1)
    ]
    if rows:
        connection.execute(insert(tombstones), rows)


def _mark_all(
    connection: Connection, person: int, gone: Sequence[int], intent: Intent
) -> None:
    """Mark what goes; persons whom joins left without any subject go with them."""
    of_subjects = links.c.subject.in_(gone)
    held = select(links.c.person).where(of_subjects)
    other = links.alias()
    elsewhere = exists().where(
        other.c.person == persons.c.id,
        other.c.subject.not_in(gone),
        other.c.withdrawn_by.is_(None),
    )
    left = persons.c.id.in_(held) & ~elsewhere
    about = or_(
        questions.c.person_a == person,
        questions.c.person_b == person,
        questions.c.subject_a.in_(gone),
        questions.c.subject_b.in_(gone),
    )
    asked = select(questions.c.id).where(about)
    marks = (
        (answers, answers.c.question.in_(asked)),
        (questions, about),
        (
            decisions,
            decisions.c.subject_a.in_(gone) | decisions.c.subject_b.in_(gone),
        ),
        (identities, identities.c.subject.in_(gone)),
        (persons, left | (persons.c.id == person)),
        (links, of_subjects),
        (subjects, subjects.c.id.in_(gone)),
    )
    for table, which in marks:
        connection.execute(
            update(table)
            .where(which, table.c.withdrawn_by.is_(None))
            .values(withdrawn_by=intent.number)
        )
