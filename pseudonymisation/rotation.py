"""Every data key wrapped anew under a new wrapping key, while the house works on.

    new key beside the old ──► batches of persons, each its own transaction ──►
    proof that every data key opens under the new key alone ──► old key retired

Readers open rows under either key; writers wrap under the new one from their next
intent on. A batch waits for an intake to end and lets others in between. A death at
any point leaves both keys in their file and every row under one of them: starting
again goes on. The old key is retired under the vault's lock, when no intent is open
and nothing is left under it.

After it is retired, an old backup of the vault does not open with the new key file
alone: what was erased before a rotation is then beyond reach in backups too.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from pseudonymisation.failures import KeysFailure, VaultBusy
from pseudonymisation.identities.lock import PAUSE_SECONDS, vault_lock
from pseudonymisation.identities.store import reading, writing
from pseudonymisation.identities.tables import persons
from pseudonymisation.keys.envelope import Envelope
from pseudonymisation.keys.failures import RotationUnproven
from pseudonymisation.keys.keyring import Keyring, read_wrapping
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.roots import PseudonymRoots
from pseudonymisation.keys.rotate import add_wrapping_key, retire_other_keys
from pseudonymisation.scrubbing import truncate_log
from pseudonymisation.vault import Vault


BATCH = 2_000  # persons per transaction: some 10 ms
PATIENCE_SECONDS = 600.0
"""How long a batch waits for an intake to end."""
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did.

    Attributes:
        key_id: of the key now in use.
        rewrapped: data keys wrapped anew in this run.
        proven: data keys that open under the new key alone.
        retired: ids of the keys that went.
    """

    key_id: str
    rewrapped: int
    proven: int
    retired: tuple[str, ...]


def rotate(
    vault: Vault,
    keys_folder: Path,
    *,
    passphrase: Passphrase = nobody,
    step: Step = lambda _name: None,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Rotated:
    """Rotate the wrapping key, or go on with a rotation that was interrupted.

    Args:
        vault: the opened vault.
        keys_folder: where the key files lie.
        passphrase: asked where they are sealed.
        step: told the name of each step as it is done.
        patience_seconds: how long to wait for others.

    Returns:
        What was done.

    Raises:
        RotationUnproven: some data key does not open; the old key stays.
        VaultBusy: others kept the vault for too long; starting again goes on.
        KeysFailure: the key files do not open.
    """
    with _locked(vault, patience_seconds):
        key_id = add_wrapping_key(keys_folder, passphrase)
    step("key added")
    vault.envelope.refresh()
    rewrapped = 0
    while done := _rewrap_batch(vault, step=step, patience=patience_seconds):
        rewrapped += done
        time.sleep(2 * PAUSE_SECONDS)  # lets whoever waits for the lock have it
    alone = _alone(vault, keys_folder, key_id, passphrase)
    proven, last = _prove(vault, alone, after=0)
    step("proven")
    with _locked(vault, patience_seconds):
        vault.envelope.refresh()
        while done := _rewrap(vault, step):
            rewrapped += done
        proven += _prove(vault, alone, after=last)[0]
        _refuse_others(vault, key_id)
        step("proven again")
        retired = retire_other_keys(keys_folder, passphrase)
        step("retired")
    vault.envelope.refresh()
    truncate_log(vault.engine)
    step("log emptied")
    return Rotated(key_id, rewrapped, proven, tuple(retired))


def count_by_key(vault: Vault) -> dict[str, int]:
    """Count the data keys that each wrapping key wraps.

    Args:
        vault: the opened vault.

    Returns:
        Numbers by key id.
    """
    query = select(persons.c.key_id, func.count()).group_by(persons.c.key_id)
    with reading(vault.engine) as connection:
        return {key_id: n for key_id, n in connection.execute(query)}


@contextmanager
def _locked(vault: Vault, patience: float) -> Iterator[None]:
    lock = vault_lock(vault.engine)
    if not lock.acquire(wait_seconds=patience):
        raise VaultBusy
    try:
        yield
    finally:
        lock.release()


def _rewrap_batch(vault: Vault, *, step: Step, patience: float) -> int:
    with _locked(vault, patience):
        return _rewrap(vault, step)


def _rewrap(vault: Vault, step: Step) -> int:
    """Wrap some data keys anew, in a transaction of their own."""
    envelope = vault.envelope
    query = select(persons).where(persons.c.key_id != envelope.active).limit(BATCH)
    change = (
        update(persons)
        .where(persons.c.id == bindparam("row"))
        .values(wrapped_key=bindparam("wrapped"), key_id=envelope.active)
    )
    with writing(vault.engine) as connection:
        rows = connection.execute(query).all()
        if not rows:
            return 0
        connection.execute(change, [_again(envelope, row) for row in rows])
        step("batch written")
        connection.commit()
    step("batch committed")
    return len(rows)


def _again(envelope: Envelope, row: Row[Any]) -> dict[str, object]:
    data_key = envelope.unwrap(row.wrapped_key, key_id=row.key_id, row=row.id)
    return {"row": row.id, "wrapped": envelope.wrap(data_key, row=row.id)}


def _alone(
    vault: Vault, keys_folder: Path, key_id: str, passphrase: Passphrase
) -> Envelope:
    """Make an envelope that holds the new key as its file has it, and no other."""
    wrapping, _active = read_wrapping(keys_folder, passphrase)
    ring = Keyring({key_id: wrapping[key_id]}, key_id, PseudonymRoots(0, {}), {}, b"")
    return Envelope(ring)


def _prove(vault: Vault, alone: Envelope, *, after: int) -> tuple[int, int]:
    """Open every data key from a row on; give how many, and the last row."""
    query = (
        select(persons.c.id, persons.c.wrapped_key, persons.c.key_id)
        .where(persons.c.id > after)
        .order_by(persons.c.id)
    )
    n, last = 0, after
    with reading(vault.engine) as connection:
        for row in connection.execute(query):
            try:
                alone.unwrap(row.wrapped_key, key_id=row.key_id, row=row.id)
            except KeysFailure:
                raise RotationUnproven from None
            n, last = n + 1, row.id
    return n, last


def _refuse_others(vault: Vault, key_id: str) -> None:
    if set(count_by_key(vault)) - {key_id}:
        raise RotationUnproven
