"""The vault's tables, in a registry of their own.

Nothing here can be joined with the record: no shared key, no foreign key. Identities
are sealed, names appear in no column, and every row says by which intent it came
(`intent`) and by which it is about to go (`withdrawn_by`). What an intent changed in a
row of another says so too (`…_by`), so that recovery can take it back.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class VaultModel(SQLModel, registry=registry()):
    """Base of the vault's tables."""


def _key() -> Any:
    return Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


def _changed(table: str, column: str) -> Index:
    """Index what some intent changed, which is little of a table."""
    there = text(f"{column} IS NOT NULL")
    name = f"ix_{table}_{column}"
    return Index(name, column, sqlite_where=there, postgresql_where=there)


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
    __table_args__ = (_changed("persons", "withdrawn_by"),)
    id: int = _key()
    person_id: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    lookup: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    wrapped_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    key_id: str
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class SubjectRow(VaultModel, table=True):
    """A young person as one organisation knows them.

    Attributes:
        unlinkable_by: intent since which it is compared with nobody, whatever a later
            file says; null while it may be.
        refused_by: intent that recorded that the young person refuses linkage, or met
            them again under a new code; null where they do not. The sender's anonymity
            alone lets a worker link it.
        handle_by: index by whose rules the handle was made of an identity; null where
            it was made of a code, which follows no rule.
    """

    __tablename__ = "subjects"
    __table_args__ = (
        _changed("subjects", "unlinkable_by"),
        _changed("subjects", "withdrawn_by"),
    )
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
    unlinkable_by: int | None = Field(default=None)
    refused_by: int | None = Field(default=None)
    handle_by: int | None = Field(default=None)
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class SourceIdentityRow(VaultModel, table=True):
    """One dated version of a subject's identity, sealed under its person's key.

    Attributes:
        person: the person whose data key seals it: always the linked one.
        moved_by: intent, not yet finished, that sealed it under another person's key;
            `person_before` and `sealed_before` hold what was, until then.
        indexed_by: index by whose rules its tokens were made; null before there were
            any.
    """

    __tablename__ = "source_identities"
    __table_args__ = (
        UniqueConstraint("subject", "version"),
        _changed("source_identities", "moved_by"),
        _changed("source_identities", "withdrawn_by"),
    )
    id: int = _key()
    subject: int
    person: int = Field(index=True)
    version: int
    digest: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    linkable: bool
    recorded_at: datetime
    moved_by: int | None = Field(default=None)
    person_before: int | None = Field(default=None)
    sealed_before: bytes | None = Field(
        default=None, sa_column=Column(LargeBinary, nullable=True)
    )
    indexed_by: int | None = Field(default=None)
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class LinkRow(VaultModel, table=True):
    """A dated, authored, revocable statement that a subject is a person.

    Attributes:
        score: probability by which the subject was joined, 0 to 1; null where nothing
            was compared: the person's first subject, or a human's decision.
        decision: known | linked | new | review by a file, joined | separated by hand.
        revoked_intent: the intent that revoked it.
    """

    __tablename__ = "links"
    __table_args__ = (
        _changed("links", "revoked_intent"),
        _changed("links", "withdrawn_by"),
    )
    id: int = _key()
    subject: int = Field(index=True)
    person: int = Field(index=True)
    decision: str
    score: float | None = None
    author: str
    recorded_at: datetime
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    revoked_intent: int | None = Field(default=None)
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class TokenRow(VaultModel, table=True):
    """One entry of the blind index: 64 bits of a keyed digest of several fields.

    Attributes:
        sealed: the token and the identity's id in one block under a key, so that the
            same identity under two tokens looks like two.
    """

    __tablename__ = "tokens"
    __table_args__ = {"sqlite_with_rowid": False}
    token: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False)
    )
    sealed: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))


class TokenIndexRow(VaultModel, table=True):
    """The rules by which tokens and handles are made; the last row is the one in use.

    Attributes:
        name: version of the rules.
        state: emptying | filling | whole.
    """

    __tablename__ = "token_indexes"
    id: int = _key()
    name: str
    state: str
    started_at: datetime
    closed_at: datetime | None = None


