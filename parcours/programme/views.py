"""Applications as their readers see them: a line of a list, or one with its history."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.programme.amount_history import AmountView, amounts_of
from parcours.programme.budget import EXPENSE, granted, total
from parcours.programme.content import NewApplication
from parcours.programme.settings import ProgrammeSettings, Transition
from parcours.programme.states import missing, moves_from
from parcours.programme.storing import (
    budget_of,
    content_of,
    met_conditions,
    opinions_of,
    split,
    steps_of,
)
from parcours.record.models import (
    Action,
    Application,
    ApplicationOpinion,
    ApplicationStep,
    Contract,
    CouncilQuestion,
    Objective,
    Organisation,
    ProjectCall,
)


COUNCIL_MEMBER = "council_member"


@dataclass(frozen=True)
class ApplicationLine:
    """One application in a list; money in cents, `granted` None before the decision."""

    code: str
    title: str
    organisation: str
    contract: str
    call: str
    year: int
    objective: str | None
    pillar: str | None
    themes: tuple[str, ...]
    places: tuple[str, ...]
    state: str
    cost_cents: int
    granted_cents: int | None
    council: str | None
    n_unanswered: int


@dataclass(frozen=True)
class StepView:
    """One change of state: when, of which role, why."""

    on: date
    role: str
    source: str | None
    target: str
    reason: str


@dataclass(frozen=True)
class OpinionView:
    """The last opinion of a body."""

    body: str
    opinion: str
    words: str
    on: date


@dataclass(frozen=True)
class QuestionView:
    """A question of the council, with its answer if there is one."""

    id: int
    question: str
    asked_on: date
    answer: str
    answered_on: date | None


@dataclass(frozen=True)
class Move:
    """A change that may be asked for, and what it still lacks."""

    transition: Transition
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ApplicationView:
    """An application as it stands.

    Attributes:
        content: what it tells.
        state: its state.
        version: to say on what a change is based.
        organisation_name: of the holder.
        objective_name: of its level, blank without one.
        steps: its history, the first step first.
        opinions: last of each body.
        questions: of the council.
        moves: what the reader's role may ask for.
        action: whether an action stands.
        amounts: those that changed since it was deposited, the latest first.
    """

    content: NewApplication
    state: str
    version: int
    organisation_name: str
    objective_name: str
    steps: tuple[StepView, ...]
    opinions: tuple[OpinionView, ...]
    questions: tuple[QuestionView, ...]
    moves: tuple[Move, ...]
    action: bool
    amounts: tuple[AmountView, ...] = ()


def is_seen(context: Context, settings: ProgrammeSettings, state: str) -> bool:
    """Tell whether the reader's role sees applications of a state.

    Args:
        context: who asks.
        settings: of the programme.
        state: of an application.

    Returns:
        For the council: what was put to it, and what was decided.
    """
    if context.principal.role != COUNCIL_MEMBER:
        return True
    what = settings.states[state]
    return what.council or what.decided or not (what.editable or what.funded)


def view_of(
    context: Context, session: Session, row: Application, settings: ProgrammeSettings
) -> ApplicationView:
    """Make the view of an application for its reader.

    Args:
        context: who reads.
        session: of the record.
        row: the application.
        settings: of the programme.

    Returns:
        The view.
    """
    met = met_conditions(context, session, row, settings=settings, reason="…")
    holder = session.get_one(Organisation, row.organisation_id)
    level = session.get(Objective, row.objective_id) if row.objective_id else None
    moves = moves_from(settings, row.state, role=context.principal.role)
    return ApplicationView(
        content=content_of(session, row),
        state=row.state,
        version=row.version,
        organisation_name=holder.name,
        objective_name=level.name if level else "",
        steps=tuple(step_view(one) for one in steps_of(session, row)),
        opinions=tuple(opinion_view(one) for one in opinions_of(session, row).values()),
        questions=tuple(questions_view(session, row)),
        moves=tuple(Move(one, tuple(missing(one, met))) for one in moves),
        action=row.action_id is not None,
        amounts=amounts_of(context, session, row),
    )


def step_view(row: ApplicationStep) -> StepView:
    """Make the view of a step of the history."""
    reason = row.reason or ""
    return StepView(row.recorded_on, row.role, row.from_state, row.to_state, reason)


def opinion_view(row: ApplicationOpinion) -> OpinionView:
    """Make the view of an opinion."""
    return OpinionView(row.body, row.opinion, row.words or "", row.recorded_on)


def questions_view(session: Session, row: Application) -> list[QuestionView]:
    """Read the council's questions on an application, the first one first."""
    found = session.exec(
        select(CouncilQuestion)
        .where(CouncilQuestion.application_id == row.id)
        .order_by(col(CouncilQuestion.id))
    )
    return [
        QuestionView(
            q.id or 0, q.question, q.recorded_on, q.answer or "", q.answered_on
        )
        for q in found
    ]


def line_of(session: Session, row: Application, call: ProjectCall) -> ApplicationLine:
    """Make the line of an application in a list.

    Args:
        session: of the record.
        row: the application.
        call: its call.

    Returns:
        The line.
    """
    lines = budget_of(session, row)
    level = session.get(Objective, row.objective_id) if row.objective_id else None
    council = opinions_of(session, row).get("council")
    is_decided = any(line.granted_cents is not None for line in lines)
    return ApplicationLine(
        code=row.code,
        title=row.title,
        organisation=session.get_one(Organisation, row.organisation_id).name,
        contract=session.get_one(Contract, call.contract_id).code,
        call=call.code,
        year=call.year,
        objective=level.code if level else None,
        pillar=level.pillar if level else None,
        themes=split(row.themes),
        places=split(row.places),
        state=row.state,
        cost_cents=total(lines, EXPENSE),
        granted_cents=granted(lines) if is_decided else None,
        council=council.opinion if council else None,
        n_unanswered=sum(not q.answer for q in questions_view(session, row)),
    )


def action_names(session: Session) -> dict[str, str]:
    """Name every action on record, funded or only known by its sheets.

    Args:
        session: of the record.

    Returns:
        Code under which its figures are counted → its name.
    """
    return {one.code: one.name for one in session.exec(select(Action))}
