"""The blind index's entries → identities that share a token; identities → taken out.

An entry holds a token and, sealed, the identity that it leads to: whoever reads the
table without the key sees neither whose a token is nor which tokens stand together. So
what an identity has in the index is found by making its tokens again; where they were
made by other rules, or many identities go at once, the index is read whole.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    func,
    select,
)

from pseudonymisation.failures import CiphertextRefused, KeyUnknown
from pseudonymisation.identities.normalise import NameReader
from pseudonymisation.identities.sealed import as_row
from pseudonymisation.identities.tables import identities, persons, tokens
from pseudonymisation.identities.writer import in_parts
from pseudonymisation.indexes import latest_index
from pseudonymisation.keys.blocks import Entry, PairSeal
from pseudonymisation.linkage.tokens import Sounds
from pseudonymisation.people import People
from pseudonymisation.vault import Vault


PARAMETERS = 10_000  # per statement; SQLite admits 32 766
ENTRIES_AT_ONCE = 200_000
FEW = 100
"""Identities taken out one by one, however small the index."""
_SHARE = 30
"""Making one identity's tokens takes as long as reading those of so many."""


def identities_under(
    connection: Connection,
    entries: PairSeal,
    numbers: Iterable[int],
    *,
    largest_block: int,
) -> set[int]:
    """Find the identities that have one of some tokens.

    Args:
        connection: to the vault.
        entries: opens what the index holds.
        numbers: tokens.
        largest_block: identities sharing a token beyond which it tells nothing.

    Returns:
        Ids of their rows.

    Raises:
        CiphertextRefused: an entry was altered or moved.
    """
    found: set[int] = set()
    for part in in_parts(sorted(set(numbers)), size=PARAMETERS):
        telling = (
            select(tokens.c.token)
            .where(tokens.c.token.in_(part))
            .group_by(tokens.c.token)
            .having(func.count() <= largest_block)
        )
        there = select(tokens.c.token, tokens.c.sealed).where(
            tokens.c.token.in_(telling)
        )
        found.update(entries.open(_plain(connection.execute(there).all())))
    return found


def take_out(vault: Vault, connection: Connection, which: ColumnElement[bool]) -> None:
    """Take identities out of the blind index.

    Args:
        vault: the opened vault.
        connection: a writing transaction.
        which: of the identities' rows, still there.
    """
    chosen = set(connection.execute(select(identities.c.id).where(which)).scalars())
    if not chosen:
        return
    highest = connection.execute(select(func.max(identities.c.id))).scalar() or 0
    few = len(chosen) <= max(FEW, highest // _SHARE)
    if not (few and _take_out_by_tokens(vault, connection, chosen)):
        _take_out_by_reading(vault, connection, chosen)


def _take_out_by_tokens(
    vault: Vault, connection: Connection, chosen: Collection[int]
) -> bool:
    """Make the entries of identities again and delete them; False if one is missed."""
    index = latest_index(connection)
    rows = _stored(connection, chosen)
    if index is None or not index.usable:
        return False
    if any(row.indexed_by != index.number for row in rows):
        return False
    try:
        going = _entries_of(vault, rows)
    except (CiphertextRefused, KeyUnknown):
        return False
    return _delete(connection, going) == len(going)


def _stored(connection: Connection, chosen: Collection[int]) -> list[Row[Any]]:
    """Read the chosen identities that the index may hold."""
    query = (
        select(identities, persons.c.person_id, persons.c.wrapped_key, persons.c.key_id)
        .join(persons, persons.c.id == identities.c.person)
        .where(identities.c.linkable)
    )
    return [
        row
        for part in in_parts(sorted(chosen), size=PARAMETERS)
        for row in connection.execute(query.where(identities.c.id.in_(part)))
    ]


def _entries_of(vault: Vault, rows: Sequence[Row[Any]]) -> list[Entry]:
    """Make the entries of identities under the rules of today."""
    people, reader, sounds = People(vault), NameReader(), Sounds()
    pairs = [
        (number, row.id)
        for row in rows
        for number in vault.tokens.tokens(
            reader.features(as_row(people.open(row), organisation="")), sounds
        )
    ]
    return vault.entries.seal(pairs)


def _take_out_by_reading(
    vault: Vault, connection: Connection, chosen: Collection[int]
) -> None:
    query = select(tokens.c.token, tokens.c.sealed)
    going: list[Entry] = []
    for rows in connection.execute(query).partitions(ENTRIES_AT_ONCE):
        entries = _plain(rows)
        opened = zip(entries, _opened(vault.entries, entries), strict=True)
        going.extend(entry for entry, identity in opened if identity in chosen)
    _delete(connection, going)


def _opened(seal: PairSeal, entries: Sequence[Entry]) -> Sequence[int | None]:
    """Open entries; one that was altered leads nowhere, and holds nobody's end up."""
    try:
        return seal.open(entries)
    except CiphertextRefused:
        if len(entries) == 1:
            return [None]
    middle = len(entries) // 2
    return [*_opened(seal, entries[:middle]), *_opened(seal, entries[middle:])]


def _delete(connection: Connection, going: Sequence[Entry]) -> int:
    """Delete entries; give how many were there."""
    if not going:
        return 0
    statement = delete(tokens).where(
        tokens.c.token == bindparam("of"), tokens.c.sealed == bindparam("block")
    )
    ordered = [{"of": token, "block": block} for token, block in sorted(going)]
    return connection.execute(statement, ordered).rowcount


def _plain(rows: Sequence[Any]) -> list[Entry]:
    return [(token, sealed) for token, sealed in rows]
