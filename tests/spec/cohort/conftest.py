import pytest

from parcours.engines.duckdb import DuckDB
from parcours.engines.sqlite import SQLite
from tests.spec.cohort.tables import definition, event_rows, load, load_calendar


@pytest.fixture(params=[DuckDB, SQLite], scope="module")
def engine(request):
    """Each paragraph holds on DuckDB and on SQLite."""
    with request.param() as opened:
        yield opened


@pytest.fixture
def spec_event_table(engine):
    """Tables and a definition → the expected fields of each person's row."""

    def check(text, *, as_of, expected, groups=(), ages=(), **tables):
        load(engine, **tables)
        load_calendar(engine, as_of=as_of)
        rows = event_rows(
            engine, definition(text), as_of=as_of, groups=groups, ages=ages
        )
        found = {row["person"]: row for row in rows}

        assert set(found) == set(expected)
        for person, fields in expected.items():
            assert {key: found[person][key] for key in fields} == fields

    return check
