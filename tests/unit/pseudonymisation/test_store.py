import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from pseudonymisation.identities.migrations.run import HEAD, upgrade
from pseudonymisation.identities.models import VaultModel
from pseudonymisation.identities.store import open_vault, reading


COLUMNS = {
    "intents": "id ref kind author state started_at closed_at",
    "persons": "id person_id lookup wrapped_key key_id intent withdrawn_by",
    "subjects": "id subject_id lookup organisation handle has_code unlinkable_by"
    " refused_by handle_by intent withdrawn_by",
    "source_identities": "id subject person version digest sealed linkable recorded_at"
    " moved_by person_before sealed_before indexed_by intent withdrawn_by",
    "links": "id subject person decision score author recorded_at revoked_at revoked_by"
    " revoked_intent intent withdrawn_by",
    "tokens": "token sealed",
    "token_indexes": "id name state started_at closed_at",
    "questions": "id person_a person_b subject_a subject_b reason score asked_at"
    " answer answered_at answered_by closed_by intent withdrawn_by",
    "answers": "id question answer author recorded_at intent withdrawn_by",
    "decisions": "id subject_a subject_b verdict author recorded_at superseded_by"
    " intent withdrawn_by",
    "sightings": "subject intent",
    "audits": "id sample stratum subject_a subject_b score organisation year drawn_at"
    " answer answered_at answered_by",
    "vault_seal": "id counter sealed",
    "tombstones": "id digest kind erased_on indexed_by intent withdrawn_by",
    "audit_strata": "sample stratum organisation year pairs score",
}


def test_the_migrated_tables_are_those_of_the_models(tmp_path):
    url = f"sqlite:///{tmp_path}/vault.db"
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, VaultModel.metadata)
        head = context.get_current_revision()
    engine.dispose()

    assert differences == []
    assert head == HEAD


def test_migrating_twice_changes_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/vault.db"
    upgrade(url)
    upgrade(url)


def test_no_column_is_added_to_the_vault_without_thought():
    """Update deliberately: a column must hold nothing in clear of an identity."""
    tables = VaultModel.metadata.tables

    assert {
        n: " ".join(c.name for c in t.columns) for n, t in tables.items()
    } == COLUMNS


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("busy_timeout", 10_000),
    ],
)
def test_the_vault_is_durable_and_forgets_what_is_deleted(tmp_path, pragma, value):
    engine = open_vault(f"sqlite:///{tmp_path}/vault.db")
    with reading(engine) as connection:
        found = connection.execute(text(f"PRAGMA {pragma}")).scalar()
    engine.dispose()

    assert found == value


def test_the_blind_index_is_one_tree(tmp_path):
    upgrade(f"sqlite:///{tmp_path}/vault.db")
    vault = sqlite3.connect(tmp_path / "vault.db")
    sql = vault.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'tokens'"
    ).fetchone()
    vault.close()

    assert "WITHOUT ROWID" in sql[0]
