"""Tables of a worker's own table: what is not saved yet, put off, or chosen once."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from parcours.record.base import RecordModel, UtcDateTime


class Draft(RecordModel, table=True):
    """What an account typed and has not saved, so that nothing is typed twice.

    Attributes:
        form: stable name of the form.
        about: pseudonym of the young person, or empty; never an identity.
        content: the fields as JSON; identities are never drafted.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "form", "about"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    form: str
    about: str = ""
    content: str
    saved_at: datetime = Field(sa_type=UtcDateTime)


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
