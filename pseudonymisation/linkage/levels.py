"""Pairs of names or days → how far they agree; each distinct pair is judged once.

Source: optimal string alignment distance (Damerau's four errors: insertion, deletion,
substitution, neighbouring swap), Damerau (1964), CACM 7(3), 171-176; by rapidfuzz.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from pseudonymisation.linkage.given_names import given_level, known_given_names
from pseudonymisation.linkage.rules import Birth, Given, LinkageRules, Place, Surname


Integers = NDArray[np.int64]
Levels = NDArray[np.int8]
SHORTEST_SURNAME = 4  # letters below which one letter makes another name
SHORTEST_FOR_TWO_ERRORS = 7
SHORTEST_GIVEN_FOR_TWO = 6
SHORTEST_BEGINNING = 3
SHORTEST_PLACE = 3
SLIPS = (1, 2, 10)  # days by which a slip of the pen is off
_PAIR_BITS = 32


def _once(
    left: Integers,
    right: Integers,
    judge: Callable[[Integers, Integers], Levels],
    *,
    same: int,
) -> Levels:
    """Judge each distinct pair of different names once and spread the answers."""
    level = np.full(len(left), same, dtype=np.int8)
    differ = np.flatnonzero(left != right)
    left, right = left[differ], right[differ]
    keys = (np.minimum(left, right) << _PAIR_BITS) | np.maximum(left, right)
    order = np.argsort(keys)
    ordered = keys[order]
    first = np.diff(ordered, prepend=-1) != 0
    place = np.empty(len(keys), dtype=np.int64)
    place[order] = np.cumsum(first) - 1
    pairs = ordered[first]
    judged = judge(pairs >> _PAIR_BITS, pairs & ((1 << _PAIR_BITS) - 1))
    level[differ] = judged[place]
    return level


def _texts(texts: Sequence[str], numbers: Integers) -> list[str]:
    return [texts[number] for number in numbers.tolist()]


def _distances(ones: list[str], others: list[str]) -> Levels:
    """Count typing errors, 3 for three or more."""
    found: Levels = cpdist(
        ones, others, scorer=OSA.distance, score_cutoff=2, dtype=np.int8
    )
    return found


def surname_levels(
    left: Integers, right: Integers, *, texts: Sequence[str], sounds: Integers
) -> Levels:
    """Judge pairs of family names.

    Args:
        left: numbers of names.
        right: as many.
        texts: the names.
        sounds: number of the sound of each name.

    Returns:
        A `Surname` level per pair.
    """

    def judge(one: Integers, other: Integers) -> Levels:
        ones, others = _texts(texts, one), _texts(texts, other)
        errors = _distances(ones, others)
        shortest = np.minimum(_lengths(ones), _lengths(others))
        level: Levels = np.select(
            [
                sounds[one] == sounds[other],
                (errors == 1) & (shortest >= SHORTEST_SURNAME),
                (errors == 2) & (shortest >= SHORTEST_FOR_TWO_ERRORS),
            ],
            [Surname.SOUNDS_ALIKE, Surname.ONE_ERROR, Surname.TWO_ERRORS],
            Surname.DIFFERENT,
        ).astype(np.int8)
        return level

    return _once(left, right, judge, same=Surname.EXACT)


def given_levels(
    left: Integers,
    right: Integers,
    *,
    texts: Sequence[str],
    sounds: Integers,
    rules: LinkageRules,
) -> Levels:
    """Judge pairs of first given names, with twins in mind.

    Args:
        left: numbers of names.
        right: as many.
        texts: the names.
        sounds: number of the sound of each name.
        rules: for the short forms.

    Returns:
        A `Given` level per pair; never FURTHER, which takes both lists.
    """

    def judge(one: Integers, other: Integers) -> Levels:
        ones, others = _texts(texts, one), _texts(texts, other)
        errors = _distances(ones, others)
        same_sound = sounds[one] == sounds[other]
        near = (errors <= 2) | same_sound
        level = [
            _given_level(a, b, error, sound, rules)
            if close or a[0] == b[0] or (a, b) in rules.short_forms
            else Given.DIFFERENT
            for a, b, error, sound, close in zip(
                ones,
                others,
                errors.tolist(),
                same_sound.tolist(),
                near.tolist(),
                strict=True,
            )
        ]
        return np.array(level, dtype=np.int8)

    return _once(left, right, judge, same=Given.EXACT)


def _given_level(
    one: str, other: str, errors: int, same_sound: bool, rules: LinkageRules
) -> Given:
    if (one, other) in rules.short_forms:
        return Given.SHORT_FORM
    if errors == 1:
        return given_level(one, other, same_sound=same_sound)
    if same_sound:
        return Given.ONE_ERROR
    short, long = sorted((one, other), key=len)
    in_use = known_given_names()
    if errors == 2 and len(short) >= SHORTEST_GIVEN_FOR_TWO:
        return Given.DIFFERENT if {one, other} <= in_use else Given.TWO_ERRORS
    if len(short) >= SHORTEST_BEGINNING and long.startswith(short):
        return Given.RIVAL if short in in_use else Given.BEGINNING
    return Given.DIFFERENT


def _lengths(texts: list[str]) -> Integers:
    return np.fromiter(map(len, texts), np.int64, len(texts))


def place_levels(left: Integers, right: Integers, *, texts: Sequence[str]) -> Levels:
    """Judge pairs of communes, or of postcodes.

    Args:
        left: numbers of places.
        right: as many.
        texts: the places.

    Returns:
        A `Place` level per pair; never MISSING.
    """

    def judge(one: Integers, other: Integers) -> Levels:
        ones, others = _texts(texts, one), _texts(texts, other)
        errors = _distances(ones, others)
        shortest = np.minimum(_lengths(ones), _lengths(others))
        near = (errors == 1) & (shortest >= SHORTEST_PLACE)
        near |= (errors == 2) & (shortest >= SHORTEST_FOR_TWO_ERRORS)
        return np.where(near, Place.NEAR, Place.DIFFERENT).astype(np.int8)

    return _once(left, right, judge, same=Place.SAME)


def birth_levels(left: Integers, right: Integers) -> Levels:
    """Judge pairs of full dates of birth.

    Args:
        left: days as yyyymmdd.
        right: as many.

    Returns:
        A `Birth` level per pair; never MISSING or SAME_YEAR.
    """
    year, month, day = (left // 10_000, left // 100 % 100, left % 100)
    year_2, month_2, day_2 = (right // 10_000, right // 100 % 100, right % 100)
    same = (year == year_2).astype(np.int8) + (month == month_2) + (day == day_2)
    slipped = (np.abs(year - year_2) == 1) | np.isin(np.abs(day - day_2), SLIPS)
    turned = (year == year_2) & (month == day_2) & (day == month_2)
    found: Levels = np.select(
        [left == right, turned, (same == 2) & slipped, same == 2],
        [Birth.EXACT, Birth.TURNED, Birth.SLIP, Birth.TWO_PARTS],
        Birth.DIFFERENT,
    ).astype(np.int8)
    return found
