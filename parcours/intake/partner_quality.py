"""Operation: how complete and how fresh what each structure told is; exact counts.

They leave through disclosure alone. A young person whom several structures know counts
once in each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.matching.quality import Quality, estimate_quality
from parcours.record.models import (
    Attribute,
    Batch,
    Contact,
    Intervention,
    Link,
    Organisation,
    Person,
    SituationFact,
)
from parcours.record.models import SourceSubject as Subject
from pseudonymisation.desk import Desk


RESIDENCE = "residence_qpv"
FRESH = timedelta(days=180)  # as long as a situation is held true without news
YEAR = timedelta(days=365)
MEASURES = ("sex", "birth", "residence", "situation", "recent")


@dataclass(frozen=True)
class PartnerQuality:
    """What a structure told, counted exactly.

    Attributes:
        code: of the structure.
        name: as people call it.
        n: young people whom it knows.
        known: measure → how many of them: sex, month of birth, neighbourhood, a
            situation, news within 180 days.
        n_rows: lines of its files of the last year.
        n_refused: of them.
        last_on: day of its last entry or file, None where it gave nothing.
        sends_files: it sent at least one.
    """

    code: str
    name: str
    n: int
    known: dict[str, int] = field(default_factory=dict)
    n_rows: int = 0
    n_refused: int = 0
    last_on: date | None = None
    sends_files: bool = False


@dataclass(frozen=True)
class DataQuality:
    """What every structure told, and how good the links are."""

    partners: tuple[PartnerQuality, ...]
    linkage: Quality

    def __len__(self) -> int:
        """Count the structures, for the audit."""
        return len(self.partners)


@operation("quality.read", kind="vault")
def read_data_quality(context: Context, session: Session, *, desk: Desk) -> DataQuality:
    """Count how complete and fresh the data of each structure are.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault, for the judged pairs alone.

    Returns:
        Structures that know anyone or sent a file, by name; the quality of the links.
    """
    today = context.today()
    structures = session.exec(select(Organisation).order_by(col(Organisation.name)))
    names = {row.id or 0: row for row in structures}
    whole = _by_organisation(session, [])
    measured = {
        "sex": _by_organisation(session, [col(Person.sex).is_not(None)]),
        "birth": _by_organisation(session, [col(Person.birth_month).is_not(None)]),
        "residence": _by_organisation(
            session, [_told(Attribute, col(Attribute.name) == RESIDENCE)]
        ),
        "situation": _by_organisation(session, [_told(SituationFact)]),
        "recent": _by_organisation(session, [_heard_of(today - FRESH)]),
    }
    files, last = _files(session, today - YEAR), _last(session)
    found = [
        PartnerQuality(
            code=row.code,
            name=row.name,
            n=whole.get(number, 0),
            known={name: counts.get(number, 0) for name, counts in measured.items()},
            n_rows=files.get(number, (0, 0))[0],
            n_refused=files.get(number, (0, 0))[1],
            last_on=last.get(number),
            sends_files=number in _senders(session),
        )
        for number, row in names.items()
        if whole.get(number) or number in files
    ]
    labels = {row.code: row.name for row in names.values()}
    linkage = estimate_quality(desk.auditing.judged(), names=labels)
    return DataQuality(tuple(found), linkage)


def _by_organisation(session: Session, such: Sequence[Any]) -> dict[int, int]:
    """Count the young people whom each structure knows, of those that are such."""
    rows = session.exec(
        select(Subject.organisation_id, func.count(func.distinct(col(Person.id))))
        .join(Link, col(Link.subject_id) == col(Subject.id))
        .join(Person, col(Person.id) == col(Link.person_id))
        .where(
            col(Link.revoked_on).is_(None),
            col(Subject.erased_on).is_(None),
            col(Person.erased_on).is_(None),
            *such,
        )
        .group_by(col(Subject.organisation_id))
    )
    return dict(rows.all())


def _told(table: Any, *such: Any) -> Any:
    """Select the subjects of whom something stands."""
    of = select(table.subject_id).where(col(table.retired_on).is_(None), *such)
    return col(Subject.id).in_(of)


def _heard_of(since: date) -> Any:
    told = _told(SituationFact, col(SituationFact.known_on) >= since)
    verified = _told(SituationFact, col(SituationFact.verified_on) >= since)
    met = _told(Intervention, col(Intervention.starts_on) >= since)
    reached = _told(Contact, col(Contact.starts_on) >= since)
    return told | verified | met | reached


def _files(session: Session, since: date) -> dict[int, tuple[int, int]]:
    rows = session.exec(
        select(
            Batch.organisation_id,
            func.sum(col(Batch.n_rows)),
            func.sum(col(Batch.n_refused)),
        )
        .where(Batch.state == "loaded", col(Batch.recorded_on) >= since)
        .group_by(col(Batch.organisation_id))
    )
    return {number: (n, refused) for number, n, refused in rows}


def _senders(session: Session) -> set[int]:
    return set(session.exec(select(Batch.organisation_id).distinct()))


def _last(session: Session) -> dict[int, date]:
    found: dict[int, date] = {}
    for table in (SituationFact, Intervention, Contact):
        rows = session.exec(
            select(table.organisation_id, func.max(col(table.known_on)))
            .where(col(table.retired_on).is_(None))
            .group_by(col(table.organisation_id))
        )
        for number, on in rows:
            found[number] = max(on, found.get(number, on))
    return found
