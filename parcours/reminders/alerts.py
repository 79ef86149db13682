"""Operations for other pages than the week's: what is to be done, by young person."""

from collections.abc import Mapping

from sqlmodel import Session

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.visibility import require_person
from parcours.reminders.due import Reminder
from parcours.reminders.weekly import followed_by, reminders_of


@operation("reminders.of_caseload", kind="read")
def read_alerts(
    context: Context, session: Session
) -> Mapping[str, tuple[Reminder, ...]]:
    """Tell what is to be done for each young person that one accompanies.

    Args:
        context: who asks.
        session: given by the guard.

    Returns:
        pseudonym → reminders by due day, without those that one put off; young people
        without any are absent.
    """
    return reminders_of(context, session, followed_by(context, session))


@operation("reminders.of_person", kind="read", about="person")
def read_alerts_of(
    context: Context, session: Session, *, person: str
) -> tuple[Reminder, ...]:
    """Tell what is to be done for one young person.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.

    Returns:
        Reminders by due day, without those that one put off.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    return reminders_of(context, session, [found]).get(found.pseudonym, ())
