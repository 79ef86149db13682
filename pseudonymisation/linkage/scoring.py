"""Pairs of clusters → levels of agreement and the bits that they weigh together.

The best agreement over all values of both clusters counts: a record with both given
names bridges two that have one each, a misspelt row is outweighed by its sound
neighbours.

Source: Fellegi and Sunter (1969); Newcombe et al. (1959) for frequencies.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.linkage.clusters import Clusters
from pseudonymisation.linkage.levels import birth_levels, given_levels, surname_levels
from pseudonymisation.linkage.lexicon import Lexicon
from pseudonymisation.linkage.ragged import (
    Crossed,
    Integers,
    Ragged,
    best,
    crossed,
    in_slices,
)
from pseudonymisation.linkage.rules import (
    Binary,
    Birth,
    Given,
    LinkageRules,
    Surname,
    Weights,
)


Levels = NDArray[np.int8]
Bits = NDArray[np.float64]
PAIRS_AT_ONCE = 500_000
SAMPLE = 200  # rows that the usual frequency weighs as much as
HOPELESS_BITS = -2.5
"""Below, two clusters are two people; which name parts them is no longer worked out."""
LEAST_BITS = 2.0  # of a name that half of the rows bear


@dataclass(frozen=True, slots=True, repr=False)
class Scored:
    """Compared pairs of clusters, one entry per pair.

    Attributes:
        a: first cluster.
        b: second cluster.
        bits: log2 of the posterior odds that they are one person; where all but the
            names makes them two people, an upper bound.
        surname: `Surname` levels, MISSING too where all else makes them two people.
        given: `Given` levels, likewise.
        birth: `Birth` levels.
        sex: `Binary` levels.
        place: `Binary` levels.
        further: `Binary` levels of the further given names; of pairs asked about, also
            `further_names.SPELT_OTHERWISE`.
    """

    a: Integers
    b: Integers
    bits: Bits
    surname: Levels
    given: Levels
    birth: Levels
    sex: Levels
    place: Levels
    further: Levels

    def __repr__(self) -> str:
        return f"Scored({len(self.a)} pairs)"

    def only(self, chosen: NDArray[np.bool_] | Integers) -> "Scored":
        """Keep some pairs, in the order of `chosen`."""
        return Scored(*(getattr(self, field.name)[chosen] for field in fields(self)))


def probability(bits: float) -> float:
    """Turn log2 odds into a probability, 0 to 1."""
    return float(1 / (1 + 2 ** -float(np.clip(bits, -60, 60))))


class Scorer:
    """Compares the clusters of one run.

    Args:
        rules: weights of the levels.
        lexicon: of the run's names.
        population: records among which the pairs lie, for the prior.
    """

    def __init__(
        self, rules: LinkageRules, lexicon: Lexicon, *, population: int
    ) -> None:
        self._rules = rules
        self._names = lexicon
        among = max(population, rules.least_population)
        self._prior = float(np.log2(rules.prior_pairs / among))
        self._surname = _by_value(rules.surname, lexicon.as_surname, lexicon.rows)
        self._given = _by_value(rules.given, lexicon.as_given, lexicon.rows)
        self._place = _by_value(rules.place, lexicon.places, lexicon.rows)

    def __repr__(self) -> str:
        return "Scorer(…)"

    def score(self, clusters: Clusters, a: Integers, b: Integers) -> Scored:
        """Compare pairs of clusters.

        Args:
            clusters: what each says.
            a: numbers of the first.
            b: numbers of the second.

        Returns:
            The comparison.
        """
        most = (
            self._most(clusters.surnames, self._surname, self._rules.surname),
            self._most(clusters.given, self._given, self._rules.given),
        )
        parts = [
            self._score(clusters, a[part], b[part], most)
            for part in in_slices(len(a), size=PAIRS_AT_ONCE)
        ]
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return self._score(clusters, a, b, most)
        joined = (
            np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(Scored)
        )
        return Scored(*joined)

    def _most(self, names: Ragged, by_value: Bits, weights: Weights) -> Bits:
        """Give the bits that each cluster's names can bring at most."""
        most = np.full(len(names.count), max(weights.bits[:-1]))
        np.maximum.at(most, names.owner, by_value[names.value])
        return most

    def _score(
        self, clusters: Clusters, a: Integers, b: Integers, most: tuple[Bits, Bits]
    ) -> Scored:
        """Compare pairs; names only where they can still matter."""
        rules = self._rules
        place, place_bits = self._places(clusters, a, b)
        birth = births_of(clusters, a, b)
        sex = compared(clusters.sex, a, b)
        further = compared(clusters.further, a, b)
        birth_bits = np.array(rules.birth.bits)[birth]
        sex_bits = np.array(rules.sex.bits)[sex]
        further_bits = np.array(rules.further.bits)[further]
        names_bits = sum(np.minimum(bits[a], bits[b]) for bits in most)
        bits = self._prior + names_bits + place_bits
        bits += birth_bits + sex_bits
        bits += further_bits
        surname = np.zeros(len(a), dtype=np.int8)
        given = np.zeros(len(a), dtype=np.int8)
        able = np.flatnonzero(bits >= HOPELESS_BITS)
        surname[able], surname_bits = self._surnames(clusters, a[able], b[able])
        given[able], given_bits = self._givens(clusters, a[able], b[able])
        found = self._prior + surname_bits + given_bits + place_bits[able]
        found += birth_bits[able] + sex_bits[able]
        bits[able] = found + further_bits[able]
        return Scored(a, b, bits, surname, given, birth, sex, place, further)

    def _surnames(
        self, clusters: Clusters, a: Integers, b: Integers
    ) -> tuple[Levels, Bits]:
        found = crossed(clusters.surnames, clusters.surnames, a, b)
        level = surname_levels(
            found.left, found.right, texts=self._names.texts, sounds=self._names.sound
        )
        bits = np.array(self._rules.surname.bits)[level]
        exact = level == Surname.EXACT
        bits[exact] = self._surname[found.left[exact]]
        return _best_level(found, level, bits, len(a))

    def _givens(
        self, clusters: Clusters, a: Integers, b: Integers
    ) -> tuple[Levels, Bits]:
        found = crossed(clusters.given, clusters.given, a, b)
        names, rules = self._names, self._rules
        level = given_levels(
            found.left, found.right, texts=names.texts, sounds=names.sound, rules=rules
        )
        weights = np.array(rules.given.bits)
        bits = weights[level]
        exact = level == Given.EXACT
        bits[exact] = self._given[found.left[exact]]
        level, bits = _best_level(found, level, bits, len(a))
        lifted = (level > Given.MISSING) & (level < Given.FURTHER)
        lifted &= _listed_further(clusters, a, b)
        level[lifted] = Given.FURTHER
        bits[lifted] = weights[Given.FURTHER]
        return level, bits

    def _places(
        self, clusters: Clusters, a: Integers, b: Integers
    ) -> tuple[Levels, Bits]:
        found = crossed(clusters.place, clusters.place, a, b)
        same = found.left == found.right
        level = np.where(same, Binary.SAME, Binary.DIFFERENT).astype(np.int8)
        bits = np.where(
            same, self._place[found.left], self._rules.place.bits[Binary.DIFFERENT]
        )
        return _best_level(found, level, bits, len(a))


