"""By which rules each token and handle was made; what is about to go, found at once."""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

VERSIONED = (
    ("source_identities", "indexed_by"),
    ("subjects", "handle_by"),
    ("tombstones", "indexed_by"),
)
WITHDRAWN = (
    "persons",
    "subjects",
    "source_identities",
    "links",
    "questions",
    "answers",
    "decisions",
    "tombstones",
)


def upgrade() -> None:
    op.create_table(
        "token_indexes",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, column in VERSIONED:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
    there = sa.text("withdrawn_by IS NOT NULL")
    for table in WITHDRAWN:
        op.create_index(
            f"ix_{table}_withdrawn_by",
            table,
            ["withdrawn_by"],
            unique=False,
            sqlite_where=there,
            postgresql_where=there,
        )


def downgrade() -> None:
    for table in WITHDRAWN:
        op.drop_index(f"ix_{table}_withdrawn_by", table_name=table)
    for table, column in VERSIONED:
        op.drop_column(table, column)
    op.drop_table("token_indexes")
