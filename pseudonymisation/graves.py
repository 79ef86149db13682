"""Tombstones: keyed digests of what erased persons were known by.

A tombstone recognises: the organisation's code; the whole identity, whoever sends it;
family name, given name and birth date together, through homophones and through day
and month exchanged. It does not recognise a person whose name or birth date is written
otherwise, or who comes with a name alone: such a row makes a new person.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select

from pseudonymisation.identities.normalise import Features, NameReader
from pseudonymisation.identities.spelling import homophone
from pseudonymisation.identities.store import reading
from pseudonymisation.identities.tables import tombstones
from pseudonymisation.identities.writer import in_parts
from pseudonymisation.values import IdentityRow
from pseudonymisation.vault import Vault


DIGEST_BYTES = 16
PARAMETERS = 10_000  # per statement
HANDLE, IDENTITY, NAMES = "handle", "identity", "names"
Grave = tuple[str, bytes]


def met(vault: Vault, rows: Sequence[IdentityRow]) -> set[int]:
    """Tell which rows are about an erased person.

    Args:
        vault: the opened vault.
        rows: any number.

    Returns:
        Numbers of the rows that meet a tombstone.
    """
    with reading(vault.engine) as connection:
        return met_in(vault, connection, rows, reader=NameReader())


def met_in(
    vault: Vault,
    connection: Connection,
    rows: Sequence[IdentityRow],
    *,
    reader: NameReader,
) -> set[int]:
    """Do the same within a transaction; see `met`."""
    if not connection.execute(select(func.max(tombstones.c.id))).scalar():
        return set()
    by_digest: dict[bytes, set[int]] = {}
    for row in rows:
        for _kind, digest in graves_of(vault, row, reader.features(row)):
            by_digest.setdefault(digest, set()).add(row.row)
    found: set[int] = set()
    for part in in_parts(sorted(by_digest), size=PARAMETERS):
        query = select(tombstones.c.digest).where(
            tombstones.c.digest.in_(part), tombstones.c.withdrawn_by.is_(None)
        )
        for digest in connection.execute(query).scalars():
            found |= by_digest[digest]
    return found


def graves_of(vault: Vault, row: IdentityRow, features: Features) -> Iterator[Grave]:
    """Digest what a row could be recognised by.

    Args:
        vault: holds the keys.
        row: with organisation, code and identity.
        features: of the row.

    Yields:
        Kind and digest.
    """
    handle = vault.tokens.handle(row, features)
    if handle is not None:
        yield grave_of_handle(vault, handle)
    if row.may_link:
        yield from graves_of_identity(vault, features)


def grave_of_handle(vault: Vault, handle: bytes) -> Grave:
    """Digest a subject's handle."""
    return HANDLE, _digest(vault, HANDLE, handle.hex())


def graves_of_identity(vault: Vault, known: Features) -> Iterator[Grave]:
    """Digest the whole identity, and names with the birth date."""
    day = known.day
    if not day:
        return
    turned = day[:4] + "".join(sorted((day[4:6], day[6:])))
    if known.surnames and known.given:
        names = (*sorted(known.surnames), "/", *known.given, "/", *known.further)
        yield IDENTITY, _digest(vault, IDENTITY, *names, day, known.sex or "")
    for surname in known.surnames:
        for given in known.given:
            pair = sorted((homophone(surname), homophone(given)))
            yield NAMES, _digest(vault, NAMES, *pair, turned)


def _digest(vault: Vault, *parts: str) -> bytes:
    return vault.graves.digest(*parts)[:DIGEST_BYTES]
