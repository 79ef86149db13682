"""The invented places of a demonstration: as the product reads a territory's own."""

from datetime import date
from itertools import pairwise

import pytest

from cohorts.indicators.catalogue import read_catalogue
from cohorts.indicators.comparators import population_of, read_comparators
from cohorts.indicators.outlines import read_outlines
from commands.demo_places import SOURCE, write_places
from parcours.nomenclature import read_nomenclature
from tests.unit.cohorts.indicators.tables import SHIPPED


@pytest.fixture
def written(tmp_path):
    write_places(tmp_path, young=300, until=date(2026, 10, 31))
    return tmp_path


def test_every_neighbourhood_in_force_has_an_outline_and_a_population(written):
    codes = {one["properties"]["code"] for one in read_outlines(written)}
    known = read_nomenclature(SHIPPED).territories.values()
    people = population_of(read_comparators(written))

    assert codes == {
        one.code_official for one in known if one.kind == "qpv" and one.valid_to is None
    }
    assert {place for _year, place in people} == codes | {"all"}
    assert people["2021", "all"] == sum(
        n for (_year, place), n in people.items() if place != "all"
    )


def test_outlines_go_round_as_the_map_wants_them(written):
    """Round the other way the map would fill the whole earth but for them."""
    for one in read_outlines(written):
        (ring,) = one["geometry"]["coordinates"]
        turns = pairwise(ring)
        assert ring[0] == ring[-1]
        assert sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in turns) > 0


def test_every_comparator_says_that_it_is_an_example(written):
    known = read_catalogue(SHIPPED).indicators
    told = read_comparators(written)

    assert all(one.source == SOURCE for one in told)
    rates = [one for one in told if one.indicator in known]
    assert len(rates) >= 3
    assert all("exemple" in one.place for one in rates)
