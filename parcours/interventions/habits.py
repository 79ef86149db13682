"""What a worker last used, read from their own last entries, so that it comes first.

Nothing is kept for it: it follows the account from one session and device to another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.record.models import Intervention, Link, Person


LAST = 40  # entries looked at


@dataclass(frozen=True)
class Used:
    """The values of the last entry of one kind.

    Attributes:
        hours: hours, None where none were told.
        channel: one of `channels.CHANNELS`, or None.
    """

    hours: float | None
    channel: str | None


@dataclass(frozen=True)
class Habits:
    """What a worker last used.

    Attributes:
        kinds: kind → values of its last entry, the last used first.
        persons: pseudonyms of whom the last entries were about, the latest first.
    """

    kinds: Mapping[str, Used]
    persons: tuple[str, ...]


@operation("interventions.read_habits", kind="read")
def read_habits(context: Context, session: Session) -> Habits:
    """Read what one last used oneself.

    Args:
        context: who asks; nobody else's entries are read.
        session: given by the guard.

    Returns:
        The habits, empty for a new account.
    """
    rows = session.exec(
        select(Intervention)
        .where(
            col(Intervention.batch_id).is_(None),
            col(Intervention.sheet_ref).is_(None),  # its hours were a group’s
            Intervention.author_id == context.principal.account_id,
            col(Intervention.retired_on).is_(None),
        )
        .order_by(col(Intervention.id).desc())
        .limit(LAST)
    ).all()
    kinds: dict[str, Used] = {}
    for row in rows:
        kinds.setdefault(row.kind, Used(row.hours, row.channel))
    return Habits(MappingProxyType(kinds), _persons(session, rows))


def _persons(session: Session, rows: Sequence[Intervention]) -> tuple[str, ...]:
    subjects = list(dict.fromkeys(row.subject_id for row in rows))
    found = session.exec(
        select(Link.subject_id, Person.pseudonym)
        .join(Person, col(Person.id) == col(Link.person_id))
        .where(col(Link.subject_id).in_(subjects), col(Link.revoked_on).is_(None))
    ).all()
    names = dict(found)
    return tuple(dict.fromkeys(names[s] for s in subjects if s in names))
