"""Bytes sealed under a key and bound to their place.

Source: NIST SP 800-38D (AES-GCM), 96-bit random nonces.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pseudonymisation.failures import CiphertextRefused


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
