"""Operations on links: see them, separate, refuse, join by codes in hand.

Each that touches the vault has its audit line first, alone; what it changes commits a
second one with the record's half, under the vault's intent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.matching.failures import (
    CodesLeadNowhere,
    NothingToSeparate,
    SamePerson,
)
from parcours.matching.following import in_both
from parcours.matching.weight import who_remains
from parcours.people.visibility import own_subjects, require_person
from parcours.record.models import Account, Link, Organisation, Person, SourceSubject
from pseudonymisation.desk import Desk
from pseudonymisation.pseudonym import Pseudonym


@dataclass(frozen=True)
class SubjectLine:
    """A subject of a person: how one organisation knows them, and since when.

    Attributes:
        subject: pseudonym.
        organisation: name of the organisation.
        linked_on: day of the link.
        decision: known | linked | new | review | joined | separated.
        author: login of who decided, None for a file.
    """

    subject: str
    organisation: str
    linked_on: date
    decision: str
    author: str | None


@operation("linkage.read_links", kind="read", about="person")
def read_links(context: Context, session: Session, *, person: str) -> list[SubjectLine]:
    """List the subjects of a person, to choose which to separate.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.

    Returns:
        The subjects in the order of their links.

    Raises:
        NotWithinReach: no such person.
    """
    found = require_person(context, session, person)
    rows = session.exec(
        select(Link, SourceSubject.subject, Organisation.name, Account.login)
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
        .join(Organisation, col(Organisation.id) == col(SourceSubject.organisation_id))
        .outerjoin(Account, col(Account.id) == col(Link.author_id))
        .where(Link.person_id == found.id, col(Link.revoked_on).is_(None))
        .order_by(col(Link.id))
    ).all()
    return [
        SubjectLine(
            subject,
            organisation,
            link.recorded_on,
            link.decision,
            None if link.batch_id is not None else login,
        )
        for link, subject, organisation, login in rows
    ]


@operation("linkage.separate_person", kind="vault", about="person")
def separate_person(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    person: str,
    subjects: Sequence[str] = (),
) -> list[str]:
    """Separate subjects from a person, for good: no file links or asks them again.

    Args:
        context: who decides.
        session: given by the guard.
        desk: the door to the vault.
        person: pseudonym.
        subjects: pseudonyms of those who leave, as one young person; those of the
            latest join by hand where none is named.

    Returns:
        Pseudonyms of the persons they are linked to now.

    Raises:
        NotWithinReach: no such person.
        NothingToSeparate: no subject named, and no join by hand.
        PersonUnknown: a subject is not this person's, or nobody would remain.
    """
    found = require_person(context, session, person)
    leaving = list(subjects) or _latest_joined(session, found)
    if not leaving:
        raise NothingToSeparate
    moved = in_both(
        context,
        desk,
        lambda intent: desk.separate(
            Pseudonym.parse(found.pseudonym),
            [Pseudonym.parse(subject) for subject in leaving],
            intent=intent,
        ),
    )
    return [str(one.joined) for one in moved]


@operation("linkage.refuse", kind="vault", about="person")
def refuse_linkage(
    context: Context, session: Session, *, desk: Desk, person: str
) -> str:
    """Record that a young person refuses linkage: their path here stays alone.

    It is separated from what it was linked to, and no file or worker links it again.

    Args:
        context: who records; every subject of their organisation is meant.
        session: given by the guard.
        desk: the door to the vault.
        person: pseudonym.

    Returns:
        Pseudonym of the person whom the latest of these subjects is from now on.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    own = [
        Pseudonym.parse(one.subject) for one in own_subjects(context, session, found)
    ]
    moves = in_both(
        context,
        desk,
        lambda intent: [
            moved
            for subject in own
            for moved in desk.refuse_linkage(subject, intent=intent)
        ],
    )
    gone_to = {subject: str(one.joined) for one in moves for subject in one.subjects}
    return gone_to.get(own[0], found.pseudonym)


@operation("linkage.join_codes", kind="vault")
def join_codes(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    other_organisation: str,
    other_code: str,
    code: str | None = None,
    person: str | None = None,
) -> str:
    """Join two paths by codes, for a worker who holds both in hand; no name needed.

    Args:
        context: who joins.
        session: given by the guard.
        desk: the door to the vault.
        other_organisation: code of another organisation.
        other_code: by which that one knows them.
        code: by which one's own organisation knows the young person.
        person: instead of it, the pseudonym of the page that one has open.

    Returns:
        Pseudonym of the person whom both lead to now.

    Raises:
        NotWithinReach: the page is absent or out of scope.
        CodesLeadNowhere: a code leads nowhere; which of the two is not said.
        SamePerson: both lead to one path already.
        SubjectRefuses: the young person refused linkage.
        KeptApart: a reviewer decided that they are two.
    """
    own = context.principal.organisation_code or ""
    here = (
        desk.find_by_code(organisation=own, code=code or "")
        if person is None
        else Pseudonym.parse(require_person(context, session, person).pseudonym)
    )
    pair = here, desk.find_by_code(organisation=other_organisation, code=other_code)
    if pair[0] is None or pair[1] is None or own == other_organisation:
        raise CodesLeadNowhere(context.operation)
    if pair[0] == pair[1]:
        raise SamePerson
    keep = Pseudonym.parse(who_remains(session, (str(pair[0]), str(pair[1]))))
    gone = pair[1] if keep == pair[0] else pair[0]
    context.trace.about = str(keep)
    in_both(
        context, desk, lambda intent: desk.join(keep=keep, gone=gone, intent=intent)
    )
    return str(keep)


def _latest_joined(session: Session, person: Person) -> list[str]:
    """Give the subjects that the latest join by hand brought to a person."""
    rows = session.exec(
        select(Link.recorded_at, SourceSubject.subject)
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
        .where(
            Link.person_id == person.id,
            Link.decision == "joined",
            col(Link.revoked_on).is_(None),
        )
    ).all()
    latest = max((at for at, _subject in rows), default=None)
    return [subject for at, subject in rows if at == latest]
