"""A seal over all rows, and what is left of persons who were erased."""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vault_seal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tombstones",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("intent", sa.Integer(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("digest", "intent"):
        op.create_index(
            op.f(f"ix_tombstones_{name}"), "tombstones", [name], unique=False
        )


def downgrade() -> None:
    op.drop_table("tombstones")
    op.drop_table("vault_seal")
