"""Paths → how far each is from each other.

- Optimal matching with insertions at 1 and substitutions at 2 is the length of what is
  not a common subsequence: `rapidfuzz` counts it in C++, 64 months at a time.
- Hamming counts the months in which two paths differ.
- Dynamic Hamming weighs a difference the more, the rarer it is to pass between the two
  states around that month.
- Optimal matching under other costs is computed for all pairs together, cell by cell.

Only distinct paths are compared; a matrix of D paths takes D² numbers.
"""

import numpy as np
import numpy.typing as npt

from cohorts.risk_table.numbers import Floats
from cohorts.sequences.describe import monthly_passages, passage_rates
from cohorts.sequences.failures import TooManyPaths
from cohorts.sequences.paths import Paths


MOST_PATHS = 12_000  # 288 MB of whole numbers
FIRST_CHARACTER = 0x41
LARGEST_COST = 4.0  # of dynamic Hamming: twice two passages

Distances = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.float64]


def optimal_matching(paths: Paths) -> Distances:
    """Compare paths by insertions, at 1, and substitutions, at 2.

    Args:
        paths: N persons, D distinct paths.

    Returns:
        Distances between the distinct paths, (D, D) whole.

    Raises:
        TooManyPaths: more distinct paths than a matrix can hold.

    Source: Needleman & Wunsch (1970); TraMineR `seqdist(method = "OM", indel = 1, sm =
        "CONSTANT")`. Equal to twice the length less twice the longest common
        subsequence.
    """
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    _check(paths)
    words = ["".join(chr(FIRST_CHARACTER + k) for k in path) for path in paths.distinct]
    small = 2 * paths.n_months < 256
    kind = np.uint8 if small else np.uint16
    # one list twice: each pair once; every core
    between: Distances = cdist(
        words, words, scorer=Indel.distance, dtype=kind, workers=-1
    )
    return between


def hamming(paths: Paths) -> Distances:
    """Count the months in which paths differ.

    Args:
        paths: N persons, D distinct paths.

    Returns:
        Distances between the distinct paths, (D, D).

    Raises:
        TooManyPaths: more distinct paths than a matrix can hold.

    Source: TraMineR `seqdist(method = "HAM")`.
    """
    return _monthly(
        paths, np.broadcast_to(1 - np.eye(len(paths.states)), _shape(paths))
    )


def dynamic_hamming(paths: Paths) -> Distances:
    """Compare month by month, under costs that follow the passages of the time.

    Args:
        paths: N persons, D distinct paths; their own passages give the costs.

    Returns:
        Distances between the distinct paths, (D, D).

    Raises:
        TooManyPaths: more distinct paths than a matrix can hold.

    Source: Lesnard (2010); TraMineR `seqdist(method = "DHD")`.
    """
    return _monthly(paths, dynamic_costs(paths))


def dynamic_costs(paths: Paths) -> Floats:
    """Give the cost of a difference between two states in each month, (T, K, K)."""
    passages = monthly_passages(paths)
    whole = passages.sum(axis=2, keepdims=True)
    rates = np.divide(passages, whole, out=np.zeros_like(passages), where=whole > 0)
    either = rates + rates.transpose(0, 2, 1)
    before = np.concatenate((either[:1], either))
    after = np.concatenate((either, either[-1:]))
    costs: Floats = LARGEST_COST - before - after
    costs[:, np.arange(len(paths.states)), np.arange(len(paths.states))] = 0
    return costs


def passage_costs(paths: Paths) -> Floats:
    """Give substitution costs from the passages of the whole time, (K, K)."""
    rates = passage_rates(paths)
    costs: Floats = 2 - rates - rates.T
    np.fill_diagonal(costs, 0)
    return costs


def matching_under(
    paths: Paths, costs: Floats, *, indel: float | None = None
) -> Distances:
    """Compare paths by insertions and substitutions under any costs.

    Args:
        paths: N persons, D distinct paths.
        costs: of substitution, (K, K), symmetric, 0 on the diagonal.
        indel: cost of an insertion; None = half the largest substitution.

    Returns:
        Distances between the distinct paths, (D, D).

    Raises:
        TooManyPaths: more distinct paths than a matrix can hold.

    Source: Needleman & Wunsch (1970); TraMineR `seqdist(method = "OM", sm = costs)`.
    """
    _check(paths)
    step = float(costs.max()) / 2 if indel is None else indel
    between = np.zeros((len(paths.distinct),) * 2)
    for row in range(1, len(paths.distinct)):
        between[row, :row] = _row(paths.distinct, row, costs, step)
    whole: Floats = between + between.T
    return whole


def _row(
    distinct: npt.NDArray[np.int8], row: int, costs: Floats, indel: float
) -> Floats:
    """Compare one path with those before it, all at once, (row,)."""
    others = distinct[:row]
    length = distinct.shape[1]
    ahead = np.arange(length + 1)[:, None] * indel
    line = np.broadcast_to(ahead, (length + 1, row)).copy()
    for state in distinct[row].tolist():
        swap = costs[state][others.T]
        best = np.minimum(line[1:] + indel, line[:-1] + swap)
        first = line[0] + indel
        # an insertion after any earlier cell: a running minimum on a slope
        sloped = np.concatenate((first[None], best)) - ahead
        line = np.minimum.accumulate(sloped, axis=0) + ahead
    final: Floats = line[-1]
    return final


def _monthly(paths: Paths, costs: Floats) -> Distances:
    _check(paths)
    n_states = len(paths.states)
    hot = (paths.distinct[:, :, None] == np.arange(n_states)).astype(np.float64)
    paid = np.einsum("dtk,tkl->dtl", hot, costs, optimize=True)
    size = paths.n_months * n_states
    between: Floats = paid.reshape(-1, size) @ hot.reshape(-1, size).T
    return between


def _shape(paths: Paths) -> tuple[int, int, int]:
    return (paths.n_months, len(paths.states), len(paths.states))


def _check(paths: Paths) -> None:
    if len(paths.distinct) > MOST_PATHS:
        raise TooManyPaths(len(paths.distinct), MOST_PATHS)