def _by_value(weights: Weights, count: Integers, rows: int) -> Bits:
    """Give the bits of agreeing on each value, by how common it is.

    The frequency is drawn towards the usual one as far as the sample is small, so that
    one row alone meets nobody under a name that seems to be everyone's.
    """
    if weights.m_same is None:
        return np.full(len(count), weights.bits[-1])
    frequency = (count + SAMPLE * weights.usual) / (rows + SAMPLE)
    bits = np.log2(weights.m_same / frequency)
    found: Bits = np.clip(bits, LEAST_BITS, weights.most)
    return found


def _best_level(
    found: Crossed, level: Levels, bits: Bits, pairs: int
) -> tuple[Levels, Bits]:
    return (
        best(found, level, pairs=pairs, missing=0),
        best(found, bits, pairs=pairs, missing=0.0),
    )


def _listed_further(clusters: Clusters, a: Integers, b: Integers) -> NDArray[np.bool_]:
    either = np.zeros(len(a), dtype=np.bool_)
    ways = ((clusters.given, clusters.further), (clusters.further, clusters.given))
    for one, other in ways:
        found = crossed(one, other, a, b)
        either |= best(
            found, found.left == found.right, pairs=len(a), missing=np.False_
        )
    return either


def compared(values: Ragged, a: Integers, b: Integers) -> Levels:
    """Tell whether pairs of clusters share a value.

    Args:
        values: of the clusters.
        a: numbers of the first.
        b: numbers of the second.

    Returns:
        A `Binary` level per pair.
    """
    found = crossed(values, values, a, b)
    same = found.left == found.right
    level = np.where(same, Binary.SAME, Binary.DIFFERENT).astype(np.int8)
    kept: Levels = best(found, level, pairs=len(a), missing=0)
    return kept


def births_of(clusters: Clusters, a: Integers, b: Integers) -> Levels:
    """Tell how far dates of birth agree, whole or partial.

    Args:
        clusters: what each says.
        a: numbers of the first.
        b: numbers of the second.

    Returns:
        A `Birth` level per pair.
    """
    found = crossed(clusters.day, clusters.day, a, b)
    level: Levels = best(
        found, birth_levels(found.left, found.right), pairs=len(a), missing=0
    )
    year = compared(clusters.year, a, b)
    partial = level == Birth.MISSING
    level[partial & (year == Binary.SAME)] = Birth.SAME_YEAR
    level[partial & (year == Binary.DIFFERENT)] = Birth.DIFFERENT
    return level
