"""A batch → withdrawn: today's figures equal those before it, the past stays as it was.

Facts are retired and links revoked, never removed; what the batch had superseded is
told again. Where later work rests on the batch nothing is done and the reason is said.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, func, or_, update
from sqlmodel import Session, col, select

from config.translation import _
from parcours.intake.bulk import insert_rows
from parcours.intake.failures import BatchAlreadyWithdrawn, BatchUnknown, LaterWorkRests
from parcours.intake.storing import retire
from parcours.intake.subjects import Entry
from parcours.record.models import (
    FACT_TABLES,
    Assignment,
    Batch,
    HeadCount,
    Link,
    SharingChoice,
    SourceSubject,
)


RETIRING = (
    "id",
    "retired_at",
    "retired_on",
    "retired_because",
    "retired_by_id",
    "retired_by_batch_id",
)


def find_batch(session: Session, ref: str) -> Batch:
    """Find a batch that can still be withdrawn.

    Args:
        session: of the record.
        ref: its reference.

    Returns:
        The batch.

    Raises:
        BatchUnknown: there is none.
        BatchAlreadyWithdrawn: it was undone before.
    """
    batch = session.exec(select(Batch).where(Batch.ref == ref)).first()
    if batch is None:
        raise BatchUnknown
    if batch.state != "loaded":
        raise BatchAlreadyWithdrawn
    return batch


def check_can_undo(session: Session, batch: Batch) -> None:
    """Refuse where later work rests on the batch.

    Args:
        session: of the record.
        batch: as found.

    Raises:
        LaterWorkRests: says what kind of work.
    """
    reasons = [
        text
        for found, text in (
            (
                _facts_of_others(session, batch),
                _("Des faits plus récents portent sur ses jeunes."),
            ),
            (
                _corrected(session, batch),
                _("Des faits de ce lot ont été corrigés depuis."),
            ),
            (
                _choices(session, batch),
                _("Un jeune a choisi de partager ce que dit ce lot."),
            ),
            (
                _relinked(session, batch),
                _("Des jeunes de ce lot ont été rapprochés depuis."),
            ),
            (
                _caseloads(session, batch),
                _("Des jeunes de ce lot sont suivis par un professionnel."),
            ),
        )
        if found
    ]
    if reasons:
        raise LaterWorkRests(tuple(reasons))


def withdraw_batch(session: Session, batch: Batch, *, entry: Entry) -> int:
    """Withdraw a batch in the session's transaction.

    Args:
        session: a writing session, committed by the caller.
        batch: checked by `check_can_undo`.
        entry: who does it, when.

    Returns:
        How many facts and head-counts stopped counting.
    """
    n_retired = 0
    for model in (*FACT_TABLES, HeadCount):
        ids = _live(session, model, batch)
        retire(session, model, ids, because="withdrawn", entry=entry)
        n_retired += len(ids)
        _tell_again(session, model, batch, entry)
    session.connection().execute(
        update(Link)
        .where(col(Link.batch_id) == batch.id, col(Link.revoked_on).is_(None))
        .values(
            revoked_at=entry.recorded_at,
            revoked_on=entry.recorded_on,
            revoked_by_id=entry.author_id,
        )
    )
    batch.state = "withdrawn"
    batch.withdrawn_at = entry.recorded_at
    session.add(batch)
    return n_retired


def batch_subjects(session: Session, batch: Batch) -> set[str]:
    """Give the pseudonyms of the subjects that a batch brought.

    Args:
        session: of the record.
        batch: the batch.

    Returns:
        `v1.subject.…` texts.
    """
    query = select(SourceSubject.subject).where(
        SourceSubject.batch_id == batch.id, col(SourceSubject.erased_on).is_(None)
    )
    return set(session.exec(query))


def withdrawn_refs(session: Session) -> list[str]:
    """Give the references of the batches undone before.

    Args:
        session: of the record.

    Returns:
        Their references.
    """
    return list(session.exec(select(Batch.ref).where(Batch.state == "withdrawn")))


def _live(session: Session, model: Any, batch: Batch) -> list[int]:
    query = select(model.id).where(
        model.batch_id == batch.id, model.retired_on.is_(None)
    )
    return list(session.exec(query))


def _tell_again(session: Session, model: Any, batch: Batch, entry: Entry) -> None:
    """Copy, as recorded today, what the batch had superseded."""
    gone = select(model.__table__).where(
        model.retired_by_batch_id == batch.id, model.retired_because == "superseded"
    )
    rows = [
        {
            **{name: value for name, value in row.items() if name not in RETIRING},
            "recorded_at": entry.recorded_at,
            "recorded_on": entry.recorded_on,
        }
        for row in session.connection().execute(gone).mappings()
    ]
    insert_rows(session, model, rows)


def _of_batch(batch: Batch) -> Any:
    """Select its subjects but the erased: no later work on them counts."""
    return select(SourceSubject.id).where(
        SourceSubject.batch_id == batch.id, col(SourceSubject.erased_on).is_(None)
    )


def _facts_of_others(session: Session, batch: Batch) -> bool:
    """Tell whether a worker or a later batch told something of its subjects."""
    for model in FACT_TABLES:
        other = or_(col(model.batch_id).is_(None), col(model.batch_id) != batch.id)
        query = select(func.count()).where(
            col(model.subject_id).in_(_of_batch(batch)),
            other,
            col(model.retired_on).is_(None),
        )
        if session.exec(query).one():
            return True
    return False


def _corrected(session: Session, batch: Batch) -> bool:
    """Tell whether something of it was corrected, by hand or by a batch in place."""
    withdrawn = select(Batch.id).where(col(Batch.state) == "withdrawn")
    models: tuple[Any, ...] = (*FACT_TABLES, HeadCount)
    for model in models:
        by = model.retired_by_batch_id
        query = select(func.count()).where(
            model.batch_id == batch.id,
            model.retired_because == "superseded",
            or_(by.is_(None), by.not_in(withdrawn)),
        )
        if session.exec(query).one():
            return True
    return False


def _choices(session: Session, batch: Batch) -> bool:
    query = select(func.count()).where(
        col(SharingChoice.subject_id).in_(_of_batch(batch)),
        col(SharingChoice.ends_on).is_(None),
    )
    return bool(session.exec(query).one())


def _relinked(session: Session, batch: Batch) -> bool:
    """Tell whether a human has linked or unlinked its subjects since."""
    query = select(func.count()).where(
        col(Link.subject_id).in_(_of_batch(batch)),
        or_(
            col(Link.batch_id).is_(None),
            col(Link.batch_id) != batch.id,
            col(Link.revoked_on).is_not(None),
        ),
    )
    return bool(session.exec(query).one())


def _caseloads(session: Session, batch: Batch) -> bool:
    """Tell whether somebody follows a person whom only this batch brought."""
    mine = select(Link.person_id).where(
        col(Link.batch_id) == batch.id, col(Link.revoked_on).is_(None)
    )
    elsewhere = exists().where(
        col(Link.person_id) == col(Assignment.person_id),
        or_(col(Link.batch_id).is_(None), col(Link.batch_id) != batch.id),
        col(Link.revoked_on).is_(None),
    )
    query = select(func.count()).where(
        col(Assignment.person_id).in_(mine),
        col(Assignment.ends_on).is_(None),
        ~elsewhere,
    )
    return bool(session.exec(query).one())


def check_same_subjects(brought: set[str], gone: Sequence[str]) -> None:
    """Refuse where the vault would keep subjects that a later file met again.

    Args:
        brought: subjects of the batch in the record.
        gone: subjects that the vault lets go.

    Raises:
        LaterWorkRests: some would stay.
    """
    if brought - set(gone):
        raise LaterWorkRests(
            (_("Des jeunes de ce lot sont revenus dans un lot plus récent."),)
        )
