"""The contract as a programme: calls, applications, budgets, opinions, measures."""

from typing import Any

import sqlalchemy as sa
from alembic import op


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = {  # table: its indexed columns
    "project_call": "contract_id",
    "application": "action_id call_id organisation_id",
    "application_partner": "application_id",
    "budget_line": "application_id",
    "application_step": "application_id",
    "application_opinion": "application_id",
    "council_question": "application_id",
    "target": "contract_id",
    "action_measure": "action_id",
    "action_report": "action_id",
}


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), primary_key=True, nullable=False)


def _column(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def _texts(names: str, *, null: bool = False) -> list[sa.Column[Any]]:
    return [_column(name, sa.String(), null=null) for name in names.split()]


def _days(names: str, *, null: bool = False) -> list[sa.Column[Any]]:
    return [_column(name, sa.Date(), null=null) for name in names.split()]


def _whole(names: str, *, null: bool = False) -> list[sa.Column[Any]]:
    return [_column(name, sa.Integer(), null=null) for name in names.split()]


def _row_of(name: str, table: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=null)


def _written() -> list[sa.Column[Any]]:
    return [_column("recorded_at", sa.DateTime()), *_days("recorded_on")]


def _of_application() -> sa.Column[Any]:
    return _row_of("application_id", "application")


def _author() -> sa.Column[Any]:
    return _row_of("author_id", "account", null=True)


def upgrade() -> None:
    op.add_column("contract", _column("generation", sa.String(), null=True))
    op.add_column("objective", _column("kind", sa.String(), null=True))
    for day in _days("starts_on ends_on", null=True):
        op.add_column("objective", day)
    _applications()
    _around_applications()
    _around_actions()
    for table, columns in TABLES.items():
        for column in columns.split():
            op.create_index(f"ix_{table}_{column}", table, [column])


def _applications() -> None:
    op.create_table(
        "project_call",
        _id(),
        _row_of("contract_id", "contract"),
        *_texts("code"),
        *_whole("year"),
        *_texts("title"),
        *_texts("words", null=True),
        *_days("opens_on closes_on"),
        _column("recorded_at", sa.DateTime()),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "application",
        _id(),
        _row_of("call_id", "project_call"),
        _row_of("organisation_id", "organisation"),
        _row_of("objective_id", "objective", null=True),
        _row_of("action_id", "action", null=True),
        *_texts("code title summary"),
        *_texts("audience success pilot", null=True),
        *_texts("themes axes places"),
        *_whole("age_from age_to", null=True),
        *_days("starts_on ends_on", null=True),
        *_texts("state"),
        *_whole("version"),
        *_written(),
        sa.UniqueConstraint("code"),
    )


def _around_applications() -> None:
    cents = sa.BigInteger()
    op.create_table(
        "application_partner", _id(), _of_application(), *_texts("name kind role")
    )
    op.create_table(
        "budget_line",
        _id(),
        _of_application(),
        *_texts("side label"),
        *_texts("funder line", null=True),
        _column("asked_cents", cents),
        _column("granted_cents", cents, null=True),
        _column("spent_cents", cents, null=True),
    )
    op.create_table(
        "application_step",
        _id(),
        _of_application(),
        _author(),
        *_texts("role"),
        *_texts("from_state", null=True),
        *_texts("to_state"),
        *_texts("reason", null=True),
        *_written(),
    )
    op.create_table(
        "application_opinion",
        _id(),
        _of_application(),
        _author(),
        *_texts("body opinion"),
        *_texts("words", null=True),
        *_written(),
    )
    op.create_table(
        "council_question",
        _id(),
        _of_application(),
        _author(),
        *_texts("question"),
        *_texts("answer", null=True),
        _row_of("answered_by_id", "account", null=True),
        *_days("answered_on", null=True),
        *_written(),
    )


def _around_actions() -> None:
    number = sa.Float()
    op.create_table(
        "target",
        _id(),
        _row_of("contract_id", "contract"),
        _row_of("objective_id", "objective", null=True),
        _row_of("action_id", "action", null=True),
        *_texts("label"),
        *_texts("indicator", null=True),
        *_texts("unit"),
        _column("baseline", number),
        *_days("baseline_on"),
        _column("aim", number),
        *_days("due_on"),
        *_texts("source"),
        *_written(),
        *_days("retired_on", null=True),
    )
    op.create_table(
        "action_measure",
        _id(),
        _row_of("action_id", "action"),
        _author(),
        *_texts("kind label unit"),
        _column("before", number, null=True),
        *_days("before_on", null=True),
        _column("after", number),
        *_days("after_on"),
        *_whole("n_asked n_answered", null=True),
        *_texts("method"),
        *_written(),
        *_days("retired_on", null=True),
    )
    op.create_table(
        "action_report",
        _id(),
        _row_of("action_id", "action"),
        _author(),
        *_whole("year version"),
        *_texts("done"),
        *_texts("difficulties next_year", null=True),
        *_written(),
        sa.UniqueConstraint("action_id", "year", "version"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for column in ("ends_on", "starts_on", "kind"):
        op.drop_column("objective", column)
    op.drop_column("contract", "generation")
