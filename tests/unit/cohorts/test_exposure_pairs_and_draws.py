"""Pairs as a slow search finds them; persons drawn again with all their cases."""

import numpy as np
import pytest

from cohorts.exposure.failures import (
    BootstrapFailed,
    NobodyToCompare,
    NoMatch,
    OptionImpossible,
)
from cohorts.exposure.matching import match_groups
from cohorts.exposure.resampling import resample
from cohorts.exposure.weighting import weigh_groups
from cohorts.regression.design import Numeric
from tests.unit.cohorts.test_exposure_adjusted import BOTH, groups, rng, way


def test_pairs_are_those_of_a_slow_search():
    both = groups([Numeric("age"), *BOTH], n=160, seed=9)
    matching = match_groups(both, caliper=0.5)
    odds = np.log(matching.chance / (1 - matching.chance))
    treated = [int(k) for k in np.flatnonzero(both.treated)]
    free = {int(k) for k in np.flatnonzero(both.treated == 0)}
    expected = []
    for one in sorted(treated, key=lambda k: -odds[k]):
        near = min(free, key=lambda k: abs(odds[k] - odds[one]), default=None)
        if near is not None and abs(odds[near] - odds[one]) <= matching.caliper:
            expected.append((one, near))
            free.remove(near)

    assert [tuple(pair) for pair in matching.pairs.tolist()] == expected
    assert matching.n_unmatched == len(treated) - len(expected)


def test_unmatched_cases_are_told():
    matching = match_groups(groups([Numeric("age"), *BOTH], n=400), caliper=0.01)

    assert matching.n_unmatched > 0
    assert any(str(matching.n_unmatched) in note for note in matching.notes)


def test_a_caliper_that_admits_nobody_is_refused():
    with pytest.raises(NoMatch):
        match_groups(groups([Numeric("age")], n=60), caliper=1e-12)
    with pytest.raises(OptionImpossible):
        match_groups(groups(n=60), caliper=0)


@pytest.mark.parametrize(
    "options", [{"target": "others"}, {"truncate": 0.5}, {"truncate": 0}]
)
def test_impossible_weights_are_refused(options):
    with pytest.raises(OptionImpossible):
        weigh_groups(groups(n=100), **options)


def test_too_few_draws_are_refused():
    with pytest.raises(OptionImpossible):
        way("weighted", groups(n=100), 3)


def test_draws_that_fail_too_often_are_refused_not_hidden():
    def fails(_places):
        raise NobodyToCompare

    with pytest.raises(BootstrapFailed):
        resample(np.arange(10), fails, n_draws=20, rng=rng())


def test_a_person_is_drawn_with_all_their_cases():
    person = np.array([7, 3, 7, 7, 3, 9])
    seen = []

    def keep(places):
        seen.append(np.bincount(places, minlength=6))
        return np.zeros(1)

    resample(person, keep, n_draws=50, rng=rng())
    for counts in seen:
        assert counts[0] == counts[2] == counts[3]
        assert counts[1] == counts[4]
        assert counts[0] + counts[1] + counts[5] == 3
