"""Threads as they lie in the record: the current version, the steps, who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, or_, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.record.models import (
    Account,
    Link,
    Organisation,
    Person,
    Referral,
    ReferralStep,
)
from parcours.referrals.failures import MoveImpossible
from parcours.referrals.rules import RelayRules, read_relay_rules
from parcours.referrals.sight import COORDINATOR, Looker, Sight, sight
from parcours.referrals.thread import Side, Step, next_state, shown_state, state_of


@dataclass(frozen=True)
class Thread:
    """One hand-over as it stands now, for one principal.

    Attributes:
        referral: its latest version.
        rows: its steps, in order.
        person: the young person of today, None once they were erased.
        side: of the principal's organisation.
        sight: how much they see.
    """

    referral: Referral
    rows: tuple[ReferralStep, ...]
    person: Person | None
    side: Side
    sight: Sight

    @property
    def ref(self) -> str:
        """Give the thread's reference."""
        return self.referral.thread or ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """Give the steps as the rules need them."""
        return steps_of(self.referral, self.rows)

    @property
    def state(self) -> str | None:
        """Give where it stands."""
        return state_of(self.steps)

    def shown(self, context: Context, rules: RelayRules) -> str:
        """Give the word that people are shown."""
        today = context.today()
        return shown_state(self.steps, today=today, rules=rules) or "proposed"

    def require(self, kind: str) -> None:
        """Refuse a step that is not possible now.

        Args:
            kind: of the step.

        Raises:
            NotWithinReach: one does not see enough of the thread to take it.
            MoveImpossible: the thread stands elsewhere.
        """
        if next_state(self.state, kind, self.side) is None:
            raise MoveImpossible


def steps_of(referral: Referral, rows: Sequence[ReferralStep]) -> tuple[Step, ...]:
    """Give the steps of a thread as the rules need them.

    Args:
        referral: any of its versions.
        rows: in order.

    Returns:
        One step per row.
    """
    sender = referral.organisation_id
    return tuple(
        Step(
            row.kind,
            "sender" if row.organisation_id == sender else "recipient",
            row.recorded_on,
        )
        for row in rows
    )


def latest_versions(context: Context) -> Any:
    """Select the latest version of every thread of the principal's organisation.

    Args:
        context: the running operation's context.

    Returns:
        A select of `Referral`, the latest first.
    """
    me = context.principal.organisation_id
    latest = (
        select(func.max(Referral.id))
        .where(
            or_(Referral.organisation_id == me, Referral.recipient_id == me),
            col(Referral.thread).is_not(None),
        )
        .group_by(col(Referral.thread))
    )
    return (
        select(Referral)
        .where(col(Referral.id).in_(latest))
        .order_by(col(Referral.id).desc())
    )


def rules_of(context: Context) -> RelayRules:
    """Read the territory's rules of hand-overs.

    Args:
        context: the running operation's context.

    Returns:
        The rules.
    """
    return read_relay_rules(context.config)


def find_thread(context: Context, session: Session, thread: str) -> Thread:
    """Find one thread that the principal may see.

    Args:
        context: the running operation's context.
        session: a session of the record.
        thread: its reference.

    Returns:
        The thread.

    Raises:
        NotWithinReach: absent, another organisation's, or not given to them.
    """
    wanted = latest_versions(context).where(Referral.thread == thread)
    found = threads_of(context, session, session.exec(wanted).all())
    if not found:
        raise NotWithinReach(context.operation)
    context.trace.about = found[0].person.pseudonym if found[0].person else None
    return found[0]


def threads_of(
    context: Context, session: Session, referrals: Sequence[Referral]
) -> list[Thread]:
    """Gather threads of which the principal may see something.

    Args:
        context: the running operation's context.
        session: a session of the record.
        referrals: latest versions.

    Returns:
        Those seen, in the order given.
    """
    rows = _rows(session, [one.thread or "" for one in referrals])
    persons = _persons(session, [one.subject_id for one in referrals])
    asked = {one.recipient_account_id for one in referrals}
    here = _colleagues(context, session, asked)
    threads = []
    for one in referrals:
        steps = rows.get(one.thread or "", ())
        looker = _looker(context, one, here)
        seen = sight(looker, state_of(steps_of(one, steps)))
        if seen is not None and looker.side is not None:
            person = persons.get(one.subject_id)
            threads.append(Thread(one, steps, person, looker.side, seen))
    return threads


@dataclass(frozen=True)
class _Here:
    has_coordinator: bool
    active: frozenset[int]


def _colleagues(context: Context, session: Session, asked: set[int | None]) -> _Here:
    me = context.principal.organisation_id
    mine = select(Account).where(
        Account.organisation_id == me, col(Account.disabled_at).is_(None)
    )
    active = session.exec(mine).all()
    return _Here(
        any(account.role == COORDINATOR for account in active),
        frozenset(a.id or 0 for a in active if a.id in asked),
    )


def _looker(context: Context, referral: Referral, here: _Here) -> Looker:
    me, asked = context.principal, referral.recipient_account_id
    side: Side | None = None
    if me.organisation_id == referral.organisation_id:
        side = "sender"
    elif me.organisation_id == referral.recipient_id:
        side = "recipient"
    return Looker(
        side,
        me.role,
        is_asked=asked is not None and asked == me.account_id,
        is_nobodys=not here.has_coordinator and asked not in here.active,
    )


def _rows(
    session: Session, threads: Sequence[str]
) -> dict[str, tuple[ReferralStep, ...]]:
    found = session.exec(
        select(ReferralStep)
        .where(col(ReferralStep.thread).in_(threads))
        .order_by(col(ReferralStep.id))
    ).all()
    rows: dict[str, tuple[ReferralStep, ...]] = {}
    for row in found:
        rows[row.thread] = (*rows.get(row.thread, ()), row)
    return rows


def _persons(session: Session, subjects: Sequence[int]) -> dict[int, Person]:
    found = session.exec(
        select(Link.subject_id, Person)
        .join(Person, col(Person.id) == col(Link.person_id))
        .where(
            col(Link.subject_id).in_(subjects),
            col(Link.revoked_on).is_(None),
            col(Person.erased_on).is_(None),
        )
    ).all()
    return dict(found)


def names_of(session: Session) -> dict[int, str]:
    """Name the organisations.

    Args:
        session: a session of the record.

    Returns:
        row → name.
    """
    return {row.id or 0: row.name for row in session.exec(select(Organisation))}
