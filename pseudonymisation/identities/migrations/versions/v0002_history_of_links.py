"""Links that can be revoked and restored, decisions on pairs of subjects, refusals."""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CHANGED = (
    ("subjects", "unlinkable_by"),
    ("source_identities", "moved_by"),
    ("links", "revoked_intent"),
    ("questions", "closed_by"),
    ("decisions", "superseded_by"),
)
LOWEST = """
UPDATE questions SET {column} = COALESCE(
    (SELECT MIN(l.subject) FROM links l
     WHERE l.person = questions.{person} AND l.revoked_at IS NULL), 0)"""
UNLINKABLE = """
UPDATE subjects SET unlinkable_by = intent WHERE id IN (
    SELECT subject FROM source_identities GROUP BY subject
    HAVING MAX(CASE WHEN linkable THEN 1 ELSE 0 END) = 0)"""


def _integer(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=True)


def upgrade() -> None:
    op.add_column("subjects", _integer("unlinkable_by"))
    op.add_column("subjects", _integer("refused_by"))
    op.add_column("links", _integer("revoked_intent"))
    op.add_column("source_identities", _integer("moved_by"))
    op.add_column("source_identities", _integer("person_before"))
    before = sa.Column("sealed_before", sa.LargeBinary(), nullable=True)
    op.add_column("source_identities", before)
    _upgrade_questions()
    _create_answers()
    _create_decisions()
    op.execute(UNLINKABLE)
    for table, column in CHANGED:
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_{table}_{column}",
            table,
            [column],
            unique=False,
            sqlite_where=there,
            postgresql_where=there,
        )


def _upgrade_questions() -> None:
    for name in ("subject_a", "subject_b", "closed_by"):
        op.add_column("questions", _integer(name))
    op.execute(LOWEST.format(column="subject_a", person="person_a"))
    op.execute(LOWEST.format(column="subject_b", person="person_b"))
    with op.batch_alter_table("questions") as batch:
        batch.alter_column("subject_a", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("subject_b", existing_type=sa.Integer(), nullable=False)


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("intent", sa.Integer(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("question", "intent"):
        op.create_index(op.f(f"ix_answers_{name}"), "answers", [name], unique=False)


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject_a", sa.Integer(), nullable=False),
        sa.Column("subject_b", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("intent", sa.Integer(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("subject_a", "subject_b", "intent"):
        op.create_index(op.f(f"ix_decisions_{name}"), "decisions", [name], unique=False)


def downgrade() -> None:
    for table, column in CHANGED:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    op.drop_table("decisions")
    op.drop_table("answers")
    for name in ("closed_by", "subject_b", "subject_a"):
        op.drop_column("questions", name)
    for name in ("sealed_before", "person_before", "moved_by"):
        op.drop_column("source_identities", name)
    op.drop_column("links", "revoked_intent")
    op.drop_column("subjects", "refused_by")
    op.drop_column("subjects", "unlinkable_by")
