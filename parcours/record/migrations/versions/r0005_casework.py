"""Daily work: goals, rights, collective sheets, threads of hand-overs, a worktop."""

from typing import Any

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = {  # table: its indexed columns
    "goal": "batch_id organisation_id ref source_row_id subject_id",
    "goal_step": "batch_id goal_ref organisation_id ref source_row_id subject_id",
    "information_notice": "batch_id organisation_id source_row_id subject_id",
    "protection": "batch_id organisation_id source_row_id subject_id",
    "rights_request": "batch_id organisation_id ref source_row_id subject_id",
    "attendance": "batch_id organisation_id sheet_ref source_row_id subject_id",
    "sheet": "organisation_id ref",
    "referral_step": "organisation_id thread",
    "draft": "account_id",
    "snooze": "account_id person_id",
    "mapping": "organisation_id",
}
ADDED = {  # table: columns that are null, or have a default, in older rows
    "intervention": ["channel", "sheet_ref"],
    "contact": ["channel"],
    "referral": ["thread", "young_person", "packet"],
    "head_count": ["sheet_ref"],
}


def _column(name: str, kind: Any, *rest: Any, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, nullable=null)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), primary_key=True, nullable=False)


def _text(name: str, *, null: bool = False) -> sa.Column[Any]:
    return _column(name, sa.String(), null=null)


def _day(name: str, *, null: bool = False) -> sa.Column[Any]:
    return _column(name, sa.Date(), null=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[Any]:
    return _column(name, sa.DateTime(), null=null)


def _row_of(name: str, table: str, *, null: bool = False) -> sa.Column[Any]:
    return _column(name, sa.Integer(), sa.ForeignKey(f"{table}.id"), null=null)


def _fact_columns() -> list[sa.Column[Any]]:
    return [
        _id(),
        _row_of("organisation_id", "organisation"),
        _row_of("subject_id", "source_subject"),
        _row_of("batch_id", "batch", null=True),
        _row_of("source_row_id", "source_row", null=True),
        _row_of("author_id", "account", null=True),
        _text("visibility"),
        _day("known_on"),
        _instant("recorded_at"),
        _day("recorded_on"),
        _instant("retired_at", null=True),
        _day("retired_on", null=True),
        _text("retired_because", null=True),
        _row_of("retired_by_id", "account", null=True),
        _row_of("retired_by_batch_id", "batch", null=True),
        _column("supersedes_id", sa.Integer(), null=True),
    ]


def upgrade() -> None:
    _facts()
    _sheets()
    _worktop()
    for table, columns in TABLES.items():
        for column in columns.split():
            op.create_index(f"ix_{table}_{column}", table, [column])
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, _text(column, null=True))
    number = sa.Integer()
    op.add_column("referral", _column("recipient_account_id", number, null=True))
    op.add_column("assignment", _column("ended_by_id", number, null=True))
    op.add_column("sharing_choice", _column("age", number, null=True))
    op.add_column(
        "sharing_choice",
        sa.Column("choice", sa.String(), nullable=False, server_default="agree"),
    )
    for table, column in (
        ("intervention", "sheet_ref"),
        ("head_count", "sheet_ref"),
        ("referral", "thread"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _facts() -> None:
    op.create_table(
        "goal",
        *_fact_columns(),
        _text("ref"),
        _text("label"),
        _text("theme", null=True),
        _column("own_words", sa.Boolean()),
        _text("state"),
        _day("starts_on"),
        _day("ended_on", null=True),
    )
    op.create_table(
        "goal_step",
        *_fact_columns(),
        _text("ref"),
        _text("goal_ref", null=True),
        _text("label"),
        _day("starts_on"),
        _day("due_on", null=True),
        _text("state"),
        _day("done_on", null=True),
        _column("by_young_person", sa.Boolean()),
    )
    op.create_table(
        "information_notice",
        *_fact_columns(),
        _text("told"),
        _text("text_version"),
        _text("how"),
        _day("starts_on"),
        _text("reason", null=True),
    )
    op.create_table(
        "protection",
        *_fact_columns(),
        _text("kind"),
        _day("starts_on"),
        _day("ends_on", null=True),
        _text("asked_by"),
    )
    op.create_table(
        "rights_request",
        *_fact_columns(),
        _text("ref"),
        _text("kind"),
        _text("asked_by"),
        _text("state"),
        _day("starts_on"),
        _day("due_on"),
        _day("answered_on", null=True),
        _text("field", null=True),
        _text("reason", null=True),
    )
    op.create_table(
        "attendance",
        *_fact_columns(),
        _text("sheet_ref"),
        _day("starts_on"),
        _column("hours", sa.Float(), null=True),
        _text("presence"),
        _column("parents_agreed", sa.Boolean(), null=True),
        _day("inspection_on", null=True),
    )


def _sheets() -> None:
    op.create_table(
        "sheet",
        _id(),
        _text("ref"),
        _row_of("organisation_id", "organisation"),
        _row_of("author_id", "account", null=True),
        _row_of("action_id", "action", null=True),
        _text("kind"),
        _text("title"),
        _text("place", null=True),
        _day("starts_on"),
        _day("ends_on"),
        _text("contract", null=True),
        _text("employer", null=True),
        _column("cost_cents", sa.Integer(), null=True),
        _instant("recorded_at"),
        _day("recorded_on"),
        _instant("retired_at", null=True),
        _day("retired_on", null=True),
        _text("retired_because", null=True),
        _column("supersedes_id", sa.Integer(), null=True),
    )
    op.create_table(
        "referral_step",
        _id(),
        _text("thread"),
        _row_of("organisation_id", "organisation"),
        _row_of("author_id", "account", null=True),
        _row_of("to_account_id", "account", null=True),
        _text("kind"),
        _text("note", null=True),
        _instant("recorded_at"),
        _day("recorded_on"),
    )


def _worktop() -> None:
    op.create_table(
        "draft",
        _id(),
        _row_of("account_id", "account"),
        _text("form"),
        _text("about"),
        _text("content"),
        _instant("saved_at"),
        sa.UniqueConstraint("account_id", "form", "about"),
    )
    op.create_table(
        "snooze",
        _id(),
        _row_of("account_id", "account"),
        _text("alert"),
        _row_of("person_id", "person"),
        _day("until"),
        _instant("recorded_at"),
        sa.UniqueConstraint("account_id", "alert", "person_id"),
    )
    op.create_table(
        "mapping",
        _id(),
        _row_of("organisation_id", "organisation"),
        _text("template"),
        _text("kind"),
        _text("field"),
        _text("source_key"),
        _text("target"),
        _row_of("author_id", "account", null=True),
        _instant("recorded_at"),
        sa.UniqueConstraint(
            "organisation_id", "template", "kind", "field", "source_key"
        ),
    )


def downgrade() -> None:
    for table, column in (
        ("intervention", "sheet_ref"),
        ("head_count", "sheet_ref"),
        ("referral", "thread"),
    ):
        op.drop_index(f"ix_{table}_{column}", table)
    for column in ("age", "choice"):
        op.drop_column("sharing_choice", column)
    op.drop_column("assignment", "ended_by_id")
    op.drop_column("referral", "recipient_account_id")
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column)
    for table in reversed(TABLES):
        op.drop_table(table)
