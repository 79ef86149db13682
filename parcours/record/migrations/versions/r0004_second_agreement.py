"""What takes two agreements keeps who gave the second one."""

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("approval", sa.Column("seconded_by_id", sa.Integer(), nullable=True))
    op.add_column("approval", sa.Column("seconded_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("approval", "seconded_at")
    op.drop_column("approval", "seconded_by_id")
