"""Approvals by a second person; persons and subjects who were erased."""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("n_persons", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "asked_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False
        ),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column(
            "decided_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True
        ),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_approval_ref"), "approval", ["ref"], unique=True)
    op.add_column("person", sa.Column("erased_on", sa.Date(), nullable=True))
    op.add_column("source_subject", sa.Column("erased_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("source_subject", "erased_on")
    op.drop_column("person", "erased_on")
    op.drop_index(op.f("ix_approval_ref"), table_name="approval")
    op.drop_table("approval")
