"""Over many samples of a known whole, the intervals hold the truth as often as said."""

import numpy as np
import pytest

from parcours.matching.sampling import Stratum, precision, recall


SEEDS = 1_500
LEAST = 0.93
DESIGNS = {  # (size, true share) of links by band, of pairs left apart by band, each
    "a good linkage": (
        [(20_000, 0.9995), (800, 0.97), (300, 0.85)],
        [(700, 0.45), (2_000, 0.1), (9_000, 0.003)],
        60,
    ),
    "a poor linkage": (
        [(3_000, 0.93), (500, 0.6)],
        [(900, 0.5), (3_000, 0.15)],
        40,
    ),
    "a small territory": ([(120, 0.95), (30, 0.8)], [(40, 0.4), (80, 0.1)], 25),
    "nearly no error": ([(5_000, 0.999)], [(2_000, 0.01)], 100),
}


def judged(strata, each, rng):
    """Draw from each stratum without putting back, and judge without error."""
    found = []
    for size, share in strata:
        true, n = round(size * share), min(each, size)
        found.append(Stratum(size, n, int(rng.hypergeometric(true, size - true, n))))
    return found


def truth(strata):
    return sum(round(size * share) for size, share in strata)


@pytest.mark.parametrize("design", DESIGNS)
def test_intervals_hold_the_truth_in_93_of_100_samples(design):
    linked, apart, each = DESIGNS[design]
    right, missed = truth(linked), truth(apart)
    true_precision = right / sum(size for size, _share in linked)
    true_recall = right / (right + missed)
    held = np.zeros(2)
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        links, pairs = judged(linked, each, rng), judged(apart, each, rng)
        p, r = precision(links), recall(links, pairs)
        held += (
            p.low <= true_precision <= p.high,
            r.low <= true_recall <= r.high,
        )

    assert (held / SEEDS >= LEAST).all(), held / SEEDS
