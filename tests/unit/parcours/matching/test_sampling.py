"""Estimates of linkage quality against numbers printed in the literature."""

import math

import numpy as np
import pytest

from parcours.matching.sampling import (
    Share,
    Stratum,
    draw,
    precision,
    ratio,
    recall,
    share_of,
    weighted_sum,
    wilson,
)


@pytest.mark.parametrize(
    ("found", "judged", "low", "high"),
    [  # Newcombe (1998), Statist. Med. 17, 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_the_interval_that_newcombe_prints(found, judged, low, high):
    share = wilson(found, judged)

    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [  # Newcombe (1998), Statist. Med. 17, 873-890, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 10), -0.2775, 0.2775),
    ],
)
def test_a_difference_of_two_shares_has_newcombe_s_interval(one, other, low, high):
    found = weighted_sum([(1, wilson(*one)), (-1, wilson(*other))])

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_one_stratum_alone_is_wilson_s_interval():
    found = precision([Stratum(10**9, 148, 15)])

    assert found is not None
    assert found.low == pytest.approx(wilson(15, 148).low, abs=1e-6)
    assert found.high == pytest.approx(wilson(15, 148).high, abs=1e-6)


def test_one_error_among_many_leaves_more_room_than_wilson_gives():
    """Brown, Cai and DasGupta (2001): the lower limit of 1 of n is -log(.95) / n."""
    found = share_of(Stratum(10**9, 100, 1))

    assert found.low == pytest.approx(-math.log(0.95) / 100, rel=1e-4)
    assert found.high == pytest.approx(wilson(1, 100).high)


def test_a_stratum_weighs_by_the_pairs_it_holds():
    found = precision([Stratum(900, 10, 10), Stratum(100, 10, 5)])

    assert found is not None
    assert found.estimate == pytest.approx(0.95)


def test_what_was_judged_whole_leaves_no_doubt():
    assert wilson(7, 10, size=10) == Share(0.7, 0.7, 0.7)
    assert recall([Stratum(8, 8, 8)], [Stratum(2, 2, 2)]) == Share(0.8, 0.8, 0.8)


def test_judging_half_of_few_pairs_tells_more_than_as_many_of_very_many():
    few, many = wilson(5, 10, size=20), wilson(5, 10)

    assert few.high - few.low < many.high - many.low


def test_what_nobody_judged_may_be_anything():
    assert share_of(Stratum(40, 0, 0, expected=0.3)) == Share(0.3, 0.0, 1.0)


def test_no_missed_pair_found_is_not_no_missed_pair():
    found = recall([Stratum(1000, 50, 50)], [Stratum(500, 50, 0)])

    assert found is not None
    assert found.estimate == found.high == 1
    assert 0.95 < found.low < 0.98  # 500 × 6,5 % missed at most


def test_a_ratio_with_sure_parts_is_sure():
    assert ratio(Share(3, 3, 3), Share(4, 4, 4)) == Share(0.75, 0.75, 0.75)


def test_a_divisor_that_may_be_nothing_leaves_the_ratio_without_bound():
    assert ratio(Share(1, 0.5, 2), Share(1, 0, 3)).high == math.inf


def test_without_links_there_is_nothing_to_say():
    assert precision([]) is None
    assert recall([Stratum(10, 5, 0)], [Stratum(10, 5, 0)]) is None


def test_a_draw_takes_each_place_once_and_all_of_a_small_stratum():
    drawn = draw([1000, 3], np.random.default_rng(5), each=20)

    assert len(set(drawn[0])) == 20
    assert drawn[1] == [0, 1, 2]
    assert drawn == draw([1000, 3], np.random.default_rng(5), each=20)
