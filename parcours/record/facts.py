"""Tables of facts: what happened, what became known, what was observed."""

from datetime import date

from sqlmodel import Field, Index

from parcours.record.base import FactBase


MET = ("organisation_id", "starts_on", "subject_id", "retired_on")
"""Whom an organisation met of late, told by an index alone."""


class SituationFact(FactBase, table=True):
    """A situation over `[starts_on, ends_on)`, open when `ends_on` is null.

    Attributes:
        precision: day | month | quarter | year, of `starts_on`.
        verified_on: last day on which someone confirmed that it still held.
    """

    __tablename__ = "situation_fact"

    id: int | None = Field(default=None, primary_key=True)
    situation: str
    starts_on: date
    ends_on: date | None = None
    precision: str = "day"
    verified_on: date | None = None


class Intervention(FactBase, table=True):
    """Something done with or for a young person; may overlap others.

    Attributes:
        kind: code in the nomenclature of interventions.
        hours: hours, where they are counted.
        modality: individual | small_group | group.
        state: planned | ongoing | done | interrupted | cancelled.
        result: code of a contact result or short outcome, optional.
        note: short factual text, guarded on entry; never enters an extract.
        channel: face_to_face | phone | message | visit | online, where it was told.
        sheet_ref: the collective sheet that it sums, if any.
    """

    __tablename__ = "intervention"
    __table_args__ = (
        Index("ix_intervention_author_id", "author_id"),
        Index("ix_intervention_met", *MET),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    starts_on: date
    ends_on: date | None = None
    precision: str = "day"
    hours: float | None = None
    modality: str = "individual"
    state: str = "done"
    end_reason: str | None = None
    result: str | None = None
    next_step: str | None = None
    next_step_on: date | None = None
    note: str | None = None
    action_id: int | None = Field(default=None, foreign_key="action.id")
    channel: str | None = None
    sheet_ref: str | None = Field(default=None, index=True)


class Contact(FactBase, table=True):
    """One attempt to reach the young person, with its result."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_met", *MET),)

    id: int | None = Field(default=None, primary_key=True)
    starts_on: date
    result: str
    channel: str | None = None


class FollowUp(FactBase, table=True):
    """A follow-up status from a day on: what censors, competes or withdraws."""

    __tablename__ = "follow_up"

    id: int | None = Field(default=None, primary_key=True)
    status: str
    starts_on: date


class Attribute(FactBase, table=True):
    """A dated attribute: residence with QPV code and vintage, school, diploma.

    Attributes:
        name: attribute name allowed by the template.
        value: code or short text.
        vintage: year of the reference list, for a QPV code.
        how: geocoded | declared | partner_list, for a residence.
    """

    __tablename__ = "attribute"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    value: str
    starts_on: date | None = None
    ends_on: date | None = None
    vintage: int | None = None
    how: str | None = None


class ObservationWindow(FactBase, table=True):
    """A stretch `[starts_on, ends_on)` over which an organisation would have known.

    Attributes:
        kind: retrospective | from_first_contact.
    """

    __tablename__ = "observation_window"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    starts_on: date
    ends_on: date | None = None


class Referral(FactBase, table=True):
    """A hand-over (relais) proposed by one organisation to another.

    Attributes:
        recipient_id: the organisation asked.
        state: proposed | accepted | refused | no_news | done.
        thread: the same for all versions of one hand-over; null for a file's row.
        recipient_account_id: the colleague asked, once the recipient names one.
        young_person: agreed | informed | not_yet, as the sender recorded it.
        packet: what was told, as it stood then, as JSON; never an identity.
    """

    __tablename__ = "referral"

    id: int | None = Field(default=None, primary_key=True)
    recipient_id: int = Field(foreign_key="organisation.id")
    state: str = "proposed"
    starts_on: date
    answered_on: date | None = None
    thread: str | None = Field(default=None, index=True)
    recipient_account_id: int | None = None  # of an account
    young_person: str | None = None
    packet: str | None = None