class QuestionRow(VaultModel, table=True):
    """Two persons that a human should compare, and why.

    The subjects, one of each person, are what the question is about: they say who the
    two persons are today, whatever was joined or separated since.

    Attributes:
        person_a: the person when it was asked.
        subject_a: one of that person's subjects.
        answer: same | different, null while it is open.
        closed_by: the intent that answered it.
    """

    __tablename__ = "questions"
    __table_args__ = (
        _changed("questions", "closed_by"),
        _changed("questions", "withdrawn_by"),
    )
    id: int = _key()
    person_a: int = Field(index=True)
    person_b: int = Field(index=True)
    subject_a: int
    subject_b: int
    reason: str
    score: float
    asked_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    closed_by: int | None = Field(default=None)
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class AnswerRow(VaultModel, table=True):
    """What one reviewer answered to a question.

    Attributes:
        answer: same | different | unsure, or taken_back: this author's former answer
            to the question counts no more.
    """

    __tablename__ = "answers"
    __table_args__ = (_changed("answers", "withdrawn_by"),)
    id: int = _key()
    question: int = Field(index=True)
    answer: str
    author: str
    recorded_at: datetime
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class DecisionRow(VaultModel, table=True):
    """A human's word on two subjects, which outlives joins and separations.

    Attributes:
        subject_a: the lower number of the two.
        verdict: same | different.
        superseded_by: intent of a later word on the same two, or of taking this one
            back; null for the last one.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        _changed("decisions", "superseded_by"),
        _changed("decisions", "withdrawn_by"),
    )
    id: int = _key()
    subject_a: int = Field(index=True)
    subject_b: int = Field(index=True)
    verdict: str
    author: str
    recorded_at: datetime
    superseded_by: int | None = Field(default=None)
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)


class SightingRow(VaultModel, table=True):
    """A later intent met a subject again: withdrawing the first must keep it."""

    __tablename__ = "sightings"
    subject: int = _key()
    intent: int = _key()


class AuditRow(VaultModel, table=True):
    """Two subjects drawn by chance, to be judged without regard to their link.

    Attributes:
        sample: the draw, named by its instant.
        stratum: linked | asked | near, a colon, the band of the score.
        score: probability that the linkage gave them.
        organisation: of the later subject.
        year: in which the later subject came.
        answer: same | different | unsure, null while nobody has answered.
    """

    __tablename__ = "audits"
    id: int = _key()
    sample: str = Field(index=True)
    stratum: str
    subject_a: int
    subject_b: int
    score: float
    organisation: str
    year: int
    drawn_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None


class AuditStratumRow(VaultModel, table=True):
    """How many pairs one part of a stratum held when a sample was drawn.

    Attributes:
        score: mean probability of its pairs.
    """

    __tablename__ = "audit_strata"
    sample: str = Field(primary_key=True)
    stratum: str = Field(primary_key=True)
    organisation: str = Field(primary_key=True)
    year: int = _key()
    pairs: int
    score: float


class SealRow(VaultModel, table=True):
    """The sealed sums over every other row; see `integrity`."""

    __tablename__ = "vault_seal"
    id: int = _key()
    counter: int
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class TombstoneRow(VaultModel, table=True):
    """A keyed digest of what an erased person was known by, and nothing else.

    Attributes:
        kind: handle | identity | names.
        erased_on: civil day.
        indexed_by: index by whose rules the identity was read.
    """

    __tablename__ = "tombstones"
    __table_args__ = (_changed("tombstones", "withdrawn_by"),)
    id: int = _key()
    digest: bytes = Field(sa_column=Column(LargeBinary, nullable=False, index=True))
    kind: str
    erased_on: date
    indexed_by: int | None = Field(default=None)
    intent: int = Field(index=True)
    withdrawn_by: int | None = Field(default=None)
