"""Every table of the record, in one place to import from.

The modules beside this one hold one idea each; migrations and stores import them all
from here so that no table is forgotten.
"""

from parcours.record.applications import (
    ActionMeasure,
    ActionReport,
    AmountChange,
    Application,
    ApplicationOpinion,
    ApplicationPartner,
    ApplicationStep,
    BudgetLine,
    CouncilQuestion,
    ProjectCall,
    Target,
)
from parcours.record.approvals import Approval
from parcours.record.base import FactBase, RecordModel, UtcDateTime
from parcours.record.batches import Batch, FinishedIntent, SourceRow
from parcours.record.chain import AuditLine
from parcours.record.factors import AddressTries, RecoveryCode, SecondFactor
from parcours.record.facts import (
    Attribute,
    Contact,
    FollowUp,
    Intervention,
    ObservationWindow,
    Referral,
    SituationFact,
)
from parcours.record.goals import Goal, GoalStep
from parcours.record.handovers import ReferralStep
from parcours.record.organisations import (
    Account,
    AccountSession,
    Assignment,
    Organisation,
)
from parcours.record.people import Link, Person, SharingChoice, SourceSubject
from parcours.record.programme import Action, Contract, HeadCount, Objective
from parcours.record.rights import InformationNotice, Protection, RightsRequest
from parcours.record.worksites import Attendance, Sheet
from parcours.record.worktop import Draft, DraftPerson, Mapping, Snooze


FACT_TABLES: tuple[type[FactBase], ...] = (
    SituationFact,
    Intervention,
    Contact,
    FollowUp,
    Attribute,
    ObservationWindow,
    Referral,
    Goal,
    GoalStep,
    InformationNotice,
    Protection,
    RightsRequest,
    Attendance,
)

__all__ = [
    "FACT_TABLES",
    "Account",
    "AccountSession",
    "Action",
    "ActionMeasure",
    "ActionReport",
    "AddressTries",
    "AmountChange",
    "Application",
    "ApplicationOpinion",
    "ApplicationPartner",
    "ApplicationStep",
    "Approval",
    "Assignment",
    "Attendance",
    "Attribute",
    "AuditLine",
    "Batch",
    "BudgetLine",
    "Contact",
    "Contract",
    "CouncilQuestion",
    "Draft",
    "DraftPerson",
    "FactBase",
    "FinishedIntent",
    "FollowUp",
    "Goal",
    "GoalStep",
    "HeadCount",
    "InformationNotice",
    "Intervention",
    "Link",
    "Mapping",
    "Objective",
    "ObservationWindow",
    "Organisation",
    "Person",
    "ProjectCall",
    "Protection",
    "RecordModel",
    "RecoveryCode",
    "Referral",
    "ReferralStep",
    "RightsRequest",
    "SecondFactor",
    "SharingChoice",
    "Sheet",
    "SituationFact",
    "Snooze",
    "SourceRow",
    "SourceSubject",
    "Target",
    "UtcDateTime",
]
