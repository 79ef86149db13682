"""Pairs alike in all but the given name: one person under two names, or two twins.

Agreements weigh two people at large, and a twin is none: what twins share says nothing
of who is who. But how many pairs of twins a file holds is known, near enough: from the
pairs of one birth and two sexes that it shows, or from a rate. So many of the pairs
alike in all but the given name are twins; the others are one person.

Source: Bayes' rule with a third kind of pair, as in Winkler (2002), Methods for Record
Linkage and Bayesian Networks, on pairs within one household.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.linkage.clusters import Clusters
from pseudonymisation.linkage.ragged import Integers
from pseudonymisation.linkage.rules import (
    Binary,
    Birth,
    Given,
    LinkageRules,
    Surname,
    TwinRates,
)
from pseudonymisation.linkage.scoring import Scored


Shares = NDArray[np.float64]
Truths = NDArray[np.bool_]
SIZES = 6  # records of a person from which on all sizes count as one
PEOPLE_BEHIND_THE_RATE = 1_000  # how many people's file outweighs the rate given
PAIRS_BEHIND_THE_SHARE = 20  # how many pairs of a kind outweigh the share given
MOST, LEAST = 0.98, 0.002
SETTLING = 4
_SEXES = len(Binary)


def alike_but_for_name(scored: Scored) -> Truths:
    """Tell which pairs may be twins: nothing but the given names parts them.

    Args:
        scored: compared pairs.

    Returns:
        One truth value per pair.
    """
    other_name = scored.given < Given.FURTHER
    other_name |= scored.further == Binary.DIFFERENT
    family = scored.surname > Surname.DIFFERENT
    return np.asarray(other_name & family & (scored.birth != Birth.DIFFERENT))


@dataclass(frozen=True, slots=True)
class Twins:
    """How many of the pairs that may be twins are.

    Attributes:
        pairs_per_person: pairs of twins per person.
        share: of twins, by records of the smaller and of the larger of two persons
            (up to `SIZES`) and by `Binary` level of the sex.
        at_risk: false links per link, were all those pairs linked.
    """

    pairs_per_person: float
    share: Shares
    at_risk: float

    def weighed(self, scored: Scored, size: Integers) -> Scored:
        """Weigh twins against one person, where a pair may be either.

        Args:
            scored: compared pairs of persons.
            size: records of each.

        Returns:
            The pairs with log2 odds that allow for twins.
        """
        bits = scored.bits.copy()
        like = alike_but_for_name(scored)
        share = self.share[_kind(scored, size)][like]
        against = np.exp2(-np.clip(bits[like], -60, 60))
        bits[like] = -np.log2(against + share / (1 - share))
        return replace(scored, bits=bits)


def twins_by_rate(rates: TwinRates) -> Twins:
    """Take the shares from the rules, where a file is too small to show its twins.

    Args:
        rates: of the rules.

    Returns:
        The shares.
    """
    share = np.zeros((SIZES + 1, SIZES + 1, _SEXES))
    for fewer, odds in enumerate(rates.odds, start=1):
        known = 1 / odds
        other = known * (1 - rates.same_sex) / rates.same_sex / rates.sex_slips
        either = known / rates.same_sex
        shares = np.array([either, other, known])
        share[fewer:, fewer:] = shares / (1 + shares)
    return Twins(rates.pairs_per_person, np.clip(share, LEAST, MOST), 1.0)


def twins_of(
    scored: Scored, clusters: Clusters, *, rules: LinkageRules, asked: Truths
) -> Twins:
    """Estimate the shares of twins in a whole file.

    Args:
        scored: compared pairs of its persons.
        clusters: what each of them says.
        rules: what to expect before the file is seen.
        asked: the pairs worth asking about.

    Returns:
        The shares.
    """
    like = np.flatnonzero(alike_but_for_name(scored))
    scored, asked = scored.only(like), asked[like]  # of a million rows' ten million
    kinds = _kind(scored, clusters.size)
    there = np.zeros((SIZES + 1, SIZES + 1, _SEXES))
    np.add.at(there, tuple(kind[asked] for kind in kinds), 1)
    known = float(np.mean(clusters.sex.count > 0)) ** 2
    people = np.bincount(np.minimum(clusters.size, SIZES), minlength=SIZES + 1)
    two_sexes = _asked_if_of_one_sex(scored, rules)
    seen = np.bincount(kinds[0][two_sexes], minlength=SIZES + 1)
    rates = rules.twins
    slipped = rates.sex_slips * there[:, :, Binary.SAME].sum(axis=1)
    pairs = np.maximum(seen - slipped, 0) / (1 - rates.same_sex)
    rate = _rates(pairs, people, known, rates.pairs_per_person)
    prior = twins_by_rate(rates).share
    same = rates.same_sex
    by_sex = np.array([1 - known, known * (1 - same), known * same])
    twins = _twin_pairs(people, rate)
    behind = PAIRS_BEHIND_THE_SHARE
    share = (twins[..., None] * by_sex + behind * prior) / (there + behind)
    per_person = float(twins.sum() / people.sum())
    at_risk = _at_risk(people, rate, there.sum(axis=2))
    return Twins(per_person, np.clip(share, LEAST, MOST), at_risk)


def _kind(scored: Scored, size: Integers) -> tuple[Integers, Integers, Integers]:
    one = np.minimum(size[scored.a], SIZES)
    other = np.minimum(size[scored.b], SIZES)
    return np.minimum(one, other), np.maximum(one, other), scored.sex.astype(np.int64)


def _asked_if_of_one_sex(scored: Scored, rules: LinkageRules) -> Truths:
    """Tell which pairs of two sexes would be asked about, were they of one."""
    sex = rules.sex.bits
    least = rules.ask_bits - (sex[Binary.SAME] - sex[Binary.DIFFERENT])
    return np.asarray((scored.sex == Binary.DIFFERENT) & (scored.bits >= least))


def _rates(pairs: Shares, people: Integers, known: float, usual: float) -> Shares:
    """Estimate pairs of twins per pair of people, by records of the smaller.

    Args:
        pairs: of twins, as those of two sexes tell, by records of the smaller.
        people: by their records.
        known: share of the pairs of which both sexes are known.
        usual: pairs of twins per person before the file is seen.
    """
    there = _pairs_of_sizes(people).sum(axis=1)
    behind = PEOPLE_BEHIND_THE_RATE * there
    met = pairs + usual * behind
    return np.asarray(met / np.maximum(people.sum() * known * there + behind, 1e-9))


def _pairs_of_sizes(people: NDArray[Any]) -> Shares:
    """Give the shares of pairs of people by the records of either, smaller first."""
    share = people / people.sum()
    both = np.triu(np.outer(share, share))
    found: Shares = 2 * both - np.diag(np.diag(both))
    return found


def _twin_pairs(people: NDArray[Any], rate: Shares) -> Shares:
    """Expect pairs of twins by the records of either, smaller first."""
    pairs: Shares = people.sum() * rate[:, None] * _pairs_of_sizes(people)
    return pairs


def _at_risk(people: Integers, rate: Shares, there: Shares) -> float:
    """Expect the false links per link, if the pairs that are there are one person each.

    Those who would be one then have more records: the fewer people have a single
    record, the fewer twins can be met by one record each.
    """
    records = np.arange(len(people))
    sizes = people.astype(float)
    for _round in range(SETTLING):
        twins = _twin_pairs(sizes, rate)
        one = np.maximum(there - twins, 0)
        sizes = np.maximum(people - one.sum(axis=0) - one.sum(axis=1), 0)
        for low, high in np.argwhere(one > 0).tolist():
            sizes[min(low + high, SIZES)] += one[low, high]
    false = (_twin_pairs(sizes, rate) * np.outer(records, records) * (there > 0)).sum()
    return float(false / max((sizes * records * (records - 1) / 2).sum(), 1.0))
