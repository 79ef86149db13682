"""Operations on interventions and contacts: log, correct, withdraw."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.interventions.channels import CHANNELS
from parcours.interventions.failures import WordsToConfirm
from parcours.interventions.reasons import DEFAULT_REASON, REASONS
from parcours.interventions.undo import own_fact
from parcours.people.actions import require_action
from parcours.people.entries import require_days, require_word, retire, stamp
from parcours.people.failures import NoteRefused, UnknownWord
from parcours.people.note_cautions import note_cautions
from parcours.people.note_rules import read_note_rules
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
        channel: one of `channels.CHANNELS`, optional.
        action_id: row of the funded action that it is part of, None for none; a
            correction that says none leaves the former.
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
    channel: str | None = None
    action_id: int | None = None


@operation("interventions.log", kind="write", about="person")
def log_intervention(
    context: Context,
    session: Session,
    *,
    person: str,
    new: NewIntervention,
    anyway: bool = False,
) -> int:
    """Record an intervention.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        new: the intervention.
        anyway: its words were shown as doubtful and are kept all the same.

    Returns:
        The row of the new fact.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: a code that the nomenclature does not hold.
        DayImpossible: a start in the future, or an end before it.
        NoteRefused: a comment that may not be kept.
        WordsToConfirm: a comment that seems to say what should not be kept.
    """
    found = require_person(context, session, person)
    subject = own_subject(context, session, found)
    require_action(session, new.action_id)
    row = _intervention(context, new, stamp(context, subject), anyway=anyway)
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
    reason: str = DEFAULT_REASON,
    anyway: bool = False,
) -> int:
    """Correct an intervention of one's own organisation: a new row replaces it.

    Args:
        context: who corrects.
        session: given by the guard.
        person: pseudonym.
        intervention: row to correct.
        new: what is true.
        reason: one of `reasons.REASONS`.
        anyway: its words were shown as doubtful and are kept all the same.

    Returns:
        The row of the correction.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
        UnknownWord: a code or a reason that does not exist.
        WordsToConfirm: a comment that seems to say what should not be kept.
    """
    require_word(reason, REASONS, "reason")
    old, subject = own_fact(context, session, Intervention, person, intervention)
    stamped = stamp(context, subject)
    require_action(session, new.action_id)
    row = _intervention(context, new, stamped, anyway=anyway, former=old)
    row.supersedes_id = old.id
    retire(context, old, because=f"superseded:{reason}")
    session.add(row)
    session.flush()
    return row.id or 0


@operation("interventions.withdraw", kind="write", about="person")
def withdraw_intervention(
    context: Context,
    session: Session,
    *,
    person: str,
    intervention: int,
    reason: str = DEFAULT_REASON,
) -> None:
    """Withdraw an intervention of one's own organisation, as an undo does.

    Args:
        context: who withdraws.
        session: given by the guard.
        person: pseudonym.
        intervention: row to withdraw.
        reason: one of `reasons.REASONS`.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
    """
    require_word(reason, REASONS, "reason")
    old, _subject = own_fact(context, session, Intervention, person, intervention)
    retire(context, old, because=f"withdrawn:{reason}")


@operation("contacts.log", kind="write", about="person")
def log_contact(
    context: Context,
    session: Session,
    *,
    person: str,
    on: date,
    result: str,
    channel: str | None = None,
) -> int:
    """Record an attempt to reach a young person.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        on: the day.
        result: code in the nomenclature of contact results.
        channel: one of `channels.CHANNELS`, optional.

    Returns:
        The row of the new fact.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: no such result or channel.
        DayImpossible: a day in the future.
    """
    found = require_person(context, session, person)
    subject = own_subject(context, session, found)
    require_word(result, context.nomenclature.contact_results, "result")
    _require_channel(channel)
    require_days(starts_on=on, ends_on=None, today=context.today())
    row = Contact(
        starts_on=on, result=result, channel=channel, **stamp(context, subject)
    )
    session.add(row)
    session.flush()
    return row.id or 0


def _intervention(
    context: Context,
    new: NewIntervention,
    stamped: dict[str, Any],
    *,
    anyway: bool,
    former: Intervention | None = None,
) -> Intervention:
    """Make a row, checked; what a correction does not speak of stays as it was."""
    words = context.nomenclature
    require_word(new.kind, words.interventions, "kind")
    if words.interventions[new.kind].named == "forbidden":
        raise UnknownWord("kind")  # counted without names: a head-count sheet's kind
    if new.result is not None:
        require_word(new.result, words.contact_results, "result")
    _require_channel(new.channel)
    latest = date.max if new.state == "planned" else context.today()
    require_days(starts_on=new.starts_on, ends_on=new.ends_on, today=latest)
    kept = replace(
        new,
        note=checked_note(new.note),
        next_step=checked_note(new.next_step, field="next_step"),
    )
    _require_thought(context, kept, anyway=anyway)
    same = {}
    if former is not None:
        names = ("precision", "end_reason")
        same = {name: getattr(former, name) for name in names}
        kept = replace(kept, action_id=new.action_id or former.action_id)
    modality = words.interventions[new.kind].modality
    return Intervention(**vars(kept), **same, modality=modality, **stamped)


def _require_channel(channel: str | None) -> None:
    if channel is not None:
        require_word(channel, CHANNELS, "channel")


def _require_thought(context: Context, new: NewIntervention, *, anyway: bool) -> None:
    """Ask once whether doubtful words are kept; what may never be kept is refused."""
    rules = read_note_rules(context.config)
    for field in ("next_step", "note"):
        found = note_cautions(getattr(new, field), rules=rules, today=context.today())
        if any(one.refused for one in found):
            raise NoteRefused(field)
        if found and not anyway:
            raise WordsToConfirm(field, found)
