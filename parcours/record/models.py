"""Every table of the record, in one place to import from.

The modules beside this one hold one idea each; migrations and stores import them all
from here so that no table is forgotten.
"""

from parcours.record.approvals import Approval
from parcours.record.base import FactBase, RecordModel, UtcDateTime
from parcours.record.batches import Batch, FinishedIntent, SourceRow
from parcours.record.chain import AuditLine
from parcours.record.facts import (
    Attribute,
    Contact,
    FollowUp,
    Intervention,
    ObservationWindow,
    Referral,
    SituationFact,
)
from parcours.record.organisations import (
    Account,
    AccountSession,
    Assignment,
    Organisation,
)
from parcours.record.people import Link, Person, SharingChoice, SourceSubject
from parcours.record.programme import Action, Contract, HeadCount, Objective


FACT_TABLES: tuple[type[FactBase], ...] = (
    SituationFact,
    Intervention,
    Contact,
    FollowUp,
    Attribute,
    ObservationWindow,
    Referral,
)

__all__ = [
    "FACT_TABLES",
    "Account",
    "AccountSession",
    "Action",
    "Approval",
    "Assignment",
    "Attribute",
    "AuditLine",
    "Batch",
    "Contact",
    "Contract",
    "FactBase",
    "FinishedIntent",
    "FollowUp",
    "HeadCount",
    "Intervention",
    "Link",
    "Objective",
    "ObservationWindow",
    "Organisation",
    "Person",
    "RecordModel",
    "Referral",
    "SharingChoice",
    "SituationFact",
    "SourceRow",
    "SourceSubject",
    "UtcDateTime",
]
