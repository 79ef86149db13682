"""Weights estimated on a file are those of the plain method, and of the truth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pseudonymisation.linkage.evidence import LEVELS, RARE, Evidence, Field
from pseudonymisation.linkage.fitted_match import TWO_PEOPLE, _pairs_of_two, _prior
from pseudonymisation.linkage.fitting import MOST_ROUNDS, PSEUDO, chance_levels, fit


def evidence_of(rng, n, shares):
    level = {
        field: rng.choice(len(kinds), n, p=shares(len(kinds))).astype(np.int8)
        for field, kinds in LEVELS.items()
    }
    rarity = {
        field: np.where(level[field] == len(LEVELS[field]) - 1, 8.0, 0.0)
        for field in RARE
    }
    return Evidence(level, rarity, rng.random(n) < 0.02, level[Field.SEX])


def agreeing(levels):
    share = np.full(levels, 0.25 / (levels - 2))
    share[0], share[1], share[-1] = 0.05, 0.05, 0.65
    return share / share.sum()


def differing(levels):
    share = np.full(levels, 0.02)
    share[1] = 1
    return share / share.sum()


def together(one, other):
    def joined(values):
        return np.concatenate(values)

    return Evidence(
        {f: joined((one.level[f], other.level[f])) for f in LEVELS},
        {f: joined((one.rarity[f], other.rarity[f])) for f in RARE},
        joined((one.turned, other.turned)),
        joined((one.further, other.further)),
    )


def plain_fit(evidence, u, rows, pairs, rounds):
    """Expectation and maximisation, pair by pair and level by level."""
    m = {}
    for field, kinds in LEVELS.items():
        m[field] = [1.0] + [0.25 / max(len(kinds) - 3, 1)] * (len(kinds) - 1)
        if len(kinds) > 2:
            m[field][1], m[field][-1] = 0.05, 0.7
    matches, turned = rows / 2, 0.01
    n = len(evidence.turned)
    for _round in range(rounds):
        beliefs = []
        for pair in range(n):
            ratio = turned if evidence.turned[pair] else 1.0
            for field, level in evidence.level.items():
                at = int(level[pair])
                if not at:
                    continue
                chance = u[field][at]
                if field in RARE and at == len(LEVELS[field]) - 1:
                    chance = 2 ** -evidence.rarity[field][pair]
                ratio *= m[field][at] / chance
            odds = ratio * matches / pairs
            beliefs.append(odds / (1 + odds))
        matches = sum(beliefs) + PSEUDO
        swapped = sum(b for b, t in zip(beliefs, evidence.turned, strict=True) if t)
        turned = (swapped + PSEUDO) / (matches + 1)
        for field, level in evidence.level.items():
            met = [PSEUDO] * len(LEVELS[field])
            for at, belief in zip(level.tolist(), beliefs, strict=True):
                met[at] += belief
            m[field] = [1.0] + [one / sum(met[1:]) for one in met[1:]]
    return m, matches


@pytest.mark.parametrize("seed", [1, 2])
def test_the_estimate_is_that_of_the_plain_method(seed):
    rng = np.random.default_rng(seed)
    pairs = together(evidence_of(rng, 60, agreeing), evidence_of(rng, 90, differing))
    u = chance_levels(evidence_of(rng, 4_000, differing))
    found = fit(pairs, u=u, rows=120, pairs=7_140)
    m, matches = plain_fit(pairs, u, 120, 7_140, MOST_ROUNDS)

    assert found.matches == pytest.approx(matches, abs=0.05)
    for field, expected in m.items():
        assert found.m[field][1:] == pytest.approx(expected[1:], abs=0.005)


def test_the_estimate_finds_how_often_one_person_disagrees():
    rng = np.random.default_rng(3)
    same, other = evidence_of(rng, 6_000, agreeing), evidence_of(rng, 9_000, differing)
    u = chance_levels(evidence_of(rng, 50_000, differing))
    found = fit(together(same, other), u=u, rows=12_000, pairs=500_000)

    assert found.is_sound
    assert found.matches == pytest.approx(6_000, rel=0.02)
    for field, kinds in LEVELS.items():
        truth = agreeing(len(kinds))[1:]
        assert found.m[field][1:] == pytest.approx(truth / truth.sum(), abs=0.02)


def test_a_field_that_agrees_less_among_one_person_is_not_sound():
    rng = np.random.default_rng(4)
    same = evidence_of(rng, 2_000, agreeing)
    same.level[Field.BIRTH][:] = 1
    u = chance_levels(evidence_of(rng, 20_000, differing))

    assert not fit(same, u=u, rows=4_000, pairs=8e6).is_sound


@settings(deadline=None)
@given(st.lists(st.floats(-20, 20), min_size=1, max_size=12), st.integers(12, 5_000))
def test_the_prior_makes_the_pairs_expected_those_it_counts(bits, pairs):
    odds = _prior(np.array(bits), pairs)
    share = 1 / (1 + 2**-odds)
    expected = sum(1 / (1 + 2 ** -(bit + odds)) for bit in bits)

    assert share * (pairs + TWO_PEOPLE) - 0.5 == pytest.approx(expected, abs=0.2)


@given(st.lists(st.integers(-1, 3), max_size=12))
def test_pairs_of_one_holder_are_no_pairs(holder):
    n = len(holder)
    counted = sum(
        holder[i] != holder[j] or holder[i] < 0
        for i in range(n)
        for j in range(i + 1, n)
    )

    assert _pairs_of_two(np.array(holder, np.int64)) == counted
