"""Words that an account typed and has not saved, sealed beside the record.

Their keys follow from the wrapping keys, one for this use alone: a rotation gives a new
one, and what was not sealed anew by then does not open any more.

Source: NIST SP 800-38D (AES-GCM), RFC 5869 (HKDF-SHA256).
"""

from dataclasses import dataclass

from pseudonymisation.keys.aead import seal, unseal
from pseudonymisation.keys.envelope import Envelope


@dataclass(frozen=True, slots=True)
class SealedWords:
    """Words nobody reads without the key.

    Attributes:
        key_id: of the wrapping key from which theirs follows.
        content: nonce and ciphertext, 28 bytes longer than the words.
    """

    key_id: str
    content: bytes

    def __repr__(self) -> str:
        return "SealedWords()"


class WordSeal:
    """Seals words to their place, and opens them there.

    Args:
        envelope: holds the wrapping keys.
    """

    def __init__(self, envelope: Envelope) -> None:
        self._envelope = envelope

    def __repr__(self) -> str:
        return "WordSeal(…)"

    @property
    def key_id(self) -> str:
        """Give the id of the key in use, as its file has it now."""
        self._envelope.refresh()
        return self._envelope.active

    def seal(self, words: str, *, bound_to: str) -> SealedWords:
        """Seal words under the key in use.

        Args:
            words: any text.
            bound_to: names the place; they open nowhere else.

        Returns:
            The sealed words.

        Raises:
            KeysFailure: the changed key file does not open.
        """
        key_id = self.key_id
        place = _place(bound_to, key_id)
        key = self._envelope.words_key(key_id)
        return SealedWords(key_id, seal(key, words.encode(), bound_to=place))

    def sealed(self, words: str, bound_to: str) -> tuple[str, bytes]:
        """Seal words, for a store that knows nothing of keys.

        Args:
            words: any text.
            bound_to: names the place.

        Returns:
            Id of the key, and the sealed words.
        """
        made = self.seal(words, bound_to=bound_to)
        return made.key_id, made.content

    def open(self, sealed: SealedWords, *, bound_to: str) -> str:
        """Open words at their place.

        Args:
            sealed: what `seal` gave.
            bound_to: the place they are read from.

        Returns:
            The words.

        Raises:
            KeyUnknown: the key was retired.
            CiphertextRefused: altered, or moved from another place.
        """
        place = _place(bound_to, sealed.key_id)
        key = self._envelope.words_key(sealed.key_id)
        return unseal(key, sealed.content, bound_to=place).decode()


def _place(bound_to: str, key_id: str) -> bytes:
    return f"{bound_to}|{key_id}".encode()
