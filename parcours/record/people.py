"""Tables of people: persons, source subjects, their dated links, what they chose."""

from datetime import date, datetime

from sqlmodel import Field

from parcours.record.base import RecordModel, UtcDateTime


class Person(RecordModel, table=True):
    """A young person under the record's pseudonym.

    Attributes:
        pseudonym: `v1.record.…`, the only name a person has here.
        birth_month: first day of the month of birth, never the day itself.
        sex: F, M or null when not told.
        erased_on: civil day of the erasure: the pseudonym stands for nobody since.
    """

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    pseudonym: str = Field(unique=True, index=True)
    birth_month: date | None = None
    sex: str | None = None
    erased_on: date | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class SourceSubject(RecordModel, table=True):
    """The young person as one organisation knows them; facts hang here.

    Attributes:
        subject: `v1.subject.…`, from the vault.
        code: the organisation's own code, when its template lets it be kept.
        anonymous: the organisation works under anonymity with this person.
        batch_id: the batch that first brought the subject, null for manual entry.
        erased_on: civil day of the erasure.
    """

    __tablename__ = "source_subject"

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(unique=True, index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    code: str | None = None
    anonymous: bool = False
    batch_id: int | None = Field(default=None, foreign_key="batch.id", index=True)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date
    erased_on: date | None = None


class Link(RecordModel, table=True):
    """A dated, revocable link from a source subject to a person.

    Mirrors the vault's link under pseudonyms. As of day D the link holds when
    `recorded_on <= D` and not (`revoked_on <= D`).
    """

    __tablename__ = "link"

    id: int | None = Field(default=None, primary_key=True)
    subject_id: int = Field(foreign_key="source_subject.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    decision: str
    batch_id: int | None = Field(default=None, foreign_key="batch.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="account.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_on: date | None = None
    revoked_by_id: int | None = Field(default=None, foreign_key="account.id")


class SharingChoice(RecordModel, table=True):
    """What the young person chose about one recipient.

    Per recipient and revocable: `ends_on` closes it.

    Attributes:
        choice: agree (sees what was told under anonymity too) | refuse (sees nothing).
        age: completed years when asked, for it is asked again at 16 and 18.
    """

    __tablename__ = "sharing_choice"

    id: int | None = Field(default=None, primary_key=True)
    subject_id: int = Field(foreign_key="source_subject.id", index=True)
    recipient_id: int = Field(foreign_key="organisation.id", index=True)
    starts_on: date
    ends_on: date | None = None
    author_id: int | None = Field(default=None, foreign_key="account.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    choice: str = "agree"
    age: int | None = None
