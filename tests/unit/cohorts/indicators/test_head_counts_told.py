"""Head-counts of actions: rounded, small ones kept back, shares of what was counted."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import config
from cohorts.disclosure.head_counts import least_told
from cohorts.disclosure.reading import read_rules
from cohorts.indicators.of_head_counts import ALL, Counted, release_reach
from tests.properties.effort import tries


RULES = read_rules(Path(config.__file__).parent)


def told(**counted):
    return release_reach(counted, rules=RULES)


def test_nothing_counted_tells_nothing():
    assert told() == told(a=Counted()) == {}


def test_a_large_action_is_told_rounded_with_its_shares():
    found = told(a=Counted(200, 80, 200, 50, 100), b=Counted(120, 60, 120))

    assert found["a"].n.value == pytest.approx(200, abs=6)
    assert found["a"].girls == pytest.approx(0.4, abs=0.05)
    assert found["a"].qpv == pytest.approx(0.5, abs=0.1)
    assert found[ALL].n.value == pytest.approx(320, abs=6)


def test_girls_that_nobody_counted_apart_make_no_share():
    found = told(a=Counted(200))

    assert (found["a"].girls, found["a"].qpv) == (None, None)


def test_an_action_for_girls_alone_does_not_tell_that_no_boy_came():
    assert told(a=Counted(200, 200, 200))["a"].girls is None
    assert told(a=Counted(200, 199, 200))["a"].girls is None


def test_a_small_action_is_kept_back_and_cannot_be_had_by_subtraction():
    found = told(a=Counted(200), b=Counted(150), c=Counted(4))

    assert found["c"].n.value is None
    assert [found[code].n.value for code in "ab"].count(None) >= 1


NUMBERS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.integers(0, 60).flatmap(
        lambda n: st.integers(0, n).map(lambda girls: Counted(n, girls, n))
    ),
)


@tries(40)
@given(counted=NUMBERS)
def test_no_count_under_the_threshold_is_ever_told_as_a_number(counted):
    for code, one in release_reach(counted, rules=RULES).items():
        exact = sum(x.n for x in counted.values()) if code == ALL else counted[code].n
        if exact < RULES.threshold_publication:
            assert one.n.value is None
        if one.n.value is not None:
            assert one.n.value >= least_told(RULES.rounding_base) - RULES.rounding_base
            assert abs(one.n.value - exact) <= RULES.rounding_base
