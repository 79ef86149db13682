"""An account's second factor in the record: sealed, tried, used, sealed anew.

The secret lies sealed under a key that the record does not hold, bound to its account:
whoever takes the record alone makes no code, and a row moved to another account opens
nothing. Recovery codes lie as digests. What counted once counts no more, and that is
written in the transaction that lets its owner in.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from parcours.access.codes import (
    matching_step,
    new_recovery_codes,
    new_secret,
    recovery_digest,
)
from parcours.record.models import RecoveryCode, SecondFactor
from pseudonymisation.failures import KeysFailure
from pseudonymisation.keys.words import SealedWords, WordSeal


LONGEST_CODE = 64  # longer texts are no code of ours


def factor_of(
    session: Session, account: int, *, confirmed: bool = True
) -> SecondFactor | None:
    """Find an account's second factor.

    Args:
        session: of the record.
        account: its row.
        confirmed: the one that signs in, or else the one that waits for its first code.

    Returns:
        The row, or None.
    """
    at = col(SecondFactor.confirmed_at)
    wanted = select(SecondFactor).where(
        SecondFactor.account_id == account,
        at.is_not(None) if confirmed else at.is_(None),
    )
    return session.exec(wanted).first()


def begin_factor(
    session: Session, words: WordSeal, account: int, *, now: datetime
) -> bytes:
    """Make a secret, which counts for nothing until a first code of it is right.

    Args:
        session: a writing session of the record.
        words: the seal.
        account: its row.
        now: the instant.

    Returns:
        The secret, to be shown once; an earlier one that waited is gone.
    """
    _delete(session, account, confirmed=False)
    secret = new_secret()
    held = SecondFactor(account_id=account, key_id="", sealed=b"", made_at=now)
    _seal_into(words, held, secret)
    session.add(held)
    return secret


def confirm_factor(
    session: Session, words: WordSeal, account: int, *, code: str, now: datetime
) -> bool:
    """Put the factor that waits into service, if the code is one of its.

    Args:
        session: a writing session of the record.
        words: the seal.
        account: its row.
        code: as typed.
        now: the instant.

    Returns:
        False where nothing waits or the code is wrong: the former factor stays.
    """
    held = factor_of(session, account, confirmed=False)
    if held is None or not _counts(words, held, code, now=now):
        return False
    _delete(session, account, confirmed=True)
    held.confirmed_at = now
    session.add(held)
    return True


def take_code(
    session: Session, words: WordSeal | None, account: int, *, typed: str, now: datetime
) -> bool:
    """Use a code of the application, or a recovery code.

    Args:
        session: a writing session of the record: what counts is used up in it.
        words: the seal.
        account: its row, which has a second factor.
        typed: as typed.
        now: the instant.

    Returns:
        Whether it counts.
    """
    held = factor_of(session, account)
    if held is None or not typed.strip() or len(typed) > LONGEST_CODE:
        return False
    if _counts(words, held, typed, now=now):
        session.add(held)
        return True
    return _use_recovery(session, account, typed, now=now)


def _counts(
    words: WordSeal | None, held: SecondFactor, typed: str, *, now: datetime
) -> bool:
    secret = _secret_of(words, held)
    if secret is None:
        return False
    step = matching_step(secret, typed, at=now, used=held.last_step)
    if step is None:
        return False
    held.last_step = step
    return True


def _use_recovery(session: Session, account: int, typed: str, *, now: datetime) -> bool:
    wanted = select(RecoveryCode).where(
        RecoveryCode.account_id == account,
        RecoveryCode.digest == recovery_digest(typed),
        col(RecoveryCode.used_at).is_(None),
    )
    found = session.exec(wanted).first()
    if found is None:
        return False
    found.used_at = now
    session.add(found)
    return True


def renew_recovery(session: Session, account: int, *, now: datetime) -> list[str]:
    """Draw new recovery codes in the place of the former ones.

    Args:
        session: a writing session of the record.
        account: its row.
        now: the instant.

    Returns:
        The codes, to be shown once.
    """
    former = delete(RecoveryCode).where(col(RecoveryCode.account_id) == account)
    session.connection().execute(former)
    codes = new_recovery_codes()
    for code in codes:
        digest = recovery_digest(code)
        session.add(RecoveryCode(account_id=account, digest=digest, made_at=now))
    return codes


def recovery_left(session: Session, account: int) -> int:
    """Count the recovery codes that were not used.

    Args:
        session: of the record.
        account: its row.

    Returns:
        How many are left.
    """
    wanted = select(RecoveryCode.id).where(
        RecoveryCode.account_id == account, col(RecoveryCode.used_at).is_(None)
    )
    return len(session.exec(wanted).all())


def drop_factor(session: Session, account: int) -> None:
    """Take an account's second factor and its recovery codes away.

    Args:
        session: a writing session of the record.
        account: its row.
    """
    for table in (SecondFactor, RecoveryCode):
        rows = delete(table).where(col(table.account_id) == account)
        session.connection().execute(rows)


def seal_factors_anew(session: Session, words: WordSeal) -> int:
    """Seal every secret under the key in use; one that does not open stays as it is.

    Args:
        session: a writing session of the record.
        words: the seal, which still opens the former key's.

    Returns:
        How many were sealed anew.
    """
    active, done = words.key_id, 0
    old = select(SecondFactor).where(SecondFactor.key_id != active)
    for held in session.exec(old).all():
        secret = _secret_of(words, held)
        if secret is not None:
            _seal_into(words, held, secret)
            session.add(held)
            done += 1
    return done


def _delete(session: Session, account: int, *, confirmed: bool) -> None:
    held = factor_of(session, account, confirmed=confirmed)
    if held is not None:
        session.delete(held)
        session.flush()


def _seal_into(words: WordSeal, held: SecondFactor, secret: bytes) -> None:
    sealed = words.seal(secret.hex(), bound_to=_place(held))
    held.key_id, held.sealed = sealed.key_id, sealed.content


def _place(held: SecondFactor) -> str:
    return f"second_factor|{held.account_id}"


def _secret_of(words: WordSeal | None, held: SecondFactor) -> bytes | None:
    """Open a secret; None where its key is gone, or it was altered or moved."""
    if words is None:
        return None
    sealed = SealedWords(held.key_id, held.sealed)
    try:
        return bytes.fromhex(words.open(sealed, bound_to=_place(held)))
    except KeysFailure:
        return None
