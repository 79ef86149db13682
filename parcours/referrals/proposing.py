"""Operations of the sender: propose, propose again, take back, remind."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation
from parcours.people.entries import require_word, retire, stamp
from parcours.people.notes import checked_note
from parcours.people.visibility import own_subjects, require_person
from parcours.record.models import (
    Organisation,
    Person,
    Referral,
    SourceSubject,
)
from parcours.referrals.agreements import (
    agree,
    close_agreement,
    may_tell,
    require_convention,
    require_word_of_young_person,
)
from parcours.referrals.failures import (
    NothingTold,
    RelayAlreadyOpen,
    ReminderTooSoon,
)
from parcours.referrals.finding import (
    Thread,
    find_thread,
    latest_versions,
    rules_of,
    threads_of,
)
from parcours.referrals.packet import Line, lines_of, to_json
from parcours.referrals.thread import OPEN, reminder_on
from parcours.referrals.writing import add_step, colleagues_of


@dataclass(frozen=True)
class NewRelay:
    """A hand-over to propose.

    Attributes:
        recipient: code of the organisation.
        young_person: agreed | informed | not_yet.
        lines: keys of the lines chosen, as `tell` gave them.
        colleague: row of an account there, where one is known.
        note: a short word that goes with it.
    """

    recipient: str
    young_person: str
    lines: tuple[str, ...]
    colleague: int | None = None
    note: str | None = None


@operation("referrals.propose", kind="write", about="person")
def propose(context: Context, session: Session, *, person: str, new: NewRelay) -> str:
    """Propose to hand a young person over, with a frozen packet of what is told.

    Args:
        context: who proposes.
        session: given by the guard.
        person: pseudonym.
        new: to whom, what, and what the young person said.

    Returns:
        The thread's reference.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: no such organisation, colleague, line or answer.
        ConventionMissing: nothing may be shared with that organisation.
        YoungPersonNotAsked: they were neither asked nor told.
        AgreementNeeded: to be told is not enough here.
        YoungPersonRefuses: they refused or limited it.
        RelayAlreadyOpen: one waits for its answer.
        NothingTold: no line was chosen.
        NoteRefused: a word that may not be kept.
    """
    found = require_person(context, session, person)
    subjects = own_subjects(context, session, found)
    asked = _recipient(context, session, new.recipient)
    convention = require_convention(context, asked.code)
    require_word_of_young_person(
        context, session, subjects, asked, said=new.young_person, convention=convention
    )
    _require_none_open(context, session, found, asked)
    note = checked_note(new.note)
    lines = lines_of(session, found, subjects, today=context.today())
    told = [line for line in lines if may_tell(line, convention, new.young_person)]
    require_lines(new.lines, told)
    if new.colleague is not None:
        known = [account.id for account in colleagues_of(session, asked.id or 0)]
        require_word(str(new.colleague), {str(number) for number in known}, "colleague")
    at, thread = context.now(), secrets.token_hex(16)
    row = Referral(
        recipient_id=asked.id or 0,
        starts_on=context.today(),
        thread=thread,
        recipient_account_id=new.colleague,
        young_person=new.young_person,
        packet=to_json(
            [line for line in told if line.key in new.lines], told_on=context.today()
        ),
        **stamp(context, subjects[0]),
    )
    session.add(row)
    if subjects[0].anonymous or convention.needs_agreement:
        agree(context, session, found, subjects[0], asked, at=at)
    add_step(
        context,
        session,
        thread=thread,
        kind="proposed",
        note=note,
        to=new.colleague,
        at=at,
    )
    return thread


@operation("referrals.reopen", kind="write")
def reopen(
    context: Context, session: Session, *, thread: str, young_person: str
) -> None:
    """Propose a hand-over again, after a refusal or after one took it back.

    What is told stays what was told: a changed situation asks for a new hand-over.

    Args:
        context: who proposes; of the sending organisation.
        session: given by the guard.
        thread: its reference.
        young_person: what they say of it now: agreed | informed | not_yet.

    Raises:
        NotWithinReach: absent, or not for them.
        MoveImpossible: it waits for its answer, or was accepted.
        ConventionMissing: nothing may be shared with that organisation any more.
        YoungPersonNotAsked, AgreementNeeded, YoungPersonRefuses: as for `propose`.
        RelayAlreadyOpen: another one waits for its answer.
    """
    found = find_thread(context, session, thread)
    found.require("proposed")
    person, old = _person_of(context, found), found.referral
    subjects = own_subjects(context, session, person)
    asked = session.get_one(Organisation, old.recipient_id)
    convention = require_convention(context, asked.code)
    require_word_of_young_person(
        context, session, subjects, asked, said=young_person, convention=convention
    )
    _require_none_open(context, session, person, asked)
    at = context.now()
    subject = session.get_one(SourceSubject, old.subject_id)
    row = Referral(
        recipient_id=old.recipient_id,
        starts_on=context.today(),
        thread=thread,
        recipient_account_id=old.recipient_account_id,
        young_person=young_person,
        packet=old.packet,
        **stamp(context, subject),
    )
    session.add(row)
    if subject.anonymous or convention.needs_agreement:
        agree(context, session, person, subject, asked, at=at)
    add_step(context, session, thread=thread, kind="proposed", at=at)


@operation("referrals.withdraw", kind="write")
def withdraw(context: Context, session: Session, *, thread: str) -> None:
    """Take a hand-over back that waits for its answer.

    Args:
        context: of the sending organisation.
        session: given by the guard.
        thread: its reference.

    Raises:
        NotWithinReach: absent, or not for them.
        MoveImpossible: it was answered meanwhile.
    """
    found = find_thread(context, session, thread)
    found.require("withdrawn")
    retire(context, found.referral, because="withdrawn")
    session.add(found.referral)
    close_agreement(context, session, found)
    add_step(context, session, thread=thread, kind="withdrawn")


@operation("referrals.remind", kind="write")
def remind(context: Context, session: Session, *, thread: str) -> None:
    """Remind an organisation that does not answer.

    Args:
        context: of the sending organisation.
        session: given by the guard.
        thread: its reference.

    Raises:
        NotWithinReach: absent, or not for them.
        MoveImpossible: it was answered meanwhile.
        ReminderTooSoon: it is not yet time.
    """
    found = find_thread(context, session, thread)
    found.require("reminder")
    wait = (reminder_on(found.steps, rules=rules_of(context)) - context.today()).days
    if wait > 0:
        raise ReminderTooSoon(days=wait)
    add_step(context, session, thread=thread, kind="reminder")


def require_lines(wanted: Sequence[str], told: Sequence[Line]) -> None:
    """Refuse a choice of lines that cannot be told as it stands.

    Args:
        wanted: keys chosen.
        told: lines that may be told today.

    Raises:
        NothingTold: none chosen.
        UnknownWord: one is not, or no longer, among them.
    """
    if not wanted:
        raise NothingTold
    for key in wanted:
        require_word(key, {line.key for line in told}, "lines")


def _person_of(context: Context, found: Thread) -> Person:
    if found.person is None:
        raise NotWithinReach(context.operation)
    return found.person


def _recipient(context: Context, session: Session, code: str) -> Organisation:
    rows = session.exec(
        select(Organisation).where(Organisation.id != context.principal.organisation_id)
    ).all()
    known = {row.code: row for row in rows}
    require_word(code, known, "recipient")
    return known[code]


def _require_none_open(
    context: Context, session: Session, person: Person, asked: Organisation
) -> None:
    mine = latest_versions(context).where(
        Referral.organisation_id == context.principal.organisation_id,
        Referral.recipient_id == asked.id,
        col(Referral.retired_on).is_(None),
        Referral.state == "proposed",
    )
    for one in threads_of(context, session, session.exec(mine).all()):
        if one.person is not None and one.person.id == person.id and one.state in OPEN:
            raise RelayAlreadyOpen
