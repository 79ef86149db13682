"""Records of a file without twins to fear → persons, by weights of the file itself.

The obvious pairs first, as everywhere. Then, what is left: how likely two clusters are
one person depends on how many records each has already. In a file where nearly everyone
has two records, two single ones are one person a hundred times as often as two records
at large, and two pairs never are. So each further round estimates the prior anew for
each pair of sizes.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.linkage.blocks import candidate_pairs
from pseudonymisation.linkage.clusters import Clusters, gather
from pseudonymisation.linkage.columns import Columns
from pseudonymisation.linkage.evidence import Comparer, Evidence, Field
from pseudonymisation.linkage.fitting import Fitted, chance_levels, fit
from pseudonymisation.linkage.grouping import join
from pseudonymisation.linkage.lexicon import lexicon_of
from pseudonymisation.linkage.ragged import Integers, Ragged, distinct
from pseudonymisation.linkage.rules import Binary, LinkageRules, Place
from pseudonymisation.linkage.scoring import Scored, compared


Bits = NDArray[np.float64]
ROUNDS = 6
RANDOM_PAIRS = 100_000
SEED = 1946  # of the random pairs: the same file gives the same persons
ALL_PAIRS = 100_000  # single records are compared one and all where no more pairs
LARGEST_SIZE = 3  # records of a cluster from which on all sizes count as one
PRIOR_ROUNDS = 100
TWO_PEOPLE = 100  # pairs added as two people's, so that few pairs say little
HALF_A_PAIR = 0.5
EVENS_BITS = 0.0
MOST_OVER_EXPECTED = 1.05
"""More pairs than that joined per pair expected: whole families are being put together,
for their members agree in more than chance and one person explain."""
ASK_BITS = -3.0  # one chance in nine


class FittedMatcher:
    """Matches the rows of one file by weights estimated on it.

    Args:
        columns: of the rows, those with exchanged names turned.
        rules: for the obvious pairs, short forms and limits.
        holder: per row, number of what holds every person at most once, -1 for none.
    """

    def __init__(self, columns: Columns, rules: LinkageRules, holder: Integers) -> None:
        self._columns = columns
        self._obvious = replace(rules, vetoes=False)
        self._rules = replace(self._obvious, same_bits=EVENS_BITS, ask_bits=ASK_BITS)
        self._holder = holder
        lexicon = lexicon_of(columns, np.ones(columns.rows, dtype=np.bool_))
        self._lexicon = lexicon
        self._comparer = Comparer(rules, lexicon, columns.places)

    def __repr__(self) -> str:
        return "FittedMatcher(…)"

    def match(self) -> tuple[Integers, Scored] | None:
        """Match the rows.

        Returns:
            Number of each row's person, from 0 without gaps; the compared pairs of
            persons. None where weights estimated on the file cannot be trusted.
        """
        cluster = np.arange(self._columns.rows)
        clusters, a, b, evidence = self._compare(cluster)
        fitted = self._fit(clusters, evidence)
        if not fitted.is_sound:
            return None
        bits = fitted.prior + fitted.bits(evidence)
        rules = self._obvious
        for _round in range(ROUNDS):
            scored = _scored(a, b, bits, evidence)
            joined = self._join(scored, cluster, clusters, rules)
            changed = joined.max() + 1 < len(clusters.size)
            if not changed and rules is self._rules:
                break
            rules = self._rules
            cluster = joined[cluster]
            if _pairs_joined(cluster) > MOST_OVER_EXPECTED * fitted.matches:
                return None
            clusters, a, b, evidence = self._compare(cluster)
            bits = fitted.bits(evidence)
            bits += self._priors(clusters.size, cluster, a, b, bits)
        asked = np.flatnonzero(bits >= ASK_BITS)
        return cluster, _scored(a, b, bits, evidence).only(asked)

    def _compare(
        self, cluster: Integers
    ) -> tuple[Clusters, Integers, Integers, Evidence]:
        clusters = gather(self._columns, cluster)
        n = len(clusters.size)
        a, b = candidate_pairs(
            clusters,
            self._lexicon,
            largest_block=self._obvious.largest_block,
            wide=True,
        )
        single = np.flatnonzero(clusters.size == 1)
        if len(single) ** 2 // 2 <= ALL_PAIRS:
            one, other = np.triu_indices(len(single), 1)
            keys = distinct(
                np.concatenate((a * n + b, single[one] * n + single[other]))
            )
            a, b = keys // n, keys % n
        apart = compared(self._holders(cluster, n), a, b) != Binary.SAME
        a, b = a[apart], b[apart]
        return clusters, a, b, self._comparer.compare(clusters, a, b)

    def _holders(self, cluster: Integers, clusters: int) -> Ragged:
        held = self._holder >= 0
        return Ragged.of(cluster[held], self._holder[held], owners=clusters)

    def _fit(self, clusters: Clusters, evidence: Evidence) -> Fitted:
        rows = self._columns.rows
        rng = np.random.default_rng(SEED)
        one, other = rng.integers(0, rows, (2, RANDOM_PAIRS))
        two = one != other
        chance = self._comparer.compare(clusters, one[two], other[two])
        pairs = _pairs_of_two(self._holder)
        return fit(evidence, u=chance_levels(chance), rows=rows, pairs=pairs)

    def _priors(
        self, size: Integers, cluster: Integers, a: Integers, b: Integers, bits: Bits
    ) -> Bits:
        """Estimate, for each pair of sizes, log2 of the prior odds of one person."""
        kind = np.minimum(size, LARGEST_SIZE)
        low, high = np.minimum(kind[a], kind[b]), np.maximum(kind[a], kind[b])
        count = np.bincount(kind, minlength=LARGEST_SIZE + 1).tolist()
        single = self._holder[size[cluster] == 1]
        found = np.zeros(len(a))
        for one, other in _pairs_of_sizes():
            pairs = count[one] * count[other]
            if one == other:
                pairs = (pairs - count[one]) / 2
            if one == other == 1:
                pairs = _pairs_of_two(single)
            those = (low == one) & (high == other)
            found[those] = _prior(bits[those], pairs)
        return found

    def _join(
        self,
        scored: Scored,
        cluster: Integers,
        clusters: Clusters,
        rules: LinkageRules,
    ) -> Integers:
        marks: list[set[int]] = []
        if (self._holder >= 0).any():
            marks = [set() for _ in range(len(clusters.size))]
            for number, holder in zip(
                cluster.tolist(), self._holder.tolist(), strict=True
            ):
                if holder >= 0:
                    marks[number].add(holder)
        rank = np.arange(len(clusters.size))
        return join(
            scored, size=clusters.size, rank=rank, marks=marks, rules=rules
        ).number


def _pairs_of_sizes() -> Iterator[tuple[int, int]]:
    for one in range(1, LARGEST_SIZE + 1):
        for other in range(one, LARGEST_SIZE + 1):
            yield one, other


def _pairs_joined(cluster: Integers) -> int:
    size = np.bincount(cluster)
    return int((size * (size - 1) // 2).sum())


def _pairs_of_two(holder: Integers) -> float:
    """Count the pairs of rows that may be one person's: of two holders, or of none."""
    n = len(holder)
    held = np.bincount(holder[holder >= 0])
    return float(n * (n - 1) / 2 - (held * (held - 1) / 2).sum())


