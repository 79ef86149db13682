"""Steps and versions of a thread, as they are written."""

from datetime import datetime

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.people.entries import retire
from parcours.record.models import Account, Referral, ReferralStep


COLLEAGUES = ("case_worker", "coordinator")
CARRIED = (
    "organisation_id",
    "subject_id",
    "visibility",
    "known_on",
    "recipient_id",
    "state",
    "starts_on",
    "answered_on",
    "thread",
    "recipient_account_id",
    "young_person",
    "packet",
)


def add_step(
    context: Context,
    session: Session,
    *,
    thread: str,
    kind: str,
    note: str | None = None,
    to: int | None = None,
    at: datetime | None = None,
) -> None:
    """Write one step of the principal's organisation.

    Args:
        context: who takes it.
        session: a writing session.
        thread: its reference.
        kind: as in `ReferralStep`.
        note: checked before.
        to: row of a colleague's account.
        at: the instant, now where None.
    """
    session.add(
        ReferralStep(
            thread=thread,
            organisation_id=context.principal.organisation_id or 0,
            author_id=context.principal.account_id,
            to_account_id=to,
            kind=kind,
            note=note,
            recorded_at=at or context.now(),
            recorded_on=context.today(),
        )
    )


def new_version(
    context: Context, session: Session, old: Referral, **changed: object
) -> Referral:
    """Write a version of a hand-over that supersedes another.

    Args:
        context: who changes it; either side may.
        session: a writing session.
        old: the version in force.
        changed: columns that differ.

    Returns:
        The new version, flushed.
    """
    columns = {name: getattr(old, name) for name in CARRIED} | changed
    row = Referral(
        **columns,
        supersedes_id=old.id,
        author_id=context.principal.account_id,
        recorded_at=context.now(),
        recorded_on=context.today(),
    )
    retire(context, old, because="superseded")
    session.add_all([old, row])
    session.flush()
    return row


def colleagues_of(session: Session, organisation_id: int) -> list[Account]:
    """List the accounts of an organisation that may be given a hand-over.

    Args:
        session: a session of the record.
        organisation_id: its row.

    Returns:
        Case workers and coordinators in force, by name.
    """
    found = session.exec(
        select(Account)
        .where(
            Account.organisation_id == organisation_id,
            col(Account.disabled_at).is_(None),
            col(Account.role).in_(COLLEAGUES),
        )
        .order_by(col(Account.display_name), col(Account.login))
    ).all()
    return list(found)
