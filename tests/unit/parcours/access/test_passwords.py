"""Which passwords are kept, and how."""

from random import Random

import pytest

from parcours.access.common_passwords import COMMON_WORDS
from parcours.access.failures import PasswordRefused
from parcours.access.passwords import check_strength, hash_password, password_matches


STRONG = [
    "quatre mots cornichon rail",
    "Zébulon-rhubarbe-1492-tuyau",
    "x7#kQv9!mTz2pL",
    "girafe sous parapluie vert",
]
WEAK = [
    "",
    "onze lettre",
    "Motdepasse2024!",
    "M0tdep@sse2024",
    "azertyuiop123",
    "AZERTYUIOPqsdf!",
    "administrateur",
    "bonjourbonjour",
    "Marseille13013!",
    "soleil-juillet-2025",
    "aaaaaaaaaaaaaaaa",
    "123456789012",
    "abcdefghijklmnop",
    "motdepassemotdepasse",
    "MissionLocale2025",
    *("1qaz2wsx3edc", "!qaz2wsx#edc", "qwer1234asdf", "aqwzsxedcrfv"),
    *("mynoobmynoob", "rk7rk7rk7rk7", "unbelievable", "thunderbird1"),
]


@pytest.mark.parametrize("password", STRONG)
def test_a_strong_password_is_kept(password):
    check_strength(password)


def test_words_drawn_at_random_are_hardly_ever_refused():
    """Two syllables each, four times: what a demonstration gives its visitors."""
    rng = Random(7)
    refused = 0
    for _ in range(500):
        syllables = [
            rng.choice("bcdfgjklmnprstv") + rng.choice("aeiou") for _ in "8" * 8
        ]
        words = ["".join(syllables[i : i + 2]) for i in range(0, 8, 2)]
        try:
            check_strength("-".join(words))
        except PasswordRefused:
            refused += 1

    assert refused == 0


@pytest.mark.parametrize("password", WEAK)
def test_a_short_or_common_password_is_refused(password):
    with pytest.raises(PasswordRefused):
        check_strength(password)


def test_a_password_made_of_the_login_is_refused():
    with pytest.raises(PasswordRefused):
        check_strength("a.zorglub-2025!", login="a.zorglub")


def test_the_refusal_does_not_repeat_the_password():
    with pytest.raises(PasswordRefused) as refusal:
        check_strength("azertyuiop123")

    assert "azerty" not in f"{refusal.value!s}{refusal.value!r}"


def test_the_hash_is_argon2id_with_64_mib_three_passes_one_lane():
    kept = hash_password(STRONG[0])

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert password_matches(kept, STRONG[0])
    assert not password_matches(kept, STRONG[1])


def test_the_same_letters_typed_in_another_way_are_the_same_password():
    kept = hash_password("ze\u0301bulon-rhubarbe-tuyau")

    assert password_matches(kept, "z\u00e9bulon-rhubarbe-tuyau")


def test_an_enormous_password_is_not_hashed():
    with pytest.raises(PasswordRefused):
        hash_password("xyzuv" * 1000)


def test_the_list_of_common_words_is_of_some_size_and_plain():
    assert len(COMMON_WORDS) >= 200
    assert all(word.isascii() and word.islower() for word in COMMON_WORDS)
