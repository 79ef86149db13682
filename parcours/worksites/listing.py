"""The sheets of an organisation by date, with their totals."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.record.models import Attendance, HeadCount, Sheet


SHOWN = 50


@dataclass(frozen=True)
class SheetLine:
    """One line of the list.

    Attributes:
        ref: the sheet.
        kind: code in the nomenclature of interventions.
        title: words of the team, or empty.
        place: where, if told.
        starts_on: first day.
        ends_on: last day, included.
        people: how many young people are named on it.
        hours: sum of their hours.
        counted: how many were counted without a name, all days together.
    """

    ref: str
    kind: str
    title: str
    place: str | None
    starts_on: date
    ends_on: date
    people: int = 0
    hours: float = 0.0
    counted: int = 0


@dataclass(frozen=True)
class SheetList:
    """The latest sheets, and the totals of all.

    Attributes:
        lines: the latest first, `most` of them.
        n: how many sheets there are in all.
        people: different young people named on them.
        hours: sum of their hours.
        counted: participations counted without a name.
    """

    lines: tuple[SheetLine, ...] = field(default=())
    n: int = 0
    people: int = 0
    hours: float = 0.0
    counted: int = 0

    def __len__(self) -> int:
        """Count the lines, for the audit."""
        return len(self.lines)


@operation("worksites.list", kind="read")
def list_sheets(
    context: Context,
    session: Session,
    *,
    since: date,
    until: date,
    most: int = SHOWN,
) -> SheetList:
    """List the sheets of one's own organisation that begin within some days.

    Args:
        context: who asks.
        session: given by the guard.
        since: first day.
        until: last day, included.
        most: how many lines to give.

    Returns:
        Lines, the latest first, and totals over all of them.
    """
    within = (
        Sheet.organisation_id == context.principal.organisation_id,
        col(Sheet.retired_at).is_(None),
        Sheet.starts_on >= since,
        Sheet.starts_on <= until,
    )
    rows = session.exec(
        select(Sheet)
        .where(*within)
        .order_by(col(Sheet.starts_on).desc(), col(Sheet.id).desc())
        .limit(most)
    ).all()
    refs = select(Sheet.ref).where(*within)
    n = session.exec(select(func.count()).select_from(Sheet).where(*within)).one()
    shown = col(Sheet.ref).in_([row.ref for row in rows])
    there = _attended(session, shown)
    counted = _counted(session, shown)
    lines = tuple(
        SheetLine(
            *(row.ref, row.kind, row.title, row.place, row.starts_on, row.ends_on),
            *there.get(row.ref, (0, 0.0)),
            counted.get(row.ref, 0),
        )
        for row in rows
    )
    people, hours = session.exec(
        select(
            func.count(func.distinct(col(Attendance.subject_id))),
            func.coalesce(func.sum(col(Attendance.hours)), 0.0),
        ).where(
            col(Attendance.sheet_ref).in_(refs), col(Attendance.retired_at).is_(None)
        )
    ).one()
    all_counted = session.exec(
        select(func.coalesce(func.sum(col(HeadCount.n)), 0)).where(
            col(HeadCount.sheet_ref).in_(refs), col(HeadCount.retired_at).is_(None)
        )
    ).one()
    return SheetList(lines, n, people, hours or 0.0, all_counted or 0)


def _attended(
    session: Session, shown: ColumnElement[bool]
) -> dict[str, tuple[int, float]]:
    rows = session.exec(
        select(
            Attendance.sheet_ref,
            func.count(func.distinct(col(Attendance.subject_id))),
            func.coalesce(func.sum(col(Attendance.hours)), 0.0),
        )
        .where(
            col(Attendance.sheet_ref).in_(select(Sheet.ref).where(shown)),
            col(Attendance.retired_at).is_(None),
        )
        .group_by(col(Attendance.sheet_ref))
    ).all()
    return {ref: (people, hours or 0.0) for ref, people, hours in rows}


def _counted(session: Session, shown: ColumnElement[bool]) -> dict[str, int]:
    rows = session.exec(
        select(HeadCount.sheet_ref, func.sum(col(HeadCount.n)))
        .where(
            col(HeadCount.sheet_ref).in_(select(Sheet.ref).where(shown)),
            col(HeadCount.retired_at).is_(None),
        )
        .group_by(col(HeadCount.sheet_ref))
    ).all()
    return {ref or "": n for ref, n in rows}
