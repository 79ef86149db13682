"""Every token and handle made anew under the rules of today, while the house works on.

    a new index is put on record ──► the old tokens go, in batches ──► identities are
    opened and indexed, in batches ──► proof over the whole vault ──► in use

Each batch is a transaction of its own under the vault's lock. Identities are revealed,
joined and separated meanwhile; nothing is admitted, since a young person who is not
indexed yet would be met as a stranger. A death at any point leaves the new index on
record, not whole: starting again goes on from the first identity that lacks it. The
proof works every token and handle out a second time and compares them with what the
vault holds, nothing more and nothing less.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)

from pseudonymisation.failures import VaultBusy
from pseudonymisation.identities.lock import PAUSE_SECONDS, vault_lock
from pseudonymisation.identities.normalise import NameReader
from pseudonymisation.identities.sealed import as_row, open_identity
from pseudonymisation.identities.store import reading, writing
from pseudonymisation.identities.tables import (
    identities,
    persons,
    subjects,
    token_indexes,
    tokens,
)
from pseudonymisation.identities.writer import VaultWriter
from pseudonymisation.indexes import (
    EMPTYING,
    FILLING,
    WHOLE,
    TokenIndex,
    begin_index,
    is_outdated,
    latest_index,
    older_tombstones,
)
from pseudonymisation.linkage.index_failures import IndexUnproven
from pseudonymisation.linkage.index_version import index_version
from pseudonymisation.linkage.tokens import Sounds
from pseudonymisation.vault import Vault


BATCH = 5_000  # identities per transaction: some seconds
TOKENS_PER_BATCH = 200_000
FEW = 5_000
"""Identities that an opening indexes by itself, in a second or two."""
PATIENCE_SECONDS = 600.0
_HASHES = 1 << 64
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What was done.

    Attributes:
        name: version of the rules in use.
        indexed: identities indexed in this run; 0 where the index was whole.
        proven: identities whose tokens and handles were worked out again.
        older_tombstones: tombstones whose names were read by other rules.
    """

    name: str
    indexed: int
    proven: int
    older_tombstones: int


@dataclass(slots=True)
class _Made:
    """What one identity gives: its tokens, and a handle where it makes one."""

    row: Row[Any]
    numbers: set[int]
    makes_handle: bool
    handle: bytes | None = field(repr=False)


