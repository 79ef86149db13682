"""The real path of 712 young people gives the published durations and causes.

Source: McVicar & Anyadike-Danes (2002); durations computed with R from the same table.
"""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import config
from cohorts.definition.dropout_rules import read_dropout_rules
from cohorts.definition.from_yaml import read_definition
from cohorts.event_table.build import build_event_table
from cohorts.event_table.from_extract import derive_paths
from parcours.engines.duckdb import DuckDB
from parcours.nomenclature import read_nomenclature
from tests.spec.cohort.tables import COLUMNS


ROOT = Path(__file__).parents[2]
SHIPPED = Path(config.__file__).parent
TABLE = ROOT / "examples" / "mvad" / "mvad.csv"
EXPECTED = ROOT / "tests" / "published" / "data" / "mvad_jobless_exit.csv"
AS_OF = date(1999, 6, 30)
STATES = {
    "joblessness": "recherche_emploi",
    "employment": "emploi_durable",
    "FE": "sre",
    "HE": "etudes_sup",
    "school": "lycee",
    "training": "formation_pro",
}
N_MONTHS = 72
ATTRIBUTES = ("male", "funemp", "gcse5eq")


def day(month):
    """First day of month 0..72 after July 1993."""
    index = 1993 * 12 + 6 + month
    return (date(index // 12, index % 12 + 1, 1) - date(1970, 1, 1)).days


def facts(table):
    rows = []
    for person, states in zip(
        table["id"], table.iloc[:, -N_MONTHS:].to_numpy(), strict=True
    ):
        changes = [m for m in range(N_MONTHS) if m == 0 or states[m] != states[m - 1]]
        for start, end in zip(changes, [*changes[1:], N_MONTHS], strict=True):
            code = STATES[states[start]]
            rows.append((person, code, day(start), day(end), None, day(start), "mvad"))
    names = [
        "person",
        "situation",
        "starts",
        "ends",
        "verified",
        "known",
        "organisation",
    ]
    frame = pd.DataFrame(rows, columns=names).astype({"verified": "Int32"})
    return frame.assign(fact=range(len(frame)))


def attributes(table):
    parts = [
        pd.DataFrame({"person": table["id"], "name": name, "value": table[name]})
        for name in ATTRIBUTES
    ]
    return pd.concat(parts).assign(starts=day(0), ends=day(N_MONTHS))


@pytest.fixture(scope="module")
def rows():
    table = pd.read_csv(TABLE)
    definition = read_definition(
        TABLE.with_name("cohort.yaml"), rules=read_dropout_rules(SHIPPED)
    )
    with DuckDB(threads=1) as engine:
        for name in ("interventions", "follow_up"):
            empty = pd.DataFrame(columns=COLUMNS[name]).astype("Int64")
            engine.load_frame(name, empty)
        engine.load_frame("situation_facts", facts(table))
        engine.load_frame("attributes", attributes(table))
        people = pd.DataFrame({"person": table["id"]})
        engine.load_frame(
            "persons",
            people.assign(
                birth_month=pd.array([None] * len(people), dtype="Int32"), sex="F"
            ),
        )
        engine.load_frame("windows", people.assign(starts=day(0), ends=day(N_MONTHS)))
        derive_paths(engine, read_nomenclature(SHIPPED), as_of=AS_OF)
        build_event_table(engine, definition, as_of=AS_OF, groups=definition.groups)
        return engine.run("SELECT * FROM cohort_cases ORDER BY person")


@pytest.fixture(scope="module")
def expected():
    return pd.read_csv(EXPECTED).sort_values("id")


def test_the_same_342_young_people_are_followed(rows, expected):
    assert rows["person"].tolist() == expected["id"].tolist()
    assert rows["left_at"].isna().all()


def test_durations_in_months_are_the_published_ones(rows, expected):
    assert rows["exit"].tolist() == expected["duration"].tolist()
    assert (rows["entry"] == -1).all()


def test_causes_are_the_published_ones(rows, expected):
    assert rows["cause"].tolist() == expected["cause"].tolist()


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_groups_are_the_published_ones(rows, expected, name):
    coded = rows[f"attribute_{name}"].map({"yes": 1, "no": 0})

    assert coded.tolist() == expected[name].tolist()
