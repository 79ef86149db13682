"""What a young person's choices close, as conditions that every read path shares.

opposition       no longer used: hidden from others, out of every extract, at any day
restriction      frozen: hidden from others, not edited, not counted while it holds
confidentiality  hidden from others, still counted, still edited by its own organisation

A protection hangs on the file of the organisation that recorded it. A refusal about a
recipient hides from it whatever others recorded of this young person, but for the files
on which the young person agreed for that very recipient. What the present day knows
counts, whatever past day is read: nobody goes round a choice by asking for yesterday.

Source: GDPR art. 18 and 21; CASF L226-2-2; free adherence in *prévention spécialisée*.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_
from sqlmodel import Session, col, select

from parcours.people.failures import PathFrozen
from parcours.record.models import (
    FollowUp,
    Link,
    Organisation,
    Protection,
    SharingChoice,
    SourceSubject,
)


OPPOSITION, RESTRICTION, CONFIDENTIALITY = KINDS = (
    "opposition",
    "restriction",
    "confidentiality",
)
AGREE, REFUSE = CHOICES = ("agree", "refuse")


def in_force(today: date) -> ColumnElement[bool]:
    """Give the condition that a protection holds on a day, as known today.

    Args:
        today: the civil day.

    Returns:
        A condition on `Protection`.
    """
    return and_(
        col(Protection.retired_on).is_(None),
        col(Protection.starts_on) <= today,
        or_(col(Protection.ends_on).is_(None), col(Protection.ends_on) > today),
    )


def protected_subjects(today: date, *, kinds: Iterable[str] = KINDS) -> Any:
    """Select the subjects under a protection.

    Args:
        today: the civil day.
        kinds: which protections.

    Returns:
        A select of subjects' rows.
    """
    return select(Protection.subject_id).where(
        col(Protection.kind).in_(tuple(kinds)), in_force(today)
    )


def choosing(choice: str, *, recipient: int | None, today: date) -> Any:
    """Select the subjects on which the young person chose so about one recipient.

    Args:
        choice: agree | refuse.
        recipient: row of the organisation.
        today: the civil day.

    Returns:
        A select of subjects' rows.
    """
    return select(SharingChoice.subject_id).where(
        col(SharingChoice.recipient_id) == recipient,
        col(SharingChoice.choice) == choice,
        col(SharingChoice.starts_on) <= today,
        or_(
            col(SharingChoice.ends_on).is_(None),
            col(SharingChoice.ends_on) > today,
        ),
    )


def closed_to(table: Any, *, recipient: int | None, today: date) -> ColumnElement[bool]:
    """Give the condition that a fact of another organisation is closed to a recipient.

    Args:
        table: a table of facts, joined to `Link`.
        recipient: row of the organisation that reads.
        today: the civil day.

    Returns:
        True where a protection or a refusal hides it.
    """
    subject = col(table.subject_id)
    refused = choosing(REFUSE, recipient=recipient, today=today)
    agreed = choosing(AGREE, recipient=recipient, today=today)
    refusing = select(Link.person_id).where(
        col(Link.subject_id).in_(refused), col(Link.revoked_on).is_(None)
    )
    told_by_a_file = exists().where(
        col(FollowUp.subject_id) == subject,
        col(FollowUp.status) == OPPOSITION,
        col(FollowUp.starts_on) <= today,
        col(FollowUp.retired_on).is_(None),
    )
    return or_(
        subject.in_(protected_subjects(today)),
        told_by_a_file,
        subject.in_(refused),
        and_(col(Link.person_id).in_(refusing), subject.not_in(agreed)),
    )


def open_organisations(
    session: Session, person: int, *, recipient: int | None, today: date
) -> frozenset[str]:
    """Tell which organisations' files of a person are not closed to a recipient.

    Args:
        session: a session of the record.
        person: row of the person.
        recipient: row of the organisation that reads; its own files are open.
        today: the civil day.

    Returns:
        Codes of organisations.
    """
    query = (
        select(Organisation.code)
        .join(SourceSubject, col(SourceSubject.organisation_id) == Organisation.id)
        .join(Link, col(Link.subject_id) == col(SourceSubject.id))
        .where(
            Link.person_id == person,
            col(Link.revoked_on).is_(None),
            or_(
                col(Organisation.id) == recipient,
                not_(closed_to(Link, recipient=recipient, today=today)),
            ),
        )
    )
    return frozenset(session.exec(query))


def refuse_if_frozen(session: Session, subjects: Iterable[int], today: date) -> None:
    """Refuse to write on files that a young person asked to freeze.

    Args:
        session: a session of the record.
        subjects: rows of subjects.
        today: the civil day.

    Raises:
        PathFrozen: one of them is under restriction today.
    """
    frozen = protected_subjects(today, kinds=(RESTRICTION,)).where(
        col(Protection.subject_id).in_(tuple(subjects))
    )
    if session.exec(frozen.limit(1)).first() is not None:
        raise PathFrozen
