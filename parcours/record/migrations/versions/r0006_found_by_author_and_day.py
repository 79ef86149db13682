"""Entries are found by who wrote them, and meetings by an organisation and a day."""

from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MET = ["organisation_id", "starts_on", "subject_id", "retired_on"]


def upgrade() -> None:
    op.create_index("ix_intervention_author_id", "intervention", ["author_id"])
    for table in ("intervention", "contact"):
        op.create_index(f"ix_{table}_met", table, MET)


def downgrade() -> None:
    for table in ("intervention", "contact"):
        op.drop_index(f"ix_{table}_met", table)
    op.drop_index("ix_intervention_author_id", "intervention")
