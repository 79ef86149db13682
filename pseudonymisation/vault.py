"""An opened vault: its store and the keys for each use, for the doors only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from pseudonymisation.identities.integrity import (
    Integrity,
    IntegrityKey,
    verify,
    watch,
)
from pseudonymisation.identities.store import open_vault, reading
from pseudonymisation.keys.blocks import PairSeal
from pseudonymisation.keys.derive import purpose_key
from pseudonymisation.keys.digest import KeyedDigest
from pseudonymisation.keys.envelope import Envelope
from pseudonymisation.keys.keyring import KeyFiles, Keyring
from pseudonymisation.keys.roots import ROWS, TOKENS, TOMBSTONES
from pseudonymisation.linkage.rules import LinkageRules, read_linkage_rules
from pseudonymisation.linkage.tokens import TokenMaker
from pseudonymisation.naming import Names
from pseudonymisation.pseudonym import RECORD, SUBJECT, Pseudonym


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """The vault's store and its keys.

    Attributes:
        engine: the database.
        envelope: wraps the data keys of persons.
        tokens: makes the blind index.
        entries: seals what the blind index holds beside a token.
        rows: digests rows already seen.
        names: makes the pseudonyms of persons and subjects, and finds their rows.
        audit_key: key of the audit chain.
        integrity: digests and seals what the vault holds.
        graves: digests what an erased person was known by.
        rules: how identities are compared and decided.
        now: the clock, UTC.
    """

    engine: Engine
    envelope: Envelope
    tokens: TokenMaker
    entries: PairSeal
    rows: KeyedDigest
    names: Names
    audit_key: bytes
    integrity: IntegrityKey
    graves: KeyedDigest
    rules: LinkageRules
    now: Callable[[], datetime]

    def __repr__(self) -> str:
        return "Vault(…)"

    def person(self, person_id: bytes) -> Pseudonym:
        """Name a person in the record's domain."""
        return self.names.mint(RECORD, person_id)

    def subject(self, subject_id: bytes) -> Pseudonym:
        """Name a source subject."""
        return self.names.mint(SUBJECT, subject_id)

    def lookup(self, pseudonym: Pseudonym) -> bytes:
        """Digest a pseudonym as its row holds it, 32 bytes."""
        return self.names.lookup(pseudonym)


def open_with_keys(
    url: str,
    *,
    keyring: Keyring,
    now: Callable[[], datetime],
    rules: LinkageRules | None = None,
    files: KeyFiles | None = None,
) -> Vault:
    """Open a vault with the keys of its territory.

    Args:
        url: SQLAlchemy address.
        keyring: the keys.
        now: the clock, UTC.
        rules: of the linkage; the product's own where None.
        files: where the keys came from, asked again after a rotation.

    Returns:
        The opened vault.

    Raises:
        VaultOutdated: the tables are of another version.
        VaultAltered: a migration finds rows that were altered before it.
    """
    keys = keyring.recognition
    integrity = IntegrityKey(
        purpose_key(keyring.audit_root, "vault rows"),
        purpose_key(keyring.audit_root, "vault seal"),
    )
    maker = TokenMaker(keys[TOKENS])
    engine = open_vault(url)
    watch(engine, integrity)
    return Vault(
        engine=engine,
        envelope=Envelope(keyring, files=files),
        tokens=maker,
        entries=maker.entry_seal(),
        rows=KeyedDigest(keys[ROWS]),
        names=Names(keyring.roots, files=files),
        audit_key=purpose_key(keyring.audit_root, "audit"),
        integrity=integrity,
        graves=KeyedDigest(keys[TOMBSTONES]),
        rules=rules or read_linkage_rules(),
        now=now,
    )


def integrity_of(vault: Vault) -> Integrity:
    """Compare every row of the vault with what was written.

    Args:
        vault: the opened vault.

    Returns:
        What was found; on a server nothing is watched, and it always holds.
    """
    if vault.engine.dialect.name != "sqlite":
        return Integrity(0, ())
    with reading(vault.engine) as connection:
        return verify(connection.exec_driver_sql, vault.integrity)
