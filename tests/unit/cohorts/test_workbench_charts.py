"""The bench's pictures: they add up, tell what the table tells, and no small count."""

import itertools
import json

import numpy as np
import pytest

from cohorts.charts.distribution import entropy_chart
from cohorts.charts.flow import MOST, NODE, Ribbon, flow_chart
from cohorts.charts.forest import ForestRow, forest_chart
from cohorts.charts.index import index_chart
from cohorts.charts.look import DARK, LIGHT
from cohorts.charts.occupation import occupation_chart
from cohorts.charts.paint import KEPT_BACK, Band, Paint, bands_of, kept_back, stacked
from cohorts.charts.transitions import (
    MOST_ARROWS,
    Arrow,
    Node,
    transition_chart,
)
from cohorts.charts.types import quality_chart
from tests.pages.test_figures_pages import data_of


STATES = ("a", "b", "c", "d")
ORDER = ("d", "c", "b", "a")
PAINTS = {code: Paint(code.upper() * 6, "#3d6fa5") for code in (*STATES, "rest")}


@pytest.fixture
def shares():
    rng = np.random.default_rng(4)
    return rng.dirichlet((6, 3, 1, 0.05), 25)


@pytest.fixture
def bands(shares):
    return bands_of(STATES, shares, order=ORDER, others="rest", least=0.12)


def test_bands_in_whole_per_cents_still_add_up(bands):
    assert np.sum([band.shares for band in bands], axis=0) == pytest.approx(1)
    for band in bands:
        assert np.allclose(band.shares * 100, np.round(band.shares * 100))


def test_a_situation_that_never_counts_is_drawn_with_the_rest(shares, bands):
    rare = [code for k, code in enumerate(STATES) if shares[:, k].max() < 0.12]

    assert rare
    assert not set(rare) & {band.code for band in bands}
    assert bands[-1].code == "rest"


def test_bands_lie_on_each_other_in_the_order_asked(bands):
    piled = stacked(bands)

    assert [band.code for band, _low, _high in piled[:-1]] == [
        code for code in ORDER if code in {band.code for band in bands}
    ]
    for (_one, _low, high), (_other, low, _high) in itertools.pairwise(piled):
        assert np.array_equal(high, low)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_shares_over_time_hold_whole_per_cents_of_whole_months(bands, look):
    spec = occupation_chart(bands, paints=PAINTS, months="{n} mois", look=look)

    drawn = [value for value in data_of(spec) if "month" in value]
    assert {value["month"] for value in drawn} == set(range(25))
    for value in drawn:
        assert set(value) == {"month", "low", "high", "part", "colour", "tip"}
        assert round(value["low"], 2) == value["low"]


def test_words_stand_only_on_bands_thick_enough(bands):
    spec = occupation_chart(bands, paints=PAINTS, months="{n} mois", look=LIGHT)
    small = occupation_chart(
        bands, paints=PAINTS, months="{n} mois", look=LIGHT, is_small=True
    )

    named = {value["text"] for value in data_of(spec) if "text" in value}
    thick = {
        PAINTS[band.code].name
        for band in bands
        if max(band.shares[0], band.shares[-1]) >= 0.055
    }
    assert named == thick
    assert not [value for value in data_of(small) if "text" in value]


def test_a_ratio_is_drawn_with_its_limits_and_its_reference_in_words():
    rows = [
        ForestRow("Sexe"),
        ForestRow("F : référence", 1.0),
        ForestRow("M : 1,50 (0,90 à 2,50)", 1.5, 0.9, 2.5),
    ]
    spec = forest_chart(rows, less="moins", more="plus", look=LIGHT)

    values = list(data_of(spec))
    assert {"Sexe", "F : référence", "M : 1,50 (0,90 à 2,50)"} <= {
        value.get("text") for value in values
    }
    assert next((v["ratio"], v["low"], v["high"]) for v in values if "tip" in v) == (
        1.5,
        0.9,
        2.5,
    )


def test_a_ratio_without_an_upper_limit_stays_on_the_paper():
    rows = [ForestRow("M : 9 (0 à ∞)", 9.0, 0.0001, float("inf"))]
    spec = forest_chart(rows, less="moins", more="plus", look=LIGHT)

    (mark, *_rest) = [value for value in data_of(spec) if "tip" in value]
    assert 0 < mark["low"] < mark["ratio"] <= mark["high"] <= 10


def test_ribbons_are_as_wide_as_their_rounded_number():
    ribbons = [Ribbon("a", "b", 30, "a → b : 30"), Ribbon("a", "c", 12, "a → c : 12")]
    spec = flow_chart(ribbons, order=ORDER, paints=PAINTS, look=LIGHT)

    widths = [
        value["high"] - value["low"]
        for value in data_of(spec)
        if "part" in value and value["x"] == NODE
    ]
    assert len(widths) == len(ribbons)
    assert max(widths) / min(widths) == pytest.approx(30 / 12, rel=0.02)


def test_only_the_largest_changes_are_drawn():
    ribbons = [Ribbon("a", f"s{k}", 60 - k, "") for k in range(MOST + 5)]
    paints = PAINTS | {f"s{k}": Paint(f"s{k}", "#117733") for k in range(MOST + 5)}
    spec = flow_chart(ribbons, order=ORDER, paints=paints, look=LIGHT)

    drawn = {value["part"] for value in data_of(spec) if "part" in value}
    assert len(drawn) == MOST


