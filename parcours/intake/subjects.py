"""Admissions → persons, source subjects and links in the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from parcours.intake.bulk import chunks, insert_rows, unique
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


def enter_subjects(
    session: Session,
    admissions: Sequence[Admission],
    *,
    codes: Sequence[str | None],
    entry: Entry,
) -> list[int]:
    """Write what the desk answered: persons, subjects and their links, missing ones.

    Args:
        session: a writing session.
        admissions: the desk's answers.
        codes: the partner's own code of each, None where it may not be kept.
        entry: who enters what, when.

    Returns:
        The subject's id of each admission, in order.
    """
    persons = _persons(session, admissions, entry)
    names = unique(str(admission.subject) for admission in admissions)
    known = _ids(session, SourceSubject, "subject", names)
    first = {
        str(a.subject): (a, code) for a, code in zip(admissions, codes, strict=True)
    }
    missing = [name for name in names if name not in known]
    insert_rows(
        session,
        SourceSubject,
        [_subject(name, first[name][1], entry) for name in missing],
    )
    ids = known | _ids(session, SourceSubject, "subject", missing)
    linked = _linked(session, list(known.values()))
    to_link = [name for name in names if ids[name] not in linked]
    insert_rows(
        session,
        Link,
        [
            _link(ids[name], persons[str(first[name][0].person)], first[name][0], entry)
            for name in to_link
        ],
    )
    return [ids[str(admission.subject)] for admission in admissions]


def _persons(
    session: Session, admissions: Sequence[Admission], entry: Entry
) -> dict[str, int]:
    first: dict[str, Admission] = {}
    for admission in admissions:
        told = first.setdefault(str(admission.person), admission)
        if told.birth_month is None and admission.birth_month is not None:
            first[str(admission.person)] = admission
    known = _ids(session, Person, "pseudonym", list(first))
    missing = [name for name in first if name not in known]
    rows = [
        {
            "pseudonym": name,
            "birth_month": birth_month(first[name]),
            "sex": first[name].sex,
            "recorded_at": entry.recorded_at,
        }
        for name in missing
    ]
    insert_rows(session, Person, rows)
    _complete(session, known, first)
    return known | _ids(session, Person, "pseudonym", missing)


def _complete(
    session: Session, known: dict[str, int], admissions: dict[str, Admission]
) -> None:
    """Fill in the birth month or sex that nobody had told of a known person."""
    for name, person_id in known.items():
        admission = admissions[name]
        told: dict[str, Any] = {
            "birth_month": birth_month(admission),
            "sex": admission.sex,
        }
        for column, value in told.items():
            if value is not None:
                target = getattr(Person, column)
                session.connection().execute(
                    update(Person)
                    .where(col(Person.id) == person_id, target.is_(None))
                    .values({column: value})
                )


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


def _subject(name: str, code: str | None, entry: Entry) -> dict[str, Any]:
    return {
        "subject": name,
        "organisation_id": entry.organisation_id,
        "code": code,
        "anonymous": entry.visibility == "organisation",
        "batch_id": entry.batch_id,
        "recorded_at": entry.recorded_at,
        "recorded_on": entry.recorded_on,
    }


def _link(
    subject_id: int, person_id: int, admission: Admission, entry: Entry
) -> dict[str, Any]:
    return {
        "subject_id": subject_id,
        "person_id": person_id,
        "decision": admission.decision.value,
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
