"""Subjects moved in the vault → links of the record, dated and authored.

A link is never changed in what it tells: the old one is revoked, a new one recorded.
So a path, or an extract, as of a past day uses the links as they were known then.
Caseloads follow: whoever accompanies a young person goes on doing so, and reminders put
off rest as before.
"""

from collections.abc import Callable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.matching.snoozes import bring_snoozes, part_snoozes
from parcours.record.models import (
    Assignment,
    FinishedIntent,
    Link,
    Person,
    SourceSubject,
)
from pseudonymisation.desk import Desk, Intent
from pseudonymisation.values import Moved


def in_both(
    context: Context, desk: Desk, work: Callable[[Intent], Sequence[Moved]]
) -> Sequence[Moved]:
    """Do the vault's half, then the record's, under one intent.

    Args:
        context: of the running operation; its name is the intent's kind.
        desk: the door to the vault.
        work: asks the desk, under the intent, for what moves.

    Returns:
        What moved.

    Raises:
        VaultBusy: another work holds the vault for too long.
    """
    kind, author = context.operation, context.principal.login
    with desk.intent(kind=kind, author=author) as intent:
        moves = work(intent)
        intent.prepare()
        with context.record.write() as writing:
            follow(context, writing, moves)
            writing.add(
                FinishedIntent(ref=intent.ref, kind=kind, recorded_at=context.now())
            )
            context.trace.n_results = sum(len(moved.subjects) for moved in moves)
            context.audit_line(writing)
        intent.finish()
    return moves


def follow(context: Context, session: Session, moves: Sequence[Moved]) -> None:
    """Let the record follow what moved in the vault.

    Args:
        context: who decided, and when.
        session: a writing session, committed by the caller.
        moves: the desk's answer.
    """
    for moved in moves:
        left = _person(context, session, str(moved.left))
        joined = _person(context, session, str(moved.joined), moved=moved)
        former = _relink(context, session, moved, joined)
        if moved.decision == "joined":
            _join_caseloads(context, session, left=left, joined=joined)
            bring_snoozes(context, session, left=left, joined=joined)
            continue
        joins = {one.recorded_at for one in former if one.decision == "joined"}
        part_snoozes(context, session, left=left, joined=joined, joins=joins)
        if moved.decision == "taken_back":
            _unjoin_caseloads(context, session, former, left=left, joined=joined)
        else:
            _give_back_caseloads(context, session, former, left=left, joined=joined)


def _person(
    context: Context, session: Session, pseudonym: str, *, moved: Moved | None = None
) -> int:
    query = select(Person).where(Person.pseudonym == pseudonym)
    person = session.exec(query).first()
    if person is None:
        month = moved.birth_month if moved else None
        person = Person(
            pseudonym=pseudonym,
            birth_month=date(*month, 1) if month else None,
            sex=moved.sex if moved else None,
            recorded_at=context.now(),
        )
        session.add(person)
        session.flush()
    return person.id or 0


def _relink(
    context: Context, session: Session, moved: Moved, person_id: int
) -> list[Link]:
    """Revoke the subjects' links and record new ones; give those revoked."""
    names = [str(subject) for subject in moved.subjects]
    former = session.exec(
        select(Link)
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
        .where(col(SourceSubject.subject).in_(names), col(Link.revoked_on).is_(None))
    ).all()
    now, today = context.now(), context.today()
    for link in former:
        link.revoked_at, link.revoked_on = now, today
        link.revoked_by_id = context.principal.account_id
        session.add(link)
        session.add(
            Link(
                subject_id=link.subject_id,
                person_id=person_id,
                decision=_decision(session, link, moved, person_id),
                author_id=context.principal.account_id,
                recorded_at=now,
                recorded_on=today,
            )
        )
    session.flush()
    return list(former)


def _decision(session: Session, link: Link, moved: Moved, person_id: int) -> str:
    """Say why a subject is linked: after a wrong click, as before it."""
    if moved.decision != "taken_back":
        return moved.decision
    before = select(Link.decision).where(
        Link.subject_id == link.subject_id,
        Link.person_id == person_id,
        Link.revoked_at == link.recorded_at,
    )
    return session.exec(before).first() or "separated"


def _join_caseloads(
    context: Context, session: Session, *, left: int, joined: int
) -> None:
    already = {a.account_id for a in _in_force(session, joined)}
    for assignment in _in_force(session, left):
        _end(context, session, assignment)
        if assignment.account_id not in already:
            already.add(assignment.account_id)
            _begin_again(context, session, assignment, joined)


def _give_back_caseloads(
    context: Context,
    session: Session,
    former: Sequence[Link],
    *,
    left: int,
    joined: int,
) -> None:
    """Undo what a join did to caseloads, then follow who knows only those who left."""
    joins = [link for link in former if link.decision == "joined"]
    brought = {link.recorded_at for link in joins}
    for assignment in _in_force(session, left):
        if assignment.recorded_at in brought:
            _end(context, session, assignment)
    going = session.exec(
        select(Assignment).where(
            Assignment.person_id == joined,
            col(Assignment.ends_on).in_({link.recorded_on for link in joins}),
        )
    ).all()
    known_by = _organisations(session, left)
    strangers = [
        assignment
        for assignment in _in_force(session, left)
        if assignment.organisation_id not in known_by
    ]
    for assignment in strangers:
        _end(context, session, assignment)
    already = {a.account_id for a in _in_force(session, joined)}
    for assignment in (*going, *strangers):
        if assignment.account_id not in already:
            already.add(assignment.account_id)
            _begin_again(context, session, assignment, joined)


def _unjoin_caseloads(
    context: Context,
    session: Session,
    former: Sequence[Link],
    *,
    left: int,
    joined: int,
) -> None:
    """Give back who was followed before a wrong click, and nobody else."""
    joins = {link.recorded_at: link.recorded_on for link in former}
    following = _in_force(session, left)
    ended = session.exec(
        select(Assignment).where(
            Assignment.person_id == joined,
            col(Assignment.ends_on).in_(set(joins.values())),
            col(Assignment.account_id).in_({a.account_id for a in following}),
        )
    ).all()
    for assignment in following:
        if assignment.recorded_at in joins:
            _end(context, session, assignment)
    already = {a.account_id for a in _in_force(session, joined)}
    for assignment in ended:
        if assignment.account_id not in already:
            already.add(assignment.account_id)
            _begin_again(context, session, assignment, joined)


def _organisations(session: Session, person_id: int) -> set[int]:
    query = (
        select(SourceSubject.organisation_id)
        .join(Link, col(Link.subject_id) == col(SourceSubject.id))
        .where(Link.person_id == person_id, col(Link.revoked_on).is_(None))
    )
    return set(session.exec(query))


def _in_force(session: Session, person_id: int) -> list[Assignment]:
    query = select(Assignment).where(
        Assignment.person_id == person_id, col(Assignment.ends_on).is_(None)
    )
    return list(session.exec(query).all())


def _end(context: Context, session: Session, assignment: Assignment) -> None:
    assignment.ends_on = context.today()
    session.add(assignment)
    session.flush()


def _begin_again(
    context: Context, session: Session, assignment: Assignment, person_id: int
) -> None:
    """Go on with the other person; followed since the day it first began."""
    session.add(
        Assignment(
            person_id=person_id,
            account_id=assignment.account_id,
            organisation_id=assignment.organisation_id,
            starts_on=assignment.starts_on,
            recorded_at=context.now(),
        )
    )
    session.flush()
