"""Sign-in, the sessions it opens, and when they stop counting.

A session is a random token of 256 bits in the browser and its SHA-256 in the record;
reading the record gives nobody a session. It ends when idle, when old, on signing out
and when its account is disabled, and this is checked at every call, in every tab.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlmodel import Session, select

from config.translation import LANGUAGES, Language
from parcours.access.failures import SignInRefused
from parcours.access.passwords import password_matches, waste_the_same_time
from parcours.access.principal import Principal
from parcours.audit.trail import AuditEntry, AuditTrail, Decision
from parcours.record.models import Account, AccountSession, Organisation
from parcours.record.store import RecordStore


TOKEN_BYTES = 32
FREE_TRIES = 5
FIRST_WAIT_SECONDS = 1
LONGEST_WAIT_SECONDS = 15 * 60
IDLE_MINUTES = 60
IDLE_MINUTES_BY_ROLE: Mapping[str, int] = MappingProxyType({"case_worker": 15})
LONGEST_HOURS = 8
SEEN_EVERY_SECONDS = 60
"""Last sight is written once a minute at most: a write per screen would be waste."""


def sign_in(
    record: RecordStore,
    audit: AuditTrail,
    *,
    login: str,
    password: str,
    now: datetime,
) -> tuple[Principal, str]:
    """Open a session for a login and its password.

    The try is counted before the password is compared, so that tries made at once
    cannot outrun the count. Unknown logins cost the same work and get the same words.

    Args:
        record: the store.
        audit: where the outcome is written, good or bad.
        login: as typed.
        password: as typed.
        now: the instant, with its zone.

    Returns:
        The principal and the token for the browser.

    Raises:
        SignInRefused: for any reason at all; the answer never says which.
    """
    account, may_try = _count_try(record, login=login.strip(), now=now)
    if account is None or account.password_hash is None or not may_try:
        waste_the_same_time(password)
        matches = False
    else:
        matches = password_matches(account.password_hash, password)
    if account is None or not matches:
        _write_outcome(record, audit, account, decision="denied", now=now)
        raise SignInRefused
    return _open_session(record, audit, account=account, now=now)


def _count_try(
    record: RecordStore, *, login: str, now: datetime
) -> tuple[Account | None, bool]:
    """Find whose login it is and whether they may try now, and count the try.

    A disabled or waiting account is found all the same, so that the audit ties the
    tries against it to it; it may not try, and the answer does not tell.
    """
    with record.write() as session:
        account = session.exec(select(Account).where(Account.login == login)).first()
        if account is None or account.disabled_at is not None:
            return account, False
        if account.locked_until is not None and now < account.locked_until:
            return account, False
        account.failed_attempts += 1
        account.locked_until = _locked_until(account.failed_attempts, now=now)
        return account, True


def _locked_until(failed: int, *, now: datetime) -> datetime | None:
    """Say until when to wait after so many failures: 1 s, 2 s, 4 s … 15 min."""
    if failed < FREE_TRIES:
        return None
    doublings = min(failed - FREE_TRIES, 20)
    seconds = min(FIRST_WAIT_SECONDS * 2**doublings, LONGEST_WAIT_SECONDS)
    return now + timedelta(seconds=seconds)


def _write_outcome(
    record: RecordStore,
    audit: AuditTrail,
    account: Account | None,
    *,
    decision: Decision,
    now: datetime,
) -> None:
    with record.write() as session:
        audit.append(session, _entry(account, "account.sign_in", decision, now=now))


def _entry(
    account: Account | None,
    operation: str,
    decision: Decision,
    *,
    now: datetime,
    mark: str | None = None,
) -> AuditEntry:
    """Name the account only where it exists: people type passwords as logins."""
    return AuditEntry(
        at=now,
        actor="unknown" if account is None else account.login,
        role="none" if account is None else account.role,
        operation=operation,
        decision=decision,
        session=mark,
    )


def _open_session(
    record: RecordStore, audit: AuditTrail, *, account: Account, now: datetime
) -> tuple[Principal, str]:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    token_hash = _token_hash(token)
    with record.write() as session:
        fresh = session.get_one(Account, account.id)
        fresh.failed_attempts = 0
        fresh.locked_until = None
        session.add(
            AccountSession(
                token_hash=token_hash,
                account_id=_row_id(fresh),
                started_at=now,
                last_seen_at=now,
            )
        )
        principal = principal_of(session, fresh, session_id=token_hash)
        mark = principal.session_mark
        audit.append(
            session, _entry(fresh, "account.sign_in", "allowed", now=now, mark=mark)
        )
    return principal, token


def check_token(record: RecordStore, *, token: str, now: datetime) -> Principal | None:
    """Tell whose session a token is, if it still counts, and note that it was seen.

    Args:
        record: the store.
        token: from the browser.
        now: the instant, with its zone.

    Returns:
        The principal, or None: sign in again.
    """
    token_hash = _token_hash(token)
    with record.read() as session:
        found = _live_session(session, token_hash, now=now)
        if found is None:
            return None
        row, account = found
        principal = principal_of(session, account, session_id=token_hash)
    if (now - row.last_seen_at).total_seconds() >= SEEN_EVERY_SECONDS:
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
        found = _live_session(session, token_hash, now=now)
        if found is None:
            return
        row, account = found
        row.ended_at = now
        entry = _entry(
            account, "account.sign_out", "allowed", now=now, mark=token_hash[:16]
        )
        audit.append(session, entry)


def still_counts(session: Session, principal: Principal, *, now: datetime) -> bool:
    """Tell whether a principal may still act.

    Args:
        session: a session of the record.
        principal: as signed in, or named on the command line (no session then).
        now: the instant, with its zone.

    Returns:
        False once the session is over, the account disabled or its role changed.
    """
    if principal.session_id is not None:
        found = _live_session(session, principal.session_id, now=now)
        account = None if found is None else found[1]
    else:
        account = session.get(Account, principal.account_id)
    return (
        account is not None
        and account.id == principal.account_id
        and account.disabled_at is None
        and account.role == principal.role
    )


def _live_session(
    session: Session, token_hash: str, *, now: datetime
) -> tuple[AccountSession, Account] | None:
    row = session.exec(
        select(AccountSession).where(AccountSession.token_hash == token_hash)
    ).first()
    if row is None or row.ended_at is not None:
        return None
    account = session.get(Account, row.account_id)
    if account is None or account.disabled_at is not None:
        return None
    idle = timedelta(minutes=IDLE_MINUTES_BY_ROLE.get(account.role, IDLE_MINUTES))
    longest = timedelta(hours=LONGEST_HOURS)
    over = now >= row.last_seen_at + idle or now >= row.started_at + longest
    return None if over else (row, account)


def principal_of(
    session: Session,
    account: Account,
    *,
    session_id: str | None = None,
    machine_user: str | None = None,
) -> Principal:
    """Make the principal of an account.

    Args:
        session: a session of the record.
        account: the row.
        session_id: hash of the session's token, None on the command line.
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
        account_id=_row_id(account),
        login=account.login,
        display_name=account.display_name,
        role=account.role,
        organisation_id=account.organisation_id,
        organisation_code=None if organisation is None else organisation.code,
        session_id=session_id,
        language=language,
        machine_user=machine_user,
    )


def _row_id(account: Account) -> int:
    if account.id is None:
        raise ValueError("the account has not been written yet")
    return account.id


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
