"""Who holds whom in an organisation: by colleagues at work, by leavers, by nobody.

An account that was disabled holds nobody: its young people are to be given to somebody
else, whatever their assignment still says. A young person whom the organisation met in
the last twelve months and whom nobody holds is without a referent; one whom it only
knows from a file is not counted, since a school knows thousands.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, union_all
from sqlmodel import Session, col, func, select

from parcours.access.context import Context
from parcours.record.models import (
    Account,
    Assignment,
    Contact,
    Intervention,
    Link,
)


MET_DAYS = 365
"""How far back a meeting makes a young person one whom somebody should follow."""


def colleagues(context: Context, session: Session) -> list[Account]:
    """List the accounts of one's organisation that may hold young people.

    Args:
        context: the operation's context.
        session: a session of the record.

    Returns:
        Those at work, by name then login: never by a figure.
    """
    rows = session.exec(
        select(Account).where(
            Account.organisation_id == context.principal.organisation_id,
            col(Account.disabled_at).is_(None),
        )
    ).all()
    able = [one for one in rows if context.policy.grant(one.role, "caseload.read")]
    return sorted(able, key=lambda one: (one.display_name or one.login).casefold())


def in_force(context: Context) -> ColumnElement[bool]:
    """Give the condition of an assignment of one's organisation that holds today.

    Args:
        context: the operation's context.

    Returns:
        A condition on `Assignment`; whether its account still works is not asked.
    """
    today = context.today()
    return and_(
        col(Assignment.organisation_id) == context.principal.organisation_id,
        col(Assignment.starts_on) <= today,
        or_(col(Assignment.ends_on).is_(None), col(Assignment.ends_on) > today),
    )


def held_by(
    context: Context, session: Session, accounts: Sequence[int]
) -> list[tuple[int, int]]:
    """List whom some accounts hold.

    Args:
        context: the operation's context.
        session: a session of the record.
        accounts: rows of accounts.

    Returns:
        (account, person), each pair once.
    """
    return list(
        session.exec(
            select(Assignment.account_id, Assignment.person_id)
            .where(in_force(context), col(Assignment.account_id).in_(accounts))
            .distinct()
        ).all()
    )


def left_behind(context: Context, session: Session) -> list[int]:
    """List the persons whom only accounts that no longer work hold.

    Args:
        context: the operation's context.
        session: a session of the record.

    Returns:
        Rows of persons, longest held first.
    """
    rows = session.exec(
        select(Assignment.person_id)
        .join(Account, col(Account.id) == col(Assignment.account_id))
        .where(
            in_force(context),
            col(Account.disabled_at).is_not(None),
            col(Assignment.person_id).not_in(_held_at_work(context)),
        )
        .group_by(col(Assignment.person_id))
        .order_by(func.min(Assignment.starts_on), col(Assignment.person_id))
    ).all()
    return list(rows)


def held_by_nobody(context: Context) -> Any:
    """Select the persons met in the last twelve months whom no assignment names.

    Args:
        context: the operation's context.

    Returns:
        A select of (row of a person, last day met), met last first: it may be counted,
        or its first rows read, where a town's list takes thousands.
    """
    since = context.today() - timedelta(days=MET_DAYS)
    met = union_all(*(_met(context, one, since) for one in (Intervention, Contact)))
    by_file, last = (found := met.subquery()).c.subject_id, func.max(found.c.last)
    held = select(Assignment.person_id).where(in_force(context))
    return (
        select(Link.person_id, last.label("last"))
        .join(found, by_file == col(Link.subject_id))
        .where(col(Link.revoked_on).is_(None), col(Link.person_id).not_in(held))
        .group_by(col(Link.person_id))
        .order_by(last.desc(), col(Link.person_id))
    )


def _held_at_work(context: Context) -> Any:
    return (
        select(Assignment.person_id)
        .join(Account, col(Account.id) == col(Assignment.account_id))
        .where(in_force(context), col(Account.disabled_at).is_(None))
    )


def _met(context: Context, table: Any, since: date) -> Any:
    """Select the last meeting by file, which an index tells by itself."""
    return (
        select(col(table.subject_id), func.max(table.starts_on).label("last"))
        .where(
            table.organisation_id == context.principal.organisation_id,
            col(table.retired_on).is_(None),
            col(table.starts_on) >= since,
            col(table.starts_on) <= context.today(),
        )
        .group_by(col(table.subject_id))
    )
