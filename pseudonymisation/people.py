"""Persons met in one intent: their data keys, opened once, and their pseudonyms."""

import secrets
from typing import Any, NamedTuple

from sqlalchemy import Row

from pseudonymisation.identities.sealed import open_identity
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Identity
from pseudonymisation.vault import Vault


class _Wrapped(NamedTuple):
    key: bytes
    key_id: str


class People:
    """Remembers the keys and pseudonyms of persons by the number of their row.

    Args:
        vault: the opened vault.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._keys: dict[int, bytes | _Wrapped] = {}
        self._pseudonyms: dict[int, Pseudonym | bytes] = {}

    def __repr__(self) -> str:
        return f"People({len(self._keys)})"

    def learn(
        self, person: int, *, person_id: bytes, wrapped: bytes, key_id: str
    ) -> None:
        """Remember a person read from the vault.

        Args:
            person: id of the row.
            person_id: their random number.
            wrapped: their wrapped data key.
            key_id: id of the wrapping key.
        """
        if person not in self._keys:
            self._keys[person] = _Wrapped(wrapped, key_id)
            self._pseudonyms[person] = person_id

    def open(self, row: Row[*tuple[Any, ...]]) -> Identity:
        """Open a stored identity, and remember whose it is.

        Args:
            row: a version's id, person, version and sealed, with the person_id,
                wrapped_key and key_id of that person.

        Returns:
            The identity.

        Raises:
            KeyUnknown: the keyring lacks the wrapping key.
            CiphertextRefused: the identity or the wrapped key was altered.
        """
        self.learn(
            row.person,
            person_id=row.person_id,
            wrapped=row.wrapped_key,
            key_id=row.key_id,
        )
        return open_identity(
            row.sealed,
            data_key=self.data_key(row.person),
            row=row.id,
            person=row.person,
            version=row.version,
        )

    def create(self, person: int) -> dict[str, object]:
        """Draw a new person: a random number and a data key.

        Args:
            person: id of the row to come.

        Returns:
            The row's columns.
        """
        person_id = secrets.token_bytes(16)
        data_key = self._vault.envelope.new_data_key()
        pseudonym = self._vault.person(person_id)
        self._keys[person] = data_key
        self._pseudonyms[person] = pseudonym
        return {
            "id": person,
            "person_id": person_id,
            "lookup": self._vault.lookup(pseudonym),
            "wrapped_key": self._vault.envelope.wrap(data_key, row=person),
            "key_id": self._vault.envelope.active,
        }

    def data_key(self, person: int) -> bytes:
        """Give a person's data key, 32 bytes.

        Args:
            person: id of a row learnt or created here.

        Returns:
            The key.

        Raises:
            KeyUnknown: the keyring lacks the wrapping key.
            CiphertextRefused: the wrapped key was altered.
        """
        found = self._keys[person]
        if isinstance(found, _Wrapped):
            unwrap = self._vault.envelope.unwrap
            found = unwrap(found.key, key_id=found.key_id, row=person)
            self._keys[person] = found
        return found

    def pseudonym(self, person: int) -> Pseudonym:
        """Give a person's pseudonym in the record.

        Args:
            person: id of a row learnt or created here.

        Returns:
            The pseudonym.
        """
        found = self._pseudonyms[person]
        if isinstance(found, bytes):
            found = self._vault.person(found)
            self._pseudonyms[person] = found
        return found
