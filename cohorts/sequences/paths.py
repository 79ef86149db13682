"""Persons × months of states, with equal paths kept once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cohorts.risk_table.numbers import Floats, Integers
from cohorts.sequences.failures import PathsUneven


@dataclass(frozen=True, eq=False)
class Paths:
    """Life paths on a grid of months; N persons, D distinct paths, T months, K states.

    Attributes:
        states: names of the states, K.
        distinct: the distinct paths in the order of the persons, codes into `states`,
            (D, T) int8.
        which: the path of each person, (N,).
        weight: weight of each person, (N,), > 0.
    """

    states: tuple[str, ...]
    distinct: npt.NDArray[np.int8]
    which: Integers
    weight: Floats

    @property
    def n_months(self) -> int:
        """Length of the paths."""
        return int(self.distinct.shape[1])

    @property
    def n_persons(self) -> int:
        """How many persons."""
        return int(self.which.size)

    @property
    def share(self) -> Floats:
        """Weight of each distinct path, (D,)."""
        total: Floats = np.bincount(
            self.which, weights=self.weight, minlength=len(self.distinct)
        ).astype(np.float64)
        return total

    @property
    def of_persons(self) -> npt.NDArray[np.int8]:
        """The path of each person, (N, T)."""
        rows: npt.NDArray[np.int8] = self.distinct[self.which]
        return rows


def keep_distinct(
    codes: npt.ArrayLike, states: Sequence[str], *, weight: npt.ArrayLike | None = None
) -> Paths:
    """Check a matrix of states and keep each distinct path once.

    Args:
        codes: codes into `states`, (N, T).
        states: names of the states, at most 100.
        weight: of each person; None = 1.

    Returns:
        The paths.

    Raises:
        PathsUneven: not a matrix, empty, or a code that is no state.
    """
    matrix = np.asarray(codes)
    if matrix.ndim != 2 or 0 in matrix.shape or len(states) > 100:
        raise PathsUneven
    if matrix.min() < 0 or matrix.max() >= len(states):
        raise PathsUneven
    rows = matrix.astype(np.int8)
    _sorted, first, place = np.unique(
        rows, axis=0, return_index=True, return_inverse=True
    )
    order = np.argsort(first)  # distinct paths stand in the order of the persons
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    distinct, which = rows[first[order]], rank[place.ravel()]
    weights = np.ones(len(matrix)) if weight is None else np.asarray(weight, np.float64)
    return Paths(tuple(states), distinct, which.astype(np.int64), weights)
