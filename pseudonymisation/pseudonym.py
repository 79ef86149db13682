"""The pseudonym: the only form in which a person leaves the vault.

A pseudonym belongs to a domain (the record, a study…). Two domains have two keys, so
the pseudonyms of one person in two domains cannot be joined without the vault.
"""

import re
from dataclasses import dataclass

from pseudonymisation.failures import PseudonymMalformed


FIRST = 1
"""Generation of pseudonyms under a territory’s first root; a re-keying adds one."""
RECORD = "record"
SUBJECT = "subject"

_SIGNS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [a + b for a in _SIGNS for b in _SIGNS]
_SHIFTS = range(250, -10, -10)
_DOMAIN = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_TEXT = re.compile(r"v[1-9][0-9]{0,3}\.([a-z][a-z0-9_-]{0,62})\.([a-z2-7]{52})")


@dataclass(frozen=True, slots=True, order=True)
class Pseudonym:
    """A person or a source subject, under the name of one domain.

    Attributes:
        text: `v<generation>.<domain>.<52 letters or digits>`.
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> "Pseudonym":
        """Read a pseudonym written as text.

        Args:
            text: as `str` of a pseudonym gives it.

        Returns:
            The pseudonym.

        Raises:
            PseudonymMalformed: the text has another form.
        """
        if not _TEXT.fullmatch(text):
            raise PseudonymMalformed
        return cls(text)

    @property
    def domain(self) -> str:
        """Tell the domain, such as "record" or the name of a study."""
        return self.text.split(".", 2)[1]

    @property
    def generation(self) -> int:
        """Tell under which root it was made: 1, and one more at each re-keying."""
        return int(self.text.split(".", 1)[0][1:])

    def __str__(self) -> str:
        return self.text


def check_domain(domain: str) -> None:
    """Refuse a domain name that a pseudonym could not carry.

    Args:
        domain: 1 to 63 of a–z, 0–9, "-" and "_", a letter first.

    Raises:
        PseudonymMalformed: the name has another form.
    """
    if not _DOMAIN.fullmatch(domain):
        raise PseudonymMalformed


def spell(domain: str, digest: bytes, *, generation: int = FIRST) -> Pseudonym:
    """Write a keyed digest as a pseudonym.

    Args:
        domain: a name that `check_domain` accepts.
        digest: 32 bytes, made by `keys.minter`.
        generation: of the root that made it.

    Returns:
        The pseudonym.

    Source: RFC 4648 (base32).
    """
    return Pseudonym(f"v{generation}.{domain}.{_base32(digest)}")


def _base32(digest: bytes) -> str:
    """Write 32 bytes as 52 lower-case signs, two signs (10 bits) at a time.

    The same as `base64.b32encode` without padding, at a fifth of its time.
    """
    number = int.from_bytes(digest, "big") << 4  # 256 bits → 260
    return "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])
