"""Two given names one letter apart: one name misspelt, or the names of two twins."""

from functools import lru_cache
from pathlib import Path

from pseudonymisation.linkage.rules import Given


SHORTEST_GIVEN = 5
VOWELS = frozenset("aeiouy")


def given_level(one: str, other: str, *, same_sound: bool) -> Given:
    """Judge two given names that one typing error parts, with twins in mind.

    The error is safe where it cannot make a twin's name: both sound alike; or one of
    the two is no name in use and the error is inside the word and breaks it (a letter
    lost, doubled or swapped, a vowel for a consonant). Lina and Léna, Lisa and Lina,
    Justin and Justine stay two names.

    Args:
        one: plain letters.
        other: plain letters, one typing error away.
        same_sound: whether both sound alike.

    Returns:
        ONE_ERROR (safe), UNSURE_ERROR or RIVAL (both are in use).
    """
    if same_sound:
        return Given.ONE_ERROR
    known = known_given_names()
    if one in known and other in known:
        return Given.RIVAL
    if (one in known) == (other in known) or min(len(one), len(other)) < SHORTEST_GIVEN:
        return Given.UNSURE_ERROR
    return Given.ONE_ERROR if _breaks_the_word(one, other) else Given.UNSURE_ERROR


def _breaks_the_word(one: str, other: str) -> bool:
    if one[0] != other[0] or one[-1] != other[-1]:
        return False
    if len(one) != len(other):
        return True
    places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) > 1:
        return True
    return (one[places[0]] in VOWELS) != (other[places[0]] in VOWELS)


@lru_cache(maxsize=1)
def known_given_names() -> frozenset[str]:
    """Read the given names in use, plain letters, from the package's own list."""
    text = (Path(__file__).parent / "given_names.csv").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
