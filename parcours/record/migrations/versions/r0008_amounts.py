"""The history of changed amounts: who, when, why."""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLE = "amount_change"


def upgrade() -> None:
    cents = sa.BigInteger()
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column(
            "application_id",
            sa.Integer(),
            sa.ForeignKey("application.id"),
            nullable=False,
        ),
        sa.Column(
            "author_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True
        ),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("funder", sa.String(), nullable=True),
        sa.Column("before_cents", cents, nullable=True),
        sa.Column("after_cents", cents, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
    )
    op.create_index(f"ix_{TABLE}_application_id", TABLE, ["application_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
