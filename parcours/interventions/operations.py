"""Operations on interventions and contacts: log, correct, withdraw."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation
from parcours.people.entries import require_days, require_word, retire, stamp
from parcours.people.failures import AlreadyChanged, UnknownWord
from parcours.people.notes import checked_note
from parcours.people.visibility import own_subject, require_person
from parcours.record.models import Contact, Intervention


@dataclass(frozen=True)
class NewIntervention:
    """An intervention to record.

    Attributes:
        kind: code in the nomenclature of interventions.
        starts_on: first day.
        ends_on: first day after, None for a single day or while it lasts.
        hours: hours, where they are counted.
        state: planned | ongoing | done | interrupted | cancelled.
        result: code of a contact result, optional.
        next_step: what comes next, a few words.
        next_step_on: when.
        note: short factual comment.
    """

    kind: str
    starts_on: date
    ends_on: date | None = None
    hours: float | None = None
    state: str = "done"
    result: str | None = None
    next_step: str | None = None
    next_step_on: date | None = None
    note: str | None = None


@operation("interventions.log", kind="write", about="person")
def log_intervention(
    context: Context, session: Session, *, person: str, new: NewIntervention
) -> int:
    """Record an intervention.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        new: the intervention.

    Returns:
        The row of the new fact.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: a code that the nomenclature does not hold.
        DayImpossible: a start in the future, or an end before it.
        NoteRefused: a comment that may not be kept.
    """
    found = require_person(context, session, person)
    subject = own_subject(context, session, found)
    row = _intervention(context, new, stamp(context, subject))
    session.add(row)
    session.flush()
    return row.id or 0


@operation("interventions.correct", kind="write", about="person")
def correct_intervention(
    context: Context,
    session: Session,
    *,
    person: str,
    intervention: int,
    new: NewIntervention,
) -> int:
    """Correct an intervention of one's own organisation: a new row replaces it.

    Args:
        context: who corrects.
        session: given by the guard.
        person: pseudonym.
        intervention: row to correct.
        new: what is true.

    Returns:
        The row of the correction.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
    """
    old = _own_intervention(context, session, person, intervention)
    found = require_person(context, session, person)
    row = _intervention(
        context, new, stamp(context, own_subject(context, session, found))
    )
    row.subject_id, row.supersedes_id = old.subject_id, old.id
    retire(context, old, because="superseded")
    session.add(row)
    session.flush()
    return row.id or 0


@operation("interventions.withdraw", kind="write", about="person")
def withdraw_intervention(
    context: Context, session: Session, *, person: str, intervention: int
) -> None:
    """Withdraw an intervention of one's own organisation, as an undo does.

    Args:
        context: who withdraws.
        session: given by the guard.
        person: pseudonym.
        intervention: row to withdraw.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
    """
    old = _own_intervention(context, session, person, intervention)
    retire(context, old, because="withdrawn")


@operation("contacts.log", kind="write", about="person")
def log_contact(
    context: Context, session: Session, *, person: str, on: date, result: str
) -> int:
    """Record an attempt to reach a young person.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        on: the day.
        result: code in the nomenclature of contact results.

    Returns:
        The row of the new fact.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: no such result.
        DayImpossible: a day in the future.
    """
    found = require_person(context, session, person)
    subject = own_subject(context, session, found)
    require_word(result, context.nomenclature.contact_results, "result")
    require_days(starts_on=on, ends_on=None, today=context.today())
    row = Contact(starts_on=on, result=result, **stamp(context, subject))
    session.add(row)
    session.flush()
    return row.id or 0


def _intervention(
    context: Context, new: NewIntervention, stamped: dict[str, Any]
) -> Intervention:
    words = context.nomenclature
    require_word(new.kind, words.interventions, "kind")
    if words.interventions[new.kind].named == "forbidden":
        raise UnknownWord("kind")  # counted without names: a head-count sheet's kind
    if new.result is not None:
        require_word(new.result, words.contact_results, "result")
    latest = date.max if new.state == "planned" else context.today()
    require_days(starts_on=new.starts_on, ends_on=new.ends_on, today=latest)
    kept = replace(
        new,
        note=checked_note(new.note),
        next_step=checked_note(new.next_step, field="next_step"),
    )
    return Intervention(
        **vars(kept), modality=words.interventions[new.kind].modality, **stamped
    )


def _own_intervention(
    context: Context, session: Session, person: str, intervention: int
) -> Intervention:
    """Find an intervention of the own organisation on a person within reach."""
    found = require_person(context, session, person)
    row = session.get(Intervention, intervention)
    mine = context.principal.organisation_id
    subject = own_subject(context, session, found)
    if row is None or row.organisation_id != mine or row.subject_id != subject.id:
        raise NotWithinReach(context.operation)
    if row.retired_on is not None:
        raise AlreadyChanged
    return row
