"""Shares of so few that rounding alone moves them far: a range, and no point."""

from dataclasses import replace

import pytest

from cohorts.charts.figures import intervals_chart
from cohorts.charts.look import LIGHT
from cohorts.disclosure.head_counts import is_rough
from cohorts.indicators.figures import Figure
from cohorts.indicators.reading import (
    cells_beside,
    heads_beside,
    hundred_words,
    point_words,
    reading,
)
from cohorts.publication.pieces import bars
from config.numbers import near, near_hundred


def plain(text):
    return text.replace("\u202f", " ").replace("\xa0", " ")


TOTAL = Figure("part_femmes", n=42, value=0.14, low=0.04, high=0.37, rough=True)
RATE = Figure(
    "taux_raccrochage",
    months=12,
    n=120,
    value=0.42,
    low=0.35,
    high=0.49,
    at_risk=60,
    lost=0.11,
    naive=0.38,
    worst=0.38,
)


@pytest.mark.parametrize(
    ("n", "base", "rough"),
    [(60, 6, True), (66, 6, False), (42, 0, False), (None, 6, False), (0, 6, False)],
)
def test_rounding_that_alone_moves_a_share_by_ten_points_makes_it_rough(n, base, rough):
    assert is_rough(n, base=base) is rough


def test_a_rough_share_is_told_by_its_range_alone_everywhere():
    assert plain(reading(TOTAL)) == "entre 4 et 37 %"
    assert plain(hundred_words(TOTAL)) == "entre 4 et 37"
    assert plain(point_words(TOTAL)) == "entre 4 et 37 %"
    assert plain(reading(replace(TOTAL, rough=False))) == "14 % (4 à 37)"


@pytest.mark.parametrize(
    ("low", "high", "told", "of_hundred"),
    [
        (0.0, 0.294, "moins de 30 %", "moins de 30"),
        (0.604, 1.0, "plus de 60 %", "plus de 60"),
    ],
)
def test_a_range_to_the_very_end_says_less_or_more_than(low, high, told, of_hundred):
    one = replace(TOTAL, low=low, high=high)

    assert (plain(reading(one)), hundred_words(one)) == (told, of_hundred)


def test_a_picture_of_a_rough_share_has_no_point_and_no_bar():
    chart = intervals_chart([TOTAL], words=["x"], scale=(0, 1), target=None, look=LIGHT)
    (value,) = chart["data"]["values"]

    assert (value["value"], value["low"], value["high"]) == (None, 0.04, 0.37)
    assert 'class="bar"' not in bars([TOTAL], ["x"], about="y")
    assert 'class="limits"' in bars([TOTAL], ["x"], about="y")


def test_nought_and_the_whole_are_never_told_of_rounded_counts_without_limits():
    assert [plain(near(x)) for x in (0.0, 0.004, 0.4, 1.0, None)] == [
        "proche de 0 %",
        "proche de 0 %",
        "40 %",
        "proche de 100 %",
        "–",
    ]
    assert [near_hundred(x) for x in (0.0, 0.4, 1.0)] == [
        "presque aucun",
        "40",
        "presque tous",
    ]


def test_the_crude_rate_that_is_the_worst_case_is_told_once_and_said_to_be():
    late = replace(RATE, worst=0.36)
    hidden = Figure("taux_raccrochage", months=12, hidden="masked")

    assert heads_beside([RATE, hidden])[-1] == "Taux brut, aussi le pire cas"
    assert [plain(x) for x in cells_beside(RATE, [RATE, hidden])] == [
        "60",
        "11 %",
        "38 %",
    ]
    assert heads_beside([RATE, late])[-2:] == ("Taux brut", "Pire cas")
    assert [plain(x) for x in cells_beside(late, [RATE, late])[-2:]] == ["38 %", "36 %"]
    assert heads_beside([TOTAL]) == cells_beside(TOTAL, [TOTAL]) == ()
