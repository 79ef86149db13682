"""Operations on a follow-up: where it stands, close it with a reason, reopen it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from config.failure import Where
from config.translation import _
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.entries import require_days, require_word, retire, stamp
from parcours.people.failures import AlreadyChanged, EntryRefused
from parcours.people.lost import Silence, read_lost_rule, silence
from parcours.people.meetings import TOOK_PLACE
from parcours.people.visibility import (
    own_subject,
    own_subjects,
    require_person,
    viewer,
    visible_facts,
)
from parcours.record.models import Assignment, Contact, FollowUp, Intervention, Person


FOLLOWED = "suivi"
BY_RULE = "last_contact"  # dated so: given by the rule, never by choice
FINAL = "competes"  # nothing follows it but a correction


class NotLostYet(EntryRefused):
    """« Perdu de vue » before the rule says so."""

    code = "FOLLOW-001"

    def __init__(self, found: Silence) -> None:
        rule = found.rule
        what = _(
            "« Perdu de vue » suit la règle : {n} tentatives et {months} mois sans "
            "contact établi."
        )
        super().__init__(
            what.format(n=rule.attempts, months=rule.months),
            _(
                "Tentatives notées : {done} sur {n}. Notez les suivantes ; la règle "
                "décidera."
            ).format(done=len(found.attempts), n=rule.attempts),
            "status",
        )
        self.where = Where(column="status")


@dataclass(frozen=True)
class FollowUpView:
    """Where one organisation's follow-up of a young person stands.

    Attributes:
        status: last status the organisation recorded, None if none.
        since: its day.
        is_closed: the last status closed the accompaniment.
        silence: contact and attempts, against the rule.
        is_lost: the rule says lost to follow-up today.
        reasons: statuses with which one may close it.
    """

    status: str | None
    since: date | None
    is_closed: bool
    silence: Silence
    is_lost: bool
    reasons: tuple[str, ...]


@operation("people.read_follow_up", kind="read", about="person")
def read_follow_up(context: Context, session: Session, *, person: str) -> FollowUpView:
    """Tell where the follow-up of a young person stands.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.

    Returns:
        The state, with the attempts counted by the rule.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    last, quiet = (
        _last_status(context, session, found),
        _silence(context, session, found),
    )
    words = context.nomenclature.follow_up
    is_lost = quiet.is_lost(today=context.today())
    return FollowUpView(
        status=last.status if last else None,
        since=last.starts_on if last else None,
        is_closed=_closes(context, last),
        silence=quiet,
        is_lost=is_lost,
        reasons=tuple(
            code
            for code, word in words.items()
            if word.closes and (word.dated_by != BY_RULE or is_lost)
        ),
    )


@operation("people.close_follow_up", kind="write", about="person")
def close_follow_up(
    context: Context, session: Session, *, person: str, status: str, on: date
) -> int:
    """Close one's organisation's accompaniment, with its reason; nothing is deleted.

    Args:
        context: who closes it.
        session: given by the guard.
        person: pseudonym.
        status: a follow-up status that closes.
        on: its day; for what follows a rule, the rule gives it.

    Returns:
        The row of the status.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: no such reason.
        NotLostYet: lost to follow-up, and the rule does not say so.
        DayImpossible: a day to come.
        AlreadyChanged: it is closed by now.
    """
    found = require_person(context, session, person)
    words = context.nomenclature.follow_up
    require_word(
        status, [code for code, word in words.items() if word.closes], "status"
    )
    if _closes(context, _last_status(context, session, found)):
        raise AlreadyChanged
    if words[status].dated_by == BY_RULE:
        quiet = _silence(context, session, found)
        if not quiet.is_lost(today=context.today()):
            raise NotLostYet(quiet)
        on = quiet.since or on
    require_days(starts_on=on, ends_on=None, today=context.today(), field="on")
    row = _write(context, session, found, status, on)
    for held in _open_assignments(context, session, found):
        held.ends_on = context.today()
        held.ended_by_id = context.principal.account_id
        session.add(held)
    return row


@operation("people.reopen_follow_up", kind="write", about="person")
def reopen_follow_up(context: Context, session: Session, *, person: str) -> None:
    """Reopen an accompaniment from today on, in one's own caseload.

    A death recorded by mistake is withdrawn instead: nothing follows a true one.

    Args:
        context: who reopens it.
        session: given by the guard.
        person: pseudonym.

    Raises:
        NotWithinReach: absent or out of scope.
        AlreadyChanged: it is open.
    """
    found = require_person(context, session, person)
    last = _last_status(context, session, found)
    if last is None or not _closes(context, last):
        raise AlreadyChanged
    if context.nomenclature.follow_up[last.status].effect == FINAL:
        retire(context, last, because="withdrawn")
        session.add(last)
    else:
        _write(context, session, found, FOLLOWED, context.today())
    session.add(
        Assignment(
            person_id=found.id or 0,
            account_id=context.principal.account_id or 0,
            organisation_id=context.principal.organisation_id or 0,
            starts_on=context.today(),
            recorded_at=context.now(),
        )
    )


def _write(
    context: Context, session: Session, person: Person, status: str, on: date
) -> int:
    subject = own_subject(context, session, person)
    row = FollowUp(status=status, starts_on=on, **stamp(context, subject))
    session.add(row)
    session.flush()
    return row.id or 0


def _closes(context: Context, last: FollowUp | None) -> bool:
    words = context.nomenclature.follow_up
    return last is not None and last.status in words and words[last.status].closes


def _last_status(context: Context, session: Session, person: Person) -> FollowUp | None:
    """Find what the organisation said last: by the day it said so."""
    subjects = [one.id for one in own_subjects(context, session, person)]
    return session.exec(
        select(FollowUp)
        .where(
            col(FollowUp.subject_id).in_(subjects), col(FollowUp.retired_on).is_(None)
        )
        .order_by(
            col(FollowUp.recorded_on).desc(),
            col(FollowUp.starts_on).desc(),
            col(FollowUp.id).desc(),
        )
    ).first()


def _open_assignments(
    context: Context, session: Session, person: Person
) -> list[Assignment]:
    rows = session.exec(
        select(Assignment).where(
            Assignment.person_id == person.id,
            Assignment.organisation_id == context.principal.organisation_id,
            col(Assignment.ends_on).is_(None),
        )
    )
    return list(rows.all())


def _silence(context: Context, session: Session, person: Person) -> Silence:
    """Measure by contacts and interventions that one may see, of whatever structure."""
    results = context.nomenclature.contact_results
    reached: list[date] = []
    tried: list[date] = []
    for on, result in _meetings(context, session, person):
        word = results.get(result) if result else None
        (reached if word is None or word.established else tried).append(on)
    first = session.exec(
        select(func.min(Assignment.starts_on)).where(
            Assignment.person_id == person.id,
            Assignment.organisation_id == context.principal.organisation_id,
        )
    ).one()
    return silence(
        read_lost_rule(context.config),
        reached=reached,
        tried=tried,
        followed_since=first,
    )


def _meetings(
    context: Context, session: Session, person: Person
) -> list[tuple[date, str | None]]:
    looking, found = viewer(context, session), []
    for table in (Contact, Intervention):
        query: Any = visible_facts(table, [person.id or 0], looking)
        query = query.with_only_columns(
            col(table.starts_on), col(table.result)
        ).select_from(table)
        query = query.where(col(table.starts_on) <= looking.today)
        if table is Intervention:
            query = query.where(col(Intervention.state).in_(TOOK_PLACE))
        found += [(on, result) for on, result in session.exec(query)]
    return found
