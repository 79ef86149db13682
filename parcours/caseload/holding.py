"""Who holds whom in an organisation: by colleagues at work, by leavers, by nobody.

An account that was disabled holds nobody: its young people are to be given to somebody
else, whatever their assignment still says. A young person whom the organisation met in
the last twelve months and whom nobody holds is without a referent; one whom it only
knows from a file is not counted, since a school knows thousands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
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
MET_ROWS = 2_000
"""Meetings of each kind that are read back from today: a town's year has ten times as
many, and the planner reads the first fifty names."""


@dataclass(frozen=True)
class Unheld:
    """Whom no assignment names.

    Attributes:
        persons: their rows, met last first.
        is_whole: nobody is missing; else there are more, all met before these.
    """

    persons: tuple[int, ...]
    is_whole: bool


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


def held_by_nobody(
    context: Context, session: Session, *, rows: int = MET_ROWS
) -> Unheld:
    """List the persons met in the last twelve months whom no assignment names.

    Args:
        context: the operation's context.
        session: a session of the record.
        rows: meetings of each kind that are read at most, the last ones first.

    Returns:
        Them, or of a town's thousands those met last.
    """
    last: dict[int, date] = {}
    before = None  # what was met by that day may have been left unread
    for table in (Intervention, Contact):
        met = session.connection().execute(_met(context, table).limit(rows)).all()
        for person, on in met:
            last[person] = max(last.get(person, on), on)
        if len(met) == rows:
            before = max(before or date.min, met[-1][1])
    sure = [one for one, on in last.items() if before is None or on > before]
    sure.sort(key=lambda one: (-last[one].toordinal(), one))
    return Unheld(tuple(sure), is_whole=before is None)


def _held_at_work(context: Context) -> Any:
    return (
        select(Assignment.person_id)
        .join(Account, col(Account.id) == col(Assignment.account_id))
        .where(in_force(context), col(Account.disabled_at).is_(None))
    )


def _met(context: Context, table: Any) -> Any:
    """Select the meetings of those whom nobody holds, along an index by day."""
    today = context.today()
    held = select(Assignment.person_id).where(in_force(context))
    return (
        select(Link.person_id, col(table.starts_on))
        .join(Link, col(Link.subject_id) == col(table.subject_id))
        .where(
            table.organisation_id == context.principal.organisation_id,
            col(table.retired_on).is_(None),
            col(table.starts_on) >= today - timedelta(days=MET_DAYS),
            col(table.starts_on) <= today,
            col(Link.revoked_on).is_(None),
            col(Link.person_id).not_in(held),
        )
        .order_by(col(table.starts_on).desc())
    )
