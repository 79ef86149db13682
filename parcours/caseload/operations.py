"""Operations on caseloads: read one's own, assign a young person."""

from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.cards import PersonCard, make_cards
from parcours.people.failures import UnknownWord
from parcours.people.operations import with_initials
from parcours.people.visibility import in_caseload, require_person, viewer
from parcours.record.models import Account, Assignment, Person
from pseudonymisation.desk import Desk


@operation("caseload.read", kind="vault")
def read_caseload(
    context: Context, session: Session, *, desk: Desk
) -> list[PersonCard]:
    """List the young people that one accompanies today.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault, for the initials.

    Returns:
        One card per young person: longest without contact first.
    """
    desk.prepare_search(context.principal.organisation_code or "")
    mine = (
        select(Person)
        .join(Assignment, col(Assignment.person_id) == col(Person.id))
        .where(*in_caseload(context))
        .distinct()
    )
    persons = list(session.exec(mine).all())
    cards = make_cards(session, persons, viewer(context, session), context.nomenclature)
    cards.sort(key=lambda card: card.last_contact_on or date.min)
    return with_initials(context, desk, cards)


@operation("caseload.assign", kind="write", about="person")
def assign(context: Context, session: Session, *, person: str, login: str) -> None:
    """Give a young person to the caseload of a colleague of one's organisation.

    Args:
        context: who assigns.
        session: given by the guard.
        person: pseudonym.
        login: account of the colleague.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: no such colleague in the organisation.
    """
    found = require_person(context, session, person)
    colleague = session.exec(
        select(Account).where(
            Account.login == login,
            Account.organisation_id == context.principal.organisation_id,
            col(Account.disabled_at).is_(None),
        )
    ).first()
    if colleague is None:
        raise UnknownWord("login")
    held = session.exec(
        select(Assignment).where(
            Assignment.person_id == found.id,
            Assignment.account_id == colleague.id,
            col(Assignment.ends_on).is_(None),
        )
    ).first()
    if held is None:
        session.add(
            Assignment(
                person_id=found.id or 0,
                account_id=colleague.id or 0,
                organisation_id=context.principal.organisation_id or 0,
                starts_on=context.today(),
                recorded_at=context.now(),
            )
        )
