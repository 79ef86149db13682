"""Tables of the urban contract: contract, objectives, actions, head-counts."""

from datetime import date, datetime

from sqlmodel import Field

from parcours.record.base import RecordModel, UtcDateTime


class Contract(RecordModel, table=True):
    """A contrat de ville of any generation, with its dates."""

    __tablename__ = "contract"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    generation: str | None = None
    starts_on: date
    ends_on: date | None = None


class Objective(RecordModel, table=True):
    """A pillar, a priority, an axis, or an objective under one of them (`parent_id`).

    Attributes:
        kind: level of `programme.yaml`, null in rows older than it.
        pillar: code of the level at the top, where there is one.
        starts_on: first day on which it holds, null = as the contract.
        ends_on: first day on which it no longer holds.
    """

    __tablename__ = "objective"

    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="objective.id")
    code: str
    name: str
    kind: str | None = None
    pillar: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class Action(RecordModel, table=True):
    """A funded action, to which interventions and head-counts attach."""

    __tablename__ = "action"

    id: int | None = Field(default=None, primary_key=True)
    objective_id: int | None = Field(default=None, foreign_key="objective.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    code: str = Field(index=True)
    name: str
    theme: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class HeadCount(RecordModel, table=True):
    """How many young people took part in something, without saying who.

    Attributes:
        on: the day.
        n: participants; the others are parts of it, null when not counted.
        sheet_ref: the collective sheet it belongs to, if any.
    """

    __tablename__ = "head_count"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    batch_id: int | None = Field(default=None, foreign_key="batch.id", index=True)
    source_row_id: int | None = Field(
        default=None, foreign_key="source_row.id", index=True
    )
    author_id: int | None = Field(default=None, foreign_key="account.id")
    action_id: int | None = Field(default=None, foreign_key="action.id")
    title: str
    place: str | None = None
    on: date
    n: int
    n_girls: int | None = None
    n_qpv: int | None = None
    n_11_13: int | None = None
    n_14_15: int | None = None
    n_16_17: int | None = None
    n_18_25: int | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retired_on: date | None = None
    retired_because: str | None = None
    retired_by_batch_id: int | None = Field(default=None, foreign_key="batch.id")
    sheet_ref: str | None = Field(default=None, index=True)
