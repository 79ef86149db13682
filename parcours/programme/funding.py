"""A funded application → the action to which interventions and head-counts attach."""

from sqlmodel import Session, col, or_, select

from parcours.programme.storing import split
from parcours.record.models import Action, Application


def make_action(session: Session, row: Application) -> Action:
    """Give a funded application its action, made once.

    An action that partner files named already, by the same code or title of the same
    organisation, is taken up with all that hangs on it.

    Args:
        session: a writing session.
        row: the application.

    Returns:
        The action.
    """
    action = session.get(Action, row.action_id) if row.action_id else None
    action = action or _named_already(session, row)
    action = action or Action(
        organisation_id=row.organisation_id, code=row.code, name=row.title
    )
    themes = split(row.themes)
    action.objective_id = row.objective_id
    action.theme = themes[0] if themes else None
    action.starts_on, action.ends_on = row.starts_on, row.ends_on
    session.add(action)
    session.flush()
    row.action_id = action.id
    session.add(row)
    return action


def _named_already(session: Session, row: Application) -> Action | None:
    taken = select(Application.action_id).where(col(Application.action_id).is_not(None))
    return session.exec(
        select(Action).where(
            Action.organisation_id == row.organisation_id,
            or_(col(Action.code) == row.code, col(Action.name) == row.title),
            col(Action.id).not_in(taken),
        )
    ).first()
