"""Attacks on the dashboard as it is released, with the truth from its own ledger."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bench.disclosure_attacks import Found
from bench.disclosure_released import by_everything, families, latest
from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.series import Series
from cohorts.event_table.several import open_extract
from cohorts.indicators import whole_set
from cohorts.indicators.whole_set import compute_set
from tests.unit.cohorts.indicators.conftest import means
from tests.unit.cohorts.indicators.tables import SHIPPED, draw, write


RULES = read_rules(SHIPPED)
NOW = datetime(2026, 7, 1, tzinfo=UTC)
YOUNG = 220


def released(folder, tables, store, *, extract):
    """Compute a dashboard as the product does, in the light of what was told."""
    made = write(folder / extract, tables, public=False)
    with open_extract(made) as opened:
        series = Series(
            store,
            rules=RULES,
            source=Provenance("indicators", "", extract, "2026-06-30", "1"),
            account="claire",
            now=NOW,
        )
        try:
            found = compute_set(opened, means(), series=series)
            series.write()
        finally:
            series.close()
    return found


def attacked(store):
    found = Found()
    for family in families(latest(store)).values():
        found += by_everything(family, RULES)
    return found


def without(tables, person):
    return {
        name: [row for row in rows if row.get("person") != person]
        for name, rows in tables.items()
    }


def told(figures):
    return {replace(one, told_on="") for one in figures.figures}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    folder = tmp_path_factory.mktemp("set")
    store = f"sqlite:///{folder / 'evaluation.db'}"
    tables = draw(11, n=YOUNG)
    return folder, store, tables, released(folder, tables, store, extract="m1")


def test_all_tables_of_a_period_solved_together_give_nothing(first):
    _folder, store, _tables, _found = first
    found = attacked(store)

    assert found.pairs > 0
    assert found.hidden > 0
    assert (found.exact, found.attributes) == (0, 0)
    assert found.narrowest >= RULES.threshold_publication


def test_tables_protected_one_by_one_would_be_come_near_to(tmp_path, monkeypatch):
    """The attack does find what there is to find."""
    monkeypatch.setattr(whole_set, "hide_together", lambda tables, rules: {})
    store = f"sqlite:///{tmp_path / 'evaluation.db'}"
    released(tmp_path, draw(11, n=YOUNG), store, extract="m1")

    assert attacked(store).attributes > 0


def test_the_next_month_without_one_young_person_tells_what_it_told(first):
    folder, store, tables, before = first
    after = released(folder, without(tables, 3), store, extract="m2")

    assert told(after) == told(before)
