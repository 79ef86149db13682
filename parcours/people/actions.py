"""Which funded action a fact is of: named by hand, checked where it is written."""

from sqlmodel import Session, select

from parcours.people.failures import UnknownWord
from parcours.record.models import Application


GONE = ("withdrawn", "cancelled")


def require_action(session: Session, action: int | None) -> None:
    """Refuse an action that the programme never funded, or gave up.

    Args:
        session: of the record.
        action: its row, None where none is named.

    Raises:
        UnknownWord: no funded application bears it.
    """
    if action is None:
        return
    states = session.exec(
        select(Application.state).where(Application.action_id == action)
    ).all()
    if not set(states) - set(GONE):
        raise UnknownWord("action_id")
