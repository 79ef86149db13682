"""Two identities → how far each field agrees.

Source: optimal string alignment distance (Damerau's four errors: insertion, deletion,
substitution, neighbouring swap), Damerau (1964), CACM 7(3), 171-176; by rapidfuzz.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from pseudonymisation.identities.normalise import Features
from pseudonymisation.identities.spelling import homophone


SHORTEST_SURNAME = 4  # letters below which one letter makes another name
SHORTEST_GIVEN = 5
VOWELS = frozenset("aeiouy")


class Level(IntEnum):
    """How far a field agrees, from worst to best."""

    DIFFERENT = 0
    MISSING = 1
    PART = 2  # compatible, not the same: a second given name, a year of birth
    CLOSE = 3  # one letter apart, and perhaps two people
    TYPO = 4  # one typing error, safely the same
    EXACT = 5


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two identities agree, field by field.

    Attributes:
        surname: family names.
        given: first given names.
        birth: dates of birth.
        swapped: family and given name stand in each other's place.
        sexes_differ: both sexes are known and differ.
        sexes_agree: both sexes are known and agree.
        same_place: commune or postcode agree.
        further_differ: both have further given names and share none.
    """

    surname: Level
    given: Level
    birth: Level
    swapped: bool
    sexes_differ: bool
    sexes_agree: bool
    same_place: bool
    further_differ: bool


def compare(one: Features, other: Features) -> Agreement:
    """Compare two identities.

    Args:
        one: features of a row.
        other: features of another.

    Returns:
        Their agreement; the same in either order.
    """
    surname = _surnames(one.surnames, other.surnames)
    given = _given(one, other)
    swapped = Level.EXACT not in (surname, given) and _swapped(one, other)
    return Agreement(
        surname=Level.EXACT if swapped else surname,
        given=Level.EXACT if swapped else given,
        birth=_births(one, other),
        swapped=swapped,
        sexes_differ=bool(one.sex and other.sex and one.sex != other.sex),
        sexes_agree=bool(one.sex and one.sex == other.sex),
        same_place=_same_place(one, other),
        further_differ=_further_differ(one.further, other.further),
    )


def distance_is_one(one: str, other: str) -> bool:
    """Tell whether one typing error parts two texts.

    Args:
        one: a text.
        other: another.

    Returns:
        True for one insertion, deletion, substitution or neighbouring swap.
    """
    return OSA.distance(one, other, score_cutoff=1) == 1


def _surnames(ones: tuple[str, ...], others: tuple[str, ...]) -> Level:
    if not ones or not others:
        return Level.MISSING
    if not set(ones).isdisjoint(others):
        return Level.EXACT
    for one in ones:
        for other in others:
            long_enough = min(len(one), len(other)) >= SHORTEST_SURNAME
            if long_enough and distance_is_one(one, other):
                return Level.TYPO
    return Level.DIFFERENT


def _given(one: Features, other: Features) -> Level:
    if not one.given or not other.given:
        return Level.MISSING
    if not set(one.given).isdisjoint(other.given):
        return Level.EXACT
    best = max(given_level(a, b) for a in one.given for b in other.given)
    if best is not Level.DIFFERENT:
        return best
    all_ones = {*one.given, *one.further, *one.weak}
    all_others = {*other.given, *other.further, *other.weak}
    return Level.DIFFERENT if all_ones.isdisjoint(all_others) else Level.PART


def given_level(one: str, other: str) -> Level:
    """Compare two given names, with twins in mind.

    A typing error is safe where it cannot be a twin's name: both sound alike; or one
    of the two is no name in use and the error is inside the word and breaks it (a
    letter lost, doubled or swapped, a vowel for a consonant). Lina and Léna, Lisa and
    Lina, Justin and Justine stay two names.

    Args:
        one: plain letters.
        other: plain letters.

    Returns:
        EXACT, TYPO (safe), CLOSE (one letter apart, not safe) or DIFFERENT.
    """
    if one == other:
        return Level.EXACT
    if not distance_is_one(one, other):
        return Level.DIFFERENT
    if homophone(one) == homophone(other):
        return Level.TYPO
    known = known_given_names()
    if (one in known) == (other in known) or min(len(one), len(other)) < SHORTEST_GIVEN:
        return Level.CLOSE
    return Level.TYPO if _breaks_the_word(one, other) else Level.CLOSE


def _breaks_the_word(one: str, other: str) -> bool:
    if one[0] != other[0] or one[-1] != other[-1]:
        return False
    if len(one) != len(other):
        return True
    places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 2:
        return True
    return (one[places[0]] in VOWELS) != (other[places[0]] in VOWELS)


@lru_cache(maxsize=1)
def known_given_names() -> frozenset[str]:
    """Read the given names in use, plain letters, from the package's own list."""
    text = (Path(__file__).parent / "given_names.csv").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def _swapped(one: Features, other: Features) -> bool:
    return not set(one.surnames).isdisjoint(other.given) and not set(
        one.given
    ).isdisjoint(other.surnames)


def _births(one: Features, other: Features) -> Level:
    if one.birth is None or other.birth is None:
        return Level.MISSING
    if one.birth_full and other.birth_full:
        return _days(one.day, other.day)
    if one.birth[0] != other.birth[0]:
        return Level.DIFFERENT
    months_clash = one.birth[1] and other.birth[1] and one.birth[1] != other.birth[1]
    return Level.DIFFERENT if months_clash else Level.PART


def _days(one: str, other: str) -> Level:
    if one == other:
        return Level.EXACT
    turned = one[:4] + one[6:] + one[4:6]
    if turned == other or distance_is_one(one, other):
        return Level.TYPO
    return Level.DIFFERENT


def _same_place(one: Features, other: Features) -> bool:
    same_commune = bool(one.commune) and one.commune == other.commune
    return same_commune or (bool(one.postcode) and one.postcode == other.postcode)


def _further_differ(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    if not ones or not others:
        return False
    return not any(a == b or distance_is_one(a, b) for a in ones for b in others)
