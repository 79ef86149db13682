"""The audit → which organisations read about one young person, month by month.

Days are counted, not clicks, and organisations named, never workers. A line counts for
the stretch over which the person's present files belonged to whom it is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.audit.handles import short
from parcours.record.models import AuditLine, Link, Organisation, Person


READ = ("identity", "record")  # what operations touch where somebody is seen


@dataclass(frozen=True)
class Reading:
    """One organisation in one month.

    Attributes:
        month: first day of it.
        who: name of the organisation, or of the role of who belongs to none.
        is_role: it is a role.
        n_days: days on which somebody there read.
    """

    month: date
    who: str
    is_role: bool
    n_days: int


@dataclass(frozen=True)
class _Stretch:
    """A handle, and over which instants it was about the person's files."""

    handle: str
    since: datetime
    until: datetime | None

    def holds(self, line: AuditLine) -> bool:
        """Tell whether a line is about it."""
        named = (line.about or "").split(",")
        if self.handle not in named and short(self.handle) not in named:
            return False
        return self.since <= line.at and (self.until is None or line.at <= self.until)


def readings(
    context: Context, session: Session, person: Person, *, only: set[int] | None
) -> tuple[Reading, ...]:
    """Tell who has read about a person.

    Args:
        context: the running operation's context.
        session: a session of the record.
        person: the person of today.
        only: rows of the organisations that may be named; None for all.

    Returns:
        Latest month first, then by name.
    """
    stretches = _stretches(context, session, person)
    days: dict[tuple[str | None, str], set[date]] = {}
    zone = ZoneInfo(context.time_zone)
    for line in _lines(context, session, stretches):
        if any(stretch.holds(line) for stretch in stretches):
            who = (line.organisation, "" if line.organisation else line.role)
            days.setdefault(who, set()).add(line.at.astimezone(zone).date())
    names = {row.code: row for row in session.exec(select(Organisation))}
    found = []
    for (code, role), read_on in days.items():
        place = names.get(code or "")
        if place is not None and only is not None and place.id not in only:
            continue
        name = (code or role) if place is None else place.name
        for month in sorted({day.replace(day=1) for day in read_on}):
            n = sum(day.replace(day=1) == month for day in read_on)
            found.append(Reading(month, name, code is None, n))
    found.sort(key=lambda one: one.who)
    return tuple(sorted(found, key=lambda one: one.month, reverse=True))


def _stretches(context: Context, session: Session, person: Person) -> list[_Stretch]:
    theirs = select(Link.subject_id).where(
        Link.person_id == person.id, col(Link.revoked_on).is_(None)
    )
    rows = session.exec(
        select(Person.pseudonym, Link.recorded_at, Link.revoked_at)
        .join(Link, col(Link.person_id) == col(Person.id))
        .where(col(Link.subject_id).in_(theirs))
    ).all()
    handles = context.audit.handles.by_name(session, sorted({row[0] for row in rows}))
    return [_Stretch(handles[name], since, until) for name, since, until in rows]


def _lines(
    context: Context, session: Session, stretches: Iterable[_Stretch]
) -> list[AuditLine]:
    seen = [
        code
        for code, permitted in context.policy.operations.items()
        if permitted.touches in READ
    ]
    named = [
        col(AuditLine.about).contains(short(handle), autoescape=True)
        for handle in {stretch.handle for stretch in stretches}
    ]
    query = select(AuditLine).where(
        AuditLine.decision == "allowed",
        col(AuditLine.operation).in_(seen),
        or_(*named),
    )
    return list(session.exec(query))
