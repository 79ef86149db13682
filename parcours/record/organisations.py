"""Tables of who works here: organisations, accounts, sessions, caseloads."""

from datetime import date, datetime

from sqlalchemy import false
from sqlmodel import Field

from parcours.record.base import RecordModel, UtcDateTime


class Organisation(RecordModel, table=True):
    """A partner: school, prevention team, worksite association, mission locale.

    Attributes:
        anonymous_work: what it records is invisible to others until agreed.
    """

    __tablename__ = "organisation"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, index=True)
    name: str
    kind: str
    anonymous_work: bool = False


class Account(RecordModel, table=True):
    """Someone who may sign in, with one role.

    Attributes:
        password_hash: Argon2id, null for the machine's own operator account.
        disabled_at: set once, ends every session.
    """

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True, index=True)
    display_name: str
    role: str
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    password_hash: str | None = None
    language: str = "fr"
    failed_attempts: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AccountSession(RecordModel, table=True):
    """A signed-in session, checked at every rerun.

    Attributes:
        token_hash: SHA-256 of the random token; the token itself is never stored.
        proved_at: when it last gave its password (and code); its start if never since.
        with_factor: it was opened, or proved since, with a second factor.
    """

    __tablename__ = "account_session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    proved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    with_factor: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}
    )


class Assignment(RecordModel, table=True):
    """A young person in a worker's caseload over `[starts_on, ends_on)`.

    A former referent still reads for 30 days after `ends_on`; one who left does not.
    """

    __tablename__ = "assignment"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    starts_on: date
    ends_on: date | None = None
    batch_id: int | None = Field(default=None, foreign_key="batch.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    ended_by_id: int | None = None  # of an account
