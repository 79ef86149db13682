"""Codes of an authenticator application, and codes for the day it is lost.

Pure functions over bytes and whole seconds. A code of the application holds for thirty
seconds; one step before and one after are taken too, since telephones drift and people
type slowly. A step counts once: whoever read a code over a shoulder comes too late.

Source: RFC 4226 (HOTP), RFC 6238 (TOTP); recovery codes of 120 bits may be kept as a
plain digest (OWASP ASVS 5.0, V6.5.2).
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode


STEP_SECONDS = 30
DIGITS = 6
DRIFT_STEPS = 1
SECRET_BYTES = 20
RECOVERY_CODES = 8
RECOVERY_BYTES = 15  # 120 bits, 24 letters and digits
RECOVERY_GROUP = 6


def new_secret() -> bytes:
    """Draw the secret that an application and the house share.

    Returns:
        20 random bytes (RFC 4226 §4).
    """
    return secrets.token_bytes(SECRET_BYTES)


def step_of(at: datetime) -> int:
    """Give the step of thirty seconds that an instant lies in.

    Args:
        at: with its time zone.

    Returns:
        Steps since 1970.
    """
    return int(at.timestamp()) // STEP_SECONDS


def code_at(secret: bytes, step: int, *, digits: int = DIGITS) -> str:
    """Give the code of a step.

    Args:
        secret: shared with the application.
        step: from `step_of`, or RFC 4226's counter.
        digits: how many.

    Returns:
        The code, with its leading zeros.
    """
    digest = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def matching_step(
    secret: bytes, typed: str, *, at: datetime, used: int | None = None
) -> int | None:
    """Tell which step a typed code is of.

    Args:
        secret: shared with the application.
        typed: as typed, spaces allowed.
        at: the instant, with its zone.
        used: the last step that counted; it and those before count no more.

    Returns:
        The step, to be kept as used, or None: refused.
    """
    code = "".join(typed.split())
    now = step_of(at)
    found = None
    for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
        same = hmac.compare_digest(code_at(secret, step).encode(), code.encode())
        if same and found is None and (used is None or step > used):
            found = step
    return found


def spelt(secret: bytes) -> str:
    """Spell a secret for whoever cannot read the picture.

    Args:
        secret: shared with the application.

    Returns:
        Base32 in groups of four.
    """
    text = base64.b32encode(secret).decode("ascii").rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def otpauth(secret: bytes, *, login: str, house: str) -> str:
    """Give the address that an application reads from a picture.

    Args:
        secret: shared with the application.
        login: of the account.
        house: what the application shows beside it.

    Returns:
        An `otpauth://totp/…` address; no browser ever asks for it.
    """
    text = spelt(secret).replace(" ", "")
    query = urlencode({"secret": text, "issuer": house}, quote_via=quote)
    return f"otpauth://totp/{quote(house)}:{quote(login)}?{query}"


def new_recovery_codes() -> list[str]:
    """Draw the codes that let someone in without their application, once each.

    Returns:
        Eight codes of 24 letters and digits, in groups of six.
    """
    return [
        _grouped(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)
    ]


def _grouped(drawn: bytes) -> str:
    text = base64.b32encode(drawn).decode("ascii")
    step = RECOVERY_GROUP
    return "-".join(text[i : i + step] for i in range(0, len(text), step))


def recovery_digest(typed: str) -> str:
    """Digest a recovery code as it is kept.

    Args:
        typed: as typed: small letters, spaces and hyphens are all the same.

    Returns:
        SHA-256, in hexadecimal.
    """
    plain = "".join(typed.split()).replace("-", "").upper()
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()
