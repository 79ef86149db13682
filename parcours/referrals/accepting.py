"""Accepting a hand-over: the young person comes within reach of who accepts.

The organisation that accepts gets a subject of its own, linked to the young person by
this very decision, in both stores or in neither. Where it has a page for them already,
its code joins the two. What was told under anonymity brings no name along: the young
person gives it, or not.
"""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation
from parcours.matching.following import follow
from parcours.matching.weight import who_remains
from parcours.people.entries import require_word
from parcours.people.new_fields import check_fields
from parcours.people.visibility import own_subjects
from parcours.record.models import (
    Assignment,
    FinishedIntent,
    Link,
    Organisation,
    Person,
    SourceSubject,
)
from parcours.referrals.failures import MoveImpossible
from parcours.referrals.finding import Thread, find_thread
from parcours.referrals.writing import add_step, colleagues_of, new_version
from pseudonymisation.desk import Desk
from pseudonymisation.failures import PersonUnknown
from pseudonymisation.intent import Intent
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Decision, Identity, IdentityRow


KIND = "referrals.accept"


class _Accepted(NamedTuple):
    person: str
    in_vault: bool


def accept(
    context: Context,
    *,
    desk: Desk,
    thread: str,
    own_code: str | None = None,
    colleague: int | None = None,
) -> str:
    """Accept a hand-over.

    Args:
        context: of the organisation asked.
        desk: the door to the vault.
        thread: its reference.
        own_code: by which one's own organisation knows the young person already, or
            from now on.
        colleague: row of the account that takes them into its caseload; else whoever
            it was given to, else the case worker who accepts.

    Returns:
        The pseudonym under which the young person is within reach now.

    Raises:
        NotWithinReach: absent, or not for them.
        MoveImpossible: it was answered or taken back meanwhile.
        FieldImpossible: a code that may not be kept.
        UnknownWord: no such colleague in force.
        SubjectRefuses: the young person refused linkage.
        KeptApart: a reviewer decided that the two pages are two young people.
    """
    check_fields({"code": own_code})
    code = (own_code or "").strip() or None
    for may_compare in (True, False):
        with desk.intent(kind=KIND, author=context.principal.login) as intent:
            try:
                done = _accept(
                    context,
                    desk=desk,
                    intent=intent,
                    thread=thread,
                    code=code,
                    colleague=colleague,
                    may_compare=may_compare,
                )
            except _FoundSomebodyElse:
                continue
            if done.in_vault:
                intent.finish()
            return done.person
    raise MoveImpossible


class _FoundSomebodyElse(Exception):
    """The vault would link the new subject to another person than the one meant."""


@operation(KIND, kind="write")
def _accept(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    intent: Intent,
    thread: str,
    code: str | None,
    colleague: int | None,
    may_compare: bool,
) -> _Accepted:
    found = find_thread(context, session, thread)
    if found.sight != "whole" or found.person is None:
        raise NotWithinReach(context.operation)
    found.require("accepted")
    taker = _taker(context, session, found, colleague)
    arrival = _Arrival(context, session, desk, intent, found.person)
    is_known = arrival.is_known()
    if code is not None and arrival.join_known(code):
        in_vault = True
    elif not is_known:
        arrival.bring(found, code=code, may_compare=may_compare)
        in_vault = True
    else:
        in_vault = False
    _answer(context, session, found)
    if taker is not None:
        _assign(context, session, arrival.person, taker)
    context.trace.about = arrival.person.pseudonym
    return _Accepted(arrival.person.pseudonym, in_vault)


