"""A vault of the first version keeps its questions and who came unlinkable."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from pseudonymisation.identities.migrations import run


FIRST = (
    "INSERT INTO subjects (id, subject_id, lookup, organisation, has_code, intent)"
    " VALUES (1, x'01', x'01', 'college', 1, 1), (2, x'02', x'02', 'club', 1, 2),"
    " (3, x'03', x'03', 'rue', 1, 3)",
    "INSERT INTO links (id, subject, person, decision, author, recorded_at, intent)"
    " VALUES (1, 1, 1, 'new', 'zoe', '2025-01-01', 1),"
    " (2, 2, 2, 'review', 'zoe', '2025-01-01', 2)",
    "INSERT INTO source_identities (id, subject, person, version, digest, sealed,"
    " linkable, recorded_at, intent) VALUES"
    " (1, 1, 1, 1, x'01', x'01', 1, '2025-01-01', 1),"
    " (2, 3, 3, 1, x'01', x'01', 0, '2025-01-01', 3)",
    "INSERT INTO questions (id, person_a, person_b, reason, score, asked_at, intent)"
    " VALUES (1, 1, 2, 'sex_differs', 0.9, '2025-01-01', 2)",
)


def first_version(url):
    config = Config()
    config.set_main_option("script_location", str(Path(run.__file__).parent))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in FIRST:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_questions_name_subjects_and_the_unlinkable_stay_so(tmp_path):
    url = f"sqlite:///{tmp_path}/vault.db"
    first_version(url)
    run.upgrade(url)
    vault = sqlite3.connect(tmp_path / "vault.db")
    asked = vault.execute("SELECT subject_a, subject_b, answer FROM questions")
    hidden = vault.execute("SELECT id, unlinkable_by FROM subjects ORDER BY id")

    assert asked.fetchall() == [(1, 2, None)]
    assert hidden.fetchall() == [(1, None), (2, None), (3, 3)]
    vault.close()
