"""Pending intents → finished where the record holds them, undone where not."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from pseudonymisation.identities.lock import vault_lock
from pseudonymisation.identities.store import reading, writing
from pseudonymisation.identities.tables import (
    answers,
    decisions,
    identities,
    intents,
    links,
    persons,
    questions,
    sightings,
    subjects,
    tombstones,
)
from pseudonymisation.index_entries import take_out
from pseudonymisation.scrubbing import scrub
from pseudonymisation.values import PendingIntent, Recovered
from pseudonymisation.vault import Vault


PENDING = "pending"
DONE = "done"
UNDONE = "undone"
REKEYING = "rekeying"
"""The kind of an intent under which the record takes the next names of everybody."""
ERASURE = "erasure"
"""The kind of an intent whose deletions must leave no trace in the file."""
WITHDRAWABLE = (
    decisions,
    answers,
    questions,
    links,
    identities,
    subjects,
    persons,
    tombstones,
)


def pending_intents(vault: Vault) -> list[PendingIntent]:
    """List the intents neither finished nor undone.

    Args:
        vault: the opened vault.

    Returns:
        Them, oldest first; one may be at work in another process.
    """
    with reading(vault.engine) as connection:
        rows = connection.execute(
            select(intents).where(intents.c.state == PENDING).order_by(intents.c.id)
        ).all()
    return [PendingIntent(r.ref, r.kind, r.author, r.started_at) for r in rows]


def recover(vault: Vault, was_recorded: Callable[[str], bool]) -> list[Recovered]:
    """Finish or undo what a dead process left pending.

    Args:
        vault: the opened vault.
        was_recorded: tells whether the record committed an intent's reference.

    Returns:
        What was done, oldest first; empty where another process is at work.
    """
    lock = vault_lock(vault.engine)
    if not lock.acquire(wait_seconds=0):
        return []
    try:
        settled = [_settle(vault, one, was_recorded) for one in pending_intents(vault)]
        if any(one.kind == ERASURE for one in settled):
            scrub(vault.engine)
        return settled
    finally:
        lock.release()


def _settle(
    vault: Vault, waiting: PendingIntent, was_recorded: Callable[[str], bool]
) -> Recovered:
    recorded = was_recorded(waiting.ref)
    with writing(vault.engine) as connection:
        number = connection.execute(
            select(intents.c.id).where(intents.c.ref == waiting.ref)
        ).scalar_one()
        if recorded:
            follow_record(vault, connection, waiting.kind)
        else:
            undo_intent(vault, connection, number)
        state = DONE if recorded else UNDONE
        close_intent(vault, connection, number, state=state, closed_at=vault.now())
        connection.commit()
    outcome = "finished" if recorded else "undone"
    return Recovered(waiting.ref, waiting.kind, outcome)  # type: ignore[arg-type]


def follow_record(vault: Vault, connection: Connection, kind: str) -> None:
    """Do in the vault what could only be done once the record had committed.

    Args:
        vault: the opened vault.
        connection: a writing transaction.
        kind: of the intent.
    """
    if kind == REKEYING:
        vault.names.adopt(connection)


def undo_intent(vault: Vault, connection: Connection, number: int) -> None:
    """Take back everything an intent wrote, as if it had never been.

    Args:
        vault: the opened vault.
        connection: a writing transaction.
        number: id of the intent's row.
    """
    take_out(vault, connection, identities.c.intent == number)
    connection.execute(delete(sightings).where(sightings.c.intent == number))
    for table in WITHDRAWABLE:
        connection.execute(delete(table).where(table.c.intent == number))
        connection.execute(
            update(table)
            .where(table.c.withdrawn_by == number)
            .values(withdrawn_by=None)
        )
    _take_back_changes(connection, number)


def _take_back_changes(connection: Connection, number: int) -> None:
    """Take back what an intent changed in rows that others brought."""
    connection.execute(
        update(links)
        .where(links.c.revoked_intent == number)
        .values(revoked_at=None, revoked_by=None, revoked_intent=None)
    )
    connection.execute(
        update(identities)
        .where(identities.c.moved_by == number)
        .values(
            person=identities.c.person_before,
            sealed=identities.c.sealed_before,
            **_NOT_MOVED,
        )
    )
    connection.execute(
        update(questions)
        .where(questions.c.closed_by == number)
        .values(answer=None, answered_at=None, answered_by=None, closed_by=None)
    )
    for column in (
        decisions.c.superseded_by,
        subjects.c.unlinkable_by,
        subjects.c.refused_by,
    ):
        connection.execute(
            update(column.table).where(column == number).values({column: None})
        )


_NOT_MOVED = {"moved_by": None, "person_before": None, "sealed_before": None}


def _settle_changes(vault: Vault, connection: Connection, number: int) -> None:
    """Forget what could have been taken back; who refuses leaves the blind index."""
    connection.execute(
        update(identities).where(identities.c.moved_by == number).values(_NOT_MOVED)
    )
    unlinkable = select(subjects.c.id).where(subjects.c.unlinkable_by == number)
    theirs = identities.c.subject.in_(unlinkable) & identities.c.linkable
    take_out(vault, connection, theirs)
    connection.execute(update(identities).where(theirs).values(linkable=False))


def close_intent(
    vault: Vault,
    connection: Connection,
    number: int,
    *,
    state: str,
    closed_at: datetime,
) -> None:
    """Close an intent; what it had withdrawn goes for good, what it changed stays.

    Args:
        vault: the opened vault.
        connection: a writing transaction.
        number: id of the intent's row.
        state: DONE or UNDONE.
        closed_at: UTC.
    """
    _settle_changes(vault, connection, number)
    take_out(vault, connection, identities.c.withdrawn_by == number)
    left = select(subjects.c.id).where(subjects.c.withdrawn_by == number)
    connection.execute(delete(sightings).where(sightings.c.subject.in_(left)))
    for table in WITHDRAWABLE:
        connection.execute(delete(table).where(table.c.withdrawn_by == number))
    connection.execute(
        update(intents)
        .where(intents.c.id == number)
        .values(state=state, closed_at=closed_at)
    )