def test_blocks_of_a_type_without_a_name_are_not_drawn():
    blocks = np.array([[0, 0, 1], [0, 1, 1], [2, 2, 2]])
    spec = index_chart(
        blocks,
        np.array([0, 0, 1]),
        states=STATES,
        paints=PAINTS,
        words={0: "Type 1"},
        months="{n} mois",
        look=LIGHT,
    )

    stays = [value for value in data_of(spec) if "until" in value]
    assert len(stays) == 4
    assert "CCCCCC" not in str(spec)


def test_how_mixed_months_are_is_told_in_two_decimals():
    spec = entropy_chart(
        np.array([0.123456, 0.9]), months="{n} mois", same="=", mixed="≠", look=LIGHT
    )

    assert {value.get("value") for value in data_of(spec)} >= {0.12, 0.9}


def test_the_words_of_quality_stand_at_their_limits():
    spec = quality_chart(
        {2: 0.31234, 3: 0.55},
        chosen=3,
        limits=[(0.25, "faible"), (0.5, "raisonnable")],
        types="types",
        look=LIGHT,
    )

    told = {value["text"]: value["width"] for value in data_of(spec) if "text" in value}
    assert told == {"faible": 0.25, "raisonnable": 0.5}
    assert {"k": 2, "width": 0.31, "size": 70} in list(data_of(spec))


def transitions(arrows):
    nodes = [Node(code, k, code) for k, code in enumerate(STATES)]
    return transition_chart(nodes, arrows, order=ORDER, paints=PAINTS, look=LIGHT)


def lines_of(drawn):
    """Give the points of each line, in the order in which they were asked for."""
    lines = {}
    for value in data_of(drawn):
        if "step" in value:
            lines.setdefault(value["part"], []).append((value["x"], value["y"]))
    return [lines[part] for part in sorted(lines)]


def test_a_diagram_leaves_out_situations_that_no_arrow_touches():
    drawn = transitions([Arrow("a", "b", 12, 0.5, "50 %", "a → b : 12")])

    assert len([value for value in data_of(drawn) if "size" in value]) == 2
    assert len(lines_of(drawn)) == 1
    texts = {str(value["text"]) for value in data_of(drawn) if "text" in value}
    assert texts == {"AAAAAA", "BBBBBB", "50 %"}


def test_both_ways_between_two_situations_are_seen_apart():
    drawn = transitions(
        [Arrow("a", "b", 12, 0.5, "", ""), Arrow("b", "a", 12, 0.5, "", "")]
    )

    lines = lines_of(drawn)
    middle = len(lines[0]) // 2
    assert lines[0][middle] != pytest.approx(lines[1][-middle - 1], abs=0.02)


def test_a_diagram_draws_no_more_arrows_than_can_be_told_apart():
    pairs = itertools.cycle(itertools.permutations(STATES, 2))
    arrows = [Arrow(*next(pairs), 12, None, "", "") for _k in range(MOST_ARROWS + 5)]

    drawn = transitions(arrows)

    assert len(lines_of(drawn)) == MOST_ARROWS


def test_what_is_not_told_is_a_band_of_its_own(shares):
    shares[3, 0] = np.nan
    drawn = bands_of(STATES, shares, order=ORDER, others="rest", least=0.12)

    first = next(band for band in drawn if band.code == "a")
    assert first.shares[3] == 0
    assert np.sum([band.shares for band in drawn], axis=0) == pytest.approx(1)
    held = next(band for band in drawn if band.code == KEPT_BACK)
    assert drawn[-1] is held
    assert held.shares[3] > 0
    assert not np.delete(held.shares, 3).any()


def test_a_band_that_is_kept_back_does_not_make_others_larger(shares):
    plain = bands_of(STATES, shares, order=ORDER, others="rest", least=0.12)
    shares[3, 0] = np.nan
    drawn = bands_of(STATES, shares, order=ORDER, others="rest", least=0.12)

    rest = next(band for band in drawn if band.code == "rest")
    assert rest.shares == pytest.approx(plain[-1].shares, abs=0.011)


def test_shares_on_arrows_stand_apart_where_there_is_room():
    codes = list("abcde")
    nodes = [Node(code, 1.0, "") for code in codes]
    paints = {code: Paint(code, "#7a2255") for code in codes}
    arrows = [
        Arrow(one, other, 12, 0.25, "25 %", "")
        for one in codes
        for other in codes
        if one < other
    ]
    spec = transition_chart(nodes, arrows, order=codes, paints=paints, look=LIGHT)

    said = [
        value
        for layer in spec["layer"]
        for value in layer.get("data", {}).get("values", ())
        if value.get("text") == "25 %"
    ]
    assert len(said) == len(arrows)
    for place, one in enumerate(said):
        for other in said[place + 1 :]:
            beside = abs(one["x"] - other["x"]) >= 0.089
            assert beside or abs(one["y"] - other["y"]) >= 0.049


def test_a_share_kept_back_is_drawn_in_steps_and_a_band_between_keeps_its_word():
    bands = [
        Band("b", np.array([0, 0, 0, 0.4, 0.4, 0, 0])),
        Band(KEPT_BACK, np.array([1, 1, 1, 0.6, 0.6, 1, 1])),
    ]
    paints = {"b": Paint("B", "#7a2255"), KEPT_BACK: kept_back(LIGHT)}
    spec = occupation_chart(bands, paints=paints, months="{n} mois", look=LIGHT)

    areas = [one for one in spec["layer"] if one.get("mark", {}).get("type") == "area"]
    assert {one["mark"]["interpolate"] for one in areas} == {"step"}
    assert '"B"' in json.dumps(spec["layer"][-1]) + json.dumps(spec["layer"][-2])
