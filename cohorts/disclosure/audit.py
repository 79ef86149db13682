"""What is told of a table, and what adds up in it → what a reader can find of the rest.

The reader knows every rule, every told figure and every sum. Two linear programmes give
the least and the most that a count can then be; nothing that they leave open can be had
by any subtraction, addition or inversion of rounding. Persons are whole: the bounds are
rounded inwards.

Source: audit of secondary confidentiality by linear programmes (Fischetti & Salazar,
2001, Management Science 47, 1008-1027; Insee, manuel de protection des tableaux).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from cohorts.disclosure.failures import NotProtectable
from cohorts.disclosure.network import Network, network_of


Key: TypeAlias = tuple[str, ...]
Window: TypeAlias = tuple[int, int | None]
NOTHING_TOLD: Window = (0, None)
_WHOLE = 1e-6  # how far a solver's whole number may be off
_UNBOUNDED = 3  # status of linprog


@dataclass(frozen=True)
class Relation:
    """One sum that every reader knows.

    Attributes:
        total: the count that the parts make.
        parts: the counts.
        kind: sum, or cover: the parts may share persons, so they make at least as
            much as the total.
    """

    total: Key
    parts: tuple[Key, ...]
    kind: Literal["sum", "cover"] = "sum"

    @property
    def ends(self) -> tuple[Key, ...]:
        """The total and its parts."""
        return self.total, *self.parts


@dataclass(frozen=True)
class Bounds:
    """What a reader can find of one count.

    Attributes:
        low: the least it can be.
        high: the most; None where nothing bounds it.
    """

    low: int
    high: int | None

    @property
    def width(self) -> float:
        """Persons from the least to the most."""
        return np.inf if self.high is None else float(self.high - self.low)

    def hides(self, threshold: int) -> bool:
        """Tell whether a reader can neither say few nor many, nor come near.

        Args:
            threshold: least persons of a count that may be told.

        Returns:
            True where the threshold lies inside, and at least that many persons
            between the bounds.
        """
        reaches = self.high is None or self.high >= threshold
        return self.low < threshold and reaches and self.width >= threshold


class Auditor:
    """The programme of one table.

    Every solution is a table that the reader cannot rule out, and stays one while less
    and less is told. So what solutions have shown of a count is kept: most counts need
    no programme of their own. Where the sums form a network and the counts are known,
    its rings give the same bounds without a programme.

    Args:
        keys: every count, told or not.
        relations: the sums, over these keys.
        truth: the counts as they are, where known: a solution too.
    """

    def __init__(
        self,
        keys: Sequence[Key],
        relations: Sequence[Relation],
        *,
        truth: Mapping[Key, int] | None = None,
    ) -> None:
        self._keys = list(dict.fromkeys(keys))
        self._place = {key: at for at, key in enumerate(self._keys)}
        self._sums = self._matrix([one for one in relations if one.kind == "sum"])
        self._covers = self._matrix([one for one in relations if one.kind == "cover"])
        known = truth or {}
        self._low = np.array([known.get(key, np.inf) for key in self._keys])
        self._high = np.array([known.get(key, -np.inf) for key in self._keys])
        self._network = self._laid_out(relations, known)
        self._found: dict[Key, tuple[frozenset[tuple[Key, Window]], Bounds]] = {}
        self.n_programmes = 0

    def _laid_out(
        self, relations: Sequence[Relation], known: Mapping[Key, int]
    ) -> Network | None:
        if not known or any(one.kind != "sum" for one in relations):
            return None
        sums = [(one.total, one.parts) for one in relations]
        return network_of(self._keys, sums, known)

    def seen(self, key: Key) -> Bounds | None:
        """Give what solutions have shown so far: the count's bounds, or narrower.

        Args:
            key: the count.

        Returns:
            None where no solution told of it yet.
        """
        low, high = self._low[self._place[key]], self._high[self._place[key]]
        if low > high:
            return None
        return Bounds(int(low), None if np.isinf(high) else int(high))

    def bounds(self, key: Key, windows: Mapping[Key, Window]) -> Bounds:
        """Bound one count.

        Args:
            key: the count.
            windows: what is told of the counts; absent = nothing. Each call may tell
                less than the one before, never more.

        Returns:
            Its bounds.

        Raises:
            NotProtectable: what is told contradicts itself: no audit is possible.
        """
        told = frozenset(windows.items())
        last = self._found.get(key)
        if last is None or last[0] != told:
            last = self._found[key] = told, self._bounds(key, windows)
        return last[1]

    def levers(self, key: Key, windows: Mapping[Key, Window]) -> frozenset[Key]:
        """Name the told counts whose windows hold a count's bounds where they are.

        Args:
            key: the count.
            windows: as `bounds`.

        Returns:
            Counts; without one of them, the count might be bounded less.

        Raises:
            NotProtectable: as `bounds`.
        """
        ends = (self._solve(key, windows, sign=sign) for sign in (1.0, -1.0))
        return frozenset[Key]().union(*(self._held(one) for one in ends if one))

    def show(self, wanted: Mapping[Key, int], windows: Mapping[Key, Window]) -> None:
        """Look for one table in which many counts are as high as wished.

        Args:
            wanted: count → persons that it would be enough to show of it.
            windows: as `bounds`.

        Raises:
            NotProtectable: as `bounds`.
        """
        from scipy.optimize import linprog

        n, more = len(self._keys), len(wanted)
        aim = np.concatenate([np.zeros(n), -np.ones(more)])
        found = linprog(
            aim,
            bounds=[
                *(windows.get(one, NOTHING_TOLD) for one in self._keys),
                *((0, enough) for enough in wanted.values()),
            ],
            method="highs",
            **self._reaching(list(wanted)),
        )
        self.n_programmes += 1
        if not found.success:
            raise NotProtectable
        self._keep(found.x[:n])

    def _reaching(self, wanted: Sequence[Key]) -> dict[str, Any]:
        """Write the sums, and that what is shown of a count is at most the count."""
        from scipy.sparse import coo_array, hstack, vstack

        n, more = len(self._keys), len(wanted)
        at = np.array([self._place[key] for key in wanted], np.int64)
        own = np.arange(more)
        beneath = coo_array(
            (
                np.concatenate([np.ones(more), -np.ones(more)]),
                (np.concatenate([own, own]), np.concatenate([n + own, at])),
            ),
            shape=(more, n + more),
        )

        def wide(rows: Any) -> Any:
            return hstack([rows, coo_array((rows.shape[0], more))])

        covers = self._covers
        under = beneath if covers is None else vstack([wide(covers), beneath])
        exact = None if self._sums is None else wide(self._sums)
        return {
            "A_ub": under,
            "b_ub": np.zeros(under.shape[0]),
            "A_eq": exact,
            "b_eq": None if exact is None else np.zeros(exact.shape[0]),
        }

    def _bounds(self, key: Key, windows: Mapping[Key, Window]) -> Bounds:
        if self._network is not None and self._network.fits(windows):
            return self._by_network(self._network, key)
        low = self._solve(key, windows, sign=1.0)
        high = self._solve(key, windows, sign=-1.0)
        if low is None:
            raise NotProtectable
        most = None if high is None else int(np.floor(-high.fun + _WHOLE))
        return Bounds(int(np.ceil(low.fun - _WHOLE)), most)

    def _by_network(self, network: Network, key: Key) -> Bounds:
        self.n_programmes += 2
        low = network.least(key)
        self._keep(network.table)
        high = network.most(key)
        self._keep(network.table)
        if high is None:
            self._high[self._place[key]] = np.inf
        return Bounds(low, high)

    def _keep(self, table: Any) -> None:
        """Keep what a table that the reader cannot rule out shows of each count."""
        self._low = np.minimum(self._low, np.ceil(table - _WHOLE))
        self._high = np.maximum(self._high, np.floor(table + _WHOLE))

    def _solve(self, key: Key, windows: Mapping[Key, Window], *, sign: float) -> Any:
        from scipy.optimize import linprog  # half a second, at the first audit alone

        aim = np.zeros(len(self._keys))
        aim[self._place[key]] = sign
        found = linprog(
            aim,
            A_eq=self._sums,
            b_eq=None if self._sums is None else np.zeros(self._sums.shape[0]),
            A_ub=self._covers,
            b_ub=None if self._covers is None else np.zeros(self._covers.shape[0]),
            bounds=[windows.get(one, NOTHING_TOLD) for one in self._keys],
            method="highs",
        )
        self.n_programmes += 1
        if found.success:
            self._keep(found.x)
            return found
        if found.status == _UNBOUNDED:
            self._high[self._place[key]] = np.inf
            return None
        raise NotProtectable

    def _held(self, found: Any) -> frozenset[Key]:
        held = np.flatnonzero(
            (np.abs(found.lower.marginals) > _WHOLE)
            | (np.abs(found.upper.marginals) > _WHOLE)
        )
        return frozenset(self._keys[at] for at in held)

    def _matrix(self, relations: Sequence[Relation]) -> Any:
        """Write total − parts (= 0 for sums, <= 0 for covers), one row a relation."""
        if not relations:
            return None
        from scipy.sparse import csr_array

        rows, columns, values = [], [], []
        for row, one in enumerate(relations):
            rows += [row] * (1 + len(one.parts))
            columns += [self._place[one.total], *(self._place[p] for p in one.parts)]
            values += [1.0] + [-1.0] * len(one.parts)
        shape = len(relations), len(self._keys)
        return csr_array((values, (rows, columns)), shape=shape)
