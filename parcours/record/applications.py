"""Tables of the yearly programme: calls, applications, money, opinions, reports.

Nothing here is about a young person. Money is in cents of euro.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from parcours.record.base import RecordModel, UtcDateTime


class ProjectCall(RecordModel, table=True):
    """A yearly call for projects of a contract."""

    __tablename__ = "project_call"

    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    code: str = Field(unique=True)
    year: int
    title: str
    words: str | None = None
    opens_on: date
    closes_on: date
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Application(RecordModel, table=True):
    """What an organisation asks a call for; once funded, an action bears its code.

    Attributes:
        code: unique, also the action's.
        organisation_id: who holds the project.
        pilot: institution that leads by its competence.
        themes: codes, joined by commas; so are `axes` and `places` (territories).
        audience: for whom, in plain words.
        success: by what one will see that it worked.
        state: of `programme.yaml`; changed only by a step.
        version: counts the changes, so that nobody overwrites a colleague's.
        decision: words of the committee.
    """

    __tablename__ = "application"

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="project_call.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    objective_id: int | None = Field(default=None, foreign_key="objective.id")
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)
    code: str = Field(unique=True)
    title: str
    summary: str
    audience: str | None = None
    success: str | None = None
    pilot: str | None = None
    themes: str = ""
    axes: str = ""
    places: str = ""
    age_from: int | None = None
    age_to: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    state: str
    version: int = 1
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date


class ApplicationPartner(RecordModel, table=True):
    """Who does it together with the holder."""

    __tablename__ = "application_partner"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    name: str
    kind: str
    role: str


class BudgetLine(RecordModel, table=True):
    """One line of an application's budget.

    Attributes:
        side: expense | income.
        funder: code of who pays, of an income.
        line: the funder's own budget line, where it has several.
        asked_cents: as asked.
        granted_cents: as decided, null before.
        spent_cents: as reported, null before.
    """

    __tablename__ = "budget_line"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    side: str
    label: str
    funder: str | None = None
    line: str | None = None
    asked_cents: int = Field(sa_type=BigInteger)
    granted_cents: int | None = Field(default=None, sa_type=BigInteger)
    spent_cents: int | None = Field(default=None, sa_type=BigInteger)


class AmountChange(RecordModel, table=True):
    """One amount of a budget that changed after the application was deposited.

    Attributes:
        role: of who changed it, as it was then.
        what: asked | granted | spent.
        side: expense | income.
        label: of the line of the budget.
        funder: code of who pays, of an income.
        before_cents: null where there was none.
        after_cents: null where the line went.
        reason: in words, where some were given.
    """

    __tablename__ = "amount_change"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="account.id")
    role: str
    what: str
    side: str
    label: str
    funder: str | None = None
    before_cents: int | None = Field(default=None, sa_type=BigInteger)
    after_cents: int | None = Field(default=None, sa_type=BigInteger)
    reason: str | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date


class ApplicationStep(RecordModel, table=True):
    """One change of an application's state; never changed afterwards."""

    __tablename__ = "application_step"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="account.id")
    role: str
    from_state: str | None = None
    to_state: str
    reason: str | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date


class ApplicationOpinion(RecordModel, table=True):
    """What a body thinks of an application; its last one counts.

    Attributes:
        body: state, agglomeration, communes, council.
        opinion: code of `programme.yaml`.
    """

    __tablename__ = "application_opinion"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="account.id")
    body: str
    opinion: str
    words: str | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date


class CouncilQuestion(RecordModel, table=True):
    """A question of the citizens' council, with its answer."""

    __tablename__ = "council_question"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="account.id")
    question: str
    answer: str | None = None
    answered_by_id: int | None = Field(default=None, foreign_key="account.id")
    answered_on: date | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date


class Target(RecordModel, table=True):
    """What a level or an action aims at, from where it starts."""

    __tablename__ = "target"

    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    objective_id: int | None = Field(default=None, foreign_key="objective.id")
    action_id: int | None = Field(default=None, foreign_key="action.id")
    label: str
    indicator: str | None = None
    unit: str
    baseline: float
    baseline_on: date
    aim: float
    due_on: date
    source: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date
    retired_on: date | None = None


class ActionMeasure(RecordModel, table=True):
    """A measure of an action that is no young person's path: before and after.

    Attributes:
        kind: survey (share of those who answered) | count (of things, of visits).
        n_answered: who answered, of a survey.
    """

    __tablename__ = "action_measure"

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="account.id")
    kind: str
    label: str
    unit: str
    before: float | None = None
    before_on: date | None = None
    after: float
    after_on: date
    n_asked: int | None = None
    n_answered: int | None = None
    method: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date
    retired_on: date | None = None


class ActionReport(RecordModel, table=True):
    """What became of an action in a year, told by its holder; the last one counts."""

    __tablename__ = "action_report"
    __table_args__ = (UniqueConstraint("action_id", "year", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="account.id")
    year: int
    version: int
    done: str
    difficulties: str | None = None
    next_year: str | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_on: date
