"""A record of the revision before becomes one of today, with all that it held."""

from datetime import date
from io import StringIO
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlmodel import select, text

from parcours.record import store as store_module
from parcours.record.migrations.versions import (
    r0007_programme,
    r0008_amounts,
    r0009_sealed_drafts,
    r0010_second_factors,
)
from parcours.record.models import (
    Action,
    Contract,
    HeadCount,
    Objective,
    Organisation,
    RecordModel,
)
from tests.record_house import open_record


FORMER = "0006"


def step_back(store, to=FORMER):
    settings = Config()
    folder = store_module.Path(store_module.__file__).parent / "migrations"
    settings.set_main_option("script_location", str(folder))
    with store.write() as session:
        settings.attributes["connection"] = session.connection()
        settings.attributes["metadata"] = RecordModel.metadata
        command.downgrade(settings, to)


def fill_as_then(store):
    rows = (
        "INSERT INTO organisation VALUES (1, 'a', 'A', 'test', 0)",
        "INSERT INTO contract (id, code, name, starts_on)"
        " VALUES (1, 'cv', 'Contrat', '2015-07-17')",
        "INSERT INTO objective (id, contract_id, code, name)"
        " VALUES (1, 1, 'emploi', 'Emploi')",
        "INSERT INTO action (id, objective_id, organisation_id, code, name)"
        " VALUES (1, 1, 1, 'jardin', 'Jardin')",
        'INSERT INTO head_count (id, organisation_id, action_id, title, "on", n,'
        " recorded_at, recorded_on) VALUES (1, 1, 1, 'Jardin', '2025-06-01', 14,"
        " '2025-06-02 08:00:00', '2025-06-02')",
    )
    with store.write() as session:
        for row in rows:
            session.connection().execute(text(row))


def test_a_record_of_the_revision_before_keeps_its_programme(tmp_path):
    with open_record(tmp_path) as store:
        step_back(store)
        assert store.revision() == FORMER
        fill_as_then(store)
        store.migrate()
        store.check_schema()

        with store.read() as session:
            held = [
                len(session.exec(select(table)).all())
                for table in (Organisation, Contract, Objective, Action, HeadCount)
            ]
            contract = session.exec(select(Contract)).one()

    assert held == [1] * 5
    assert (contract.generation, contract.starts_on) == (None, date(2015, 7, 17))


def test_every_revision_before_this_one_is_brought_to_it(tmp_path):
    """A revision that the code forgets would be taken for one of the future."""
    scripts = Path(r0008_amounts.__file__).parent.glob("r0*.py")
    numbers = {path.name[1:5] for path in scripts} - {store_module.SCHEMA_REVISION}

    assert set(store_module.EARLIER_REVISIONS) == numbers
    with open_record(tmp_path) as store:
        step_back(store, max(numbers))
        assert store.revision() == max(numbers)
        store.migrate()
        store.check_schema()


def test_the_tables_are_written_for_a_server_as_well():
    written = StringIO()
    dialect = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written}
    )

    with Operations.context(dialect):
        r0007_programme.upgrade()
        r0008_amounts.upgrade()
        r0009_sealed_drafts.upgrade()
        r0010_second_factors.upgrade()

    sql = written.getvalue()
    assert all(f"CREATE TABLE {table} " in sql for table in r0007_programme.TABLES)
    assert "asked_cents BIGINT NOT NULL" in sql
    assert "CREATE TABLE amount_change " in sql
    assert "before_cents BIGINT" in sql
    assert "sealed BYTEA NOT NULL" in sql
    assert "CREATE TABLE draft_person " in sql
    assert all(f"CREATE TABLE {table} " in sql for table in r0010_second_factors.TABLES)
    assert "ADD COLUMN with_factor BOOLEAN DEFAULT false NOT NULL" in sql
