"""Clusters → the pairs worth comparing: those sharing at least one key of two fields.

Each key survives some damage: a typing error in any one field, a swap of day and
month, a lost date, another family name, and most pairs of those. A key that too many
share tells nothing and is passed over.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.linkage.clusters import Clusters
from pseudonymisation.linkage.lexicon import Lexicon
from pseudonymisation.linkage.ragged import Crossed, Integers, Ragged, distinct, within


Keys = tuple[Integers, tuple[Integers, ...]]  # owners, and the parts of their keys
_YEAR_OFF = 10_000  # yyyymmdd modulo this is month and day
_DAY_OFF = 100
_LETTERS = 32
WIDE_PAIRS_PER_CLUSTER = 3
_NAMES = 1 << 27  # names of a run, at most


def candidate_pairs(
    clusters: Clusters, lexicon: Lexicon, *, largest_block: int, wide: bool = False
) -> tuple[Integers, Integers]:
    """List the pairs of clusters that share a key.

    Args:
        clusters: to be compared.
        lexicon: of their names.
        largest_block: clusters sharing a key beyond which it is passed over.
        wide: whether the date of birth alone is a key too, and any two of family name,
            given name, commune, postcode and date or year of birth; but not a kind of
            key that would pair everyone with more than WIDE_PAIRS_PER_CLUSTER.

    Returns:
        Numbers of the first and the second clusters, first < second, each pair once.
    """
    n = len(clusters.size)
    keyed: list[tuple[Keys, int | None]] = [
        (keys, None) for keys in _keys(clusters, lexicon)
    ]
    if wide:
        most = WIDE_PAIRS_PER_CLUSTER * n
        keyed += [(keys, most) for keys in _wide_keys(clusters)]
    found = [
        _sharing(owner, _mixed(kind, *parts), largest_block, most) * (n, 1)
        for kind, ((owner, parts), most) in enumerate(keyed)
    ]
    keys = distinct(np.concatenate([pair.sum(axis=1) for pair in found]))
    return keys // n, keys % n


def _keys(clusters: Clusters, names: Lexicon) -> Iterator[Keys]:
    surname_day = within(clusters.surnames, clusters.day)
    given_day = within(clusters.given, clusters.day)
    yield _both(surname_day)
    yield _both(within(clusters.any_given, clusters.day))
    yield from _names_both_ways(within(clusters.any_given, clusters.surnames), names)
    full = within(clusters.given, clusters.surnames)
    yield from _initials(full, clusters, names)
    yield from _year_of_birth(full, clusters, names)
    yield from _day_off(surname_day, full, clusters, names)
    yield from _date_lost(full, clusters, names)
    yield given_day.pair, (names.sound[given_day.left], given_day.right)
    yield from _day_and_place(surname_day, clusters, names)
    yield from _day_and_place(given_day, clusters, names)


def _wide_keys(clusters: Clusters) -> Iterator[Keys]:
    """Make the keys that survive two fields spoilt; small files can afford them."""
    yield clusters.day.owner, (clusters.day.value,)
    for name in (clusters.surnames, clusters.given):
        for value in (clusters.place, clusters.commune):
            yield _both(within(name, value))
    yield _both(within(clusters.place, clusters.commune))
    for place in (clusters.place, clusters.commune):
        for born in (clusters.day, clusters.year):
            yield _both(within(place, born))


def _both(found: Crossed) -> Keys:
    return found.pair, (found.left, found.right)


def _names_both_ways(found: Crossed, names: Lexicon) -> Iterator[Keys]:
    low = np.minimum(found.left, found.right)
    high = np.maximum(found.left, found.right)
    yield found.pair, (low, high)
    yield found.pair, (names.sound[low], names.sound[high])


def _initials(full: Crossed, clusters: Clusters, names: Lexicon) -> Iterator[Keys]:
    given, surname = names.initial[full.left], names.initial[full.right]
    letters = np.minimum(given, surname) * _LETTERS + np.maximum(given, surname)
    yield _both(_with(full, letters, clusters.day))


def _year_of_birth(full: Crossed, clusters: Clusters, names: Lexicon) -> Iterator[Keys]:
    by_given = names.beginning[full.right] * _NAMES + full.left
    by_surname = names.beginning[full.left] * _NAMES + full.right
    for numbers in (by_given, by_surname):
        yield _both(_with(full, _renumbered(numbers), clusters.year))


def _day_off(
    surname_day: Crossed, full: Crossed, clusters: Clusters, names: Lexicon
) -> Iterator[Keys]:
    owner, surname, day = surname_day.pair, surname_day.left, surname_day.right
    yield owner, (names.sound[surname], day // _DAY_OFF)
    yield owner, (surname, day % _YEAR_OFF)
    by_given = full.left * _LETTERS + names.initial[full.right]
    found = _with(full, by_given, clusters.day)
    yield found.pair, (found.left, found.right % _YEAR_OFF)
    yield found.pair, (found.left, found.right // _DAY_OFF)


def _date_lost(full: Crossed, clusters: Clusters, names: Lexicon) -> Iterator[Keys]:
    by_given = full.left * _LETTERS + names.initial[full.right]
    by_surname = full.right * _LETTERS + names.initial[full.left]
    for numbers in (by_given, by_surname):
        yield _both(_with(full, numbers, clusters.place))


def _day_and_place(
    name_day: Crossed, clusters: Clusters, names: Lexicon
) -> Iterator[Keys]:
    numbers = name_day.right * _LETTERS + names.initial[name_day.left]
    yield _both(_with(name_day, numbers, clusters.place))


def _with(found: Crossed, numbers: Integers, values: Ragged) -> Crossed:
    """Cross numbers made of each row with further values of the same owner."""
    return within(Ragged.of(found.pair, numbers, owners=len(values.count)), values)


def _renumbered(numbers: Integers) -> Integers:
    order = np.argsort(numbers)
    first = np.diff(numbers[order], prepend=-1) != 0
    place = np.empty(len(numbers), dtype=np.int64)
    place[order] = np.cumsum(first) - 1
    return place


def _mixed(kind: int, *parts: Integers) -> NDArray[np.uint64]:
    """Mix the parts of keys into 64 bits; a rare collision costs one comparison."""
    mixed = np.full(len(parts[0]), kind + 1, dtype=np.uint64)
    for part in parts:
        mixed ^= part.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(31)
    return mixed


def _sharing(
    owner: Integers, keys: NDArray[np.uint64], largest: int, most: int | None = None
) -> Integers:
    """Pair the owners that share a key, as rows of (smaller, larger).

    No pairs at all where they would be more than `most`.
    """
    order = np.argsort(keys)
    keys, owner = keys[order], owner[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    size = np.diff(np.append(first, len(keys)))
    kept = np.repeat((size > 1) & (size <= largest), size)
    keys, owner = keys[kept], owner[kept]
    found = [np.empty((0, 2), dtype=np.int64)]
    whole = size[(size > 1) & (size <= largest)]
    if most is not None and (whole * (whole - 1)).sum() // 2 > most:
        return found[0]
    for step in range(1, min(largest, len(keys))):
        same = np.flatnonzero(keys[step:] == keys[:-step])
        if not len(same):
            break
        pair = np.sort(np.column_stack((owner[same], owner[same + step])), axis=1)
        found.append(pair[pair[:, 0] != pair[:, 1]])
    return np.concatenate(found)
