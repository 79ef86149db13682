"""What all tables of the record share: their registry and the three dates of a fact."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import DateTime, TypeDecorator
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class RecordModel(SQLModel, registry=registry()):
    """Base of the record's tables, apart from the vault's by its own registry."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored in UTC and always read back as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> Any:
        """Refuse instants without a zone: a naive one is an hour wrong in summer."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(
        self, value: datetime | None, dialect: Any
    ) -> datetime | None:
        """Give the instant its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class FactBase(RecordModel):
    """Columns of everything that is told about a young person, append-only.

    A row is never changed in what it tells. A correction adds a row and retires this
    one as `superseded`; an undo retires it as `withdrawn`. *As of* a day D a row counts
    when `recorded_on <= D` and not (`retired_on <= D`).

    Attributes:
        known_on: day on which the organisation knew it.
        recorded_at: instant of entry, UTC.
        recorded_on: civil day of entry in the territory's time zone.
        retired_on: civil day on which the row stopped counting, if ever.
        retired_because: superseded | withdrawn; by a worker, a colon and the reason
            (`superseded:typo`).
        supersedes_id: id of the row of the same table that this one corrects.
        source_row_id: the row of a partner file that told it, null for manual entry.
        visibility: shared | organisation (anonymous work: its own organisation only).
    """

    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    subject_id: int = Field(foreign_key="source_subject.id", index=True)
    batch_id: int | None = Field(default=None, foreign_key="batch.id", index=True)
    source_row_id: int | None = Field(
        default=None, foreign_key="source_row.id", index=True
    )
    author_id: int | None = Field(default=None, foreign_key="account.id")
    visibility: str = "shared"
    known_on: date
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retired_on: date | None = None
    retired_because: str | None = None
    retired_by_id: int | None = Field(default=None, foreign_key="account.id")
    retired_by_batch_id: int | None = Field(default=None, foreign_key="batch.id")
    supersedes_id: int | None = None
