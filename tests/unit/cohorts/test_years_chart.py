"""A figure year by year: gaps stay gaps, targets are lines, words are the table's."""

from dataclasses import replace

import pytest

from cohorts.charts.look import LIGHT
from cohorts.charts.years import AimPath, years_chart
from cohorts.indicators.actions import AimLine, LevelLine
from cohorts.indicators.aims import Aim, aims_of_indicator, axis_years, of_the_whole
from cohorts.indicators.catalogue import read_catalogue
from cohorts.indicators.figures import Figure, IndicatorSet
from tests.unit.cohorts.indicators.tables import SHIPPED


GIRLS = read_catalogue(SHIPPED).indicators["part_femmes"]
EMPTY = IndicatorSet("x", "2026-06-30", "1", "1", 11, (), {}, ())
TOLD = {
    "2023": Figure("part_femmes", value=0.38, low=0.3, high=0.46, n=90),
    "2025": Figure("part_femmes", value=0.45, low=0.4, high=0.5, n=120),
}


def aim(**changes):
    fields = {
        "contract": "C",
        "objective": "",
        "action": "",
        "label": "Autant de filles",
        "indicator": "part_femmes",
        "unit": "%",
        "baseline": 38.0,
        "aim": 50.0,
        "due": "2027-12-31",
        "since": "2023-12-31",
    }
    return AimLine(**{**fields, **changes})


def aims(*lines):
    return aims_of_indicator(replace(EMPTY, aims=lines), GIRLS, is_share=True)


def drawn(years=("2023", "2024", "2025"), paths=(), **changes):
    return years_chart(
        TOLD,
        words={"2023": "38 % (30 à 46)", "2025": "45 % (40 à 50)"},
        years=years,
        aims=paths,
        look=LIGHT,
        **{"is_share": True, **changes},
    )


def test_a_year_that_is_not_told_has_no_mark_and_breaks_the_line():
    spec = drawn()
    by_year = {one["year"]: one for one in spec["data"]["values"]}
    line = next(x for x in spec["layer"] if x["mark"]["type"] == "line")

    assert list(by_year) == ["2023", "2025"]
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"][1] == "2024"
    assert line["encoding"]["detail"] == {"field": "run"}
    assert by_year["2023"]["run"] != by_year["2025"]["run"]
    assert by_year["2025"]["text"] == "2025 : 45 % (40 à 50)"
    assert by_year["2025"]["short"] == "45 %"


def test_a_share_stands_between_nothing_and_all():
    y = drawn()["layer"][0]["encoding"]["y"]

    assert y["scale"]["domain"] == [0, 1]


def test_a_number_has_room_for_its_target():
    path = AimPath("Cible 2027 : 400", (("2023", 100.0), ("2027", 400.0)))
    y = drawn(paths=(path,), is_share=False)["layer"][0]["encoding"]["y"]

    assert y["scale"]["domain"][1] > 400


def test_a_target_is_a_dashed_line_from_its_baseline_with_its_words():
    path = AimPath("Cible 2027 : 50 %", (("2023", 0.38), ("2027", 0.5)))
    *_others, line, text = drawn(paths=(path,))["layer"]

    assert line["mark"]["strokeDash"]
    assert [(p["year"], p["value"]) for p in line["data"]["values"]] == [
        ("2023", 0.38),
        ("2027", 0.5),
    ]
    assert [p["text"] for p in text["data"]["values"]] == ["Cible 2027 : 50 %"]


def test_a_target_of_a_contract_is_read_in_the_unit_of_the_figures():
    assert aims(aim()) == (
        Aim("", "", None, "", 0.5),
        Aim("Autant de filles", "2023", 0.38, "2027", 0.5),
    )


@pytest.mark.parametrize(
    "changes", [{"action": "A"}, {"indicator": "file_active"}, {"unit": "jeunes"}]
)
def test_other_targets_are_not_drawn(changes):
    assert len(aims(aim(**changes))) == 1  # that of the definition


def test_a_target_of_one_level_is_not_drawn_beside_the_whole_territory():
    level = LevelLine("C", "jeunesse", "", "priority", "Jeunesse d’abord")
    lines = (aim(), aim(objective="jeunesse"))
    found = aims_of_indicator(
        replace(EMPTY, aims=lines, levels=(level,)), GIRLS, is_share=True
    )

    assert [one.level for one in found] == ["", "", "Jeunesse d’abord"]
    assert of_the_whole(found) == found[:2]


def test_the_axis_has_every_year_from_the_first_to_the_due_one():
    assert axis_years(["2023", "2025"], aims(aim())) == [
        "2023",
        "2024",
        "2025",
        "2026",
        "2027",
    ]
    assert axis_years([], ()) == []
