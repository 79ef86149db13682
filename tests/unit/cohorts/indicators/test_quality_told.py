"""What each structure told: shares through disclosure, and what to ask it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import config
from cohorts.disclosure.reading import read_rules
from cohorts.indicators.of_quality import (
    FEW,
    FILE,
    MOST,
    ROWS,
    Exact,
    release_quality,
)
from tests.properties.effort import tries


RULES = read_rules(Path(config.__file__).parent)


def told(**exact):
    return release_quality(exact, rules=RULES)


def test_no_structure_tells_nothing():
    assert told() == {}


def test_a_share_is_told_and_asked_for_under_nine_in_ten():
    found = told(
        a=Exact(200, {"sex": 120, "birth": 150}),
        b=Exact(300, {"sex": 180, "birth": 200}),
    )

    assert found["a"].shares["sex"] == pytest.approx(0.6, abs=0.05)
    assert found["a"].asks == ("sex", "birth")


def test_nearly_all_of_a_crowd_is_said_so_without_a_number():
    one = told(a=Exact(400, {"sex": 398}), b=Exact(300, {"sex": 299}))["a"]

    assert (one.shares["sex"], one.levels["sex"], one.asks) == (None, MOST, ())


def test_nearly_none_of_a_crowd_is_asked_for():
    one = told(a=Exact(400, {"residence": 3}), b=Exact(300, {"residence": 1}))["a"]

    assert (one.levels["residence"], one.asks) == (FEW, ("residence",))


def test_of_a_small_structure_not_even_that_is_said():
    one = told(a=Exact(60, {"sex": 59}), b=Exact(300, {"sex": 200}))["a"]

    assert (one.shares["sex"], one.levels["sex"]) == (None, "")
    assert told(a=Exact(6, {"sex": 6}, days=3))["a"].days is None


def test_a_late_file_and_refused_lines_are_asked_for_first():
    late = Exact(200, {"sex": 100}, n_rows=100, n_refused=9, days=121, sends_files=True)
    by_hand = Exact(200, {"sex": 100}, days=300)

    found = told(a=late, b=by_hand)

    assert found["a"].asks == (FILE, ROWS, "sex")
    assert found["b"].asks == ("sex",)


def test_lines_are_rounded_and_kept_back_with_the_young_people():
    found = told(
        a=Exact(300, {}, n_rows=443, n_refused=40),
        b=Exact(6, {}, n_rows=26, n_refused=26),
        c=Exact(200, {}, n_rows=500),
    )

    assert found["a"].rows.value == pytest.approx(443, abs=3)
    assert found["a"].rows.value != 443
    assert (found["b"].rows.value, found["b"].refused) == (None, None)


def test_few_lines_tell_no_share_of_refused_ones():
    assert told(a=Exact(200, {}, n_rows=9, n_refused=9))["a"].refused is None


COUNTS = st.integers(0, 150).flatmap(
    lambda n: st.integers(0, n).map(lambda k: Exact(n, {"sex": k}))
)


@tries(40)
@given(exact=st.dictionaries(st.sampled_from("abcd"), COUNTS, max_size=4))
def test_what_is_told_of_a_measure_leaves_eleven_counts_open(exact):
    """By the plain rule: how many other counts would have been told the same way?"""
    for code, one in release_quality(exact, rules=RULES).items():
        known, n = exact[code].known["sex"], exact[code].n
        if one.n.value is None:
            assert one.shares["sex"] is None
            assert one.levels["sex"] == ""
        if one.shares["sex"] is not None:
            assert min(known, n - known) >= RULES.threshold_publication
        if one.levels["sex"]:
            assert n // 10 + 1 + RULES.rounding_base >= RULES.threshold_publication
