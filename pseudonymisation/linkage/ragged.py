"""Several values per owner, as arrays: the distinct names, days, places of a cluster.

Comparing two clusters means comparing every value of one with every value of the other
and keeping the best; here that is done for millions of pairs without a Python loop.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


Integers = NDArray[np.int64]
_VALUE_BITS = 32


@dataclass(frozen=True, slots=True, repr=False)
class Ragged:
    """The distinct values of each owner.

    Attributes:
        owner: owner of each value, ascending.
        value: the values, 0 to 2³²-1, ascending within an owner.
        count: number of values, one per owner.
        start: place of each owner's first value; one more than owners.
    """

    owner: Integers
    value: Integers
    count: Integers
    start: Integers

    def __repr__(self) -> str:
        return f"Ragged({len(self.count)} owners, {len(self.value)} values)"

    @classmethod
    def of(cls, owner: NDArray[Any], value: NDArray[Any], *, owners: int) -> "Ragged":
        """Group values by owner, each once.

        Args:
            owner: numbers below `owners`.
            value: as many, 0 to 2³²-1.
            owners: how many there are, valueless ones included.

        Returns:
            The grouping.
        """
        keys = (owner.astype(np.int64) << _VALUE_BITS) | value.astype(np.int64)
        keys = distinct(keys)
        owner = keys >> _VALUE_BITS
        count = np.bincount(owner, minlength=owners).astype(np.int64)
        start = np.concatenate(([0], np.cumsum(count)))
        return cls(owner, keys & ((1 << _VALUE_BITS) - 1), count, start)


@dataclass(frozen=True, slots=True, repr=False)
class Crossed:
    """Every value of one owner beside every value of another.

    Attributes:
        pair: number of the pair of owners, ascending.
        left: value of the first.
        right: value of the second.
    """

    pair: Integers
    left: Integers
    right: Integers

    def __repr__(self) -> str:
        return f"Crossed({len(self.pair)})"


def crossed(one: Ragged, other: Ragged, a: Integers, b: Integers) -> Crossed:
    """Cross the values of pairs of owners.

    Args:
        one: values of the first owners.
        other: values of the second owners.
        a: owners in `one`.
        b: owners in `other`, as many.

    Returns:
        The crossing; a pair with a valueless owner has no row.
    """
    many_right = other.count[b]
    rows = one.count[a] * many_right
    pair = np.repeat(np.arange(len(a)), rows)
    first_row = np.cumsum(rows) - rows
    place = np.arange(len(pair)) - first_row[pair]
    width = many_right[pair]
    left = one.value[one.start[a][pair] + place // width]
    right = other.value[other.start[b][pair] + place % width]
    return Crossed(pair, left, right)


def within(one: Ragged, other: Ragged) -> Crossed:
    """Cross two kinds of values of the same owners: `pair` is the owner."""
    everyone = np.arange(len(one.count))
    return crossed(one, other, everyone, everyone)


def best(found: Crossed, score: NDArray[Any], *, pairs: int, missing: Any) -> Any:
    """Keep the best score of each pair.

    Args:
        found: the crossing.
        score: one per row of it.
        pairs: how many pairs there are.
        missing: what a pair without rows gets.

    Returns:
        One score per pair, of the type of `score`.
    """
    kept = np.full(pairs, missing, dtype=score.dtype)
    if len(found.pair):
        first = np.flatnonzero(np.diff(found.pair, prepend=-1))
        kept[found.pair[first]] = np.maximum.reduceat(score, first)
    return kept


def distinct(keys: NDArray[Any]) -> NDArray[Any]:
    """Sort and keep each once; a fifth of the time of `numpy.unique` here."""
    keys = np.sort(keys)
    return keys[np.concatenate(([True], keys[1:] != keys[:-1]))] if len(keys) else keys


def in_slices(length: int, *, size: int) -> Iterator[slice]:
    """Cut a length into slices, so that a million pairs never cross at once."""
    for start in range(0, length, size):
        yield slice(start, min(start + size, length))
