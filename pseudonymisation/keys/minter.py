"""Random numbers → pseudonyms of one domain."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from pseudonymisation.keys.derive import domain_key
from pseudonymisation.pseudonym import FIRST, Pseudonym, spell


class Minter:
    """Makes the pseudonyms of a domain.

    Args:
        root: the pseudonym root, 32 bytes.
        domain: the domain's name.
        generation: of the root.

    Raises:
        PseudonymMalformed: the name cannot be that of a domain.

    Source: RFC 2104 (HMAC-SHA256).
    """

    def __init__(self, root: bytes, domain: str, *, generation: int = FIRST) -> None:
        key = domain_key(root, domain, generation=generation)
        self._start = HMAC(key, SHA256())
        self._domain = domain
        self._generation = generation

    def __repr__(self) -> str:
        return f"Minter({self._domain!r})"

    def mint(self, identifier: bytes) -> Pseudonym:
        """Make the pseudonym of a random identifier.

        Args:
            identifier: 16 random bytes; never anything derived from an identity.

        Returns:
            The pseudonym; same root, domain and identifier, same pseudonym.
        """
        state = self._start.copy()
        state.update(identifier)
        return spell(self._domain, state.finalize(), generation=self._generation)
