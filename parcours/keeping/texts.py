"""Free text and unsaved work about erased people: every place where there is some."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from parcours.record.models import (
    Draft,
    DraftPerson,
    Goal,
    GoalStep,
    Intervention,
    Referral,
    ReferralStep,
    Snooze,
)


GONE = ""  # of a text that must not be null


def scrub_texts(session: Session, subjects: Sequence[int | None]) -> None:
    """Empty what was written in words about subjects; days and codes stay.

    Args:
        session: a writing session of the record.
        subjects: rows of source subjects.
    """
    connection = session.connection()
    emptied: tuple[tuple[Any, dict[str, str | None]], ...] = (
        (Intervention, {"note": None, "next_step": None}),
        (Goal, {"label": GONE}),
        (GoalStep, {"label": GONE}),
    )
    for table, values in emptied:
        connection.execute(
            update(table).where(table.subject_id.in_(subjects)).values(**values)
        )
    theirs = select(Referral.thread).where(col(Referral.subject_id).in_(subjects))
    connection.execute(
        update(ReferralStep)
        .where(col(ReferralStep.thread).in_(theirs))
        .values(note=None)
    )
    connection.execute(delete(Draft).where(col(Draft.thread).in_(theirs)))
    connection.execute(
        update(Referral)
        .where(col(Referral.subject_id).in_(subjects))
        .values(packet=None)
    )


def clear_worktops(session: Session, persons: Sequence[int | None]) -> None:
    """Delete unsaved work about persons, and reminders put off.

    An unsaved sheet that names one of them goes whole: nobody else can open it to take
    one name out.

    Args:
        session: a writing session of the record.
        persons: rows of persons.
    """
    named = select(DraftPerson.draft_id).where(col(DraftPerson.person_id).in_(persons))
    connection = session.connection()
    connection.execute(delete(Draft).where(col(Draft.id).in_(named)))
    connection.execute(delete(Snooze).where(col(Snooze.person_id).in_(persons)))
