"""Scored pairs of clusters → which clusters become one, under constraints.

The strongest pair first; two groups are joined only if no member of one is known to be
someone else than a member of the other. So a chain of weak links cannot join two
people, which plain connected components do (measured: false pairs double).
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.linkage.rules import Binary, Birth, Given, LinkageRules, Surname
from pseudonymisation.linkage.scoring import Scored


Integers = NDArray[np.int64]
Bits = NDArray[np.float64]
SURELY_APART_BITS = -2.0
RIVAL_BITS = 3.0  # a rival less likely by so much or more is none


class Joined(NamedTuple):
    """What one round came to, one entry per cluster of before.

    Attributes:
        number: its new number, from 0 without gaps.
        bits: those of the weakest pair on its way to the anchor of its new cluster,
            infinite for the anchor itself: the cluster of lowest rank.
    """

    number: Integers
    bits: Bits


def vetoed(scored: Scored) -> NDArray[np.bool_]:
    """Tell which pairs may never be joined unasked, whatever they weigh.

    Another given name, or other further ones, may be a twin's; another sex needs the
    same given name to be a slip of the pen; another date of birth, no given name, or a
    further given name under another family name leaves too little.

    Args:
        scored: compared pairs.

    Returns:
        One truth value per pair.
    """
    shared = (scored.given == Given.FURTHER) & (scored.surname == Surname.DIFFERENT)
    nameless = scored.given == Given.MISSING
    further = scored.further == Binary.DIFFERENT
    found = _someone_else(scored) | shared | nameless | further
    return np.asarray(found, dtype=np.bool_)


def _someone_else(scored: Scored) -> NDArray[np.bool_]:
    other_name = (scored.given > Given.MISSING) & (scored.given < Given.FURTHER)
    other_sex = (scored.sex == Binary.DIFFERENT) & (scored.given < Given.EXACT)
    other_birth = scored.birth == Birth.DIFFERENT
    return np.asarray(other_name | other_sex | other_birth, dtype=np.bool_)


def join(
    scored: Scored,
    *,
    size: Integers,
    rank: Integers,
    marks: Sequence[set[int]],
    rules: LinkageRules,
) -> Joined:
    """Join clusters.

    Args:
        scored: every compared pair.
        size: rows per cluster.
        rank: per cluster, all different: the lowest is what the others are joined to.
        marks: per cluster, what only one person may bear (a sender's own code, a
            person already known): two clusters with a common mark stay two.
        rules: the threshold and the largest person.

    Returns:
        The new clusters, and how surely each was joined.
    """
    likely = scored.bits >= rules.same_bits
    joining = np.flatnonzero(likely & ~vetoed(scored) if rules.vetoes else likely)
    joining = joining[np.argsort(-scored.bits[joining], kind="stable")]
    joining = joining[~_contested(scored, joining, marks)]
    groups = _Groups(size, marks, rules.largest_person)
    groups.keep_apart(*_apart(scored, joining, len(size), vetoes=rules.vetoes))
    way = _Ways(rank)
    pairs = (column[joining].tolist() for column in (scored.a, scored.b, scored.bits))
    for a, b, bits in zip(*pairs, strict=True):
        if groups.join(a, b):
            way.join(a, b, bits)
    number = np.unique(groups.roots(), return_inverse=True)[1]
    return Joined(number, np.array(way.bits))


def _apart(
    scored: Scored, joining: Integers, clusters: int, *, vetoes: bool
) -> tuple[list[int], list[int]]:
    """List the pairs that are two people and could come together in a chain of links.

    At a million rows nearly all pairs are two people, and one in a hundred has both in
    one chain: the others need no keeping.
    """
    chains = _Groups(np.ones(clusters, dtype=np.int64), (), clusters)
    for a, b in zip(
        scored.a[joining].tolist(), scored.b[joining].tolist(), strict=True
    ):
        chains.join(a, b)
    chain = chains.roots()
    near = np.flatnonzero(chain[scored.a] == chain[scored.b])
    apart = scored.bits[near] < SURELY_APART_BITS
    if vetoes:
        apart |= _someone_else(scored)[near]
    near = near[apart]
    return scored.a[near].tolist(), scored.b[near].tolist()


def _contested(
    scored: Scored, joining: Integers, marks: Sequence[set[int]]
) -> NDArray[np.bool_]:
    """Tell which pairs have a rival nearly as likely that bears a common mark.

    A row that fits two known persons, or two files of one organisation, is a question:
    joining it to either would be a guess.
    """
    contested = np.zeros(len(joining), dtype=np.bool_)
    if not marks:
        return contested
    a, b = scored.a[joining].tolist(), scored.b[joining].tolist()
    bits = scored.bits[joining].tolist()
    partners: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for one, other, weight in zip(a, b, bits, strict=True):
        partners[one].append((other, weight))
        partners[other].append((one, weight))

    def rivalled(one: int, other: int, weight: float) -> bool:
        return any(
            third != other
            and near > weight - RIVAL_BITS
            and marks[third] & marks[other]
            for third, near in partners[one]
        )

    for place, (one, other, weight) in enumerate(zip(a, b, bits, strict=True)):
        contested[place] = rivalled(one, other, weight) or rivalled(other, one, weight)
    return contested


class _Groups:
    """Disjoint sets of clusters that know with whom they must not be joined."""

    def __init__(self, size: Integers, marks: Sequence[set[int]], largest: int) -> None:
        self._parent = list(range(len(size)))
        self._size = size.tolist()
        self._marks = [set(found) for found in marks] if marks else None
        self._apart: defaultdict[int, set[int]] = defaultdict(set)
        self._largest = largest

    def keep_apart(self, ones: list[int], others: list[int]) -> None:
        for a, b in zip(ones, others, strict=True):
            self._apart[a].add(b)
            self._apart[b].add(a)

    def root(self, cluster: int) -> int:
        parent = self._parent
        while parent[cluster] != cluster:
            parent[cluster] = parent[parent[cluster]]
            cluster = parent[cluster]
        return cluster

    def roots(self) -> Integers:
        """Give, per cluster, the lowest of its group."""
        parent = np.array(self._parent, dtype=np.int64)
        while (parent != (above := parent[parent])).any():
            parent = above
        lowest = np.full(len(parent), len(parent), dtype=np.int64)
        np.minimum.at(lowest, parent, np.arange(len(parent)))
        return lowest[parent]

    def join(self, a: int, b: int) -> bool:
        """Join two groups unless something stands against it; tell whether."""
        a, b = self.root(a), self.root(b)
        if a == b or b in self._apart.get(a, ()):
            return False
        size = self._size[a] + self._size[b]
        if size > self._largest or (self._marks and self._marks[a] & self._marks[b]):
            return False
        if len(self._apart.get(a, ())) < len(self._apart.get(b, ())):
            a, b = b, a
        self._parent[b] = a
        self._size[a] = size
        if self._marks:
            self._marks[a] |= self._marks[b]
        for other in self._apart.pop(b, ()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart[a].add(other)
        return True


class _Ways:
    """The weakest pair on each cluster's way to the anchor of its group.

    Pairs come strongest first, so that the pair that brings a group to another anchor
    is the weakest on the way of all its members.
    """

    def __init__(self, rank: Integers) -> None:
        self._rank = rank.tolist()
        self._groups: dict[int, list[int]] = {}  # members, the anchor first
        self.bits = [float("inf")] * len(rank)

    def join(self, a: int, b: int, bits: float) -> None:
        """Bring the group of higher rank to the anchor of the other."""
        one, other = self._groups.get(a, [a]), self._groups.get(b, [b])
        if self._rank[one[0]] > self._rank[other[0]]:
            one, other = other, one
        for cluster in other:
            self.bits[cluster] = min(self.bits[cluster], bits)
        one.extend(other)
        self._groups.update(dict.fromkeys((*other, one[0]), one))
