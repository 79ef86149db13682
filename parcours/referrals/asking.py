"""Operations before a hand-over: whom one may ask, what one may tell, who takes it."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.visibility import own_subjects, require_person
from parcours.record.models import Organisation
from parcours.referrals.agreements import (
    INFORMED,
    convention_with,
    may_tell,
    require_convention,
)
from parcours.referrals.packet import Line, lines_of
from parcours.referrals.writing import colleagues_of


@dataclass(frozen=True)
class Colleague:
    """Someone of an organisation who may be given a hand-over.

    Attributes:
        account: row of the account.
        name: as shown; "" where the account shows none.
        login: of the account, for one's own colleagues only.
    """

    account: int
    name: str
    login: str = ""


@dataclass(frozen=True)
class Recipient:
    """An organisation that a convention in force lets one ask.

    Attributes:
        code: of the organisation.
        name: as shown.
        needs_agreement: to inform the young person is not enough.
        colleagues: those with a name to be known by.
    """

    code: str
    name: str
    needs_agreement: bool
    colleagues: tuple[Colleague, ...]


@operation("referrals.recipients", kind="read", about="person")
def list_recipients(
    context: Context, session: Session, *, person: str
) -> list[Recipient]:
    """List the organisations that one may hand a young person over to today.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.

    Returns:
        Those that a convention in force names, by name.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    anonymous = any(s.anonymous for s in own_subjects(context, session, found))
    others = session.exec(
        select(Organisation)
        .where(Organisation.id != context.principal.organisation_id)
        .order_by(col(Organisation.name))
    ).all()
    asked = []
    for one in others:
        convention = convention_with(context, one.code)
        if convention is not None:
            asked.append(
                Recipient(
                    one.code,
                    one.name,
                    anonymous or convention.needs_agreement,
                    tuple(
                        Colleague(account.id or 0, account.display_name)
                        for account in colleagues_of(session, one.id or 0)
                        if account.display_name
                    ),
                )
            )
    return asked


@operation("referrals.tell", kind="read", about="person")
def tell(
    context: Context,
    session: Session,
    *,
    person: str,
    recipient: str,
    young_person: str = INFORMED,
) -> list[Line]:
    """List what one could tell of a young person, to choose line by line.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.
        recipient: code of the organisation asked.
        young_person: agreed | informed | not_yet: an agreement opens every line.

    Returns:
        Lines as they stand today, of one's own organisation only.

    Raises:
        NotWithinReach: absent or out of scope.
        ConventionMissing: nothing may be shared with that organisation.
    """
    found = require_person(context, session, person)
    subjects = own_subjects(context, session, found)
    convention = require_convention(context, recipient)
    lines = lines_of(session, found, subjects, today=context.today())
    return [line for line in lines if may_tell(line, convention, young_person)]


@operation("referrals.colleagues", kind="read")
def list_colleagues(context: Context, session: Session) -> list[Colleague]:
    """List the colleagues of one's own organisation who may be given a hand-over.

    Args:
        context: who asks.
        session: given by the guard.

    Returns:
        Case workers and coordinators in force, by name.
    """
    return [
        Colleague(account.id or 0, account.display_name, account.login)
        for account in colleagues_of(session, context.principal.organisation_id or 0)
    ]
