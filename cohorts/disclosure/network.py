"""A table whose sums form a network → the exact least and most of each of its counts.

Each count of a table with two ways of adding up stands in one row and in one column, so
persons move through it as through a network: what leaves one sum enters another. The
least and the most of a count are then found by moving persons around rings until no
ring is left that could move more, from a table that stands; what is found are whole
persons, and the same as the linear programme's, many times faster.

Source: Ford & Fulkerson (1956), Canadian J Math 8, 399-404; Edmonds & Karp (1972),
J ACM 19, 248-264; for tables: Cox (1995), JASA 90, 1453-1462.
"""

from collections import deque
from collections.abc import Mapping, Sequence

import numpy as np

from cohorts.risk_table.numbers import Floats


Key = tuple[str, ...]
Window = tuple[int, int | None]
Sum = tuple[Key, Sequence[Key]]  # a total and its parts
Step = tuple[int, int, int]  # to which sum, by which count, more or less of it
NOBODY_KNOWS: Window = (0, None)
OUTSIDE = -1  # the end of a count that stands in one sum only


class Network:
    """The counts of a table, each an arc from one sum to another.

    Made by `network_of`.

    Args:
        ends: key → the sum that its persons leave, and the one that they enter.
        start: a table that fits its sums, by key.
    """

    def __init__(
        self, ends: Mapping[Key, tuple[int, int]], start: Mapping[Key, int]
    ) -> None:
        self._place = {key: at for at, key in enumerate(ends)}
        self._ends = list(ends.values())
        self._start = [start[key] for key in ends]
        self._now = list(self._start)
        self._steps: dict[int, list[Step]] = {}
        for at, (tail, head) in enumerate(self._ends):
            self._steps.setdefault(tail, []).append((head, at, 1))
            self._steps.setdefault(head, []).append((tail, at, -1))
        self._low: list[float] = []
        self._high: list[float] = []

    @property
    def table(self) -> Floats:
        """The table that the last search ended with, in the order of the keys."""
        return np.array(self._now, np.float64)

    def fits(self, windows: Mapping[Key, Window]) -> bool:
        """Take what is told, and look for a table to begin with.

        Args:
            windows: what is told of the counts.

        Returns:
            False where none of the tables that are known is one that was told.
        """
        told = [windows.get(key, NOBODY_KNOWS) for key in self._place]
        self._low = [float(low) for low, _high in told]
        self._high = [np.inf if high is None else float(high) for _low, high in told]
        if not self._stands():
            self._now = list(self._start)
        return self._stands()

    def least(self, key: Key) -> int:
        """Find the least that a count can be, after `fits`.

        Args:
            key: the count.

        Returns:
            Persons.
        """
        at = self._place[key]
        tail, head = self._ends[at]
        self._move(tail, head, at, sign=-1)
        return self._now[at]

    def most(self, key: Key) -> int | None:
        """Find the most that a count can be, after `fits`.

        Args:
            key: the count.

        Returns:
            Persons, None where nothing bounds it.
        """
        at = self._place[key]
        tail, head = self._ends[at]
        return self._now[at] if self._move(head, tail, at, sign=1) else None

    def _stands(self) -> bool:
        rows = zip(self._low, self._now, self._high, strict=True)
        return all(low <= n <= high for low, n, high in rows)

    def _room(self, at: int, sign: int) -> float:
        """Say how many more, or fewer, a count can be."""
        n = self._now[at]
        return self._high[at] - n if sign > 0 else n - self._low[at]

    def _move(self, start: int, goal: int, at: int, *, sign: int) -> bool:
        """Move persons of a count along rings; False where there is no end to it."""
        while (room := self._room(at, sign)) > 0:
            ring = [] if start == goal else self._ring(start, goal, at)
            if ring is None:
                return True
            room = min([room, *(self._room(one, way) for one, way in ring)])
            if room == np.inf:
                return False
            self._now[at] += sign * int(room)
            for one, way in ring:
                self._now[one] += way * int(room)
        return True

    def _ring(self, start: int, goal: int, but: int) -> list[tuple[int, int]] | None:
        """Find the shortest way from one sum to another by other counts."""
        came: dict[int, tuple[int, int, int]] = {start: (start, -1, 0)}
        waiting = deque([start])
        while waiting and goal not in came:
            here = waiting.popleft()
            for there, at, way in self._steps.get(here, ()):
                if there not in came and at != but and self._room(at, way) > 0:
                    came[there] = (here, at, way)
                    waiting.append(there)
        if goal not in came:
            return None
        ring = []
        while goal != start:
            goal, at, way = came[goal]
            ring.append((at, way))
        return ring


def network_of(
    keys: Sequence[Key], sums: Sequence[Sum], table: Mapping[Key, int]
) -> Network | None:
    """Lay the counts of a table out as a network, where they form one.

    Args:
        keys: every count.
        sums: totals and parts, over these keys.
        table: one that fits the sums.

    Returns:
        None where a count stands in more than two sums, or the sums cannot be given
        directions in which each count leaves one and enters another, or the table
        does not fit.
    """
    stands: dict[Key, list[tuple[int, int]]] = {key: [] for key in keys}
    for at, (total, parts) in enumerate(sums):
        if any(end not in table for end in (total, *parts)):
            return None
        if table[total] != sum(table[part] for part in parts):
            return None
        stands[total].append((at, 1))
        for part in parts:
            stands[part].append((at, -1))
    if any(key not in table or len(where) > 2 for key, where in stands.items()):
        return None
    signs = _directions(stands, len(sums))
    return None if signs is None else Network(_ends(stands, signs), table)


def _directions(
    stands: Mapping[Key, Sequence[tuple[int, int]]], n_sums: int
) -> list[int] | None:
    """Give each sum a sign such that each count has one of each."""
    beside: list[list[tuple[int, int]]] = [[] for _ in range(n_sums)]
    for where in stands.values():
        if len(where) == 2:
            (one, sign), (other, its) = where
            beside[one].append((other, -sign * its))
            beside[other].append((one, -sign * its))
    signs = [0] * n_sums
    for first in range(n_sums):
        waiting = [] if signs[first] else [first]
        signs[first] = signs[first] or 1
        while waiting:
            here = waiting.pop()
            for there, turn in beside[here]:
                if not signs[there]:
                    signs[there] = signs[here] * turn
                    waiting.append(there)
                elif signs[there] != signs[here] * turn:
                    return None
    return signs


def _ends(
    stands: Mapping[Key, Sequence[tuple[int, int]]], signs: Sequence[int]
) -> dict[Key, tuple[int, int]]:
    found: dict[Key, tuple[int, int]] = {}
    for key, where in stands.items():
        ends = {sign * signs[at]: at for at, sign in where}
        found[key] = (ends.get(1, OUTSIDE), ends.get(-1, OUTSIDE))
    return found
