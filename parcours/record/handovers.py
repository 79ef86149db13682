"""The thread of a hand-over: each step, by whom, when."""

from datetime import date, datetime

from sqlmodel import Field

from parcours.record.base import RecordModel, UtcDateTime


class ReferralStep(RecordModel, table=True):
    """One step of a hand-over, seen by both sides; never changed.

    Attributes:
        thread: `Referral.thread` of the hand-over, the same for all its versions.
        organisation_id: whose step it is.
        kind: proposed | seen | given | accepted | refused_by_organisation |
            refused_by_young_person | reminder | word | withdrawn.
        to_account_id: the person it was given to, within the recipient.
        note: short text, guarded on entry, which never enters an extract; of a refusal
            by the organisation, its code alone.
    """

    __tablename__ = "referral_step"

    id: int | None = Field(default=None, primary_key=True)
    thread: str = Field(index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="account.id")
    to_account_id: int | None = Field(default=None, foreign_key="account.id")
    kind: str
    note: str | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date
