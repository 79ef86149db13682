"""A group that one organisation makes almost alone is not told."""

from dataclasses import replace

import pandas as pd

from cohorts.disclosure.reading import read_rules
from cohorts.indicators.dominance import dominated_groups
from cohorts.indicators.figures import ALL, Figure
from cohorts.indicators.of_activity import Desk
from tests.unit.cohorts.indicators.tables import SHIPPED


RULES = read_rules(SHIPPED)
YEAR = "2025"


def known(*rows):
    columns = ("breakdown", "period", "label", "organisation", "n", "persons")
    return pd.DataFrame(rows, columns=columns)


SHARED = ("", YEAR, ALL, "mission", 60, 100)


def test_a_group_is_named_where_one_organisation_knows_more_than_the_share():
    rows = known(
        SHARED,
        ("qpv", YEAR, "in", "mission", 51, 60),
        ("qpv", YEAR, "out", "mission", 35, 40),
    )

    assert dominated_groups(rows, limit=0.85) == {(YEAR, "qpv"): {"out"}}


def test_where_one_organisation_makes_the_whole_its_groups_tell_no_more():
    rows = known(
        ("", YEAR, ALL, "mission", 95, 100),
        ("qpv", YEAR, "in", "mission", 60, 60),
        ("sex", YEAR, "F", "other", 40, 40),
    )

    assert dominated_groups(rows, limit=0.85) == {(YEAR, "sex"): {"F"}}


def desk(**dominated):
    groups = {(YEAR, by): frozenset(names) for by, names in dominated.items()}
    return Desk(RULES, "protected", dominated=groups)


def values(figures):
    return {one.group: one.value for one in figures}


REACHED = {"a": {ALL: 40}, "b": {ALL: 50}, "c": {ALL: 60}}


def test_a_dominated_group_is_hidden_and_another_with_it():
    like = Figure("file_active", breakdown="neighbourhood", period=YEAR)
    told = desk(neighbourhood={"c"}).counts(REACHED, like)

    assert values(told) == {"a": None, "b": 48, "c": None}
    assert {one.hidden for one in told} == {"", "masked"}
    assert values(desk().counts(REACHED, like)) == {"a": 42, "b": 48, "c": 60}


def test_it_is_hidden_as_a_part_of_the_whole_too():
    like = Figure("part_femmes", period=YEAR)
    table = {ALL: {"F": 60, "M": 40}}

    assert desk(sex={"F"}).shares(table, like, {"F": ""})[0].value is None
    assert desk().shares(table, like, {"F": ""})[0].value is not None


def test_other_periods_and_public_data_are_left_alone():
    like = Figure("file_active", breakdown="neighbourhood", period="2024")

    assert values(desk(neighbourhood={"c"}).counts(REACHED, like))["c"] == 60
    public = replace(desk(neighbourhood={"c"}), disclosure="public_data")
    told = public.counts(REACHED, replace(like, period=YEAR))
    assert values(told) == {"a": 40, "b": 50, "c": 60}
