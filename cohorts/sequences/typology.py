"""Distances → types of paths, and how well the types hold.

Types are a way to read many paths, not a property of a person: each comes with the
quality of the whole partition, and a partition of low quality is said to be one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cohorts.risk_table.numbers import Floats, Integers
from cohorts.sequences.distances import Distances
from cohorts.sequences.failures import TooFewPaths
from cohorts.sequences.paths import Paths


MAX_SWAPS = 200
SAME = 1e-12
WEAK, REASONABLE, STRONG = 0.25, 0.5, 0.7  # Kaufman & Rousseeuw (1990), table 4


@dataclass(frozen=True, eq=False)
class Typology:
    """A partition of paths into types; C types.

    Attributes:
        method: "ward" or "pam".
        of_path: type of each distinct path, 0..C-1, (D,).
        of_person: type of each person, (N,).
        size: weight of each type, falling, (C,).
        medoid: the distinct path in the middle of each type, (C,).
        silhouette: mean width of each type, (C,).
        quality: of the partition.
    """

    method: str
    of_path: Integers
    of_person: Integers
    size: Floats
    medoid: Integers
    silhouette: Floats
    quality: "Quality"


@dataclass(frozen=True)
class Quality:
    """How well a partition holds.

    Attributes:
        n_types: how many types.
        silhouette: average silhouette width, -1 to 1.
        explained: share of the discrepancy that the types explain (pseudo R²).
        pseudo_f: Calinski-Harabasz statistic on distances.
    """

    n_types: int
    silhouette: float
    explained: float
    pseudo_f: float


def ward(paths: Paths, between: Distances, n_types: int) -> Typology:
    """Join paths, the closest first, so that types stay narrow.

    Args:
        paths: N persons, D distinct paths.
        between: distances between the distinct paths, (D, D).
        n_types: how many types.

    Returns:
        The types, the largest first.

    Raises:
        TooFewPaths: fewer distinct paths than types.

    Source: Ward (1963); R `hclust(method = "ward.D2")` on persons.
    """
    from scipy.cluster.hierarchy import cut_tree, linkage
    from scipy.spatial.distance import squareform

    _check(paths, n_types)
    persons = squareform(between[np.ix_(paths.which, paths.which)], checks=False)
    tree = linkage(persons.astype(np.float64), method="ward")
    of_person = cut_tree(tree, n_clusters=n_types).ravel()
    of_path = np.zeros(len(paths.distinct), np.int64)
    of_path[paths.which] = of_person  # equal paths are at distance 0: joined first
    return _typology("ward", paths, between, of_path)


def pam(paths: Paths, between: Distances, n_types: int) -> Typology:
    """Find the paths around which the others lie closest.

    Args:
        paths: N persons, D distinct paths, weighted by how many share them.
        between: distances between the distinct paths, (D, D).
        n_types: how many types.

    Returns:
        The types, the largest first.

    Raises:
        TooFewPaths: fewer distinct paths than types.

    Source: Kaufman & Rousseeuw (1990), build and swap; swaps evaluated together as
        Schubert & Rousseeuw (2019); R `cluster::pam`.
    """
    _check(paths, n_types)
    weight = paths.share
    last = np.zeros(len(paths.distinct), np.int64)
    last[paths.which] = np.arange(paths.which.size)
    first = np.zeros_like(last)
    first[paths.which[::-1]] = np.arange(paths.which.size)[::-1]
    medoids = _build(between, weight, n_types, last)
    seats = [int(last[path]) for path in medoids]  # the person who stands for each
    for _turn in range(MAX_SWAPS):
        better = _best_swap(between, weight, medoids, seats)
        if better is None:
            break
        place, path = better
        medoids[place], seats[place] = path, int(first[path])
    # of equally near medoids the first person's, as R
    in_turn = [medoids[place] for place in np.argsort(seats)]
    of_path = np.argmin(between[in_turn], axis=0)
    return _typology("pam", paths, between, of_path)


def silhouettes(paths: Paths, between: Distances, of_path: Integers) -> Floats:
    """Give the silhouette width of each distinct path.

    Args:
        paths: N persons, D distinct paths.
        between: distances, (D, D).
        of_path: type of each path, (D,).

    Returns:
        Widths, (D,), of one person on that path; 0 where alone in the type.

    Source: Rousseeuw (1987); R `cluster::silhouette` on persons.
    """
    weight = paths.share
    belongs = np.zeros((of_path.size, int(of_path.max()) + 1))
    belongs[np.arange(of_path.size), of_path] = weight
    sums = between.astype(np.float64) @ belongs
    size = belongs.sum(axis=0)
    own = sums[np.arange(of_path.size), of_path]
    others = size[of_path] - 1
    inside = np.divide(own, others, out=np.zeros_like(own), where=others > 0)
    means = sums / size
    means[np.arange(of_path.size), of_path] = np.inf
    outside = means.min(axis=1)
    widest = np.maximum(inside, outside)
    width = np.divide(
        outside - inside, widest, out=np.zeros_like(own), where=widest > 0
    )
    widths: Floats = np.where(others > 0, width, 0.0)
    return widths


def judge(paths: Paths, between: Distances, of_path: Integers) -> Quality:
    """Measure how well a partition holds.

    Args:
        paths: N persons, D distinct paths.
        between: distances, (D, D).
        of_path: type of each path, (D,).

    Returns:
        The quality.

    Source: silhouette: Rousseeuw (1987); pseudo R² and F on distances: Studer,
        Ritschard, Gabadinho & Müller (2011).
    """
    weight = paths.share
    total = weight.sum()
    n_types = int(of_path.max()) + 1
    whole = _discrepancy(between, weight)
    within = sum(
        _discrepancy(between[np.ix_(there, there)], weight[there])
        for there in (np.flatnonzero(of_path == k) for k in range(n_types))
    )
    widths = silhouettes(paths, between, of_path)
    explained = 1 - within / whole if whole else 0.0
    left = total - n_types
    return Quality(
        n_types=n_types,
        silhouette=float(widths @ weight / total),
        explained=float(explained),
        pseudo_f=float((whole - within) / max(n_types - 1, 1) / (within / left))
        if within > 0 and left > 0
        else float("inf"),
    )


def _discrepancy(between: Distances, weight: Floats) -> float:
    """Sum distances over pairs, over the weight: the sum of squares of distances."""
    return float(weight @ (between.astype(np.float64) @ weight) / 2 / weight.sum())


def _typology(
    method: str, paths: Paths, between: Distances, of_path: npt.NDArray[np.int64]
) -> Typology:
    weight = paths.share
    size: Floats = np.bincount(of_path, weights=weight).astype(np.float64)
    order = np.argsort(-size, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    typed: Integers = rank[of_path].astype(np.int64)
    widths = silhouettes(paths, between, typed)
    return Typology(
        method=method,
        of_path=typed,
        of_person=typed[paths.which],
        size=size[order],
        medoid=np.array(
            [_middle(between, weight, typed == k) for k in range(size.size)]
        ),
        silhouette=np.bincount(typed, weights=widths * weight) / size[order],
        quality=judge(paths, between, typed),
    )


def _middle(between: Distances, weight: Floats, there: npt.NDArray[np.bool_]) -> int:
    rows = np.flatnonzero(there)
    spent = between[np.ix_(rows, rows)].astype(np.float64) @ weight[rows]
    return int(rows[np.argmin(spent)])


def _build(
    between: Distances, weight: Floats, n_types: int, last: Integers
) -> list[int]:
    """Choose medoids one by one; of equally good ones the last person's, as R."""
    first = _best(-(between.astype(np.float64) @ weight), last)
    medoids, nearest = [first], between[first].astype(np.float64)
    while len(medoids) < n_types:
        gain = np.maximum(nearest - between, 0) @ weight
        gain[medoids] = -1
        medoids.append(_best(gain, last))
        nearest = np.minimum(nearest, between[medoids[-1]])
    return medoids