def _prior(bits: Bits, pairs: float) -> float:
    """Find the share of pairs that are one person's under which `bits` are likeliest.

    Args:
        bits: of the pairs compared; all others are taken to be two people.
        pairs: all of them.

    Returns:
        log2 of the odds.
    """
    if not len(bits):
        return 0.0
    ratio = np.exp2(np.clip(bits, -60, 60))
    matches = len(bits) / 2
    for _round in range(PRIOR_ROUNDS):
        share = (matches + HALF_A_PAIR) / (pairs + TWO_PEOPLE)
        matches = float((share * ratio / (share * ratio + 1 - share)).sum())
    share = (matches + HALF_A_PAIR) / (pairs + TWO_PEOPLE)
    return float(np.log2(share / (1 - share)))


def _scored(a: Integers, b: Integers, bits: Bits, evidence: Evidence) -> Scored:
    level = evidence.level
    place = np.maximum(level[Field.COMMUNE], level[Field.POSTCODE])
    near = np.where(place > Place.DIFFERENT, Binary.SAME, place).astype(np.int8)
    return Scored(
        a,
        b,
        bits,
        level[Field.SURNAME],
        level[Field.GIVEN],
        level[Field.BIRTH],
        level[Field.SEX],
        near,
        evidence.further,
    )
