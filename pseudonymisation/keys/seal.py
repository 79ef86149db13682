"""A passphrase → a box that opens with it alone: how key files and shares lie at rest.

The passphrase is stretched by Argon2id under a salt of its own for every box; what is
inside is encrypted and bound to the box's name, so that one box cannot stand in for
another. The parameters lie in the box, in clear and authenticated: they may grow later
without making old boxes unreadable.

Source: RFC 9106 §4 (second recommended option: 3 passes, 64 MiB, 4 lanes);
NIST SP 800-38D for the encryption.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from argon2.low_level import Type, hash_secret_raw

from pseudonymisation.failures import CiphertextRefused, KeysMalformed
from pseudonymisation.keys.aead import seal, unseal
from pseudonymisation.keys.failures import (
    KeysSealed,
    PassphraseTooShort,
    PassphraseWrong,
)
from pseudonymisation.keys.passphrase import Passphrase


SHORTEST = 12  # signs; four words are more
SALT_BYTES = 16
KDF = "argon2id"
_LEAST_KIB, _MOST_KIB = 19 * 1024, 1024 * 1024
_LEAST_PASSES, _MOST_PASSES = 2, 20
_MOST_LANES = 16


@dataclass(frozen=True, slots=True)
class Strength:
    """What stretching a passphrase costs.

    Attributes:
        passes: over the memory.
        memory_kib: kibibytes.
        lanes: computed side by side.
    """

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4


STRENGTH = Strength()


def box_up(
    content: bytes, passphrase: str, *, name: str, strength: Strength = STRENGTH
) -> dict[str, Any]:
    """Seal bytes under a passphrase.

    Args:
        content: what to hide.
        passphrase: twelve signs or more.
        name: what the box is; it opens under no other name.
        strength: cost of a guess.

    Returns:
        A JSON object: kdf, passes, memory_kib, lanes, salt and box.

    Raises:
        PassphraseTooShort: fewer than twelve signs.
    """
    if len(passphrase) < SHORTEST:
        raise PassphraseTooShort(minimum=SHORTEST)
    salt = os.urandom(SALT_BYTES)
    key = _stretch(passphrase, salt, strength)
    return {
        "kdf": KDF,
        "passes": strength.passes,
        "memory_kib": strength.memory_kib,
        "lanes": strength.lanes,
        "salt": _text(salt),
        "box": _text(seal(key, content, bound_to=_bound_to(name, strength, salt))),
    }


def open_box(sealed: object, passphrase: Passphrase, *, name: str) -> bytes:
    """Open a sealed box.

    Args:
        sealed: what `box_up` gave.
        passphrase: asks for it; called once.
        name: what the box was sealed as.

    Returns:
        The content.

    Raises:
        KeysSealed: nobody gave a passphrase.
        PassphraseWrong: another passphrase, or the box was altered.
        KeysMalformed: not a box.
    """
    strength, salt, box = _parts(sealed, name)
    told = passphrase()
    if told is None:
        raise KeysSealed(name)
    key = _stretch(told, salt, strength)
    try:
        return unseal(key, box, bound_to=_bound_to(name, strength, salt))
    except CiphertextRefused:
        raise PassphraseWrong(name) from None


def strength_of(sealed: object, *, name: str) -> Strength:
    """Tell what a guess at a box costs, without opening it.

    Args:
        sealed: what `box_up` gave.
        name: what to call it in an error.

    Returns:
        The strength.

    Raises:
        KeysMalformed: not a box.
    """
    return _parts(sealed, name)[0]


def _parts(sealed: object, name: str) -> tuple[Strength, bytes, bytes]:
    """Read a box's fields; absurd parameters are refused before they cost anything."""
    if not isinstance(sealed, Mapping) or sealed.get("kdf") != KDF:
        raise KeysMalformed(name)
    numbers = [sealed.get(field) for field in ("passes", "memory_kib", "lanes")]
    if not all(type(number) is int for number in numbers):
        raise KeysMalformed(name)
    passes, memory, lanes = (int(number or 0) for number in numbers)
    sensible = (
        _LEAST_PASSES <= passes <= _MOST_PASSES
        and _LEAST_KIB <= memory <= _MOST_KIB
        and 1 <= lanes <= _MOST_LANES
    )
    salt, box = _bytes(sealed.get("salt"), name), _bytes(sealed.get("box"), name)
    if not sensible or len(salt) != SALT_BYTES:
        raise KeysMalformed(name)
    return Strength(passes, memory, lanes), salt, box


@lru_cache(maxsize=16)  # a second of work for each file, and several readers of it
def _stretch(passphrase: str, salt: bytes, strength: Strength) -> bytes:
    return hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=strength.passes,
        memory_cost=strength.memory_kib,
        parallelism=strength.lanes,
        hash_len=32,
        type=Type.ID,
    )


def _bound_to(name: str, strength: Strength, salt: bytes) -> bytes:
    cost = f"{KDF}|{strength.passes}|{strength.memory_kib}|{strength.lanes}"
    return f"sealed|v1|{name}|{cost}|{salt.hex()}".encode()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: object, name: str) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        raise KeysMalformed(name) from None
