"""The record's first schema: every table of the first version."""

from typing import Any

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _column(name: str, kind: Any, *rest: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, **{"nullable": False, **options})


def _text(name: str, *rest: Any, **options: Any) -> sa.Column[Any]:
    return _column(name, sa.String(), *rest, **options)


def _integer(name: str, *rest: Any, **options: Any) -> sa.Column[Any]:
    return _column(name, sa.Integer(), *rest, **options)


def _number(name: str, *rest: Any, **options: Any) -> sa.Column[Any]:
    return _column(name, sa.Float(), *rest, **options)


def _yes_no(name: str, *rest: Any, **options: Any) -> sa.Column[Any]:
    return _column(name, sa.Boolean(), *rest, **options)


def _day(name: str, *rest: Any, **options: Any) -> sa.Column[Any]:
    return _column(name, sa.Date(), *rest, **options)


def _instant(name: str, *rest: Any, **options: Any) -> sa.Column[Any]:
    return _column(name, sa.DateTime(), *rest, **options)


def _fact_columns() -> list[sa.Column[Any]]:
    return [
        _integer("organisation_id", sa.ForeignKey("organisation.id")),
        _integer("subject_id", sa.ForeignKey("source_subject.id")),
        _integer("batch_id", sa.ForeignKey("batch.id"), nullable=True),
        _integer("source_row_id", sa.ForeignKey("source_row.id"), nullable=True),
        _integer("author_id", sa.ForeignKey("account.id"), nullable=True),
        _text("visibility"),
        _day("known_on"),
        _instant("recorded_at"),
        _day("recorded_on"),
        _instant("retired_at", nullable=True),
        _day("retired_on", nullable=True),
        _text("retired_because", nullable=True),
        _integer("retired_by_id", sa.ForeignKey("account.id"), nullable=True),
        _integer("retired_by_batch_id", sa.ForeignKey("batch.id"), nullable=True),
        _integer("supersedes_id", nullable=True),
    ]


# table: indexed columns, then (after a bar) the unique ones
INDEXES = {
    "organisation": "| code",
    "person": "| pseudonym",
    "account": "| login",
    "objective": "contract_id",
    "account_session": "account_id | token_hash",
    "action": "code organisation_id",
    "batch": "file_digest | ref",
    "assignment": "account_id person_id",
    "source_row": "batch_id row_digest row_key",
    "source_subject": "batch_id organisation_id | subject",
    "attribute": "batch_id name organisation_id source_row_id subject_id",
    "contact": "batch_id organisation_id source_row_id subject_id",
    "follow_up": "batch_id organisation_id source_row_id subject_id",
    "head_count": "batch_id organisation_id source_row_id",
    "intervention": "batch_id organisation_id source_row_id subject_id",
    "link": "batch_id person_id subject_id",
    "observation_window": "batch_id organisation_id source_row_id subject_id",
    "referral": "batch_id organisation_id source_row_id subject_id",
    "sharing_choice": "recipient_id subject_id",
    "situation_fact": "batch_id organisation_id source_row_id subject_id",
}
TABLES = [
    "audit_line",
    "contract",
    "finished_intent",
    "organisation",
    "person",
    "account",
    "objective",
    "account_session",
    "action",
    "batch",
    "assignment",
    "source_row",
    "source_subject",
    "attribute",
    "contact",
    "follow_up",
    "head_count",
    "intervention",
    "link",
    "observation_window",
    "referral",
    "sharing_choice",
    "situation_fact",
]


