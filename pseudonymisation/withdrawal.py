"""Undoing a batch: what one finished intent brought into the vault goes again.

A subject that a later intent met again stays with all it holds: the later work rests
on it. Under the intent that withdraws, rows are only marked; they go for good when it
finishes, and come back if it is undone.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, select, update

from pseudonymisation.failures import IntentUnknown
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
)
from pseudonymisation.intent import Intent
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.recovery import DONE
from pseudonymisation.vault import Vault


def withdraw(
    vault: Vault, ref: str, *, intent: Intent, void: Sequence[str] = ()
) -> list[Pseudonym]:
    """Mark what an earlier intent brought as withdrawn.

    Args:
        vault: the opened vault.
        ref: reference of the earlier intent.
        intent: the open intent under which this is done.
        void: references of intents already withdrawn: that they met a subject again
            no longer counts.

    Returns:
        The subjects that go, in the order in which they came.

    Raises:
        IntentUnknown: no finished intent has this reference.
    """
    connection = intent.connection
    batch = connection.execute(
        select(intents.c.id).where(intents.c.ref == ref, intents.c.state == DONE)
    ).scalar()
    if batch is None:
        raise IntentUnknown
    going = _going(batch, void)
    found = connection.execute(
        select(subjects.c.subject_id).where(going).order_by(subjects.c.id)
    ).scalars()
    gone = [vault.subject(subject_id) for subject_id in found]
    ids = select(subjects.c.id).where(going)
    _mark(connection, identities, _of_batch(identities, batch, ids), intent)
    _mark(connection, links, links.c.subject.in_(ids), intent)
    of_decisions = decisions.c.subject_a.in_(ids) | decisions.c.subject_b.in_(ids)
    _mark(connection, decisions, of_decisions, intent)
    of_questions = questions.c.subject_a.in_(ids) | questions.c.subject_b.in_(ids)
    _mark(connection, questions, of_questions, intent)
    _mark(connection, subjects, going, intent)
    _mark(connection, persons, _left_alone(batch), intent)
    _mark(connection, questions, _about_the_gone(batch), intent)
    unasked = select(questions.c.id).where(questions.c.withdrawn_by.is_not(None))
    _mark(connection, answers, answers.c.question.in_(unasked), intent)
    return gone


def _going(batch: int, void: Sequence[str]) -> ColumnElement[bool]:
    """Name the subjects of the batch that no later intent met."""
    undone = select(intents.c.id).where(intents.c.ref.in_(void))
    met = exists().where(
        sightings.c.subject == subjects.c.id,
        sightings.c.intent != batch,
        sightings.c.intent.not_in(undone),
    )
    live = subjects.c.withdrawn_by.is_(None)
    return and_(subjects.c.intent == batch, live, ~met)


def _of_batch(table: Table, batch: int, ids: object) -> ColumnElement[bool]:
    """Name the versions that go: of subjects that go, or new ones of older subjects."""
    older = select(subjects.c.id).where(subjects.c.intent != batch)
    newer_version = and_(table.c.intent == batch, table.c.subject.in_(older))
    return table.c.subject.in_(ids) | newer_version  # type: ignore[arg-type]


def _left_alone(batch: int) -> ColumnElement[bool]:
    """Name the persons of the batch to whom no subject is linked any more."""
    linked = exists().where(
        links.c.person == persons.c.id, links.c.withdrawn_by.is_(None)
    )
    return and_(persons.c.intent == batch, ~linked)


def _about_the_gone(batch: int) -> ColumnElement[bool]:
    gone = select(persons.c.id).where(persons.c.withdrawn_by.is_not(None))
    asked_then = questions.c.intent == batch
    return asked_then | questions.c.person_a.in_(gone) | questions.c.person_b.in_(gone)


def _mark(
    connection: Connection, table: Table, which: ColumnElement[bool], intent: Intent
) -> None:
    connection.execute(
        update(table)
        .where(which, table.c.withdrawn_by.is_(None))
        .values(withdrawn_by=intent.number)
    )
