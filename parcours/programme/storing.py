"""Rows of the programme ↔ the values that the rooms above use."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import delete
from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.programme.budget import Line, has_amounts, is_balanced
from parcours.programme.content import NewApplication, Partner
from parcours.programme.failures import NotThere
from parcours.programme.settings import COUNCIL, ProgrammeSettings
from parcours.record.models import (
    ActionReport,
    Application,
    ApplicationOpinion,
    ApplicationPartner,
    ApplicationStep,
    BudgetLine,
    Contract,
    Objective,
    Organisation,
    ProjectCall,
)


Coded = TypeVar("Coded", Application, Contract, ProjectCall, Organisation)


def by_code(session: Session, table: type[Coded], code: str, field: str) -> Coded:
    """Find a row by its code.

    Args:
        session: of the record.
        table: a table with unique codes.
        code: the code.
        field: the field at fault where there is none.

    Returns:
        The row.

    Raises:
        NotThere: no row has this code.
    """
    row = session.exec(select(table).where(col(table.code) == code)).first()
    if row is None:
        raise NotThere(field)
    return row


def action_of(session: Session, code: str) -> int:
    """Find the action of an application.

    Args:
        session: of the record.
        code: of the application.

    Returns:
        Its row.

    Raises:
        NotThere: no such application, or it was never funded.
    """
    row = by_code(session, Application, code, "code")
    if row.action_id is None:
        raise NotThere("action")
    return row.action_id


def split(codes: str) -> tuple[str, ...]:
    """Take the codes of a column apart.

    Args:
        codes: joined by commas.

    Returns:
        The codes.
    """
    return tuple(code for code in codes.split(",") if code)


def budget_of(session: Session, application: Application) -> tuple[Line, ...]:
    """Read an application's budget.

    Args:
        session: of the record.
        application: its row.

    Returns:
        The lines in the order in which they were written.
    """
    rows = session.exec(
        select(BudgetLine)
        .where(BudgetLine.application_id == application.id)
        .order_by(col(BudgetLine.id))
    )
    return tuple(
        Line(
            side=row.side,
            label=row.label,
            asked_cents=row.asked_cents,
            funder=row.funder,
            line=row.line,
            granted_cents=row.granted_cents,
            spent_cents=row.spent_cents,
            id=row.id,
        )
        for row in rows
    )


def content_of(session: Session, row: Application) -> NewApplication:
    """Read what an application tells.

    Args:
        session: of the record.
        row: the application.

    Returns:
        Its content, codes in the place of rows.
    """
    call = session.get_one(ProjectCall, row.call_id)
    holder = session.get_one(Organisation, row.organisation_id)
    level = session.get(Objective, row.objective_id) if row.objective_id else None
    partners = session.exec(
        select(ApplicationPartner)
        .where(ApplicationPartner.application_id == row.id)
        .order_by(col(ApplicationPartner.id))
    )
    return NewApplication(
        code=row.code,
        call=call.code,
        organisation=holder.code,
        title=row.title,
        summary=row.summary,
        objective=level.code if level else None,
        pilot=row.pilot,
        themes=split(row.themes),
        axes=split(row.axes),
        places=split(row.places),
        audience=row.audience or "",
        success=row.success or "",
        age_from=row.age_from,
        age_to=row.age_to,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        partners=tuple(Partner(one.name, one.kind, one.role) for one in partners),
        lines=budget_of(session, row),
    )


def write_parts(session: Session, row: Application, new: NewApplication) -> None:
    """Replace an application's partners and budget.

    Args:
        session: a writing session.
        row: the application, on record.
        new: what it tells now.
    """
    for table in (ApplicationPartner, BudgetLine):
        mine = col(table.application_id) == row.id
        session.execute(delete(table).where(mine))
    number = row.id or 0
    for one in new.partners:
        session.add(
            ApplicationPartner(
                application_id=number, name=one.name, kind=one.kind, role=one.role
            )
        )
    for line in new.lines:
        session.add(
            BudgetLine(
                application_id=number,
                side=line.side,
                label=line.label,
                funder=line.funder,
                line=line.line,
                asked_cents=line.asked_cents,
                granted_cents=line.granted_cents,
                spent_cents=line.spent_cents,
            )
        )
    session.flush()


def add_step(
    context: Context,
    session: Session,
    row: Application,
    *,
    target: str,
    source: str | None,
    reason: str = "",
) -> None:
    """Write a change of state, and its line in the history.

    Args:
        context: who does it.
        session: a writing session.
        row: the application, on record.
        target: its state from now on.
        source: its state before, None where it begins.
        reason: in words.
    """
    row.state = target
    session.add(row)
    session.add(
        ApplicationStep(
            application_id=row.id or 0,
            author_id=context.principal.account_id,
            role=context.principal.role,
            from_state=source,
            to_state=target,
            reason=reason or None,
            recorded_at=context.now(),
            recorded_on=context.today(),
        )
    )
    session.flush()


def steps_of(session: Session, row: Application) -> list[ApplicationStep]:
    """Read an application's history, the first step first."""
    return list(
        session.exec(
            select(ApplicationStep)
            .where(ApplicationStep.application_id == row.id)
            .order_by(col(ApplicationStep.id))
        )
    )


def opinions_of(session: Session, row: Application) -> dict[str, ApplicationOpinion]:
    """Read the last opinion of each body.

    A body that gave its opinion before the application was put to the council again
    is asked again: only the council's opinion on the present text counts.
    """
    rows = session.exec(
        select(ApplicationOpinion)
        .where(ApplicationOpinion.application_id == row.id)
        .order_by(col(ApplicationOpinion.id))
    )
    return {one.body: one for one in rows}


def met_conditions(
    context: Context,
    session: Session,
    row: Application,
    *,
    settings: ProgrammeSettings,
    reason: str = "",
) -> set[str]:
    """Name the conditions that hold for an application now.

    Args:
        context: for the day.
        session: of the record.
        row: the application.
        settings: of the programme.
        reason: words given with the change.

    Returns:
        Names of `programme.yaml`.
    """
    content, opinions = content_of(session, row), opinions_of(session, row)
    call = session.get_one(ProjectCall, row.call_id)
    holds = {
        "complete": content.is_complete,
        "balanced": is_balanced(content.lines),
        "call_open": call.opens_on <= context.today() <= call.closes_on,
        "instructed": bool(set(opinions) - {COUNCIL}),
        "heard": _is_heard(opinions, steps_of(session, row)),
        "amounts": has_amounts(content.lines, settings.funders),
        "reason": bool(reason.strip()),
        "report": _has_report(session, row),
    }
    return {name for name, is_met in holds.items() if is_met}


def _is_heard(
    opinions: dict[str, ApplicationOpinion], steps: Iterable[ApplicationStep]
) -> bool:
    given = opinions.get(COUNCIL)
    asked = [step.recorded_at for step in steps if step.to_state == COUNCIL]
    return given is not None and bool(asked) and given.recorded_at >= asked[-1]


def _has_report(session: Session, row: Application) -> bool:
    found = select(ActionReport.id).where(ActionReport.action_id == row.action_id)
    return row.action_id is not None and session.exec(found).first() is not None
