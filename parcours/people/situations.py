"""« Toujours en formation ? » Yes, no, don't know: one answer, one operation."""

from datetime import date
from typing import Literal

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.path.sql import UNKNOWN
from parcours.people.days import from_day
from parcours.people.entries import retire, stamp
from parcours.people.failures import AlreadyChanged
from parcours.people.operations import NewSituation, record_situation
from parcours.people.paths import spells_of
from parcours.people.visibility import (
    own_subject,
    own_subjects,
    require_person,
    viewer,
)
from parcours.record.models import Person, SituationFact, SourceSubject


Answer = Literal["still", "ended", "unknown"]


@operation("people.answer_situation", kind="write", about="person")
def answer_situation(
    context: Context,
    session: Session,
    *,
    person: str,
    situation: str,
    answer: Answer,
) -> list[int]:
    """Record the answer to "still in this situation?", as of today.

    Args:
        context: who asked.
        session: given by the guard.
        person: pseudonym.
        situation: the last situation known, as it was shown.
        answer: still: verified today; ended: no longer, and what follows is not known;
            unknown: nobody could tell, which ends nothing that is known.

    Returns:
        The rows written; to take the answer back, withdraw the last one first.

    Raises:
        NotWithinReach: absent or out of scope.
        AlreadyChanged: the last situation is another one by now.
    """
    found = require_person(context, session, person)
    starts_on = _believed_since(context, session, found, situation)
    own_subject(context, session, found)  # refuses what is frozen
    subjects = own_subjects(context, session, found)
    own = _own_open(session, subjects, situation)
    today = context.today()
    if answer == "still":
        same = NewSituation(
            situation,
            own.starts_on if own else starts_on,
            precision=own.precision if own else "day",
        )
        subject = _subject_of(own, subjects)
        return [record_situation(context, session, subject, same)]
    rows = []
    if answer == "ended" and own is not None and own.starts_on < today:
        rows.append(_end(context, session, _subject_of(own, subjects), own))
    new = NewSituation(UNKNOWN, today)
    return [*rows, record_situation(context, session, subjects[0], new)]


def _believed_since(
    context: Context, session: Session, person: Person, situation: str
) -> date:
    """Give the start of the last known situation, if it is the one asked about."""
    looking = viewer(context, session)
    key = person.id or 0
    spells = spells_of(session, [key], looking, context.nomenclature).get(key, [])
    named = [spell for spell in spells if spell.situation != UNKNOWN]
    if not named or named[-1].situation != situation:
        raise AlreadyChanged
    return from_day(named[-1].starts)


def _own_open(
    session: Session, subjects: list[SourceSubject], situation: str
) -> SituationFact | None:
    """Find what the own organisation told of a situation that goes on."""
    return session.exec(
        select(SituationFact)
        .where(
            col(SituationFact.subject_id).in_([one.id for one in subjects]),
            SituationFact.situation == situation,
            col(SituationFact.ends_on).is_(None),
            col(SituationFact.retired_on).is_(None),
        )
        .order_by(col(SituationFact.starts_on).desc(), col(SituationFact.id).desc())
    ).first()


def _subject_of(
    own: SituationFact | None, subjects: list[SourceSubject]
) -> SourceSubject:
    wanted = None if own is None else own.subject_id
    return next((one for one in subjects if one.id == wanted), subjects[0])


def _end(
    context: Context, session: Session, subject: SourceSubject, own: SituationFact
) -> int:
    """Say that it had ended by today; when, between two visits, nobody knows better."""
    ended = SituationFact(
        situation=own.situation,
        starts_on=own.starts_on,
        ends_on=context.today(),
        precision=own.precision,
        verified_on=own.verified_on,
        supersedes_id=own.id,
        **stamp(context, subject),
    )
    retire(context, own, because="superseded")
    session.add(ended)
    session.flush()
    return ended.id or 0
