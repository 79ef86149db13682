"""Edges of the path: its calendar, what it refuses, when a spell has held."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from parcours.engines.duckdb import DuckDB
from parcours.path.calendar import calendar_table, civil_date, day_number
from parcours.path.failures import PathOutOfRange, SituationWithoutRule
from parcours.path.spell import Fact, Spell
from parcours.path.timeline import create_spells, derive_spells, fact_table, load_rules


@dataclass(frozen=True)
class Rule:
    code: str
    precedence: int = 4
    closes: frozenset = frozenset()
    validity_days: int | None = None
    until_31_august: bool = True


def nomenclature(precedence=4):
    rule = Rule("lycee", precedence)
    return SimpleNamespace(situations={"lycee": rule})


def school(**changes):
    values = {"situation": "lycee", "starts": 20_000, "known": 20_000} | changes
    return Fact(fact=1, person=1, ends=None, verified=None, **values)


def test_the_calendar_agrees_with_the_civil_calendar():
    first, last = date(1999, 8, 30), date(2004, 3, 1)
    table = calendar_table(day_number(first), day_number(last))

    for row in table.itertuples():
        day = civil_date(row.day)
        assert (row.year, row.month, row.day_of_month) == (day.year, day.month, day.day)
        assert row.month_index == day.year * 12 + day.month - 1
        following = civil_date(row.next_1_september)
        assert (following.month, following.day) == (9, 1)
        assert timedelta(0) < following - day <= timedelta(366)


def test_no_facts_give_no_spells():
    assert derive_spells([], nomenclature=nomenclature(), as_of=20_100) == []


def test_facts_that_all_start_later_give_no_spells():
    assert derive_spells([school()], nomenclature=nomenclature(), as_of=19_999) == []


def test_a_situation_absent_from_the_nomenclature_is_refused():
    with pytest.raises(SituationWithoutRule, match="PATH-001"):
        derive_spells(
            [school(situation="ecole")], nomenclature=nomenclature(), as_of=20_100
        )


def test_a_precedence_that_does_not_fit_its_digits_is_refused():
    with pytest.raises(PathOutOfRange, match="PATH-002"):
        derive_spells([school()], nomenclature=nomenclature(100), as_of=20_100)


def test_a_fact_older_than_the_loaded_calendar_is_refused():
    with DuckDB(threads=1) as engine:
        engine.load_frame("facts", fact_table([school()]))
        load_rules(engine, nomenclature=nomenclature(), first=20_001, last=20_100)

        with pytest.raises(PathOutOfRange):
            create_spells(engine, as_of=20_100)


def test_an_extract_without_facts_has_an_empty_table_of_spells():
    with DuckDB(threads=1) as engine:
        engine.load_frame("facts", fact_table([]))
        load_rules(engine, nomenclature=nomenclature(), first=20_000, last=20_100)
        create_spells(engine, as_of=20_100)

        assert engine.run("SELECT * FROM spells").empty


def test_facts_are_read_from_parquet_as_from_a_frame(tmp_path):
    fact_table([school()]).to_parquet(tmp_path / "facts.parquet")
    with DuckDB(threads=1) as engine:
        engine.load_parquet("facts", tmp_path / "facts.parquet")
        load_rules(engine, nomenclature=nomenclature(), first=20_000, last=20_100)
        create_spells(engine, as_of=20_100)
        spells = engine.run("SELECT situation, starts, ends FROM spells")

    assert spells.to_dict("records") == [
        {"situation": "lycee", "starts": 20_000, "ends": 20_101}
    ]


@pytest.mark.parametrize(
    ("ends", "evidence", "held"),
    [
        (101, 29, False),  # goes on; seen on day 29 only
        (101, 30, True),  # goes on; seen on day 30
        (30, 29, True),  # over, and its thirty days are established
        (29, 28, False),  # over after 29 days
        (60, 5, False),  # over when its presumed validity was
    ],
)
def test_a_spell_has_held_thirty_days_only_by_evidence(ends, evidence, held):
    spell = Spell(1, 1, "lycee", starts=0, ends=ends, evidence=evidence)

    assert spell.held_for(30, as_of=100) is held
