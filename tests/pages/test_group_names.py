"""Every code that the counting emits has a name that people read, in both languages."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

import config
from app_pages.components.groups import group_names, in_order
from cohorts.definition.from_yaml import read_definitions
from cohorts.definition.sql_groups import AgeGroup, group_columns
from config.translation import use_language
from parcours.nomenclature import read_nomenclature


FOLDER = Path(config.__file__).parent
NOMENCLATURE = read_nomenclature(FOLDER)
CONTEXT = SimpleNamespace(nomenclature=NOMENCLATURE, config=FOLDER)
AGES = [AgeGroup(b.code, b.min, b.max) for b in NOMENCLATURE.age_bands.values()]
EMITTED = re.compile(r"(?:THEN|ELSE) '(\w+)'|, '(\w+)'\) AS")
WRITTEN = {"sex": {"F", "M"}}  # by the extract, as they stand


@pytest.fixture(autouse=True)
def _french_afterwards():
    yield
    use_language("fr")


def codes(definition, group):
    sql = group_columns(definition, [group], ages=AGES)
    return {a or b for a, b in EMITTED.findall(sql)} | WRITTEN.get(group, set())


def definitions():
    return read_definitions(FOLDER).values()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_that_the_counting_emits_has_a_name(language):
    use_language(language)
    for definition in definitions():
        for group in definition.groups:
            emitted = codes(definition, group)
            names = group_names(CONTEXT, group, emitted)

            assert "unknown" in emitted
            assert all(names[code] != code for code in emitted), (group, names)


def test_the_neighbourhoods_are_said_in_words():
    names = group_names(CONTEXT, "qpv", ("in", "out", "unknown"))

    assert list(names.values()) == [
        "En quartier prioritaire",
        "Hors quartier prioritaire",
        "Inconnu",
    ]


def test_years_stand_in_the_order_of_time_and_the_unknown_last():
    mixed = ("2021", "unknown", "2018", "2020")

    assert in_order(CONTEXT, "year", mixed) == ["2018", "2020", "2021", "unknown"]


def test_ages_stand_from_the_youngest():
    bands = [band.code for band in sorted(AGES, key=lambda band: band.least)]

    assert in_order(CONTEXT, "age_band", reversed(bands)) == bands
