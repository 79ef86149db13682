"""Failed tries to sign in, by account and by network address: waiting that doubles.

Both counts lie in the record, so that starting again forgets nothing. An address is
many people behind one door, so that it has more free tries; it is kept as a digest
under a key that the record does not hold, and forgotten after a day.

Source: OWASP ASVS 5.0 V6.3.1; waits of 1 s, 2 s, 4 s … 15 min.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from parcours.record.models import Account, AddressTries


FREE_TRIES = 5
FREE_TRIES_OF_AN_ADDRESS = 20
FIRST_WAIT_SECONDS = 1
LONGEST_WAIT_SECONDS = 15 * 60
ADDRESS_FORGIVEN_HOURS = 1
ADDRESS_KEPT_HOURS = 24


def waits_until(failed: int, *, free: int, now: datetime) -> datetime | None:
    """Say until when to wait after so many failures: 1 s, 2 s, 4 s … 15 min.

    Args:
        failed: failures in a row.
        free: the one that first brings a wait.
        now: the instant.

    Returns:
        The instant, or None: try again at once.
    """
    if failed < free:
        return None
    doublings = min(failed - free, 20)
    seconds = min(FIRST_WAIT_SECONDS * 2**doublings, LONGEST_WAIT_SECONDS)
    return now + timedelta(seconds=seconds)


def may_try(session: Session, account: Account, *, now: datetime) -> bool:
    """Count a try of an account, unless it must wait.

    Args:
        session: a writing session of the record.
        account: whose login was typed.
        now: the instant.

    Returns:
        False where it is disabled or waits; nothing is then counted.
    """
    if account.disabled_at is not None:
        return False
    if account.locked_until is not None and now < account.locked_until:
        return False
    account.failed_attempts += 1
    account.locked_until = waits_until(
        account.failed_attempts, free=FREE_TRIES, now=now
    )
    session.add(account)
    return True


def address_may_try(session: Session, handle: str, *, now: datetime) -> bool:
    """Count a try from an address, unless it must wait.

    Args:
        session: a writing session of the record.
        handle: keyed digest of the address.
        now: the instant.

    Returns:
        False where it waits; nothing is then counted.
    """
    too_old = col(AddressTries.last_at) <= now - timedelta(hours=ADDRESS_KEPT_HOURS)
    session.connection().execute(delete(AddressTries).where(too_old))
    row = _tries_from(session, handle) or AddressTries(handle=handle, last_at=now)
    if row.locked_until is not None and now < row.locked_until:
        return False
    if now - row.last_at >= timedelta(hours=ADDRESS_FORGIVEN_HOURS):
        row.failed = 0
    row.failed += 1
    row.last_at = now
    row.locked_until = waits_until(row.failed, free=FREE_TRIES_OF_AN_ADDRESS, now=now)
    session.add(row)
    return True


def forgive(session: Session, account: Account, handle: str | None) -> None:
    """Clear an account's count after a success, and take one try off its address's.

    Whoever has one account of their own could otherwise clear the count of an address
    from which they try others.

    Args:
        session: a writing session of the record.
        account: who came in.
        handle: keyed digest of the address, if it is known.
    """
    account.failed_attempts = 0
    account.locked_until = None
    session.add(account)
    row = None if handle is None else _tries_from(session, handle)
    if row is not None and row.failed > 0:
        row.failed -= 1
        row.locked_until = (
            None if row.failed < FREE_TRIES_OF_AN_ADDRESS else (row.locked_until)
        )
        session.add(row)


def _tries_from(session: Session, handle: str) -> AddressTries | None:
    wanted = select(AddressTries).where(AddressTries.handle == handle)
    return session.exec(wanted).first()
