"""Unsaved entries: sealed, several for one young person, each under its own number.

Those of before lay in clear. They are sealed where the caller brings the seal, and
dropped where it does not; the store is rebuilt afterwards (`RecordStore.scrub`).
"""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FORMER = sa.text(
    "SELECT d.account_id, d.form, d.content, d.saved_at, p.id FROM draft d"
    " JOIN person p ON p.pseudonym = d.about"
).columns(saved_at=sa.DateTime())


def upgrade() -> None:
    context = op.get_context()
    settings = context.config.attributes if context.config is not None else {}
    seal = settings.get("seal")
    former = [] if seal is None else [*op.get_bind().execute(FORMER)]
    op.drop_table("draft")
    draft, draft_person = _tables()
    for account, form, content, saved_at, person in former:
        ref = secrets.token_hex(8)
        key_id, sealed = seal(content, f"draft|{account}|{form}|{ref}||{person}")
        row = {"ref": ref, "account_id": account, "form": form, "thread": ""}
        row |= {"key_id": key_id, "sealed": sealed, "saved_at": saved_at}
        done = op.get_bind().execute(sa.insert(draft).values(row))
        about = {"draft_id": done.inserted_primary_key[0], "person_id": person}
        op.get_bind().execute(sa.insert(draft_person).values(**about, place=0))


def _tables() -> tuple[Any, Any]:
    number = {"primary_key": True, "nullable": False}
    draft = op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), **number),
        sa.Column("ref", sa.String(), nullable=False, unique=True),
        sa.Column(
            "account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False
        ),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_draft_account_id", "draft", ["account_id"])
    draft_person = op.create_table(
        "draft_person",
        sa.Column("id", sa.Integer(), **number),
        sa.Column(
            "draft_id",
            sa.Integer(),
            sa.ForeignKey("draft.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.UniqueConstraint("draft_id", "place"),
    )
    op.create_index("ix_draft_person_person_id", "draft_person", ["person_id"])
    return draft, draft_person


def downgrade() -> None:
    op.drop_table("draft_person")
    op.drop_table("draft")
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column(
            "account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False
        ),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("account_id", "form", "about"),
    )
    op.create_index("ix_draft_account_id", "draft", ["account_id"])
