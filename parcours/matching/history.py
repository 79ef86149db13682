"""Of which organisations' files a path is made: dated, authored, revocable links.

Who answers for everybody sees all of them. Who works for one organisation sees its own
files, and of the others those of whom a fact may be read today, or could be on the
last day of a link that was revoked; never those of a young person who refused: nothing
tells that more exists.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.path_view import SHOWN
from parcours.people.visibility import require_person, viewer, visible_facts
from parcours.record.models import Account, Link, Organisation, Person, SourceSubject
from pseudonymisation.desk import Desk
from pseudonymisation.pseudonym import Pseudonym


@dataclass(frozen=True)
class FileLine:
    """One link of a path: the file of one organisation, from a day, perhaps to another.

    Attributes:
        subject: pseudonym of the young person as that organisation knows them.
        organisation: its code.
        mine: it is the principal's own.
        code: its own code for the young person, where the principal is one of its own.
        linked_on: day of the link.
        decision: known | linked | new | review | joined | separated.
        by_role: role of who decided, None for a file or a role that is no more.
        revoked_on: day on which the link ended, None while it holds.
        revoked_by_role: role of who ended it.
        ended_as: joined | separated: what made the link that followed; None where none
            did, as after an erasure.
        refuses: the young person refused that this file be linked.
    """

    subject: str
    organisation: str
    mine: bool
    code: str | None
    linked_on: date
    decision: str
    by_role: str | None
    revoked_on: date | None
    revoked_by_role: str | None
    ended_as: str | None
    refuses: bool


@operation("people.read_links", kind="read", about="person")
def read_history(
    context: Context, session: Session, *, desk: Desk, person: str
) -> list[FileLine]:
    """List the files that make a path, today's first, then those of the past.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault; no identity is opened.
        person: pseudonym.

    Returns:
        Links, in each part the earliest first.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    rows = session.exec(
        select(Link, SourceSubject, Organisation.code)
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
        .join(Organisation, col(Organisation.id) == col(SourceSubject.organisation_id))
        .where(Link.person_id == found.id)
        .order_by(col(Link.id))
    ).all()
    refusing = desk.who_refuse([Pseudonym.parse(s.subject) for _l, s, _o in rows])
    refused = {str(pseudonym) for pseudonym in refusing}
    roles = _roles(session, (link for link, _subject, _code in rows))
    seen = _Sight(context, session, found)
    lines = [
        FileLine(
            subject=subject.subject,
            organisation=organisation,
            mine=seen.is_mine(subject),
            code=subject.code if seen.is_mine(subject) else None,
            linked_on=link.recorded_on,
            decision=link.decision,
            by_role=None if link.batch_id is not None else roles.get(link.author_id),
            revoked_on=link.revoked_on,
            revoked_by_role=roles.get(link.revoked_by_id),
            ended_as=_next_decision(session, link),
            refuses=subject.subject in refused,
        )
        for link, subject, organisation in rows
        if seen.holds(link, subject, refuses=subject.subject in refused)
    ]
    return sorted(lines, key=lambda line: line.revoked_on is not None)


def _next_decision(session: Session, link: Link) -> str | None:
    if link.revoked_on is None:
        return None
    query = select(Link.decision).where(
        Link.subject_id == link.subject_id, col(Link.id) > link.id
    )
    return session.exec(query.order_by(col(Link.id))).first()


class _Sight:
    """Which links of one person the principal may see."""

    def __init__(self, context: Context, session: Session, person: Person) -> None:
        self._context, self._session = context, session
        self._person = person.id or 0
        self._by_day: dict[date, set[int]] = {}

    def is_mine(self, subject: SourceSubject) -> bool:
        """Tell whether a file is of the principal's own organisation."""
        return subject.organisation_id == self._context.principal.organisation_id

    def holds(self, link: Link, subject: SourceSubject, *, refuses: bool) -> bool:
        """Tell whether a link may be shown."""
        if self._context.scope == "all" or self.is_mine(subject):
            return True
        if refuses:
            return False
        today = self._context.today()
        ended = link.revoked_on
        day = today if ended is None else ended - timedelta(days=1)
        return link.recorded_on <= day and link.subject_id in self._on(day)

    def _on(self, day: date) -> set[int]:
        """Give the subjects of whom a fact may be read, as known when a day ended."""
        if day not in self._by_day:
            looking = viewer(self._context, self._session, day)
            self._by_day[day] = {
                fact.subject_id
                for table in SHOWN
                for _person, fact in self._session.exec(
                    visible_facts(table, [self._person], looking)
                )
            }
        return self._by_day[day]


def _roles(session: Session, links: Iterable[Link]) -> dict[int | None, str]:
    asked = {
        number for link in links for number in (link.author_id, link.revoked_by_id)
    }
    query = select(Account).where(col(Account.id).in_(asked - {None}))
    return {account.id: account.role for account in session.exec(query)}
