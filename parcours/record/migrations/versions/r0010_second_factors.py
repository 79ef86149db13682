"""Second factors, recovery codes, tries by address, and when a session was proved."""

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("second_factor", "recovery_code", "address_tries")


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), primary_key=True, nullable=False)


def _account() -> sa.Column[int]:
    account = sa.ForeignKey("account.id")
    return sa.Column("account_id", sa.Integer(), account, nullable=False)


def upgrade() -> None:
    op.create_table(
        "second_factor",
        _number(),
        _account(),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
    )
    op.create_index("ix_second_factor_account_id", "second_factor", ["account_id"])
    op.create_table(
        "recovery_code",
        _number(),
        _account(),
        sa.Column("digest", sa.String(), nullable=False, unique=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])
    op.create_table(
        "address_tries",
        _number(),
        sa.Column("handle", sa.String(), nullable=False, unique=True),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
    )
    op.create_index("ix_address_tries_last_at", "address_tries", ["last_at"])
    # Sessions of before were proved when they began, by a password alone.
    op.add_column("account_session", sa.Column("proved_at", sa.DateTime()))
    op.add_column(
        "account_session",
        sa.Column(
            "with_factor", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
    )


def downgrade() -> None:
    op.drop_column("account_session", "with_factor")
    op.drop_column("account_session", "proved_at")
    for table in reversed(TABLES):
        op.drop_table(table)
