"""Open sessions, and when they stop counting.

A session is a random token of 256 bits in the browser and its SHA-256 in the record;
reading the record gives nobody a session. It ends when idle, when old, on signing out
and when its account is disabled, and this is checked at every call, in every tab.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from config.translation import LANGUAGES, Language
from parcours.access.policy import IDLE_MINUTES, LONGEST_HOURS, Policy
from parcours.access.principal import Principal
from parcours.audit.trail import AuditEntry, AuditTrail, Decision
from parcours.record.models import Account, AccountSession, Organisation
from parcours.record.store import RecordStore


SEEN_EVERY_SECONDS = 60
"""Last sight is written once a minute at most: a write per screen would be waste."""


def audit_entry(
    account: Account | None,
    operation: str,
    decision: Decision,
    *,
    now: datetime,
    mark: str | None = None,
) -> AuditEntry:
    """Make a line about signing in or out.

    Args:
        account: whose; named only where it exists: people type passwords as logins.
        operation: its name in `config/access.yaml`.
        decision: allowed | denied.
        now: the instant, with its zone.
        mark: of the session, if there is one.

    Returns:
        The line.
    """
    return AuditEntry(
        at=now,
        actor="unknown" if account is None else account.login,
        role="none" if account is None else account.role,
        operation=operation,
        decision=decision,
        session=mark,
    )


def new_session(
    session: Session, account: Account, token: str, *, factor: bool, now: datetime
) -> Principal:
    """Write a session.

    Args:
        session: a writing session of the record.
        account: whose it is.
        token: for the browser; the record gets its digest alone.
        factor: it was opened with a second factor.
        now: the instant, with its zone.

    Returns:
        The principal.
    """
    row = AccountSession(
        token_hash=_token_hash(token),
        account_id=row_of(account),
        started_at=now,
        last_seen_at=now,
        proved_at=now,
        with_factor=factor,
    )
    session.add(row)
    return principal_of(session, account, opened=row)


def check_token(
    record: RecordStore,
    *,
    token: str,
    now: datetime,
    policy: Policy,
    note: bool = True,
) -> Principal | None:
    """Tell whose session a token is, if it still counts, and note that it was seen.

    Args:
        record: the store.
        token: from the browser.
        now: the instant, with its zone.
        policy: gives the limits of each role.
        note: somebody is at work; a page that only asks whether it may still be there
            keeps no session alive.

    Returns:
        The principal, or None: sign in again.
    """
    token_hash = _token_hash(token)
    with record.read() as session:
        found = live_session(session, token_hash, now=now, policy=policy)
        if found is None:
            return None
        row, account = found
        principal = principal_of(session, account, opened=row)
    if note and (now - row.last_seen_at).total_seconds() >= SEEN_EVERY_SECONDS:
        with record.write() as session:
            session.get_one(AccountSession, row.id).last_seen_at = now
    return principal


def sign_out(
    record: RecordStore, audit: AuditTrail, *, token: str, now: datetime
) -> None:
    """End a session; ending one that is over changes nothing.

    Args:
        record: the store.
        audit: where it is written.
        token: from the browser.
        now: the instant, with its zone.
    """
    token_hash = _token_hash(token)
    with record.write() as session:
        found = live_session(session, token_hash, now=now)
        if found is None:
            return
        row, account = found
        row.ended_at = now
        entry = audit_entry(
            account, "account.sign_out", "allowed", now=now, mark=token_hash[:16]
        )
        audit.append(session, entry)


@dataclass(frozen=True)
class Standing:
    """What a principal who may still act has proved of themselves.

    Attributes:
        in_session: False for the command line, where the machine vouches for them.
        with_factor: the session was opened or proved with a second factor.
        proved_at: when the password was last given, None on the command line.
    """

    in_session: bool
    with_factor: bool = False
    proved_at: datetime | None = None


def standing_of(
    session: Session,
    principal: Principal,
    *,
    now: datetime,
    policy: Policy,
) -> Standing | None:
    """Tell whether a principal may still act, and what they proved.

    Args:
        session: a session of the record.
        principal: as signed in, or named on the command line (no session then).
        now: the instant, with its zone.
        policy: gives the limits of each role.

    Returns:
        None once the session is over, the account disabled or its role changed.
    """
    if principal.session_id is None:
        account = session.get(Account, principal.account_id)
        standing = Standing(in_session=False)
    else:
        found = live_session(session, principal.session_id, now=now, policy=policy)
        if found is None:
            return None
        row, account = found
        standing = Standing(
            in_session=True,
            with_factor=row.with_factor,
            proved_at=row.proved_at or row.started_at,
        )
    is_theirs = (
        account is not None
        and account.id == principal.account_id
        and account.disabled_at is None
        and account.role == principal.role
    )
    return standing if is_theirs else None


def live_session(
    session: Session, token_hash: str, *, now: datetime, policy: Policy | None = None
) -> tuple[AccountSession, Account] | None:
    """Find a session that still counts.

    Args:
        session: a session of the record.
        token_hash: SHA-256 of its token.
        now: the instant, with its zone.
        policy: gives the limits of each role; without it, the widest default.

    Returns:
        The session and its account, or None.
    """
    row = session.exec(
        select(AccountSession).where(AccountSession.token_hash == token_hash)
    ).first()
    if row is None or row.ended_at is not None:
        return None
    account = session.get(Account, row.account_id)
    if account is None or account.disabled_at is not None:
        return None
    role = None if policy is None else policy.roles.get(account.role)
    idle = timedelta(minutes=IDLE_MINUTES if role is None else role.idle_minutes)
    longest = timedelta(hours=LONGEST_HOURS if role is None else role.longest_hours)
    over = now >= row.last_seen_at + idle or now >= row.started_at + longest
    return None if over else (row, account)


def end_sessions(
    session: Session, account: int, *, at: datetime, but: str | None = None
) -> int:
    """End the open sessions of an account; their next run, in any tab, is refused.

    Args:
        session: a writing session of the record.
        account: its row.
        at: the instant.
        but: the session that goes on, by the hash of its token.

    Returns:
        How many ended.
    """
    still_open = select(AccountSession).where(
        AccountSession.account_id == account, col(AccountSession.ended_at).is_(None)
    )
    ended = [row for row in session.exec(still_open) if row.token_hash != but]
    for row in ended:
        row.ended_at = at
        session.add(row)
    return len(ended)


def principal_of(
    session: Session,
    account: Account,
    *,
    opened: AccountSession | None = None,
    machine_user: str | None = None,
) -> Principal:
    """Make the principal of an account.

    Args:
        session: a session of the record.
        account: the row.
        opened: their session, None on the command line.
        machine_user: who is at the machine, for the command line.

    Returns:
        The principal.
    """
    organisation = (
        None
        if account.organisation_id is None
        else session.get(Organisation, account.organisation_id)
    )
    language: Language = "en" if account.language == "en" else LANGUAGES[0]
    return Principal(
        account_id=row_of(account),
        login=account.login,
        display_name=account.display_name,
        role=account.role,
        organisation_id=account.organisation_id,
        organisation_code=None if organisation is None else organisation.code,
        session_id=None if opened is None else opened.token_hash,
        language=language,
        machine_user=machine_user,
        with_factor=opened is not None and opened.with_factor,
        proved_at=None if opened is None else opened.proved_at or opened.started_at,
    )


def row_of(account: Account) -> int:
    """Give the number of an account's row.

    Args:
        account: on record.

    Returns:
        Its number.

    Raises:
        ValueError: it was never written.
    """
    if account.id is None:
        raise ValueError("the account has not been written yet")
    return account.id


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
