"""The blind index, made anew, no longer says which identity a token belongs to.

The former one goes with its bytes: whoever read it saw which tokens stand together.
The rules of today have another name, so that nothing is admitted before every identity
is indexed again.
"""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_anew(sa.Column("sealed", sa.LargeBinary(), nullable=False))


def downgrade() -> None:
    identity = sa.Column("identity", sa.Integer(), autoincrement=False, nullable=False)
    _make_anew(identity)


def _make_anew(second: sa.Column) -> None:
    op.drop_table("tokens")
    op.create_table(
        "tokens",
        sa.Column("token", sa.BigInteger(), autoincrement=False, nullable=False),
        second,
        sa.PrimaryKeyConstraint("token", second.name),
        sqlite_with_rowid=False,
    )
