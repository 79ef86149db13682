"""Keyed digests of several fields, unambiguously parted.

Source: HMAC-SHA256, RFC 2104.
"""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC


class KeyedDigest:
    """Digests fields under one key.

    Args:
        key: for this use alone, 32 bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._start = HMAC(key, SHA256())

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def digest(self, *parts: str) -> bytes:
        """Digest several fields; each is preceded by its length.

        Args:
            parts: a name of the use, then the fields.

        Returns:
            32 bytes.
        """
        text = "".join([f"{len(part)}:{part}" for part in parts])
        state = self._start.copy()
        state.update(text.encode())
        return state.finalize()
