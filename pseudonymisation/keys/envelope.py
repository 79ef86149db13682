"""Data keys wrapped by the active key; rows sealed under the data key of a person.

Forgetting one wrapped key makes every identity of that person unreadable, backups
included. What is sealed is bound to its place (table, row, key, version): a row
copied over another, or an older version put back in a newer one's place, is refused.

Source: NIST SP 800-38D (AES-GCM), 96-bit random nonces.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pseudonymisation.failures import CiphertextRefused, KeyUnknown
from pseudonymisation.keys.keyring import Keyring


NONCE_BYTES = 12


def place(table: str, row: int, key_id: str, version: int) -> bytes:
    """Name the place a ciphertext is bound to.

    Args:
        table: name of the table.
        row: the row's id.
        key_id: id of the key in use.
        version: version of the content.

    Returns:
        The bytes to authenticate with the content.
    """
    return f"{table}|{row}|{key_id}|{version}".encode("ascii")


def seal(key: bytes, content: bytes, *, bound_to: bytes) -> bytes:
    """Encrypt and authenticate.

    Args:
        key: 32 bytes.
        content: what to hide.
        bound_to: the place, from `place`.

    Returns:
        Nonce and ciphertext, 28 bytes longer than the content.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to)


def unseal(key: bytes, sealed: bytes, *, bound_to: bytes) -> bytes:
    """Check and decrypt.

    Args:
        key: 32 bytes.
        sealed: what `seal` gave.
        bound_to: the place it is read from.

    Returns:
        The content.

    Raises:
        CiphertextRefused: altered, moved or under another key.
    """
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError):
        raise CiphertextRefused from None


class Envelope:
    """Wraps the data keys of persons.

    Args:
        keyring: holds the wrapping keys.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._ciphers = {k: AESGCM(v) for k, v in keyring.wrapping.items()}
        self.active = keyring.active

    def __repr__(self) -> str:
        return "Envelope(…)"

    def new_data_key(self) -> bytes:
        """Draw a data key, 32 random bytes."""
        return os.urandom(32)

    def wrap(self, data_key: bytes, *, row: int) -> bytes:
        """Wrap a data key under the active key, bound to its person's row.

        Args:
            data_key: 32 bytes.
            row: id of the person's row.

        Returns:
            The wrapped key, 60 bytes; its key id is `active`.
        """
        nonce = os.urandom(NONCE_BYTES)
        bound_to = place("persons", row, self.active, 1)
        return nonce + self._ciphers[self.active].encrypt(nonce, data_key, bound_to)

    def unwrap(self, wrapped: bytes, *, key_id: str, row: int) -> bytes:
        """Open a wrapped data key.

        Args:
            wrapped: what `wrap` gave.
            key_id: the wrapping key's id, stored in the row.
            row: id of the person's row.

        Returns:
            The data key, 32 bytes.

        Raises:
            KeyUnknown: the keyring does not hold this key.
            CiphertextRefused: altered or moved.
        """
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise KeyUnknown
        bound_to = place("persons", row, key_id, 1)
        try:
            return cipher.decrypt(
                wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound_to
            )
        except (InvalidTag, ValueError):
            raise CiphertextRefused from None
