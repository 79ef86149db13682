"""What the conventions and the young person allow a hand-over to do."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from parcours.access.context import Context
from parcours.access.conventions import Convention
from parcours.access.failures import ConventionMissing
from parcours.people.days import age_in_years
from parcours.people.entries import require_word
from parcours.record.models import (
    Organisation,
    Person,
    Protection,
    SharingChoice,
    SourceSubject,
)
from parcours.referrals.failures import (
    AgreementNeeded,
    YoungPersonNotAsked,
    YoungPersonRefuses,
)
from parcours.referrals.finding import Thread
from parcours.referrals.packet import Line


AGREED, INFORMED, NOT_YET = "agreed", "informed", "not_yet"
SAID = (AGREED, INFORMED, NOT_YET)


def convention_with(context: Context, recipient: str) -> Convention | None:
    """Give the convention under which one may share with an organisation.

    Args:
        context: the running operation's context.
        recipient: code of the organisation.

    Returns:
        The first in force today, or None.
    """
    try:
        return require_convention(context, recipient)
    except ConventionMissing:
        return None


def require_convention(context: Context, recipient: str) -> Convention:
    """Refuse to share with an organisation without a convention in force.

    Args:
        context: the running operation's context.
        recipient: code of the organisation.

    Returns:
        The first convention in force today.

    Raises:
        ConventionMissing: there is none.
    """
    return context.conventions.require(
        direction="sharing",
        on=context.today(),
        organisation=context.principal.organisation_code or "",
        recipient=recipient,
    )


def may_tell(line: Line, convention: Convention, said: str) -> bool:
    """Tell whether a line may be told: an agreement opens all of them, as for facts.

    Args:
        line: what could be told.
        convention: in force with the recipient.
        said: agreed | informed | not_yet.

    Returns:
        Whether the young person agreed, or the convention lets this kind through.
    """
    return said == AGREED or convention.lets_through(line.convention_kind)


def require_word_of_young_person(
    context: Context,
    session: Session,
    subjects: Sequence[SourceSubject],
    asked: Organisation,
    *,
    said: str,
    convention: Convention,
) -> None:
    """Refuse a hand-over that the young person did not hear of, or set a limit to.

    Args:
        context: the running operation's context.
        session: a session of the record.
        subjects: those by which the sender knows the young person.
        asked: the recipient.
        said: agreed | informed | not_yet.
        convention: in force with the recipient.

    Raises:
        UnknownWord: no such answer.
        YoungPersonNotAsked: not yet told.
        AgreementNeeded: told, where an agreement is needed.
        YoungPersonRefuses: they refused this recipient, or limited all sharing.
    """
    require_word(said, SAID, "young_person")
    if said == NOT_YET:
        raise YoungPersonNotAsked
    anonymous = any(subject.anonymous for subject in subjects)
    if said != AGREED and (anonymous or convention.needs_agreement):
        raise AgreementNeeded(anonymous=anonymous)
    ids, today = [subject.id for subject in subjects], context.today()
    refused = session.exec(
        select(SharingChoice).where(
            col(SharingChoice.subject_id).in_(ids),
            SharingChoice.recipient_id == asked.id,
            SharingChoice.choice == "refuse",
            SharingChoice.starts_on <= today,
            or_(
                col(SharingChoice.ends_on).is_(None), col(SharingChoice.ends_on) > today
            ),
        )
    ).first()
    limited = session.exec(
        select(Protection).where(
            col(Protection.subject_id).in_(ids),
            col(Protection.retired_on).is_(None),
            Protection.starts_on <= today,
            or_(col(Protection.ends_on).is_(None), col(Protection.ends_on) > today),
        )
    ).first()
    if refused is not None or limited is not None:
        raise YoungPersonRefuses


def agree(
    context: Context,
    session: Session,
    person: Person,
    subject: SourceSubject,
    asked: Organisation,
    *,
    at: datetime,
) -> None:
    """Record the agreement for this recipient, unless one is in force.

    Args:
        context: the running operation's context.
        session: a writing session.
        person: the young person.
        subject: by which the sender knows them.
        asked: the recipient.
        at: the instant of the proposal, by which `close_agreement` knows it again.
    """
    today = context.today()
    current = session.exec(
        select(SharingChoice).where(
            SharingChoice.subject_id == subject.id,
            SharingChoice.recipient_id == asked.id,
            SharingChoice.choice == "agree",
            col(SharingChoice.ends_on).is_(None),
        )
    ).first()
    if current is None:
        session.add(
            SharingChoice(
                subject_id=subject.id or 0,
                recipient_id=asked.id or 0,
                starts_on=today,
                author_id=context.principal.account_id,
                recorded_at=at,
                choice="agree",
                age=age_in_years(person.birth_month, today),
            )
        )


def close_agreement(context: Context, session: Session, found: Thread) -> None:
    """End the agreement that the last proposal brought; one from before stays.

    Args:
        context: the running operation's context.
        session: a writing session.
        found: the thread whose answer is no, or that is taken back.
    """
    proposed = [row.recorded_at for row in found.rows if row.kind == "proposed"]
    theirs = session.exec(
        select(SharingChoice).where(
            SharingChoice.subject_id == found.referral.subject_id,
            SharingChoice.recipient_id == found.referral.recipient_id,
            SharingChoice.recorded_at == proposed[-1],
            col(SharingChoice.ends_on).is_(None),
        )
    ).all()
    for choice in theirs:
        choice.ends_on = context.today()
        session.add(choice)
