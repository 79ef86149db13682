"""Keyed digests of several fields, unambiguously parted.

Source: HMAC-SHA256, RFC 2104.
"""

import hmac
from hashlib import sha256


class KeyedDigest:
    """Digests fields under one key.

    Args:
        key: for this use alone, 32 bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._start = hmac.new(key, digestmod=sha256)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def digest(self, *parts: str) -> bytes:
        """Digest several fields; each is preceded by its length.

        Args:
            parts: a name of the use, then the fields.

        Returns:
            32 bytes.
        """
        state = self._start.copy()
        state.update("".join(f"{len(p)}:{p}" for p in parts).encode())
        return state.digest()
