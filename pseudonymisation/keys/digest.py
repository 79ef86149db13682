"""Keyed digests of several fields, unambiguously parted.

Source: HMAC-SHA256, RFC 2104; where millions of short numbers are made, keyed BLAKE2b,
RFC 7693, at a quarter of the time.
"""

from hashlib import blake2b

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC


_LENGTHS = tuple(f"{length}:" for length in range(256))


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
        state = self._start.copy()
        state.update(_measured(parts).encode())
        return state.finalize()


class KeyedNumbers:
    """Makes signed 64-bit numbers of several fields under one key.

    Args:
        key: for this use alone, 32 bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._start = blake2b(key=key, digest_size=8)

    def __repr__(self) -> str:
        return "KeyedNumbers(…)"

    def number(self, parts: tuple[str, ...]) -> int:
        """Make the number of several fields; each is preceded by its length.

        Args:
            parts: a name of the use, then the fields.

        Returns:
            −2⁶³ to 2⁶³ − 1.
        """
        state = self._start.copy()
        state.update(_measured(parts).encode())
        return int.from_bytes(state.digest(), "big", signed=True)


def _measured(parts: tuple[str, ...]) -> str:
    """Write each part after its length; short ones take theirs from a list."""
    try:
        return "".join([_LENGTHS[len(part)] + part for part in parts])
    except IndexError:
        return "".join([f"{len(part)}:{part}" for part in parts])