def _best(gain: Floats, last: Integers) -> int:
    best = np.flatnonzero(gain >= gain.max() - SAME * abs(gain.max()))
    return int(best[np.argmax(last[best])])


def _best_swap(
    between: Distances, weight: Floats, medoids: list[int], seats: list[int]
) -> tuple[int, int] | None:
    """Find the swap (place, path) that brings paths closest, or None if none does."""
    to_medoids = between[medoids].astype(np.float64)
    order = np.argsort(to_medoids, axis=0, kind="stable")
    columns = np.arange(to_medoids.shape[1])
    owner, nearest = order[0], to_medoids[order[0], columns]
    second = (
        to_medoids[order[1], columns]
        if len(medoids) > 1
        else np.full(columns.size, np.inf)
    )
    gain = np.minimum(between - nearest, 0) @ weight  # kept medoids, new one comes
    change = np.empty((len(medoids), columns.size))
    for place in range(len(medoids)):
        mine = np.flatnonzero(owner == place)
        # who loses this medoid goes to the new one or to the second nearest
        moved = np.minimum(between[:, mine], second[mine]) - nearest[mine]
        kept = np.minimum(between[:, mine] - nearest[mine], 0)
        change[place] = gain + (moved - kept) @ weight[mine]
    change[:, medoids] = np.inf
    least = float(change.min())
    if least >= -SAME * float(nearest @ weight):
        return None
    places, paths = np.nonzero(change <= least + SAME * abs(least))
    # of equally good swaps the first person's, then the first medoid's, as R
    first = np.lexsort((np.array(seats)[places], paths))[0]
    return int(places[first]), int(paths[first])


def _check(paths: Paths, n_types: int) -> None:
    if len(paths.distinct) < n_types or n_types < 2:
        raise TooFewPaths