class _Arrival:
    """A young person who comes within reach of the principal's organisation."""

    def __init__(
        self,
        context: Context,
        session: Session,
        desk: Desk,
        intent: Intent,
        person: Person,
    ) -> None:
        self._context = context
        self._session = session
        self._desk = desk
        self._intent = intent
        self.person = person

    def is_known(self) -> bool:
        """Tell whether the organisation has a subject of theirs already."""
        try:
            own_subjects(self._context, self._session, self.person)
        except NotWithinReach:
            return False
        return True

    def join_known(self, code: str) -> bool:
        """Join the page that the organisation has under a code; tell if it was."""
        own = self._context.principal.organisation_code or ""
        known = self._desk.find_by_code(organisation=own, code=code)
        if known is None or str(known) == self.person.pseudonym:
            return False
        pair = (self.person.pseudonym, str(known))
        keep = who_remains(self._session, pair)
        gone = pair[1] if keep == pair[0] else pair[0]
        moves = self._desk.join(
            keep=Pseudonym.parse(keep), gone=Pseudonym.parse(gone), intent=self._intent
        )
        self._intent.prepare()
        follow(self._context, self._session, moves)
        self._finished()
        self.person = self._session.exec(
            select(Person).where(Person.pseudonym == keep)
        ).one()
        return True

    def bring(self, found: Thread, *, code: str | None, may_compare: bool) -> None:
        """Give the organisation a subject of its own, linked to this person."""
        session, here = self._session, self._here()
        sender = session.get_one(Organisation, found.referral.organisation_id)
        subject = session.get_one(SourceSubject, found.referral.subject_id)
        nameless = here.anonymous_work or subject.anonymous
        identity = None if nameless else self._identity(sender.code)
        row = _row(
            here,
            identity,
            code=code or f"relais-{found.ref[:12]}",
            may_link=may_compare and identity is not None,
        )
        (admission,) = self._desk.admit([row], intent=self._intent)
        if str(admission.person) != self.person.pseudonym:
            if admission.decision is Decision.LINKED:
                raise _FoundSomebodyElse
            self._desk.join(
                keep=Pseudonym.parse(self.person.pseudonym),
                gone=admission.person,
                intent=self._intent,
            )
        self._intent.prepare()
        self._record(str(admission.subject), here, code=code)
        self._finished()

    def _here(self) -> Organisation:
        number = self._context.principal.organisation_id or 0
        return self._session.get_one(Organisation, number)

    def _identity(self, organisation: str) -> Identity | None:
        """Take along what the sender knows; nobody is shown it."""
        try:
            return self._desk.reveal(
                Pseudonym.parse(self.person.pseudonym), organisation=organisation
            )
        except PersonUnknown:
            return None

    def _record(self, name: str, here: Organisation, *, code: str | None) -> None:
        context, session = self._context, self._session
        now, today = context.now(), context.today()
        known = select(SourceSubject).where(SourceSubject.subject == name)
        subject = session.exec(known).first()
        if subject is None:
            subject = SourceSubject(
                subject=name,
                organisation_id=here.id or 0,
                code=code,
                anonymous=here.anonymous_work,
                recorded_at=now,
                recorded_on=today,
            )
            session.add(subject)
            session.flush()
        former = session.exec(
            select(Link).where(
                Link.subject_id == subject.id, col(Link.revoked_on).is_(None)
            )
        ).all()
        for link in former:
            link.revoked_at, link.revoked_on = now, today
            link.revoked_by_id = context.principal.account_id
        session.add(
            Link(
                subject_id=subject.id or 0,
                person_id=self.person.id or 0,
                decision="joined",
                author_id=context.principal.account_id,
                recorded_at=now,
                recorded_on=today,
            )
        )

    def _finished(self) -> None:
        self._session.add(
            FinishedIntent(
                ref=self._intent.ref, kind=KIND, recorded_at=self._context.now()
            )
        )


def _row(
    here: Organisation, identity: Identity | None, *, code: str, may_link: bool
) -> IdentityRow:
    return IdentityRow(
        row=1,
        organisation=here.code,
        code=code,
        birth_name=identity.birth_name if identity else None,
        usage_name=identity.usage_name if identity else None,
        given_names=identity.given_names if identity else None,
        birth_date=identity.birth_date if identity else None,
        sex=identity.sex if identity else None,
        commune=identity.commune if identity else None,
        postcode=identity.postcode if identity else None,
        may_link=may_link,
    )


def _answer(context: Context, session: Session, found: Thread) -> None:
    new_version(
        context,
        session,
        found.referral,
        state="accepted",
        answered_on=context.today(),
    )
    add_step(context, session, thread=found.ref, kind="accepted")


def _taker(
    context: Context, session: Session, found: Thread, colleague: int | None
) -> int | None:
    """Give the account whose caseload the young person joins, None for nobody's."""
    me = context.principal
    known = {
        account.id: account
        for account in colleagues_of(session, me.organisation_id or 0)
    }
    if colleague is not None:
        require_word(str(colleague), {str(number) for number in known}, "colleague")
        return colleague
    asked = found.referral.recipient_account_id
    if asked in known:
        return asked
    return me.account_id if me.role == "case_worker" else None


def _assign(context: Context, session: Session, person: Person, account: int) -> None:
    held = session.exec(
        select(Assignment).where(
            Assignment.person_id == person.id,
            Assignment.account_id == account,
            col(Assignment.ends_on).is_(None),
        )
    ).first()
    if held is not None:
        return
    today: date = context.today()
    session.add(
        Assignment(
            person_id=person.id or 0,
            account_id=account,
            organisation_id=context.principal.organisation_id or 0,
            starts_on=today,
            recorded_at=context.now(),
        )
    )
