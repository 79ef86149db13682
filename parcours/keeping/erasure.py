"""A young person is erased: from the vault for good, in the record as nobody's.

See docs/adr/0011: what goes, what stays, and what of past figures changes.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import update
from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation
from parcours.keeping.texts import clear_worktops, scrub_texts
from parcours.people.visibility import require_person
from parcours.record.models import (
    FACT_TABLES,
    Assignment,
    FinishedIntent,
    Link,
    Organisation,
    Person,
    SharingChoice,
    SourceSubject,
)
from pseudonymisation.desk import Desk
from pseudonymisation.failures import PersonUnknown
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.recovery import ERASURE


@dataclass(frozen=True)
class Erased:
    """What an erasure did.

    Attributes:
        person: the pseudonym that now stands for nobody.
        subjects: how many organisations' young persons went with it.
        scrubbed: whether the vault's file holds no trace any more; where not, a
            reader was at work: the next erasure or recovery does it.
    """

    person: str
    subjects: int
    scrubbed: bool


@dataclass(frozen=True)
class ToErase:
    """What is known of a person before they are erased, without a name.

    Attributes:
        person: the pseudonym of today.
        organisations: codes of the organisations whose files make the path.
        n_facts: facts on record.
        first_on: day of the first of them, None without any.
        last_on: day of the last of them.
    """

    person: str
    organisations: tuple[str, ...]
    n_facts: int
    first_on: date | None
    last_on: date | None


@operation("people.weigh_erasure", kind="read", about="person")
def weigh_erasure(context: Context, session: Session, *, person: str) -> ToErase:
    """Say what an erasure would be about, so that nobody errs on a reference.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym in the record.

    Returns:
        What is known.

    Raises:
        NotWithinReach: there is no such person, or they were erased before.
    """
    found = require_person(context, session, person)
    rows = session.exec(
        select(SourceSubject.id, Organisation.code)
        .join(Link, col(Link.subject_id) == col(SourceSubject.id))
        .join(Organisation, col(Organisation.id) == col(SourceSubject.organisation_id))
        .where(Link.person_id == found.id, col(Link.revoked_on).is_(None))
        .order_by(col(Link.id))
    ).all()
    subjects = [number for number, _code in rows]
    days = [
        day
        for table in FACT_TABLES
        for day in session.exec(
            select(col(table.recorded_on)).where(col(table.subject_id).in_(subjects))
        )
    ]
    return ToErase(
        person=found.pseudonym,
        organisations=tuple(dict.fromkeys(code for _number, code in rows)),
        n_facts=len(days),
        first_on=min(days, default=None),
        last_on=max(days, default=None),
    )


@operation("people.erase", kind="vault", about="person")
def erase_person(
    context: Context, session: Session, *, desk: Desk, person: str
) -> Erased:
    """Erase a person from the vault and mark them in the record.

    Args:
        context: who acts.
        session: given by the guard.
        desk: the vault's door.
        person: pseudonym in the record.

    Returns:
        What was done.

    Raises:
        NotWithinReach: there is no such person, or they were erased before.
        VaultBusy, RecoveryNeeded: another work holds the vault.
    """
    pseudonym = Pseudonym.parse(person)
    with desk.intent(kind=ERASURE, author=context.principal.login) as intent:
        try:
            gone = desk.erase(pseudonym, intent=intent, day=context.today())
        except PersonUnknown:
            raise NotWithinReach(context.operation) from None
        intent.prepare()
        with context.record.write() as writing:
            _mark(context, writing, [str(subject) for subject in gone], person)
            writing.add(
                FinishedIntent(ref=intent.ref, kind=ERASURE, recorded_at=context.now())
            )
            context.trace.n_results = len(gone)
            context.audit_line(writing)
        intent.finish()
    return Erased(person, len(gone), desk.scrub())


def _mark(context: Context, session: Session, gone: list[str], person: str) -> None:
    """Leave facts that hang on nobody: no link, no code, no month of birth, no text."""
    today, connection = context.today(), session.connection()
    subjects = list(
        session.exec(
            select(SourceSubject.id).where(col(SourceSubject.subject).in_(gone))
        )
    )
    _end_links(context, session, subjects, today)
    connection.execute(
        update(SourceSubject)
        .where(col(SourceSubject.id).in_(subjects))
        .values(erased_on=today, code=None)
    )
    scrub_texts(session, subjects)
    connection.execute(
        update(SharingChoice)
        .where(
            col(SharingChoice.subject_id).in_(subjects),
            col(SharingChoice.ends_on).is_(None),
        )
        .values(ends_on=today)
    )
    persons = _left_alone(session, subjects, person)
    clear_worktops(session, persons)
    connection.execute(
        update(Person)
        .where(col(Person.id).in_(persons))
        .values(erased_on=today, birth_month=None, sex=None)
    )
    connection.execute(
        update(Assignment)
        .where(
            col(Assignment.person_id).in_(persons), col(Assignment.ends_on).is_(None)
        )
        .values(ends_on=today)
    )


def _end_links(
    context: Context, session: Session, subjects: list[int | None], today: date
) -> None:
    session.connection().execute(
        update(Link)
        .where(col(Link.subject_id).in_(subjects), col(Link.revoked_on).is_(None))
        .values(
            revoked_at=context.now(),
            revoked_on=today,
            revoked_by_id=context.principal.account_id,
        )
    )


def _left_alone(
    session: Session, subjects: list[int | None], person: str
) -> list[int | None]:
    """Name the person, and those whom joins had left with these subjects alone."""
    others = select(Link.person_id).where(col(Link.subject_id).not_in(subjects))
    query = select(Link.person_id).where(
        col(Link.subject_id).in_(subjects), col(Link.person_id).not_in(others)
    )
    own = select(Person.id).where(Person.pseudonym == person)
    return [*session.exec(query), *session.exec(own)]
