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
from pseudonymisation.keys.aead import NONCE_BYTES, place, seal, unseal
from pseudonymisation.keys.derive import purpose_key
from pseudonymisation.keys.keyring import KeyFiles, Keyring


__all__ = ["Envelope", "place", "seal", "unseal"]
WORDS = "words"


class Envelope:
    """Wraps the data keys of persons.

    Args:
        keyring: holds the wrapping keys.
        files: where they came from, asked again when a rotation may have changed
            them; None where they stay as they are.
    """

    def __init__(self, keyring: Keyring, *, files: KeyFiles | None = None) -> None:
        self._files = files
        self._take(keyring.wrapping, keyring.active)

    def __repr__(self) -> str:
        return "Envelope(…)"

    def _take(self, wrapping: dict[str, bytes], active: str) -> None:
        self._ciphers = {k: AESGCM(v) for k, v in wrapping.items()}
        self._words = {k: purpose_key(v, WORDS) for k, v in wrapping.items()}
        self.active = active

    def refresh(self) -> None:
        """Take the wrapping keys anew where their file has changed.

        Whoever is about to wrap does this under the vault's lock: a rotation retires
        a key under the same lock, so that no row is ever wrapped under a retired one.

        Raises:
            KeysFailure: the changed file does not open.
        """
        newer = self._files.newer_wrapping() if self._files is not None else None
        if newer is not None:
            self._take(*newer)

    def words_key(self, key_id: str) -> bytes:
        """Give the key of unsaved words that follows from a wrapping key.

        Args:
            key_id: the wrapping key's id.

        Returns:
            32 bytes, for `words.WordSeal` alone.

        Raises:
            KeyUnknown: the keyring does not hold this key.
        """
        if key_id not in self._words:
            self.refresh()
        if key_id not in self._words:
            raise KeyUnknown
        return self._words[key_id]

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
            self.refresh()
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
