"""Tables of a worker's own table: what is not saved yet, put off, or chosen once."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from parcours.record.base import RecordModel, UtcDateTime


class Draft(RecordModel, table=True):
    """What an account typed and has not saved, sealed, so that nothing is typed twice.

    Attributes:
        ref: random, drawn when the entry was begun.
        form: stable name of the form.
        thread: reference of the hand-over that it is a word in, or empty.
        key_id: of the key under which it is sealed.
        sealed: the fields as JSON, bound to account, form, entry and young people;
            identities are never drafted.
    """

    __tablename__ = "draft"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    form: str
    thread: str = ""
    key_id: str
    sealed: bytes
    saved_at: datetime = Field(sa_type=UtcDateTime)


class DraftPerson(RecordModel, table=True):
    """A young person whom an unsaved entry is about; it goes with any of them.

    Attributes:
        place: in the order in which the entry names them.
    """

    __tablename__ = "draft_person"
    __table_args__ = (UniqueConstraint("draft_id", "place"),)

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", index=True)
    place: int


class Snooze(RecordModel, table=True):
    """A reminder put off by an account until a day."""

    __tablename__ = "snooze"
    __table_args__ = (UniqueConstraint("account_id", "alert", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    alert: str
    person_id: int = Field(foreign_key="person.id", index=True)
    until: date
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Mapping(RecordModel, table=True):
    """A column or a value of a partner's files, told once what it means.

    Attributes:
        kind: column | value.
        field: target field of a value, empty for a column.
        source_key: keyed digest of the folded header or value: no cell is kept.
        target: field of the template, or code of the nomenclature; empty = ignored.
    """

    __tablename__ = "mapping"
    __table_args__ = (
        UniqueConstraint("organisation_id", "template", "kind", "field", "source_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    template: str
    kind: str
    field: str = ""
    source_key: str
    target: str = ""
    author_id: int | None = Field(default=None, foreign_key="account.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
