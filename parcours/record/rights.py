"""Tables of rights: what was told to whom, what was asked, what was objected to."""

from datetime import date

from sqlmodel import Field

from parcours.record.base import FactBase


class InformationNotice(FactBase, table=True):
    """The young person, or their parents, were told what is kept and why.

    Attributes:
        told: young_person | parents | guardian.
        text_version: version of the notice that was read or handed over.
        how: spoken | paper | post | not_told.
        starts_on: the day.
        reason: code of the reason where parents were not told (CASF L226-2-2).
    """

    __tablename__ = "information_notice"

    id: int | None = Field(default=None, primary_key=True)
    told: str
    text_version: str
    how: str
    starts_on: date
    reason: str | None = None


class Protection(FactBase, table=True):
    """A limit that the young person set, over `[starts_on, ends_on)`.

    Attributes:
        kind: opposition (no longer used) | restriction (frozen, not counted) |
            confidentiality (hidden, still counted).
        starts_on: first day.
        ends_on: first day after, null while it holds.
        asked_by: young_person | parents | guardian | officer.
    """

    __tablename__ = "protection"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    starts_on: date
    ends_on: date | None = None
    asked_by: str


class RightsRequest(FactBase, table=True):
    """A right that was asked for, and what was answered.

    Attributes:
        ref: the same for all versions of one request.
        kind: access | portability | rectification | opposition | restriction | erasure.
        asked_by: young_person | parents | guardian.
        state: open | granted | refused.
        starts_on: day on which it was received.
        due_on: day by which it must be answered (GDPR art. 12-3: one month).
        answered_on: day of the answer.
        field: for a rectification, what is to be corrected: a stable name.
        reason: code of the reason of a refusal.
    """

    __tablename__ = "rights_request"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(index=True)
    kind: str
    asked_by: str
    state: str = "open"
    starts_on: date
    due_on: date
    answered_on: date | None = None
    field: str | None = None
    reason: str | None = None
