"""From an extract's folder to counted cells."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

import config
from cohorts.definition.from_yaml import read_definitions
from cohorts.event_table.failures import (
    ExtractMissing,
    ExtractUnreadable,
    GroupToldLater,
)
from cohorts.event_table.folders import extract_folder
from cohorts.event_table.from_extract import count_extract
from parcours.engines.duckdb import DuckDB
from parcours.extract.tables import SCHEMAS
from parcours.extract.writing import write_plain
from tests.spec.cohort.tables import day


SHIPPED = Path(config.__file__).parent


def table(name, *rows):
    columns = SCHEMAS[name].names
    return pa.table(
        {
            column: pa.array(
                [row.get(column) for row in rows], SCHEMAS[name].field(column).type
            )
            for column in columns
        }
    )


def fact(number, situation, starts, ends=None):
    return {
        "fact": number,
        "person": 1,
        "situation": situation,
        "starts": day(starts),
        "ends": day(ends),
        "known": day(starts),
        "precision": "day",
        "organisation": "a",
    }


def written(folder, name, as_of):
    write_plain(
        folder / name,
        tables={
            "persons": table(
                "persons",
                {"person": 1, "pseudonym": "p", "birth_month": 2006 * 12, "sex": "F"},
            ),
            "situation_facts": table(
                "situation_facts",
                fact(1, "lycee", "2022-09-01"),
                fact(2, "decroche", "2023-03-01"),
                fact(3, "formation_pro", "2023-05-01", "2023-09-01"),
            ),
            "windows": table(
                "windows",
                {"person": 1, "starts": day("2022-09-01"), "kind": "retrospective"},
            ),
        },
        config=SHIPPED,
        as_of=as_of,
        created_at=datetime(2024, 1, 1, tzinfo=UTC),
        rules_version=1,
    )
    return folder / name


@pytest.fixture
def extracts(tmp_path):
    written(tmp_path, "ancien", date(2023, 6, 1))
    written(tmp_path, "recent", date(2023, 12, 31))
    return tmp_path


def test_latest_extract_is_the_one_that_knows_most(extracts):
    assert extract_folder(extracts, None).name == "recent"


@pytest.mark.parametrize("name", ["absent", "../ancien", ""])
def test_unknown_extract_is_refused(extracts, name):
    with pytest.raises(ExtractMissing):
        extract_folder(extracts, name)


def test_facts_of_an_extract_become_a_cell(extracts):
    definition = read_definitions(SHIPPED)["raccrochage_strict"]
    with DuckDB(threads=1) as engine:
        cells, manifest = count_extract(
            engine, extracts / "recent", definition, groupings=[("sex", "age_band")]
        )

    assert manifest.as_of == date(2023, 12, 31)
    (row,) = cells.cells[("sex", "age_band")].to_dict("records")
    assert row == {
        "group": "F × a16_17",
        "sex": "F",
        "age_band": "a16_17",
        "entry": -1,
        "exit": 61,
        "cause": 1,
        "n_rows": 1,
        "n_persons": 1,
    }


def test_missing_table_is_named_without_its_folder(extracts):
    (extracts / "recent" / "windows.parquet").unlink()
    definition = read_definitions(SHIPPED)["raccrochage_strict"]

    with DuckDB(threads=1) as engine, pytest.raises(ExtractUnreadable) as caught:
        count_extract(engine, extracts / "recent", definition)
    assert caught.value.where.file == "windows.parquet"


def test_damaged_manifest_is_refused(extracts):
    (extracts / "recent" / "manifest.json").write_text(json.dumps({"extract": "x"}))

    with pytest.raises(ExtractUnreadable):
        extract_folder(extracts, None)


@pytest.mark.parametrize("word", ["parrainage", "contrat_pro", "perdu_de_vue"])
def test_a_group_by_what_happens_later_is_refused_before_anything_is_read(
    extracts, word
):
    cohort = read_definitions(SHIPPED)["raccrochage_large"]
    with DuckDB() as engine, pytest.raises(GroupToldLater):
        count_extract(engine, extracts / "recent", cohort, groupings=[(word,)])
