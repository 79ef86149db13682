"""Pseudonyms ↔ subjects of one's own organisation, for a whole sheet at once."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.people.visibility import own_subject, require_person
from parcours.record.models import Link, Person, SourceSubject


def own_people(
    context: Context, session: Session, persons: Iterable[str]
) -> dict[str, tuple[Person, SourceSubject]]:
    """Find the young people of a sheet, and the subject on which their facts hang.

    One question for all: asked one by one, twenty would take twenty times as long.

    Args:
        context: the operation's context; its scope decides.
        session: a session of the record.
        persons: pseudonyms.

    Returns:
        pseudonym → person and latest subject of one's own organisation, all of them.

    Raises:
        NotWithinReach: one is absent or out of scope; which one is not told.
    """
    wanted = list(dict.fromkeys(persons))
    if context.scope not in ("own_organisation", "shared"):
        raise NotWithinReach(context.operation)
    rows = session.exec(
        select(Person, SourceSubject)
        .join(Link, col(Link.person_id) == col(Person.id))
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
        .where(
            col(Person.pseudonym).in_(wanted),
            col(Person.erased_on).is_(None),
            col(Link.revoked_on).is_(None),
            SourceSubject.organisation_id == context.principal.organisation_id,
        )
        .order_by(col(SourceSubject.id))
    ).all()
    found = {person.pseudonym: (person, subject) for person, subject in rows}
    for pseudonym in wanted:
        if pseudonym not in found:  # joined to another since, or not ours
            person = require_person(context, session, pseudonym)
            found[pseudonym] = (person, own_subject(context, session, person))
    return {pseudonym: found[pseudonym] for pseudonym in wanted}


def persons_of(session: Session, subjects: Iterable[int]) -> dict[int, str]:
    """Tell whom subjects are today.

    Args:
        session: a session of the record.
        subjects: rows of subjects.

    Returns:
        subject → pseudonym; who was erased or taken apart is absent.
    """
    rows = session.exec(
        select(Link.subject_id, Person.pseudonym)
        .join(Person, col(Person.id) == col(Link.person_id))
        .where(
            col(Link.subject_id).in_(list(subjects)),
            col(Link.revoked_on).is_(None),
            col(Person.erased_on).is_(None),
        )
    ).all()
    return dict(rows)
