"""A login, its password and its code → a session, or one refusal for every reason.

Tries are counted before anything is compared, by account and by network address; the
same work is done for a login that nobody has. Once signed in, a grave act asks for the
password and the code once more: the session is then proved anew.
"""

import secrets
from datetime import datetime

from sqlmodel import Session, select

from parcours.access.factors import factor_of, take_code
from parcours.access.failures import SessionOver, SignInRefused
from parcours.access.passwords import password_matches, waste_the_same_time
from parcours.access.policy import Policy
from parcours.access.principal import Principal
from parcours.access.sessions import (
    audit_entry,
    live_session,
    new_session,
    row_of,
)
from parcours.access.tries import address_may_try, forgive, may_try
from parcours.audit.trail import AuditTrail, Decision
from parcours.record.models import Account
from parcours.record.store import RecordStore
from pseudonymisation.keys.words import WordSeal


TOKEN_BYTES = 32
SIGN_IN, PROVE = "account.sign_in", "account.prove"


def sign_in(
    record: RecordStore,
    audit: AuditTrail,
    *,
    login: str,
    password: str,
    now: datetime,
    code: str = "",
    words: WordSeal | None = None,
    address: str | None = None,
) -> tuple[Principal, str]:
    """Open a session for a login, its password, and its code where it has a factor.

    The try is counted before the password is compared, so that tries made at once
    cannot outrun the count. Unknown logins cost the same work and get the same words.

    Args:
        record: the store.
        audit: where the outcome is written, good or bad.
        login: as typed.
        password: as typed.
        now: the instant, with its zone.
        code: of the authenticator application, or a recovery code, as typed.
        words: opens the secrets of second factors; without it, none counts.
        address: network address of the browser, where it is known.

    Returns:
        The principal and the token for the browser.

    Raises:
        SignInRefused: for any reason at all; the answer never says which.
    """
    handle = None if address is None else audit.handles.of_address(address)
    account, tries = _count_try(record, login=login.strip(), handle=handle, now=now)
    is_right = _password_is_right(account if tries else None, password)
    if account is None or not is_right:
        _write_denied(record, audit, account, SIGN_IN, now=now)
        raise SignInRefused
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with record.write() as session:
        fresh = session.get_one(Account, account.id)
        proof = _second_proof(session, words, fresh, code=code, now=now)
        if proof is not None:
            forgive(session, fresh, handle)
            principal = new_session(session, fresh, token, factor=proof, now=now)
            mark = principal.session_mark
            entry = audit_entry(fresh, SIGN_IN, "allowed", now=now, mark=mark)
            audit.append(session, entry)
            return principal, token
        audit.append(session, audit_entry(fresh, SIGN_IN, "denied", now=now))
    raise SignInRefused


def prove(
    record: RecordStore,
    audit: AuditTrail,
    *,
    principal: Principal,
    password: str,
    now: datetime,
    policy: Policy,
    code: str = "",
    words: WordSeal | None = None,
) -> None:
    """Take the password, and the code, once more, before an act that asks for it.

    Args:
        record: the store.
        audit: where the outcome is written, good or bad.
        principal: signed in; their session counts as proved from now on.
        password: as typed.
        now: the instant, with its zone.
        policy: gives the limits of each role.
        code: as typed.
        words: opens the secrets of second factors.

    Raises:
        SignInRefused: wrong, waiting or disabled; tries count as at the door.
        SessionOver: the session does not count any more.
    """
    login, mark = principal.login, principal.session_mark
    account, tries = _count_try(record, login=login, handle=None, now=now)
    is_right = _password_is_right(account if tries else None, password)
    if account is None or not is_right:
        _write_denied(record, audit, account, PROVE, now=now)
        raise SignInRefused
    with record.write() as session:
        fresh = session.get_one(Account, account.id)
        found = live_session(
            session, principal.session_id or "", now=now, policy=policy
        )
        proof = _second_proof(session, words, fresh, code=code, now=now)
        done = proof is not None and found is not None
        if proof is not None and found is not None:
            forgive(session, fresh, None)
            found[0].proved_at = now
            found[0].with_factor = found[0].with_factor or proof
            session.add(found[0])
        decision: Decision = "allowed" if done else "denied"
        audit.append(session, audit_entry(fresh, PROVE, decision, now=now, mark=mark))
    if found is None:
        raise SessionOver
    if proof is None:
        raise SignInRefused


def _count_try(
    record: RecordStore, *, login: str, handle: str | None, now: datetime
) -> tuple[Account | None, bool]:
    """Find whose login it is and whether they may try now, and count the try.

    A disabled or waiting account is found all the same, so that the audit ties the
    tries against it to it; it may not try, and the answer does not tell.
    """
    with record.write() as session:
        account = session.exec(select(Account).where(Account.login == login)).first()
        if handle is not None and not address_may_try(session, handle, now=now):
            return account, False
        return account, account is not None and may_try(session, account, now=now)


def _password_is_right(account: Account | None, password: str) -> bool:
    """Compare, at the same cost whether there is anything to compare with or not."""
    if account is None or account.password_hash is None:
        waste_the_same_time(password)
        return False
    return password_matches(account.password_hash, password)


def _second_proof(
    session: Session,
    words: WordSeal | None,
    account: Account,
    *,
    code: str,
    now: datetime,
) -> bool | None:
    """Tell whether a second factor was proved, or None: it was asked for and wrong."""
    row = row_of(account)
    if factor_of(session, row) is None:
        return False
    return take_code(session, words, row, typed=code, now=now) or None


def _write_denied(
    record: RecordStore,
    audit: AuditTrail,
    account: Account | None,
    operation: str,
    *,
    now: datetime,
) -> None:
    with record.write() as session:
        audit.append(session, audit_entry(account, operation, "denied", now=now))
