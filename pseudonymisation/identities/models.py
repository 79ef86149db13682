"""The vault's tables, in a registry of their own.

Nothing here can be joined with the record: no shared key, no foreign key. Identities
are sealed, names appear in no column, and every row says by which intent it came
(`intent`) and by which it is about to go (`withdrawn_by`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, LargeBinary, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class VaultModel(SQLModel, registry=registry()):
    """Base of the vault's tables."""


def _key() -> Any:
    return Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class IntentRow(VaultModel, table=True):
    """A use case that writes the vault and the record: pending, done or undone."""

    __tablename__ = "intents"
    id: int = _key()
    ref: str = Field(unique=True)
    kind: str
    author: str
    state: str
    started_at: datetime
    closed_at: datetime | None = None


class PersonRow(VaultModel, table=True):
    """A young person: a random number and the wrapped key of their identities."""

    __tablename__ = "persons"
    id: int = _key()
    person_id: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    lookup: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    wrapped_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    key_id: str
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class SubjectRow(VaultModel, table=True):
    """A young person as one organisation knows them."""

    __tablename__ = "subjects"
    id: int = _key()
    subject_id: bytes = Field(
        sa_column=Column(LargeBinary, nullable=False, unique=True)
    )
    lookup: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    organisation: str
    handle: bytes | None = Field(
        default=None, sa_column=Column(LargeBinary, nullable=True, index=True)
    )
    has_code: bool
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class SourceIdentityRow(VaultModel, table=True):
    """One dated version of a subject's identity, sealed under its person's key."""

    __tablename__ = "source_identities"
    __table_args__ = (UniqueConstraint("subject", "version"),)
    id: int = _key()
    subject: int
    person: int = Field(index=True)
    version: int
    digest: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    linkable: bool
    recorded_at: datetime
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class LinkRow(VaultModel, table=True):
    """A dated, authored, revocable statement that a subject is a person."""

    __tablename__ = "links"
    id: int = _key()
    subject: int = Field(index=True)
    person: int = Field(index=True)
    decision: str
    author: str
    recorded_at: datetime
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class TokenRow(VaultModel, table=True):
    """One entry of the blind index: 64 bits of a keyed digest of several fields."""

    __tablename__ = "tokens"
    __table_args__ = {"sqlite_with_rowid": False}
    token: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False)
    )
    identity: int = _key()


class QuestionRow(VaultModel, table=True):
    """A pair of persons that a human should look at, and why."""

    __tablename__ = "questions"
    id: int = _key()
    person_a: int = Field(index=True)
    person_b: int = Field(index=True)
    reason: str
    score: float
    asked_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class SightingRow(VaultModel, table=True):
    """A later intent met a subject again: withdrawing the first must keep it."""

    __tablename__ = "sightings"
    subject: int = _key()
    intent: int = _key()
