"""Pairs of numbers ↔ 16 bytes under a key; what they digest to, a million a second.

AES is a permutation of 16-byte blocks that nobody without the key can tell from a
random one. On two numbers of 64 bits, all of them distinct, it is an encryption of
fixed length: a pair that shares a number with another looks like any other pair. On two
blocks chained it is a keyed digest. Encrypting thousands in one call takes a hundredth
of doing each by itself.

Source: NIST FIPS 197 (AES-256), each block by itself; CBC-MAC over messages all of two
blocks (Bellare, Kilian, Rogaway, 2000).
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from numpy.typing import NDArray

from pseudonymisation.failures import CiphertextRefused


BLOCK = 16  # bytes
_LANES = 4  # of 32 bits in a block: 2³² of them add up in 64 bits
Pair = tuple[int, int]
Entry = tuple[int, bytes]


class PairSeal:
    """Seals the second number of a pair, bound to the first.

    The same number beside two others gives blocks that nothing joins.

    Args:
        key: for this use alone, 32 bytes.
    """

    def __init__(self, key: bytes) -> None:
        # A pair is sealed once, so that equal blocks would be equal pairs.
        self._cipher = Cipher(AES(key), ECB())  # noqa: S305

    def __repr__(self) -> str:
        return "PairSeal(…)"

    def seal(self, pairs: Sequence[Pair]) -> list[Entry]:
        """Seal the second number of many pairs.

        Args:
            pairs: signed numbers of 64 bits, all pairs distinct.

        Returns:
            The first number of each and 16 bytes.
        """
        if not pairs:
            return []
        content = np.fromiter(chain.from_iterable(pairs), ">i8", 2 * len(pairs))
        sealed = self._cipher.encryptor().update(content.tobytes())
        blocks = np.frombuffer(sealed, f"V{BLOCK}").tolist()
        return list(zip([pair[0] for pair in pairs], blocks, strict=True))

    def open(self, entries: Sequence[Entry]) -> list[int]:
        """Open many sealed numbers.

        Args:
            entries: from `seal`.

        Returns:
            The second number of each pair.

        Raises:
            CiphertextRefused: one was altered, or put beside another first number.
        """
        if not entries:
            return []
        joined = _joined([entry[1] for entry in entries])
        if joined is None:
            raise CiphertextRefused
        content = self._cipher.decryptor().update(joined)
        pairs = np.frombuffer(content, ">i8").reshape(-1, 2)
        if not np.array_equal(np.array([entry[0] for entry in entries]), pairs[:, 0]):
            raise CiphertextRefused
        found: list[int] = pairs[:, 1].tolist()
        return found


class EntryDigest:
    """Digests numbers of 64 bits, each with a block of 16 bytes.

    Args:
        key: for this use alone, 32 bytes.
    """

    def __init__(self, key: bytes) -> None:
        # Each pass stands for itself: nothing is encrypted to be read again.
        self._cipher = Cipher(AES(key), ECB()).encryptor()  # noqa: S305

    def __repr__(self) -> str:
        return "EntryDigest(…)"

    def one(self, number: int, block: bytes) -> int:
        """Digest a number and its block.

        Args:
            number: −2⁶³ to 2⁶³ − 1.
            block: 16 bytes.

        Returns:
            A number below 2¹²⁸.

        Raises:
            OverflowError: the number has more than 64 bits.
        """
        first = int.from_bytes(self._cipher.update(block), "big")
        told = int.from_bytes(number.to_bytes(BLOCK // 2, "big", signed=True), "big")
        chained = (first ^ told).to_bytes(BLOCK, "big")
        return int.from_bytes(self._cipher.update(chained), "big")

    def total(self, entries: Sequence[Sequence[object]]) -> int | None:
        """Add up the digests of many.

        Args:
            entries: at most 2³² of them.

        Returns:
            The sum, not reduced; None where something else than a whole number of 64
            bits and 16 bytes is among them.
        """
        if not entries:
            return 0
        numbers = [entry[0] for entry in entries]
        joined = _joined([entry[1] for entry in entries])
        if joined is None:
            return None
        firsts: NDArray[np.int64] = np.array(numbers)
        if firsts.dtype != np.int64:
            return None
        chained = np.frombuffer(self._cipher.update(joined), ">i8")
        chained = chained.reshape(-1, 2).copy()
        chained[:, 1] ^= firsts
        digests = self._cipher.update(chained.tobytes())
        lanes = np.frombuffer(digests, ">u4").reshape(-1, _LANES)
        total = 0
        for part in lanes.sum(axis=0, dtype=np.uint64).tolist():
            total = (total << 32) + part
        return total


def _joined(blocks: list[Any]) -> bytes | None:
    """Join blocks; None where something else is among them, as a database may hold."""
    if set(map(type, blocks)) != {bytes} or set(map(len, blocks)) != {BLOCK}:
        return None
    return b"".join(blocks)
