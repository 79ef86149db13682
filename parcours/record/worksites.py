"""Tables of what is done with several: one sheet, its days, who was there."""

from datetime import date, datetime

from sqlmodel import Field

from parcours.record.base import FactBase, RecordModel, UtcDateTime


class Sheet(RecordModel, table=True):
    """One collective action: a worksite, an outing, an evening, a street round.

    A correction adds a row of the same `ref` and retires the former.

    Attributes:
        ref: the same for all versions of one sheet.
        kind: code in the nomenclature of interventions.
        starts_on: first day.
        ends_on: last day, included.
        contract: code of the contract type of a worksite, optional.
        employer: who employs, for a worksite.
        cost_cents: what it cost, in cents of euro.
    """

    __tablename__ = "sheet"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="account.id")
    action_id: int | None = Field(default=None, foreign_key="action.id")
    kind: str
    title: str
    place: str | None = None
    starts_on: date
    ends_on: date
    contract: str | None = None
    employer: str | None = None
    cost_cents: int | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retired_on: date | None = None
    retired_because: str | None = None
    supersedes_id: int | None = None


class Attendance(FactBase, table=True):
    """One young person at a sheet on one day; its intervention sums the days.

    Attributes:
        sheet_ref: the sheet.
        starts_on: the day.
        hours: hours present, in quarters.
        presence: present | absent | left | expected (on the sheet, no day noted yet).
        parents_agreed: written agreement of the legal guardian, null where not needed.
        inspection_on: day of the request to the labour inspection, for minors.
    """

    __tablename__ = "attendance"

    id: int | None = Field(default=None, primary_key=True)
    sheet_ref: str = Field(index=True)
    starts_on: date
    hours: float | None = None
    presence: str = "present"
    parents_agreed: bool | None = None
    inspection_on: date | None = None