def reindex(
    vault: Vault,
    *,
    step: Step = lambda _name: None,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Reindexed:
    """Make the blind index anew where its rules are not those of today.

    Args:
        vault: the opened vault.
        step: called at each step, for tests.
        patience_seconds: how long a batch waits for an intent to end.

    Returns:
        What was done.

    Raises:
        VaultBusy: an intent holds the vault too long; starting again goes on.
        CiphertextRefused: an identity does not open.
        IndexUnproven: the index is not what the identities give; starting again
            begins anew.
    """
    with _locked(vault, patience_seconds):
        index = _begin(vault)
    step("begun")
    if index is None:
        with reading(vault.engine) as connection:
            return Reindexed(index_version(), 0, 0, older_tombstones(connection))
    while index.state == EMPTYING:
        with _locked(vault, patience_seconds):
            index = _empty(vault, index, step)
        time.sleep(2 * PAUSE_SECONDS)  # lets whoever waits for the lock have it
    done, after = 0, 0
    while True:
        with _locked(vault, patience_seconds):
            rows, after = _fill(vault, index, after=after, step=step)
        if not rows:
            break
        done += rows
        time.sleep(2 * PAUSE_SECONDS)
    proven = _prove(vault, index)
    step("proven")
    with _locked(vault, patience_seconds):
        _close(vault, index)
    step("closed")
    with reading(vault.engine) as connection:
        return Reindexed(index.name, done, proven, older_tombstones(connection))


def reindex_few(vault: Vault) -> None:
    """Make a small vault's index anew as it is opened, unless another is at work.

    A larger one opens with its old index: everything works but admission and
    erasure, which say what to do.

    Args:
        vault: the opened vault.
    """
    with reading(vault.engine) as connection:
        if not is_outdated(connection):
            return
        highest = connection.execute(select(func.max(identities.c.id))).scalar() or 0
    if highest <= FEW:
        try:
            reindex(vault, patience_seconds=0)
        except VaultBusy:
            return


@contextmanager
def _locked(vault: Vault, patience: float) -> Iterator[None]:
    lock = vault_lock(vault.engine)
    if not lock.acquire(wait_seconds=patience):
        raise VaultBusy
    try:
        yield
    finally:
        lock.release()


def _begin(vault: Vault) -> TokenIndex | None:
    """Go on with the index in the making, or begin one; None where it is whole."""
    with writing(vault.engine) as connection:
        if not is_outdated(connection):
            return None
        index = latest_index(connection)
        if index is not None and index.name == index_version():
            return index
        begin_index(vault, connection, state=EMPTYING)
        begun = latest_index(connection)
        connection.commit()
        return begun


def _empty(vault: Vault, index: TokenIndex, step: Step) -> TokenIndex:
    """Delete some of the old tokens; after the last ones, the filling begins."""
    beyond = select(tokens.c.token).order_by(tokens.c.token).offset(TOKENS_PER_BATCH)
    with writing(vault.engine) as connection:
        last = connection.execute(beyond.limit(1)).scalar()
        going = delete(tokens)
        connection.execute(
            going if last is None else going.where(tokens.c.token < last)
        )
        state = FILLING if last is None else EMPTYING
        if state == FILLING:
            _set_state(connection, index, state)
        step("tokens deleted")
        connection.commit()
    step("deletion committed")
    return TokenIndex(index.number, index.name, state)


def _fill(
    vault: Vault, index: TokenIndex, *, after: int, step: Step
) -> tuple[int, int]:
    """Index some identities; give how many, and the last of them."""
    lacking = _indexable().where(
        identities.c.id > after,
        identities.c.indexed_by.is_(None) | (identities.c.indexed_by != index.number),
    )
    with writing(vault.engine) as connection:
        rows = connection.execute(lacking.limit(BATCH)).all()
        if not rows:
            return 0, after
        _write(vault, connection, index, list(_made(vault, rows)))
        step("batch written")
        connection.commit()
    step("batch committed")
    return len(rows), rows[-1].id


def _write(
    vault: Vault, connection: Connection, index: TokenIndex, made: Sequence[_Made]
) -> None:
    writer = VaultWriter(connection, intent=0, entries=vault.entries)
    for one in made:
        writer.add_tokens(one.row.id, one.numbers)
    writer.flush()
    connection.execute(
        update(identities)
        .where(identities.c.id == bindparam("row"))
        .values(indexed_by=index.number),
        [{"row": one.row.id} for one in made],
    )
    handles = [
        {"row": one.row.subject, "made": one.handle} for one in made if one.makes_handle
    ]
    if handles:
        connection.execute(
            update(subjects)
            .where(subjects.c.id == bindparam("row"))
            .values(handle=bindparam("made"), handle_by=index.number),
            handles,
        )


def _prove(vault: Vault, index: TokenIndex) -> int:
    """Work everything out again and compare; give the number of identities.

    Two sets of tokens are compared by the sums of their rows' hashes.
    """
    wanted = there = n = 0
    whole = True
    with reading(vault.engine) as connection:
        kept = connection.execution_options(yield_per=BATCH)
        for rows in kept.execute(_indexable()).partitions():
            for one in _made(vault, rows):
                n += 1
                pairs = [(number, one.row.id) for number in one.numbers]
                wanted += sum(map(hash, vault.entries.seal(pairs)))
                whole &= one.row.indexed_by == index.number
                if one.makes_handle:
                    whole &= (one.row.handle, one.row.handle_by) == (
                        one.handle,
                        index.number,
                    )
        stored = select(tokens.c.token, tokens.c.sealed)
        for rows in kept.execute(stored).partitions(TOKENS_PER_BATCH):
            there += sum(hash((token, sealed)) for token, sealed in rows)
    if not whole or (wanted - there) % _HASHES:
        _begin_again(vault)
        raise IndexUnproven
    return n


def _begin_again(vault: Vault) -> None:
    """Let the next start begin anew, with all the tokens deleted."""
    with _locked(vault, PATIENCE_SECONDS), writing(vault.engine) as connection:
        begin_index(vault, connection, state=EMPTYING)
        connection.commit()


def _close(vault: Vault, index: TokenIndex) -> None:
    """Put the index in use, unless something has come under other rules meanwhile."""
    lacking = exists().where(
        identities.c.indexed_by.is_(None) | (identities.c.indexed_by != index.number)
    )
    with writing(vault.engine) as connection:
        if connection.execute(select(lacking)).scalar():
            raise IndexUnproven
        _set_state(connection, index, WHOLE)
        connection.execute(
            update(token_indexes)
            .where(token_indexes.c.id == index.number)
            .values(closed_at=vault.now())
        )
        connection.commit()


def _set_state(connection: Connection, index: TokenIndex, state: str) -> None:
    connection.execute(
        update(token_indexes)
        .where(token_indexes.c.id == index.number)
        .values(state=state)
    )


def _indexable() -> Select[Any]:
    other = identities.alias()
    earlier = (other.c.subject == identities.c.subject) & (
        other.c.version < identities.c.version
    )
    return (
        select(
            (~exists().where(earlier)).label("first"),
            identities.c.id,
            identities.c.subject,
            identities.c.person,
            identities.c.version,
            identities.c.sealed,
            identities.c.linkable,
            identities.c.indexed_by,
            persons.c.wrapped_key,
            persons.c.key_id,
            subjects.c.organisation,
            subjects.c.has_code,
            subjects.c.handle,
            subjects.c.handle_by,
        )
        .join(persons, persons.c.id == identities.c.person)
        .join(subjects, subjects.c.id == identities.c.subject)
        .order_by(identities.c.id)
    )


def _made(vault: Vault, rows: Sequence[Row[Any]]) -> Iterator[_Made]:
    """Open identities and work out what the index holds of them."""
    reader, sounds = NameReader(), Sounds()
    for row in rows:
        data_key = vault.envelope.unwrap(
            row.wrapped_key, key_id=row.key_id, row=row.person
        )
        identity = open_identity(
            row.sealed,
            data_key=data_key,
            row=row.id,
            person=row.person,
            version=row.version,
        )
        told = as_row(identity, organisation=row.organisation)
        found = reader.features(told)
        handled = row.handle is not None or row.handle_by is not None
        makes_handle = row.first and handled and not row.has_code
        yield _Made(
            row,
            vault.tokens.tokens(found, sounds) if row.linkable else set(),
            makes_handle,
            vault.tokens.handle(told, found) if makes_handle else None,
        )
