"""Take a contact or a situation back right after it was saved: it stays readable."""

from typing import Any, TypeVar

from sqlmodel import Session

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation
from parcours.interventions.failures import OfASheet
from parcours.people.entries import retire, stamp
from parcours.people.failures import AlreadyChanged
from parcours.people.protections import refuse_if_frozen
from parcours.people.visibility import own_subjects, require_person
from parcours.record.models import Contact, FactBase, SituationFact, SourceSubject


F = TypeVar("F", bound=FactBase)


@operation("contacts.withdraw", kind="write", about="person")
def withdraw_contact(
    context: Context, session: Session, *, person: str, contact: int
) -> None:
    """Withdraw a contact attempt of one's own organisation.

    Args:
        context: who withdraws.
        session: given by the guard.
        person: pseudonym.
        contact: row to withdraw.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
    """
    row, _subject = own_fact(context, session, Contact, person, contact)
    retire(context, row, because="withdrawn")


@operation("people.withdraw_situation", kind="write", about="person")
def withdraw_situation(
    context: Context, session: Session, *, person: str, situation: int
) -> None:
    """Withdraw a situation of one's own organisation; what it replaced holds again.

    A confirmation replaced the row that it confirmed: that row is written anew, with
    the verification that it had, so that nothing that was told disappears.

    Args:
        context: who withdraws.
        session: given by the guard.
        person: pseudonym.
        situation: row to withdraw.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
    """
    row, subject = own_fact(context, session, SituationFact, person, situation)
    retire(context, row, because="withdrawn")
    former = session.get(SituationFact, row.supersedes_id or 0)
    if former is None or former.subject_id != row.subject_id:
        return
    told: dict[str, Any] = {
        name: getattr(former, name)
        for name in ("situation", "starts_on", "ends_on", "precision", "verified_on")
    }
    stamped = stamp(context, subject) | {
        "known_on": former.known_on,
        "author_id": former.author_id,
        "visibility": former.visibility,
    }
    session.add(SituationFact(**told, supersedes_id=row.id, **stamped))
    session.flush()


def own_fact(
    context: Context, session: Session, table: type[F], person: str, number: int
) -> tuple[F, SourceSubject]:
    """Find a fact of the own organisation on a person within reach, still counting.

    Args:
        context: the running operation's context.
        session: its session.
        table: a table of facts.
        person: pseudonym.
        number: row.

    Returns:
        The fact, and the subject that it hangs on.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
        OfASheet: it sums the days of a collective sheet.
        PathFrozen: the young person asked that it be frozen.
    """
    found = require_person(context, session, person)
    subjects = {one.id: one for one in own_subjects(context, session, found)}
    row = session.get(table, number)
    if row is None or row.subject_id not in subjects:
        raise NotWithinReach(context.operation)
    if row.retired_on is not None:
        raise AlreadyChanged
    if getattr(row, "sheet_ref", None) is not None:
        raise OfASheet
    refuse_if_frozen(session, [row.subject_id], context.today())
    return row, subjects[row.subject_id]
