"""Tables of what arrived: batches, the rows already known, finished intents."""

from datetime import date, datetime

from sqlmodel import Field

from parcours.record.base import RecordModel, UtcDateTime


class Batch(RecordModel, table=True):
    """One file taken in, whole or not at all.

    Attributes:
        ref: the vault intent that admitted its identities, and what people call it by.
        file_digest: keyed digest of the bytes, to tell the same file sent twice.
        encoding: the encoding that was recognised.
        state: loaded | withdrawn.
    """

    __tablename__ = "batch"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, index=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    template: str
    convention: str
    file_digest: str = Field(index=True)
    encoding: str
    file_date: date | None = None
    n_rows: int
    n_accepted: int
    n_already_known: int
    n_refused: int
    n_facts: int
    author_id: int | None = Field(default=None, foreign_key="account.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date
    state: str = "loaded"
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SourceRow(RecordModel, table=True):
    """A row of a partner file, known again by a keyed digest of its content.

    Attributes:
        row_key: keyed digest of what names the row (subject and fact key).
        row_digest: keyed digest of the whole row.
    """

    __tablename__ = "source_row"

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    template: str
    row_key: str = Field(index=True)
    row_digest: str = Field(index=True)


class FinishedIntent(RecordModel, table=True):
    """The record's half of a work that writes both stores: its presence means done."""

    __tablename__ = "finished_intent"

    ref: str = Field(primary_key=True)
    kind: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
