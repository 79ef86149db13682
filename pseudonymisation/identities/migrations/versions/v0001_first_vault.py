"""The vault's first tables."""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intents",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ref"),
    )
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("intent", sa.Integer(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_links_intent"), "links", ["intent"], unique=False)
    op.create_index(op.f("ix_links_person"), "links", ["person"], unique=False)
    op.create_index(op.f("ix_links_subject"), "links", ["subject"], unique=False)
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("intent", sa.Integer(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("lookup"),
        sa.UniqueConstraint("person_id"),
    )
    op.create_index(op.f("ix_persons_intent"), "persons", ["intent"], unique=False)
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_a", sa.Integer(), nullable=False),
        sa.Column("person_b", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("intent", sa.Integer(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_questions_intent"), "questions", ["intent"], unique=False)
    op.create_index(
        op.f("ix_questions_person_a"), "questions", ["person_a"], unique=False
    )
    op.create_index(
        op.f("ix_questions_person_b"), "questions", ["person_b"], unique=False
    )
    op.create_table(
        "sightings",
        sa.Column("subject", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("intent", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("subject", "intent"),
    )
    op.create_table(
        "source_identities",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("linkable", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("intent", sa.Integer(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subject", "version"),
    )
    op.create_index(
        op.f("ix_source_identities_intent"),
        "source_identities",
        ["intent"],
        unique=False,
    )
    op.create_index(
        op.f("ix_source_identities_person"),
        "source_identities",
        ["person"],
        unique=False,
    )
    op.create_table(
        "subjects",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject_id", sa.LargeBinary(), nullable=False),
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("handle", sa.LargeBinary(), nullable=True),
        sa.Column("has_code", sa.Boolean(), nullable=False),
        sa.Column("intent", sa.Integer(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("lookup"),
        sa.UniqueConstraint("subject_id"),
    )
    op.create_index(op.f("ix_subjects_handle"), "subjects", ["handle"], unique=False)
    op.create_index(op.f("ix_subjects_intent"), "subjects", ["intent"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("token", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("identity", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("token", "identity"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("tokens")
    op.drop_index(op.f("ix_subjects_intent"), table_name="subjects")
    op.drop_index(op.f("ix_subjects_handle"), table_name="subjects")
    op.drop_table("subjects")
    op.drop_index(op.f("ix_source_identities_person"), table_name="source_identities")
    op.drop_index(op.f("ix_source_identities_intent"), table_name="source_identities")
    op.drop_table("source_identities")
    op.drop_table("sightings")
    op.drop_index(op.f("ix_questions_person_b"), table_name="questions")
    op.drop_index(op.f("ix_questions_person_a"), table_name="questions")
    op.drop_index(op.f("ix_questions_intent"), table_name="questions")
    op.drop_table("questions")
    op.drop_index(op.f("ix_persons_intent"), table_name="persons")
    op.drop_table("persons")
    op.drop_index(op.f("ix_links_subject"), table_name="links")
    op.drop_index(op.f("ix_links_person"), table_name="links")
    op.drop_index(op.f("ix_links_intent"), table_name="links")
    op.drop_table("links")
    op.drop_table("intents")
