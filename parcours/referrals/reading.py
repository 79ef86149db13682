"""Operations that list hand-overs: received, sent, of one person; how many wait."""

from dataclasses import dataclass, replace
from typing import Literal

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.cards import PersonCard
from parcours.people.operations import with_initials
from parcours.people.visibility import in_caseload, own_subjects, require_person
from parcours.record.models import Assignment, Link, Referral
from parcours.referrals.finding import (
    Thread,
    latest_versions,
    rules_of,
    threads_of,
)
from parcours.referrals.sight import COORDINATOR
from parcours.referrals.thread import NO_NEWS
from parcours.referrals.views import ThreadLine, make_lines
from pseudonymisation.desk import Desk


MOST = 200  # lines of a list
Box = Literal["received", "sent"]


@operation("referrals.read", kind="vault")
def read_box(
    context: Context, session: Session, *, desk: Desk, box: Box
) -> list[ThreadLine]:
    """List the hand-overs that one received, or sent.

    A coordinator sees those of the organisation; a case worker those given to them or
    accepted, and those that they proposed or that are about their caseload.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault, for the initials of young people within reach.
        box: received | sent.

    Returns:
        At most 200 lines, the latest first.
    """
    threads = _threads(context, session, box)
    lines = make_lines(context, session, threads, rules_of(context))
    persons = dict.fromkeys(line.person for line in lines if line.person)
    cards = [_card(person) for person in persons]
    named = {c.person: c.initials for c in with_initials(context, desk, cards)}
    return [replace(line, initials=named.get(line.person or "")) for line in lines]


def _card(person: str) -> PersonCard:
    return PersonCard(person, None, None, "", None, None)


@operation("referrals.of_person", kind="read", about="person")
def read_of_person(
    context: Context, session: Session, *, person: str
) -> list[ThreadLine]:
    """List the hand-overs of one young person that one's organisation has part in.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.

    Returns:
        Lines, the latest first.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    own_subjects(context, session, found)
    theirs = select(Link.subject_id).where(
        Link.person_id == found.id, col(Link.revoked_on).is_(None)
    )
    rows = session.exec(
        latest_versions(context).where(col(Referral.subject_id).in_(theirs))
    ).all()
    threads = threads_of(context, session, rows)
    return make_lines(context, session, threads, rules_of(context))


@dataclass(frozen=True)
class Waiting:
    """How many hand-overs wait for somebody.

    Attributes:
        to_answer: received, open.
        news: of either box, with something that one's organisation has not opened.
        no_news: sent, without an answer for too long.
    """

    to_answer: int
    news: int
    no_news: int


def waiting(lines: list[ThreadLine]) -> Waiting:
    """Count what waits among lines.

    Args:
        lines: of both boxes.

    Returns:
        The counts.
    """
    return Waiting(
        sum(line.asks_me for line in lines),
        sum(line.unread for line in lines),
        sum(line.state == NO_NEWS and line.side == "sender" for line in lines),
    )


@operation("referrals.count", kind="read")
def count_waiting(context: Context, session: Session) -> Waiting:
    """Count the hand-overs that wait, for a page that only says how many.

    Args:
        context: who asks.
        session: given by the guard.

    Returns:
        The counts over both boxes.
    """
    threads = _threads(context, session, "received")
    threads += _threads(context, session, "sent")
    return waiting(make_lines(context, session, threads, rules_of(context)))


def _threads(context: Context, session: Session, box: Box) -> list[Thread]:
    mine = latest_versions(context)
    me = context.principal
    if box == "received":
        mine = mine.where(Referral.recipient_id == me.organisation_id)
        return threads_of(context, session, session.exec(mine.limit(MOST)).all())
    mine = mine.where(Referral.organisation_id == me.organisation_id)
    threads = threads_of(context, session, session.exec(mine.limit(MOST)).all())
    if me.role == COORDINATOR:
        return threads
    followed = set(
        session.exec(select(Assignment.person_id).where(*in_caseload(context)))
    )
    return [
        one
        for one in threads
        if (one.person is not None and one.person.id in followed)
        or any(r.kind == "proposed" and r.author_id == me.account_id for r in one.rows)
    ]
