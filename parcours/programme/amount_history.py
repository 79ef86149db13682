"""Changed amounts of a budget: what, from how much to how much, who, when, why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.accounts import called
from parcours.access.context import Context
from parcours.programme.budget import Line
from parcours.record.models import Account, AmountChange, Application


KINDS = ("asked", "granted", "spent")
Key = tuple[str, str | None, str, int]
"""Side, funder, label, and which of several such lines."""


@dataclass(frozen=True)
class Change:
    """One amount that differs between two budgets; cents, None where there is none."""

    what: str
    side: str
    label: str
    funder: str | None
    before: int | None
    after: int | None


@dataclass(frozen=True)
class AmountView:
    """One changed amount as its readers see it.

    Attributes:
        change: what changed.
        on: civil day.
        role: of who changed it.
        by: their name, None where the account is gone.
        reason: in words, blank where none were given.
    """

    change: Change
    on: date
    role: str
    by: str | None
    reason: str


def changes_between(before: Iterable[Line], after: Iterable[Line]) -> list[Change]:
    """Compare two budgets amount by amount. Pure.

    Args:
        before: lines as they were.
        after: lines as they are.

    Returns:
        The amounts that differ, in the order of the lines; the budget before with them
        applied is the budget after.
    """
    old, new = _keyed(before), _keyed(after)
    found = []
    for key in dict.fromkeys([*old, *new]):
        side, funder, label, _n = key
        for what in KINDS:
            was, now = (
                getattr(lines[key], f"{what}_cents") if key in lines else None
                for lines in (old, new)
            )
            if was != now:
                found.append(Change(what, side, label, funder, was, now))
    return found


def _keyed(lines: Iterable[Line]) -> dict[Key, Line]:
    found: dict[Key, Line] = {}
    for line in lines:
        n = 0
        while (key := (line.side, line.funder, line.label, n)) in found:
            n += 1
        found[key] = line
    return found


def note_amounts(
    context: Context,
    session: Session,
    row: Application,
    *,
    before: Iterable[Line],
    after: Iterable[Line],
    reason: str = "",
) -> None:
    """Write which amounts of an application changed; nothing where none did.

    Args:
        context: who changed them.
        session: a writing session.
        row: the application, on record.
        before: its budget as it was.
        after: its budget as it is.
        reason: in words.
    """
    for one in changes_between(before, after):
        session.add(
            AmountChange(
                application_id=row.id or 0,
                author_id=context.principal.account_id,
                role=context.principal.role,
                what=one.what,
                side=one.side,
                label=one.label,
                funder=one.funder,
                before_cents=one.before,
                after_cents=one.after,
                reason=reason.strip() or None,
                recorded_at=context.now(),
                recorded_on=context.today(),
            )
        )
    session.flush()


def amounts_of(
    context: Context, session: Session, row: Application
) -> tuple[AmountView, ...]:
    """Read the changed amounts of an application.

    Args:
        context: who reads.
        session: of the record.
        row: the application.

    Returns:
        The latest first.
    """
    rows = session.exec(
        select(AmountChange, Account)
        .outerjoin(Account, col(Account.id) == col(AmountChange.author_id))
        .where(AmountChange.application_id == row.id)
        .order_by(col(AmountChange.id).desc())
    ).all()
    return tuple(
        AmountView(
            Change(
                one.what,
                one.side,
                one.label,
                one.funder,
                one.before_cents,
                one.after_cents,
            ),
            on=one.recorded_on,
            role=one.role,
            by=called(context, account) if account is not None else None,
            reason=one.reason or "",
        )
        for one, account in rows
    )
