"""Columns and a grouping of their rows → all that each cluster says, to be compared."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.linkage.columns import Columns, Listed
from pseudonymisation.linkage.ragged import Ragged


Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, repr=False)
class Clusters:
    """What the rows of each cluster say together; fields as in `Columns`.

    Attributes:
        size: rows per cluster.
        any_given: first and further given names.
    """

    size: Integers
    surnames: Ragged
    given: Ragged
    further: Ragged
    any_given: Ragged
    day: Ragged
    year: Ragged
    sex: Ragged
    place: Ragged
    commune: Ragged

    def __repr__(self) -> str:
        return f"Clusters({len(self.size)})"


def gather(columns: Columns, cluster: Integers) -> Clusters:
    """Gather the values of each cluster.

    Args:
        columns: of the rows.
        cluster: number of each row's cluster, from 0 without gaps.

    Returns:
        The clusters.
    """
    size = np.bincount(cluster).astype(np.int64)
    n = len(size)

    def listed(values: Listed) -> Ragged:
        return Ragged.of(cluster[values.row], values.value, owners=n)

    def known(values: Integers) -> Ragged:
        there = values > 0
        return Ragged.of(cluster[there], values[there], owners=n)

    given, further = listed(columns.given), listed(columns.further)
    any_given = Ragged.of(
        np.concatenate((given.owner, further.owner)),
        np.concatenate((given.value, further.value)),
        owners=n,
    )
    return Clusters(
        size=size,
        surnames=listed(columns.surnames),
        given=given,
        further=further,
        any_given=any_given,
        day=known(columns.day),
        year=known(columns.year),
        sex=known(columns.sex),
        place=known(columns.place),
        commune=known(columns.commune),
    )
