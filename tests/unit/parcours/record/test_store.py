"""The record's store: reading and writing by name, and what many threads do to it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError
from sqlmodel import func, select, text

from parcours.record import store as store_module
from parcours.record.failures import (
    RecordNotMade,
    RecordUnreachable,
    SchemaTooNew,
    SchemaTooOld,
)
from parcours.record.models import FinishedIntent, Organisation, RecordModel
from parcours.record.store import SCHEMA_REVISION, RecordStore
from tests.record_house import open_record


NOW = datetime(2025, 9, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with open_record(tmp_path) as opened:
        yield opened


def test_migrated_schema_is_that_of_the_models(store):
    with store.read() as session:
        context = MigrationContext.configure(
            session.connection(), opts={"compare_type": True}
        )
        differences = compare_metadata(context, RecordModel.metadata)

    assert differences == []


def test_the_code_expects_the_newest_migration():
    settings = Config()
    folder = store_module.Path(store_module.__file__).parent / "migrations"
    settings.set_main_option("script_location", str(folder))
    script = ScriptDirectory.from_config(settings)

    assert script.get_heads() == [SCHEMA_REVISION]


def test_migrating_twice_changes_nothing(store):
    store.migrate()

    store.check_schema()


def test_an_empty_database_is_refused(tmp_path):
    empty = RecordStore.open(f"sqlite:///{tmp_path / 'empty.db'}")

    with pytest.raises(RecordNotMade):
        empty.check_schema()
    empty.close()


def test_a_newer_schema_is_refused_and_not_migrated(store):
    with store.write() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num='9'"))

    with pytest.raises(SchemaTooNew):
        store.check_schema()
    with pytest.raises(SchemaTooNew):
        store.migrate()


def test_an_older_schema_waits_for_its_migration(store, monkeypatch):
    monkeypatch.setattr(store_module, "EARLIER_REVISIONS", ("0000",))
    with store.write() as session:
        session.connection().execute(
            text("UPDATE alembic_version SET version_num='0000'")
        )

    with pytest.raises(SchemaTooOld):
        store.check_schema()


def test_the_address_of_a_store_is_never_repeated(tmp_path):
    secret = "invented-password"
    with pytest.raises(RecordUnreachable) as refused:
        RecordStore.open(f"nosuch://user:{secret}@host/base")
    folder = RecordStore.open(f"sqlite:///{tmp_path}/{secret}/record.db")
    with pytest.raises(RecordUnreachable) as missing:
        folder.check_schema()
    folder.close()

    assert secret not in f"{refused.value}{missing.value}{folder!r}"


def test_a_reading_session_cannot_write(store):
    with store.read() as session:
        session.add(FinishedIntent(ref="a", kind="test", recorded_at=NOW))
        with pytest.raises(OperationalError):
            session.flush()


def test_an_exception_undoes_what_the_session_wrote(store):
    def write_and_stop():
        with store.write() as session:
            session.add(FinishedIntent(ref="a", kind="test", recorded_at=NOW))
            session.flush()
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_and_stop()

    with store.read() as session:
        assert session.get(FinishedIntent, "a") is None


def test_a_reading_session_sees_one_unchanging_snapshot(store):
    counting = select(func.count()).select_from(FinishedIntent)
    with store.read() as reading:
        before = reading.exec(counting).one()
        with store.write() as session:
            session.add(FinishedIntent(ref="a", kind="test", recorded_at=NOW))
        after = reading.exec(counting).one()

    assert (before, after) == (0, 0)


def test_foreign_keys_and_durability_are_on(store):
    with store.read() as session:
        values = [
            session.connection().execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert values == ["wal", 2, 1, 10_000]


def test_twenty_threads_that_read_then_write_never_meet_a_lock(store):
    with store.write() as session:
        session.add(Organisation(code="a", name="0", kind="test"))

    def read_then_write(_thread):
        for _ in range(20):
            with store.write() as session:
                row = session.exec(select(Organisation)).one()
                row.name = str(int(row.name) + 1)
            with store.read() as session:
                session.exec(select(Organisation)).one()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(read_then_write, range(20)))

    with store.read() as session:
        assert session.exec(select(Organisation)).one().name == "400"


def test_two_stores_on_one_file_queue_on_the_write_lock(store, tmp_path):
    other = RecordStore.open(f"sqlite:///{tmp_path / 'record.db'}")

    def write(turn):
        chosen = store if turn % 2 else other
        with chosen.write() as session:
            n = session.exec(select(func.count()).select_from(FinishedIntent)).one()
            session.add(FinishedIntent(ref=str(n), kind="test", recorded_at=NOW))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(60)))
    with store.read() as session:
        n = session.exec(select(func.count()).select_from(FinishedIntent)).one()
    other.close()

    assert n == 60
