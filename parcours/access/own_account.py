"""One's own account: what protects it, and changing that.

Everything that changes something asks for a fresh proof (`access.yaml`), and ends the
other sessions of the account: whoever had come in with the former password is out.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from parcours.access.codes import otpauth, spelt
from parcours.access.context import Context
from parcours.access.factors import (
    begin_factor,
    confirm_factor,
    drop_factor,
    factor_of,
    recovery_left,
    renew_recovery,
)
from parcours.access.failures import FactorNeeded, FactorRefused
from parcours.access.guard import operation
from parcours.access.sessions import end_sessions
from parcours.record.models import Account, AccountSession


HOUSE = "parcours"  # what the application shows beside the login


@dataclass(frozen=True)
class OwnAccount:
    """What protects one's own account.

    Attributes:
        factor_since: since when a second factor is in place, None without.
        needs_factor: the role must have one.
        recovery_left: recovery codes not used yet.
        others_open: other sessions of this account that still count.
        proved_at: when this session last gave its password, None on the command line.
    """

    factor_since: datetime | None
    needs_factor: bool
    recovery_left: int
    others_open: int
    proved_at: datetime | None


@dataclass(frozen=True)
class FactorOffer:
    """A secret for an application, to be shown once.

    Attributes:
        spelt: in groups of four, to be typed.
        address: `otpauth://…`, to be drawn.
    """

    spelt: str = field(repr=False)
    address: str = field(repr=False)


@operation("account.read_own", kind="read")
def read_own_account(context: Context, session: Session) -> OwnAccount:
    """Read what protects one's own account.

    Args:
        context: who acts.
        session: given by the guard.

    Returns:
        Its second factor, recovery codes, sessions.
    """
    me = context.principal
    role, now = context.policy.roles[me.role], context.now()
    wanted = select(AccountSession).where(
        AccountSession.account_id == me.account_id,
        col(AccountSession.ended_at).is_(None),
        AccountSession.last_seen_at > now - timedelta(minutes=role.idle_minutes),
        AccountSession.started_at > now - timedelta(hours=role.longest_hours),
    )
    rows = list(session.exec(wanted))
    mine = [row for row in rows if row.token_hash == me.session_id]
    factor = factor_of(session, me.account_id)
    return OwnAccount(
        factor_since=None if factor is None else factor.confirmed_at,
        needs_factor=role.needs_factor,
        recovery_left=recovery_left(session, me.account_id),
        others_open=len(rows) - len(mine),
        proved_at=(mine[0].proved_at or mine[0].started_at) if mine else None,
    )


@operation("account.begin_factor", kind="write")
def begin_own_factor(context: Context, session: Session) -> FactorOffer:
    """Make a secret for an authenticator application; a former one stays till the end.

    Args:
        context: who acts.
        session: given by the guard.

    Returns:
        The secret, spelt and as an address to be drawn.

    Raises:
        FactorRefused: there is no key to seal it with.
    """
    if context.words is None:
        raise FactorRefused
    me = context.principal
    secret = begin_factor(session, context.words, me.account_id, now=context.now())
    return FactorOffer(spelt(secret), otpauth(secret, login=me.login, house=HOUSE))


@operation("account.confirm_factor", kind="write")
def confirm_own_factor(context: Context, session: Session, *, code: str) -> list[str]:
    """Put the second factor into service with a first code of it.

    Args:
        context: who acts.
        session: given by the guard.
        code: as typed.

    Returns:
        Recovery codes, to be shown once; former ones count no more.

    Raises:
        FactorRefused: wrong code, or nothing was begun.
    """
    me, now = context.principal, context.now()
    if context.words is None or not confirm_factor(
        session, context.words, me.account_id, code=code, now=now
    ):
        raise FactorRefused
    mine = select(AccountSession).where(AccountSession.token_hash == me.session_id)
    for row in session.exec(mine):
        row.with_factor = True
        session.add(row)
    end_sessions(session, me.account_id, at=now, but=me.session_id)
    return renew_recovery(session, me.account_id, now=now)


@operation("account.renew_recovery", kind="write")
def renew_own_recovery(context: Context, session: Session) -> list[str]:
    """Draw new recovery codes; the former ones count no more.

    Args:
        context: who acts.
        session: given by the guard.

    Returns:
        The codes, to be shown once.

    Raises:
        FactorRefused: there is no second factor.
    """
    me = context.principal
    if factor_of(session, me.account_id) is None:
        raise FactorRefused
    return renew_recovery(session, me.account_id, now=context.now())


@operation("account.drop_factor", kind="write")
def drop_own_factor(context: Context, session: Session) -> None:
    """Go without second factor, where the role may.

    Args:
        context: who acts.
        session: given by the guard.

    Raises:
        FactorNeeded: the role must have one; another may take its place.
    """
    me = context.principal
    if context.policy.roles[me.role].needs_factor:
        raise FactorNeeded(context.operation)
    drop_factor(session, me.account_id)
    end_sessions(session, me.account_id, at=context.now(), but=me.session_id)


@operation("account.change_password", kind="write")
def change_own_password(
    context: Context, session: Session, *, password_hash: str
) -> int:
    """Take another password, and end the other sessions.

    Args:
        context: who acts.
        session: given by the guard.
        password_hash: from `passwords.hash_password`, made before the lock is taken.

    Returns:
        How many other sessions ended.
    """
    me = context.principal
    session.get_one(Account, me.account_id).password_hash = password_hash
    return end_sessions(session, me.account_id, at=context.now(), but=me.session_id)


@operation("account.end_others", kind="write")
def end_other_sessions(context: Context, session: Session) -> int:
    """End the other sessions of one's own account.

    Args:
        context: who acts.
        session: given by the guard.

    Returns:
        How many ended.
    """
    me = context.principal
    return end_sessions(session, me.account_id, at=context.now(), but=me.session_id)
