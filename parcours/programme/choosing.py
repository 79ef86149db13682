"""Operation: the funded actions to which an entry of casework may be attached."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.actions import GONE
from parcours.record.models import Application, Organisation


@dataclass(frozen=True)
class ActionChoice:
    """A funded action, as an entry may name it.

    Attributes:
        id: row of the action.
        title: of its application.
        holder: who holds it.
        is_own: the reader's organisation holds it.
        starts_on: first day, if known.
        ends_on: last day, included, if known.
    """

    id: int
    title: str
    holder: str
    is_own: bool
    starts_on: date | None
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Tell whether the action runs on a day, as far as its dates are known."""
        has_begun = self.starts_on is None or self.starts_on <= day
        return has_begun and (self.ends_on is None or day <= self.ends_on)


@operation("programme.list_actions", kind="read")
def list_actions(context: Context, session: Session) -> list[ActionChoice]:
    """List the funded actions, those of one's own organisation first.

    Args:
        context: who asks.
        session: given by the guard.

    Returns:
        The actions that were not given up, the latest first.
    """
    rows = session.exec(
        select(Application, Organisation)
        .join(Organisation, col(Organisation.id) == col(Application.organisation_id))
        .where(
            col(Application.action_id).is_not(None),
            col(Application.state).not_in(GONE),
        )
        .order_by(col(Application.starts_on).desc(), col(Application.title))
    ).all()
    mine = context.principal.organisation_id
    found = [
        ActionChoice(
            id=row.action_id or 0,
            title=row.title,
            holder=holder.name,
            is_own=holder.id == mine,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row, holder in rows
    ]
    return sorted(found, key=lambda one: not one.is_own)
