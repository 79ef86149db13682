"""Pending intents → finished where the record holds them, undone where not."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from pseudonymisation.identities.lock import vault_lock
from pseudonymisation.identities.store import reading, writing
from pseudonymisation.identities.tables import (
    identities,
    intents,
    links,
    persons,
    questions,
    sightings,
    subjects,
    tokens,
)
from pseudonymisation.values import PendingIntent, Recovered
from pseudonymisation.vault import Vault


PENDING = "pending"
DONE = "done"
UNDONE = "undone"
WITHDRAWABLE = (questions, links, identities, subjects, persons)


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
        return [_settle(vault, one, was_recorded) for one in pending_intents(vault)]
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
        if not recorded:
            undo_intent(connection, number)
        state = DONE if recorded else UNDONE
        close_intent(connection, number, state=state, closed_at=vault.now())
        connection.commit()
    outcome = "finished" if recorded else "undone"
    return Recovered(waiting.ref, waiting.kind, outcome)  # type: ignore[arg-type]


def undo_intent(connection: Connection, number: int) -> None:
    """Take back everything an intent wrote, as if it had never been.

    Args:
        connection: a writing transaction.
        number: id of the intent's row.
    """
    own = select(identities.c.id).where(identities.c.intent == number)
    connection.execute(delete(tokens).where(tokens.c.identity.in_(own)))
    connection.execute(delete(sightings).where(sightings.c.intent == number))
    for table in WITHDRAWABLE:
        connection.execute(delete(table).where(table.c.intent == number))
        connection.execute(
            update(table)
            .where(table.c.withdrawn_by == number)
            .values(withdrawn_by=None)
        )


def close_intent(
    connection: Connection, number: int, *, state: str, closed_at: datetime
) -> None:
    """Close an intent; what it had withdrawn goes for good.

    Args:
        connection: a writing transaction.
        number: id of the intent's row.
        state: DONE or UNDONE.
        closed_at: UTC.
    """
    gone = select(identities.c.id).where(identities.c.withdrawn_by == number)
    connection.execute(delete(tokens).where(tokens.c.identity.in_(gone)))
    for table in WITHDRAWABLE:
        connection.execute(delete(table).where(table.c.withdrawn_by == number))
    connection.execute(
        update(intents)
        .where(intents.c.id == number)
        .values(state=state, closed_at=closed_at)
    )
