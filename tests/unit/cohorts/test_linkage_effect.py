"""What linkage errors do to a result: the same definition on other groupings."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from cohorts.answer import LinkageEffect
from cohorts.charts.linkage import effect_chart, effect_rows, effect_sentence
from cohorts.charts.look import LIGHT
from cohorts.charts.series import Words
from cohorts.definition.from_yaml import read_definitions
from cohorts.disclosure.variants import moved, release_variant
from cohorts.estimates.describe import describe
from cohorts.event_table.from_extract import count_extract
from cohorts.event_table.groupings import regroup
from cohorts.event_table.load import load_extract
from cohorts.risk_table.counts import count_cells
from commands.cohort import effect_fields
from parcours.engines.duckdb import DuckDB
from parcours.extract.writing import write_plain
from tests.record_house import shipped_nomenclature
from tests.spec.cohort.tables import day
from tests.unit.cohorts.test_event_table_from_extract import SHIPPED, table
from tests.unit.cohorts.test_release_files import PROVENANCE, RULES


LARGE = read_definitions(
    SHIPPED, situations=frozenset(shipped_nomenclature().situations)
)["raccrochage_large"]

BACK = LARGE.outcomes[0].code


def fact(number, person, subject, situation, starts, ends=None):
    return {
        "fact": number,
        "person": person,
        "subject": subject,
        "situation": situation,
        "starts": day(starts),
        "ends": day(ends),
        "known": day(starts),
        "precision": "day",
        "organisation": "a",
    }


@pytest.fixture
def extract(tmp_path):
    """One dropped out at school and came back elsewhere, by a link in doubt.

    Another dropped out, and came back as a third, whom a question says may be they.
    """
    window = {"kind": "retrospective", "starts": day("2022-09-01")}
    write_plain(
        tmp_path / "etude",
        tables={
            "persons": table(
                "persons",
                *(
                    {"person": p, "pseudonym": f"p{p}", "birth_month": 2006 * 12}
                    for p in (1, 2, 3)
                ),
            ),
            "situation_facts": table(
                "situation_facts",
                fact(1, 1, 1, "lycee", "2022-09-01"),
                fact(2, 1, 1, "decroche", "2023-03-01"),
                fact(3, 1, 2, "formation_pro", "2023-05-01", "2023-09-01"),
                fact(4, 2, 3, "lycee", "2022-09-01"),
                fact(5, 2, 3, "decroche", "2023-03-01"),
                fact(6, 3, 4, "formation_pro", "2023-06-01", "2023-10-01"),
            ),
            "windows": table(
                "windows",
                {"person": 1, "subject": 1, **window},
                {"person": 2, "subject": 3, **window},
            ),
            "groupings": table(
                "groupings",
                *(
                    dict(
                        zip(
                            ("subject", "person", "pessimistic", "optimistic"),
                            row,
                            strict=True,
                        )
                    )
                    for row in ((1, 1, 1, 1), (2, 1, 4, 1), (3, 2, 2, 2), (4, 3, 3, 2))
                ),
            ),
        },
        config=SHIPPED,
        as_of=date(2023, 12, 31),
        created_at=datetime(2024, 1, 1, tzinfo=UTC),
        rules_version=1,
    )
    return tmp_path / "etude"


@pytest.mark.parametrize(
    ("linkage", "came_back"),
    [("recorded", 1), ("pessimistic", 0), ("optimistic", 2)],
)
def test_more_links_more_returns(extract, linkage, came_back):
    with DuckDB() as engine:
        cells, _manifest = count_extract(
            engine, extract, LARGE, groupings=[()], linkage=linkage
        )
    frame = cells.cells[()]

    assert frame.loc[frame["cause"] == 1, "n_rows"].sum() == came_back


@pytest.mark.parametrize(
    ("linkage", "persons"), [("recorded", 3), ("pessimistic", 4), ("optimistic", 2)]
)
def test_persons_are_those_of_the_grouping(extract, linkage, persons):
    with DuckDB() as engine:
        load_extract(engine, extract, linkage=linkage)
        found = engine.run(
            "SELECT COUNT(DISTINCT person) AS n, COUNT(*) AS m FROM persons"
        )

    assert found["n"].tolist() == found["m"].tolist() == [persons]


def test_an_extract_made_before_groupings_is_read_as_recorded(extract):
    (extract / "groupings.parquet").unlink()
    with DuckDB() as engine:
        load_extract(engine, extract, linkage="optimistic")
        found = engine.run("SELECT COUNT(*) AS n FROM persons")

    assert found["n"].tolist() == [3]


def test_a_fact_of_no_subject_stays_with_its_person(extract):
    with DuckDB() as engine:
        load_extract(engine, extract, linkage="pessimistic")
        engine.execute(
            "CREATE TABLE as_recorded_seen AS"
            " SELECT 9 AS person, CAST(NULL AS BIGINT) AS subject"
        )
        regroup(engine, "seen", grouping="pessimistic")
        found = engine.run("SELECT person FROM seen")

    assert found["person"].tolist() == [9]


def counts(*, returned, n=200):
    """Of n young people, the first so many came back in the fourth month."""
    rng = np.random.default_rng(1)
    cause = np.zeros(n, np.int64)
    cause[:returned] = 1
    times = np.where(cause, 100, rng.integers(400, 700, n))
    return count_cells(times, cause, causes=[BACK], clock="days")


def estimator(c, rounding=0):
    return describe(c, at=LARGE.horizons, rmst=[365], outcome=BACK, rounding=rounding)


def variant(returned):
    return release_variant(
        counts(returned=80),
        counts(returned=returned),
        estimator,
        rules=RULES,
        provenance=PROVENANCE,
        disclosure="protected",
    )


def test_a_case_that_changes_went_and_came():
    assert moved(counts(returned=80), counts(returned=80)) == 0
    assert moved(counts(returned=80), counts(returned=83)) == 3


@pytest.mark.parametrize("more", range(-10, 11))
def test_a_change_of_a_few_cases_is_not_told_by_subtraction(more):
    assert variant(80 + more) is None


@pytest.mark.parametrize("more", [-40, -11, 11, 40])
def test_a_change_of_many_is_told_in_blocks_only(more):
    told = variant(80 + more)

    assert told is not None
    curve = told.estimate.groups[0].curves[0]
    assert all(int(n) % RULES.rounding_base == 0 for n in curve.n_at_risk)


def effect(**variants):
    told = {"recorded": variant(120), "pessimistic": None, "optimistic": None}
    definition = replace(LARGE)
    return LinkageEffect(definition=definition, threshold=11, **{**told, **variants})


def test_the_sentence_gives_the_released_figures_and_nothing_else():
    said = effect_sentence(effect(pessimistic=variant(40), optimistic=variant(140)))

    assert "À 12 mois" in said
    assert said.count("%") == 9


def test_without_effect_the_sentence_says_so_and_gives_no_figure():
    said = effect_sentence(effect())

    assert "moins de 11 cas" in said
    assert "%" not in said


def test_json_gives_null_where_nothing_may_be_told():
    fields = effect_fields(effect(pessimistic=variant(40)))

    assert fields["optimistic"] is None
    assert fields["pessimistic"]
    assert fields["recorded"]


WORDS = Words(
    series={"recorded": "R", "pessimistic": "P", "optimistic": "O"},
    reading=lambda share, low, high: f"{share:.2f} {low:.2f} {high:.2f}",
    whole=str,
    tip="{name} {months} {reading}",
    at_risk="",
)


def marks(spec, kind):
    return [layer for layer in spec["layer"] if layer["mark"].get("type") == kind]


def test_two_thin_lines_stand_around_the_curve_and_its_band():
    both = effect(pessimistic=variant(40), optimistic=variant(140))
    spec = effect_chart(both, words=WORDS, look=LIGHT)
    lines = marks(spec, "line")

    assert [line["mark"]["strokeWidth"] for line in lines] == [2.5, 1.5, 1.5]
    assert len({str(line["mark"]["strokeDash"]) for line in lines}) == 3
    assert len({line["mark"]["color"] for line in lines}) == 3
    assert len(marks(spec, "area")) == 1
    ends = [line["data"]["values"][-1]["share"] for line in lines]
    assert ends[1] < ends[0] < ends[2]


def test_the_lines_hold_whole_per_cents_of_released_figures_only():
    both = effect(pessimistic=variant(40), optimistic=variant(140))
    spec = effect_chart(both, words=WORDS, look=LIGHT)

    for line in marks(spec, "line"):
        for value in line["data"]["values"]:
            share = 100 * value["share"]
            assert abs(share - round(share)) < 1e-9


def test_a_variant_that_may_not_be_told_is_no_line_and_its_cells_say_unchanged():
    one = effect(pessimistic=variant(40))
    spec = effect_chart(one, words=WORDS, look=LIGHT)
    rows = effect_rows(one, words=WORDS, unchanged="=", unknown="?")

    assert len(marks(spec, "line")) == 2
    assert {row[3] for row in rows} == {"="}
    assert [row[0] for row in rows] == [f"{n} mois" for n in LARGE.horizons_months]
    assert all(" " in row[1] for row in rows[:2])


@pytest.mark.parametrize("recorded", [None, "told"])
def test_without_a_variant_nothing_is_drawn(recorded):
    nothing = effect() if recorded else effect(recorded=None)

    assert effect_chart(nothing, words=WORDS, look=LIGHT) is None
