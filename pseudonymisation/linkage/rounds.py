"""Clusters, round after round → their comparison, made anew only where one changed.

After the first round most clusters stay what they were, and so do their pairs: each
later round scores a tenth of its pairs.
"""

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.linkage.blocks import candidate_pairs
from pseudonymisation.linkage.clusters import gather
from pseudonymisation.linkage.columns import Columns
from pseudonymisation.linkage.lexicon import Lexicon
from pseudonymisation.linkage.scoring import Scored, Scorer


Integers = NDArray[np.int64]


class Rounds:
    """Compares the clusters of a run.

    Args:
        columns: of the rows.
        lexicon: of their names.
        scorer: weighs pairs.
        largest_block: clusters sharing a key beyond which it is passed over.
    """

    def __init__(
        self, columns: Columns, lexicon: Lexicon, scorer: Scorer, *, largest_block: int
    ) -> None:
        self._columns = columns
        self._lexicon = lexicon
        self._scorer = scorer
        self._largest_block = largest_block
        self._kept: Scored | None = None

    def __repr__(self) -> str:
        return "Rounds(…)"

    def compare(self, cluster: Integers) -> tuple[Scored, Integers]:
        """Compare clusters.

        Args:
            cluster: number of each row's cluster, from 0 without gaps.

        Returns:
            Every pair that shares a key; rows per cluster.
        """
        clusters = gather(self._columns, cluster)
        a, b = candidate_pairs(
            clusters, self._lexicon, largest_block=self._largest_block
        )
        if self._kept is None:
            return self._scorer.score(clusters, a, b), clusters.size
        place = _places(self._kept, a, b, clusters=len(clusters.size))
        new = np.flatnonzero(place < 0)
        scored = self._scorer.score(clusters, a[new], b[new])
        return _merged(self._kept, place, scored, new), clusters.size

    def carry(self, scored: Scored, number: Integers) -> None:
        """Keep the pairs of which neither cluster changes.

        Args:
            scored: the comparison of this round.
            number: new number of each cluster, which keeps their order.
        """
        alone = np.bincount(number)[number] == 1
        stays = np.flatnonzero(alone[scored.a] & alone[scored.b])
        kept = scored.only(stays)
        self._kept = Scored(
            number[kept.a],
            number[kept.b],
            *(getattr(kept, field.name) for field in fields(Scored)[2:]),
        )


def _places(kept: Scored, a: Integers, b: Integers, *, clusters: int) -> Integers:
    """Find pairs among those kept, -1 where a pair is not; both are in order."""
    known, asked = kept.a * clusters + kept.b, a * clusters + b
    if not len(known):
        return np.full(len(asked), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[place] == asked, place, -1)


def _merged(kept: Scored, place: Integers, scored: Scored, new: Integers) -> Scored:
    columns = []
    for field in fields(Scored):
        column = getattr(kept, field.name)[place] if len(kept.a) else None
        fresh = getattr(scored, field.name)
        if column is None:
            column = np.empty(len(place), dtype=fresh.dtype)
        column[new] = fresh
        columns.append(column)
    return Scored(*columns)
