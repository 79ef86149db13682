"""One line of the audit → the text that is signed, and its signature."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime


FIRST_PREVIOUS = "0" * 64
"""What line 1 gives as the hash of the line before it."""
CHAINED_COLUMNS = (
    "seq",
    "at",
    "actor",
    "role",
    "organisation",
    "session",
    "operation",
    "about",
    "scope",
    "reason",
    "decision",
    "n_results",
    "version",
    "previous",
)
"""Every column but `hash`, in the order of the canonical text."""


def canonical_text(line: Mapping[str, object]) -> str:
    """Write a line so that two different lines never read alike.

    A JSON list in a fixed order: values keep their bounds, null differs from "".

    Args:
        line: column → value, for every column of `CHAINED_COLUMNS`.

    Returns:
        The text that is signed.
    """
    values = [_plain(line[name]) for name in CHAINED_COLUMNS]
    return json.dumps(values, ensure_ascii=True, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def chain_hash(line: Mapping[str, object], *, key: bytes) -> str:
    """Sign a line and its tie to the one before.

    Args:
        line: column → value, `previous` among them.
        key: the chain's key.

    Returns:
        64 hexadecimal digits.

    Source: HMAC-SHA256, RFC 2104 and FIPS 198-1.
    """
    text = canonical_text(line).encode("ascii")
    return hmac.digest(key, text, hashlib.sha256).hex()
