"""Passwords → Argon2id hashes, and back to yes or no.

One hash takes 64 MiB and a good part of a second on purpose; two at once are enough
for a territory, and more would let strangers fill the memory by trying to sign in.

Source: RFC 9106; parameters above OWASP ASVS 5.0 appendix C (t=3, m >= 12 MiB, p=1).
"""

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from parcours.access.common_passwords import COMMON_WORDS
from parcours.access.failures import PasswordRefused


MEMORY_KIB = 64 * 1024
PASSES = 3
LANES = 1
HASHES_AT_ONCE = 2
MINIMUM_CHARACTERS = 12
MAXIMUM_CHARACTERS = 256
FEWEST_DIFFERENT_CHARACTERS = 5
WORDS_TAKEN = 3
LETTERS_LEFT = 3
WALKED = 0.7  # share of steps to a key beside the last one
KEYBOARDS = (
    ("1234567890", "qwertyuiop", "asdfghjkl;", "zxcvbnm,./"),
    ("1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn,;:!"),
)
SHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
SIGNS_READ_AS_LETTERS = str.maketrans("0134@$", "oieaas")

_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
_room = threading.BoundedSemaphore(HASHES_AT_ONCE)


def hash_password(password: str, *, login: str = "") -> str:
    """Hash a password that is strong enough to be kept.

    Args:
        password: 12 to 256 characters.
        login: it may not be made of it.

    Returns:
        The encoded Argon2id hash with its salt and parameters.

    Raises:
        PasswordRefused: too short, too long or too common.
    """
    check_strength(password, login=login)
    with _room:
        return _hasher.hash(_normal(password))


def check_strength(password: str, *, login: str = "") -> None:
    """Refuse what a guesser tries first.

    Args:
        password: as typed.
        login: it may not be made of it.

    Raises:
        PasswordRefused: too short, too long or too common.
    """
    text = _normal(password)
    if not MINIMUM_CHARACTERS <= len(text) <= MAXIMUM_CHARACTERS:
        raise PasswordRefused(minimum=MINIMUM_CHARACTERS)
    if len(set(text)) < FEWEST_DIFFERENT_CHARACTERS or _is_run(text):
        raise PasswordRefused(minimum=MINIMUM_CHARACTERS)
    if _is_walk(text) or _is_repeated(text):
        raise PasswordRefused(minimum=MINIMUM_CHARACTERS)
    if _is_common(text, login=login):
        raise PasswordRefused(minimum=MINIMUM_CHARACTERS)


def _is_common(text: str, *, login: str) -> bool:
    """Tell whether little is left once common words, digits and signs are taken."""
    words = {*COMMON_WORDS, _letters(login)} - {""}
    longest_first = sorted(words, key=len, reverse=True)
    readings = (_letters(text), _letters(text.translate(SIGNS_READ_AS_LETTERS)))
    return any(_is_made_of(reading, longest_first) for reading in readings)


def _is_made_of(letters: str, words: Sequence[str]) -> bool:
    n_taken = 0
    for word in words:
        while word in letters and n_taken < WORDS_TAKEN:
            letters = letters.replace(word, "", 1)
            n_taken += 1
    return len(letters) < LETTERS_LEFT


def _is_run(text: str) -> bool:
    """Tell whether most characters simply follow the one before (12345…, abcd…)."""
    steps = [ord(b) - ord(a) for a, b in pairwise(text)]
    return sum(step in (-1, 0, 1) for step in steps) > 0.7 * len(steps)


def _is_walk(text: str) -> bool:
    """Tell whether most steps go to a key beside the last one (1qaz2wsx, azerqsdf…)."""
    typed = text.casefold().translate(SHIFTED)
    return any(_share_beside(typed, rows) >= WALKED for rows in KEYBOARDS)


def _share_beside(typed: str, rows: Sequence[str]) -> float:
    keys = {key: (x, y) for y, row in enumerate(rows) for x, key in enumerate(row)}
    steps = [(keys.get(a), keys.get(b)) for a, b in pairwise(typed)]
    beside = [
        a is not None and b is not None and max(abs(a[0] - b[0]), abs(a[1] - b[1])) == 1
        for a, b in steps
    ]
    return sum(beside) / max(1, len(beside))


def _is_repeated(text: str) -> bool:
    """Tell whether it is a short piece written again and again."""
    pieces = range(1, MINIMUM_CHARACTERS // 2 + 1)
    return any((text[:n] * len(text))[: len(text)] == text for n in pieces)


def _letters(text: str) -> str:
    """Reduce to unaccented small letters."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z]", "", split)


def password_matches(password_hash: str, password: str) -> bool:
    """Compare a password with a kept hash.

    Args:
        password_hash: as given by `hash_password`.
        password: as typed.

    Returns:
        True if it is the one.
    """
    if len(password) > MAXIMUM_CHARACTERS:
        password = ""
    with _room:
        try:
            return _hasher.verify(password_hash, _normal(password))
        except (Argon2Error, InvalidHashError):
            return False


def waste_the_same_time(password: str) -> None:
    """Do the work of a comparison for nobody, so that time tells nothing.

    Args:
        password: as typed.
    """
    password_matches(_nobody(), password)


@lru_cache(maxsize=1)
def _nobody() -> str:
    with _room:
        return _hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)
