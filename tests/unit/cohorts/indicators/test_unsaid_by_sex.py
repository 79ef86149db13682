"""Why girls and boys are not told apart, one indicator at a time."""

from dataclasses import replace

import pytest

from cohorts.indicators.catalogue import read_catalogue
from cohorts.indicators.figures import Figure, IndicatorSet
from cohorts.indicators.unsaid import unsaid_by_sex
from tests.unit.cohorts.indicators.tables import SHIPPED


CATALOGUE = read_catalogue(SHIPPED)
EMPTY = IndicatorSet("x", "2026-06-30", "1", "1", 11, (), {}, ())


def by_sex(group, value=None, hidden="", **more):
    return Figure(
        "emploi_apres_chantier",
        breakdown="sex",
        group=group,
        value=value,
        hidden=hidden,
        **more,
    )


def said(*figures):
    indicator = CATALOGUE.indicators["emploi_apres_chantier"]
    return unsaid_by_sex(replace(EMPTY, figures=figures), indicator)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((), "personne, dans cet extrait"),
        (
            (by_sex("F", hidden="few_at_risk"), by_sex("M", 0.3)),
            "suivis jusqu’à l’échéance",
        ),
        ((by_sex("F", hidden="masked"), by_sex("M", hidden="masked")), "une des parts"),
    ],
)
def test_each_reason_has_its_words(figures, words):
    assert words in said(*figures)


def test_nothing_is_said_where_both_are_told_or_their_difference():
    assert said(by_sex("F", 0.2), by_sex("M", 0.3)) == ""
    assert said(by_sex("F-M", 0.2)) == ""


def test_girls_of_one_horizon_and_boys_of_another_are_not_told_apart():
    assert said(by_sex("F", 0.2, months=6), by_sex("M", 0.3, months=12))


def test_an_indicator_that_is_of_no_sex_needs_no_reason():
    assert unsaid_by_sex(EMPTY, CATALOGUE.indicators["part_femmes"]) == ""