def upgrade() -> None:
    op.create_table(
        "audit_line",
        _integer("seq", primary_key=True),
        _instant("at"),
        _text("actor"),
        _text("role"),
        _text("organisation", nullable=True),
        _text("session", nullable=True),
        _text("operation"),
        _text("about", nullable=True),
        _text("scope", nullable=True),
        _text("reason", nullable=True),
        _text("decision"),
        _integer("n_results", nullable=True),
        _text("version"),
        _text("previous"),
        _text("hash"),
    )
    op.create_table(
        "contract",
        _integer("id", primary_key=True),
        _text("code", unique=True),
        _text("name"),
        _day("starts_on"),
        _day("ends_on", nullable=True),
    )
    op.create_table(
        "finished_intent",
        _text("ref", primary_key=True),
        _text("kind"),
        _instant("recorded_at"),
    )
    op.create_table(
        "organisation",
        _integer("id", primary_key=True),
        _text("code"),
        _text("name"),
        _text("kind"),
        _yes_no("anonymous_work"),
    )
    op.create_table(
        "person",
        _integer("id", primary_key=True),
        _text("pseudonym"),
        _day("birth_month", nullable=True),
        _text("sex", nullable=True),
        _instant("recorded_at"),
    )
    op.create_table(
        "account",
        _integer("id", primary_key=True),
        _text("login"),
        _text("display_name"),
        _text("role"),
        _integer("organisation_id", sa.ForeignKey("organisation.id"), nullable=True),
        _text("password_hash", nullable=True),
        _text("language"),
        _integer("failed_attempts"),
        _instant("locked_until", nullable=True),
        _instant("created_at"),
        _instant("disabled_at", nullable=True),
    )
    op.create_table(
        "objective",
        _integer("id", primary_key=True),
        _integer("contract_id", sa.ForeignKey("contract.id")),
        _integer("parent_id", sa.ForeignKey("objective.id"), nullable=True),
        _text("code"),
        _text("name"),
        _text("pillar", nullable=True),
    )
    op.create_table(
        "account_session",
        _integer("id", primary_key=True),
        _text("token_hash"),
        _integer("account_id", sa.ForeignKey("account.id")),
        _instant("started_at"),
        _instant("last_seen_at"),
        _instant("ended_at", nullable=True),
    )
    op.create_table(
        "action",
        _integer("id", primary_key=True),
        _integer("objective_id", sa.ForeignKey("objective.id"), nullable=True),
        _integer("organisation_id", sa.ForeignKey("organisation.id")),
        _text("code"),
        _text("name"),
        _text("theme", nullable=True),
        _day("starts_on", nullable=True),
        _day("ends_on", nullable=True),
    )
    op.create_table(
        "batch",
        _integer("id", primary_key=True),
        _text("ref"),
        _integer("organisation_id", sa.ForeignKey("organisation.id")),
        _text("template"),
        _text("convention"),
        _text("file_digest"),
        _text("encoding"),
        _day("file_date", nullable=True),
        _integer("n_rows"),
        _integer("n_accepted"),
        _integer("n_already_known"),
        _integer("n_refused"),
        _integer("n_facts"),
        _integer("author_id", sa.ForeignKey("account.id"), nullable=True),
        _instant("recorded_at"),
        _day("recorded_on"),
        _text("state"),
        _instant("withdrawn_at", nullable=True),
    )
    op.create_table(
        "assignment",
        _integer("id", primary_key=True),
        _integer("person_id", sa.ForeignKey("person.id")),
        _integer("account_id", sa.ForeignKey("account.id")),
        _integer("organisation_id", sa.ForeignKey("organisation.id")),
        _day("starts_on"),
        _day("ends_on", nullable=True),
        _integer("batch_id", sa.ForeignKey("batch.id"), nullable=True),
        _instant("recorded_at"),
    )
    op.create_table(
        "source_row",
        _integer("id", primary_key=True),
        _integer("batch_id", sa.ForeignKey("batch.id")),
        _integer("organisation_id", sa.ForeignKey("organisation.id")),
        _text("template"),
        _text("row_key"),
        _text("row_digest"),
    )
    op.create_table(
        "source_subject",
        _integer("id", primary_key=True),
        _text("subject"),
        _integer("organisation_id", sa.ForeignKey("organisation.id")),
        _text("code", nullable=True),
        _yes_no("anonymous"),
        _integer("batch_id", sa.ForeignKey("batch.id"), nullable=True),
        _instant("recorded_at"),
        _day("recorded_on"),
    )
    op.create_table(
        "attribute",
        *_fact_columns(),
        _integer("id", primary_key=True),
        _text("name"),
        _text("value"),
        _day("starts_on", nullable=True),
        _day("ends_on", nullable=True),
        _integer("vintage", nullable=True),
        _text("how", nullable=True),
    )
    op.create_table(
        "contact",
        *_fact_columns(),
        _integer("id", primary_key=True),
        _day("starts_on"),
        _text("result"),
    )
    op.create_table(
        "follow_up",
        *_fact_columns(),
        _integer("id", primary_key=True),
        _text("status"),
        _day("starts_on"),
    )
    op.create_table(
        "head_count",
        _integer("id", primary_key=True),
        _integer("organisation_id", sa.ForeignKey("organisation.id")),
        _integer("batch_id", sa.ForeignKey("batch.id"), nullable=True),
        _integer("source_row_id", sa.ForeignKey("source_row.id"), nullable=True),
        _integer("author_id", sa.ForeignKey("account.id"), nullable=True),
        _integer("action_id", sa.ForeignKey("action.id"), nullable=True),
        _text("title"),
        _text("place", nullable=True),
        _day("on"),
        _integer("n"),
        _integer("n_girls", nullable=True),
        _integer("n_qpv", nullable=True),
        _integer("n_11_13", nullable=True),
        _integer("n_14_15", nullable=True),
        _integer("n_16_17", nullable=True),
        _integer("n_18_25", nullable=True),
        _instant("recorded_at"),
        _day("recorded_on"),
        _instant("retired_at", nullable=True),
        _day("retired_on", nullable=True),
        _text("retired_because", nullable=True),
        _integer("retired_by_batch_id", sa.ForeignKey("batch.id"), nullable=True),
    )
    op.create_table(
        "intervention",
        *_fact_columns(),
        _integer("id", primary_key=True),
        _text("kind"),
        _day("starts_on"),
        _day("ends_on", nullable=True),
        _text("precision"),
        _number("hours", nullable=True),
        _text("modality"),
        _text("state"),
        _text("end_reason", nullable=True),
        _text("result", nullable=True),
        _text("next_step", nullable=True),
        _day("next_step_on", nullable=True),
        _text("note", nullable=True),
        _integer("action_id", sa.ForeignKey("action.id"), nullable=True),
    )
    op.create_table(
        "link",
        _integer("id", primary_key=True),
        _integer("subject_id", sa.ForeignKey("source_subject.id")),
        _integer("person_id", sa.ForeignKey("person.id")),
        _text("decision"),
        _integer("batch_id", sa.ForeignKey("batch.id"), nullable=True),
        _integer("author_id", sa.ForeignKey("account.id"), nullable=True),
        _instant("recorded_at"),
        _day("recorded_on"),
        _instant("revoked_at", nullable=True),
        _day("revoked_on", nullable=True),
        _integer("revoked_by_id", sa.ForeignKey("account.id"), nullable=True),
    )
    op.create_table(
        "observation_window",
        *_fact_columns(),
        _integer("id", primary_key=True),
        _text("kind"),
        _day("starts_on"),
        _day("ends_on", nullable=True),
    )
    op.create_table(
        "referral",
        *_fact_columns(),
        _integer("id", primary_key=True),
        _integer("recipient_id", sa.ForeignKey("organisation.id")),
        _text("state"),
        _day("starts_on"),
        _day("answered_on", nullable=True),
    )
    op.create_table(
        "sharing_choice",
        _integer("id", primary_key=True),
        _integer("subject_id", sa.ForeignKey("source_subject.id")),
        _integer("recipient_id", sa.ForeignKey("organisation.id")),
        _day("starts_on"),
        _day("ends_on", nullable=True),
        _integer("author_id", sa.ForeignKey("account.id"), nullable=True),
        _instant("recorded_at"),
    )
    op.create_table(
        "situation_fact",
        *_fact_columns(),
        _integer("id", primary_key=True),
        _text("situation"),
        _day("starts_on"),
        _day("ends_on", nullable=True),
        _text("precision"),
        _day("verified_on", nullable=True),
    )
    for table, columns in INDEXES.items():
        plain, _bar, unique = columns.partition("|")
        for column in plain.split() + unique.split():
            is_unique = column in unique.split()
            op.create_index(f"ix_{table}_{column}", table, [column], unique=is_unique)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
