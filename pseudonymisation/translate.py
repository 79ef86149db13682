"""Pseudonyms of the record → pseudonyms of a study. Knows no identity.

It reads two columns of the vault, a digest and a random number, and holds no key that
opens an identity: an extract cannot reveal what it does not touch.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, TableClause, column, create_engine, select, table

from pseudonymisation.failures import PersonUnknown
from pseudonymisation.keys.derive import purpose_key
from pseudonymisation.keys.digest import KeyedDigest
from pseudonymisation.keys.keyring import read_pseudonym_root
from pseudonymisation.keys.minter import Minter
from pseudonymisation.keys.seal import Passphrase, nobody
from pseudonymisation.pseudonym import RECORD, SUBJECT, Pseudonym


PARAMETERS = 10_000  # per statement
_SOURCES = {
    RECORD: table("persons", column("lookup"), column("person_id")),
    SUBJECT: table("subjects", column("lookup"), column("subject_id")),
}


class Translator:
    """Turns pseudonyms of the record into those of another domain.

    Args:
        engine: the vault's database.
        root: the pseudonym root, 32 bytes.
    """

    def __init__(self, engine: Engine, root: bytes) -> None:
        self._engine = engine
        self._root = root
        self._lookups = KeyedDigest(purpose_key(root, "lookup"))

    def __repr__(self) -> str:
        return "Translator(…)"

    @classmethod
    def open(
        cls, keys_folder: Path, vault: str, passphrase: Passphrase = nobody
    ) -> "Translator":
        """Open the translation door.

        Args:
            keys_folder: where the key files lie; only the pseudonym root is read.
            vault: SQLAlchemy address of the vault.
            passphrase: asked only where the file is sealed.

        Returns:
            The translator.

        Raises:
            KeysFailure: the key file is absent, open to others or malformed.
        """
        return cls(create_engine(vault), read_pseudonym_root(keys_folder, passphrase))

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def translate(
        self, pseudonyms: Iterable[Pseudonym], *, to: str
    ) -> dict[Pseudonym, Pseudonym]:
        """Translate persons (domain "record") and subjects (domain "subject").

        Args:
            pseudonyms: any number of them.
            to: the study's domain; persons and subjects stay apart in it.

        Returns:
            The study's pseudonym by that of the record.

        Raises:
            PersonUnknown: one is not in the vault, or is of another domain.
            PseudonymMalformed: `to` cannot be a domain.
        """
        wanted = set(pseudonyms)
        minter = Minter(self._root, to)
        found: dict[Pseudonym, Pseudonym] = {}
        for domain, source in _SOURCES.items():
            ours = [p for p in wanted if p.domain == domain]
            for start in range(0, len(ours), PARAMETERS):
                part = ours[start : start + PARAMETERS]
                for pseudonym, identifier in self._identifiers(part, source):
                    found[pseudonym] = minter.mint(identifier)
        if len(found) != len(wanted):
            raise PersonUnknown
        return found

    def _identifiers(
        self, part: Sequence[Pseudonym], source: TableClause
    ) -> list[tuple[Pseudonym, bytes]]:
        lookups = {self._lookups.digest("lookup", p.text): p for p in part}
        lookup, identifier = source.c
        query = select(lookup, identifier).where(lookup.in_(list(lookups)))
        with self._engine.connect() as connection:
            return [(lookups[row[0]], row[1]) for row in connection.execute(query)]
