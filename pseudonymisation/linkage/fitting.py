"""Records → what agreements weigh in this file, estimated without knowing who is whom.

How often two people agree by chance (u) is counted over random pairs; how often two
records of one person do (m), and how many such pairs there are, by expectation and
maximisation over the pairs that share a key. A value's own frequency stands for u where
two agree on it.

Source: Winkler (1988), Proc. ASA Section on Survey Research Methods, 667-671; Dempster,
Laird and Rubin (1977), JRSS B 39, 1-38; term frequencies as in `rules`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.linkage.evidence import LEVELS, RARE, Evidence, Field


Bits = NDArray[np.float64]
Shares = NDArray[np.float64]
MOST_ROUNDS = 100
SETTLED = 1e-6  # share of pairs by which a last round may still move
FIRST_AGREE, FIRST_DIFFER = 0.7, 0.05  # m to start from; it does not matter much
FIRST_TURNED = 0.01
PSEUDO = 0.5  # pairs that every level is met by in advance, so that none weighs all


@dataclass(frozen=True, slots=True)
class Fitted:
    """What agreements weigh in one file.

    Attributes:
        m: per field, how often two records of one person stand at each level, of those
            where both say something; by level, the first unused.
        u: likewise, two records of two people.
        turned: how often names of one person stand in each other's place.
        matches: expected pairs of records that are one person's.
        pairs: all pairs of records.
    """

    m: dict[Field, Shares]
    u: dict[Field, Shares]
    turned: float
    matches: float
    pairs: float

    @property
    def prior(self) -> float:
        """Give log2 of the share of pairs that are one person's."""
        return float(np.log2(self.matches / self.pairs))

    def bits(self, evidence: Evidence) -> Bits:
        """Weigh pairs without the prior.

        Args:
            evidence: compared pairs.

        Returns:
            log2 of the likelihood ratio, one per pair.
        """
        found = np.where(evidence.turned, np.log2(self.turned), 0.0)
        for field, level in evidence.level.items():
            weights = np.log2(self.m[field] / self.u[field])
            weights[0] = 0.0
            bits = weights[level]
            if field in RARE:
                agree = level == len(weights) - 1
                bits = np.where(
                    agree, np.log2(self.m[field][-1]) + evidence.rarity[field], bits
                )
            found += bits
        return found

    @property
    def is_sound(self) -> bool:
        """Tell whether every field says what it should: that agreeing is likelier."""
        return all(
            self.m[field][-1] >= self.u[field][-1]
            and self.m[field][1] <= self.u[field][1]
            for field in self.m
        )


def chance_levels(evidence: Evidence) -> dict[Field, Shares]:
    """Count how often two people agree.

    Args:
        evidence: of random pairs of records.

    Returns:
        Per field, the share of each level among the pairs where both say something.
    """
    return {
        field: _shares(np.bincount(level, minlength=len(LEVELS[field])))
        for field, level in evidence.level.items()
    }


def fit(
    evidence: Evidence, *, u: dict[Field, Shares], rows: int, pairs: float
) -> Fitted:
    """Estimate what agreements weigh.

    Args:
        evidence: of the pairs that share a key; all others are taken to be two people.
        u: as `chance_levels` counts it.
        rows: records in all; half as many matches are assumed to start with.
        pairs: all pairs of records.

    Returns:
        The weights under which the evidence is likeliest.
    """
    fitted = Fitted(_first(u), u, FIRST_TURNED, rows / 2, pairs)
    for _round in range(MOST_ROUNDS):
        odds = fitted.prior + fitted.bits(evidence)
        belief = 1 / (1 + np.exp2(-np.clip(odds, -60, 60)))
        matches = float(belief.sum()) + PSEUDO
        moved = abs(matches - fitted.matches)
        turned = (float(belief[evidence.turned].sum()) + PSEUDO) / (matches + 1)
        fitted = Fitted(_likeliest(evidence, belief), u, turned, matches, pairs)
        if moved < SETTLED * rows:
            break
    return fitted


def _first(u: dict[Field, Shares]) -> dict[Field, Shares]:
    first = {}
    for field, shares in u.items():
        m = np.full(len(shares), (1 - FIRST_AGREE - FIRST_DIFFER))
        m /= max(len(shares) - 3, 1)
        m[-1], m[1] = FIRST_AGREE, FIRST_DIFFER
        m[0] = 1.0
        first[field] = m
    return first


def _likeliest(evidence: Evidence, belief: Bits) -> dict[Field, Shares]:
    return {
        field: _shares(np.bincount(level, belief, minlength=len(LEVELS[field])))
        for field, level in evidence.level.items()
    }


def _shares(count: NDArray[np.float64] | NDArray[np.int64]) -> Shares:
    met = count[1:] + PSEUDO
    return np.concatenate(([1.0], met / met.sum()))
