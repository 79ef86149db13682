"""Admissions → persons, source subjects and links in the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from parcours.intake.bulk import chunks, insert_values, unique
from parcours.intake.comparing import IN_CHUNK
from parcours.record.models import Link, Person, SourceSubject
from pseudonymisation.desk import Admission


@dataclass(frozen=True)
class Entry:
    """Who enters what, when: shared by every row of one batch.

    Attributes:
        organisation_id: the sender.
        batch_id: the batch.
        author_id: account that loads it.
        recorded_at: instant, UTC.
        recorded_on: civil day of the territory.
        visibility: shared | organisation.
    """

    organisation_id: int
    batch_id: int
    author_id: int | None
    recorded_at: datetime
    recorded_on: date
    visibility: str


@dataclass(frozen=True)
class Entered:
    """The subjects of a batch's rows.

    Attributes:
        ids: of each row, in order.
        fresh: those that were not there before.
    """

    ids: list[int]
    fresh: frozenset[int]


def enter_subjects(
    session: Session,
    admissions: Sequence[Admission],
    *,
    codes: Sequence[str | None],
    entry: Entry,
) -> Entered:
    """Write what the desk answered: persons, subjects and their links, missing ones.

    Args:
        session: a writing session.
        admissions: the desk's answers.
        codes: the partner's own code of each, None where it may not be kept.
        entry: who enters what, when.

    Returns:
        The subjects of the admissions.
    """
    persons = _persons(session, admissions, entry)
    told = [admission.subject.text for admission in admissions]
    names = unique(told)
    known = _ids(session, SourceSubject, "subject", names)
    first = {
        name: (admission, code)
        for name, admission, code in zip(told, admissions, codes, strict=True)
    }
    missing = [name for name in names if name not in known]
    insert_values(
        session,
        SourceSubject,
        [(name, first[name][1]) for name in missing],
        columns=("subject", "code"),
        shared=_of_subjects(entry),
    )
    made = _ids(session, SourceSubject, "subject", missing)
    ids = known | made
    linked = _linked(session, list(known.values()))
    to_link = [(n, first[n][0]) for n in names if ids[n] not in linked]
    insert_values(
        session,
        Link,
        [
            (ids[name], persons[admission.person.text], admission.decision.value)
            for name, admission in to_link
        ],
        columns=("subject_id", "person_id", "decision"),
        shared=_of_links(entry),
    )
    return Entered([ids[name] for name in told], frozenset(made.values()))


def _persons(
    session: Session, admissions: Sequence[Admission], entry: Entry
) -> dict[str, int]:
    first: dict[str, Admission] = {}
    for admission in admissions:
        told = first.setdefault(admission.person.text, admission)
        if told.birth_month is None and admission.birth_month is not None:
            first[admission.person.text] = admission
    known = _ids(session, Person, "pseudonym", list(first))
    missing = [name for name in first if name not in known]
    insert_values(
        session,
        Person,
        [(name, birth_month(first[name]), first[name].sex) for name in missing],
        columns=("pseudonym", "birth_month", "sex"),
        shared={"recorded_at": entry.recorded_at},
    )
    _complete(session, {person_id: first[name] for name, person_id in known.items()})
    return known | _ids(session, Person, "pseudonym", missing)


def _complete(session: Session, admissions: dict[int, Admission]) -> None:
    """Fill in the birth month or sex that nobody had told of a known person."""
    connection = session.connection()
    for chunk in chunks(list(admissions), IN_CHUNK):
        query = select(col(Person.id), col(Person.birth_month), col(Person.sex)).where(
            col(Person.id).in_(chunk),
            or_(col(Person.birth_month).is_(None), col(Person.sex).is_(None)),
        )
        for person_id, month, sex in connection.execute(query).all():
            admission = admissions[person_id or 0]
            told: dict[str, Any] = {
                "birth_month": month or birth_month(admission),
                "sex": sex or admission.sex,
            }
            if told != {"birth_month": month, "sex": sex}:
                change = update(Person).where(col(Person.id) == person_id)
                connection.execute(change.values(told))


def birth_month(admission: Admission) -> date | None:
    """Give the first day of the month of birth.

    Args:
        admission: the desk's answer.

    Returns:
        A first of the month, None where unknown.
    """
    if admission.birth_month is None:
        return None
    return date(*admission.birth_month, 1)


def _of_subjects(entry: Entry) -> dict[str, Any]:
    return {
        "organisation_id": entry.organisation_id,
        "anonymous": entry.visibility == "organisation",
        "batch_id": entry.batch_id,
        "recorded_at": entry.recorded_at,
        "recorded_on": entry.recorded_on,
    }


def _of_links(entry: Entry) -> dict[str, Any]:
    return {
        "batch_id": entry.batch_id,
        "author_id": entry.author_id,
        "recorded_at": entry.recorded_at,
        "recorded_on": entry.recorded_on,
    }


def _linked(session: Session, subject_ids: list[int]) -> set[int]:
    found: set[int] = set()
    for chunk in chunks(subject_ids, IN_CHUNK):
        query = select(col(Link.subject_id)).where(
            col(Link.subject_id).in_(chunk), col(Link.revoked_on).is_(None)
        )
        found.update(session.connection().execute(query).scalars())
    return found


def _ids(session: Session, model: Any, column: str, names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(names, IN_CHUNK):
        key = getattr(model, column)
        query = select(key, model.id).where(key.in_(chunk))
        found.update((n, i) for n, i in session.connection().execute(query))
    return found
