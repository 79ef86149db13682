"""One root → one key per use, so that no key serves twice.

Source: RFC 5869 (HKDF-SHA256); the info text names version and use.
"""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pseudonymisation.pseudonym import FIRST, check_domain


INFO = "parcours/v1/"


def domain_key(root: bytes, domain: str, *, generation: int = FIRST) -> bytes:
    """Derive the key of a pseudonym domain.

    Args:
        root: the pseudonym root, 32 bytes.
        domain: the domain's name.
        generation: of the root.

    Returns:
        32 bytes.

    Raises:
        PseudonymMalformed: the name cannot be that of a domain.
    """
    check_domain(domain)
    return _derive(root, f"parcours/v{generation}/{domain}")


def purpose_key(root: bytes, purpose: str) -> bytes:
    """Derive a key for a use inside the vault.

    Args:
        root: a root of the keyring, 32 bytes.
        purpose: the use; a dot is put before it, which no domain may have, so that
            no study can be named into it.

    Returns:
        32 bytes.
    """
    return _derive(root, f"{INFO}.{purpose}")


def _derive(root: bytes, info: str) -> bytes:
    return HKDF(SHA256(), 32, None, info.encode("ascii")).derive(root)
