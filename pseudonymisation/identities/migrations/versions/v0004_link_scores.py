"""How surely each subject was joined, and pairs drawn to be judged by humans."""

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("links", sa.Column("score", sa.Float(), nullable=True))
    op.create_table(
        "audits",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("subject_a", sa.Integer(), nullable=False),
        sa.Column("subject_b", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_audits_sample"), "audits", ["sample"], unique=False)
    op.create_table(
        "audit_strata",
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("sample", "stratum", "organisation", "year"),
    )


def downgrade() -> None:
    op.drop_table("audit_strata")
    op.drop_index(op.f("ix_audits_sample"), table_name="audits")
    op.drop_table("audits")
    op.drop_column("links", "score")
