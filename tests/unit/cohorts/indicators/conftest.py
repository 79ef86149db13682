"""One invented extract and its whole set of indicators, computed once."""

from types import SimpleNamespace

import pytest

from cohorts.definition.from_yaml import read_definitions
from cohorts.disclosure.reading import read_rules
from cohorts.event_table.several import open_extract
from cohorts.indicators.catalogue import read_catalogue
from cohorts.indicators.whole_set import Means, compute_set
from tests.unit.cohorts.indicators.tables import SHIPPED, draw, write


def means(population=None):
    return Means(
        read_catalogue(SHIPPED),
        read_definitions(SHIPPED),
        read_rules(SHIPPED),
        population or {},
    )


@pytest.fixture(scope="session")
def invented(tmp_path_factory):
    """Rows, spells of the engine, and the set with exact figures."""
    tables = draw(7)
    folder = write(tmp_path_factory.mktemp("extracts") / "invented", tables)
    population = {("2025", "all"): 500.0, ("2025", "QN99901M"): 200.0}
    with open_extract(folder) as opened:
        spells = opened.engine.run("SELECT * FROM spells ORDER BY person, spell")
        found = compute_set(opened, means(population))
        words = opened.nomenclature
    return SimpleNamespace(
        tables=tables, spells=spells.to_dict("records"), set=found, words=words
    )


@pytest.fixture(scope="session")
def protected(tmp_path_factory):
    """The set of the same young people as it may be shown to outsiders."""
    folder = write(
        tmp_path_factory.mktemp("protected") / "invented", draw(7), public=False
    )
    with open_extract(folder) as opened:
        return compute_set(opened, means())
