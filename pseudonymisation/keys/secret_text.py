"""Secrets as the key files write them: 32 random bytes in base64."""

import base64
import binascii
import secrets

from pseudonymisation.failures import KeysMalformed


KEY_BYTES = 32


def new_secret() -> str:
    """Draw 32 random bytes, written as base64."""
    return write_secret(secrets.token_bytes(KEY_BYTES))


def write_secret(secret: bytes) -> str:
    """Write a secret as base64.

    Args:
        secret: 32 bytes.

    Returns:
        The text that `read_secret` reads.
    """
    return base64.b64encode(secret).decode("ascii")


def read_secret(text: object, name: str) -> bytes:
    """Read 32 bytes written as base64.

    Args:
        text: what the file holds.
        name: of the file, for the error.

    Returns:
        The secret.

    Raises:
        KeysMalformed: anything else.
    """
    try:
        secret = base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        raise KeysMalformed(name) from None
    if len(secret) != KEY_BYTES:
        raise KeysMalformed(name)
    return secret
