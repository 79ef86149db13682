"""Operation: what each funded action counted, was granted and spent."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.actions import GONE
from parcours.programme.budget import EXPENSE, Line, granted
from parcours.programme.following import Reached, reached_by_year
from parcours.programme.storing import budget_of
from parcours.record.models import Action, Application, Contract, ProjectCall


@dataclass(frozen=True)
class ActionReach:
    """A funded action with what is known of it without a single young person.

    Attributes:
        code: of its application.
        action: code of the action itself, as extracts know it.
        title: its title.
        contract: code of the contract.
        year: of the call.
        reached: head-counts of that year, exact: to be told only after disclosure.
        granted_cents: as decided.
        spent_cents: as reported, None before.
    """

    code: str
    action: str
    title: str
    contract: str
    year: int
    reached: Reached
    granted_cents: int
    spent_cents: int | None


@operation("programme.read_reach", kind="read")
def read_reach(context: Context, session: Session) -> list[ActionReach]:
    """Read what every funded action counted, was granted and spent.

    Args:
        context: who asks.
        session: given by the guard.

    Returns:
        One each, the latest year first; counts are exact, for disclosure to protect.
    """
    rows = session.exec(
        select(Application, Action, ProjectCall, Contract)
        .join(Action, col(Action.id) == col(Application.action_id))
        .join(ProjectCall, col(ProjectCall.id) == col(Application.call_id))
        .join(Contract, col(Contract.id) == col(ProjectCall.contract_id))
        .where(col(Application.state).not_in(GONE))
        .order_by(col(ProjectCall.year).desc(), col(Application.title))
    ).all()
    actions = [action.id or 0 for _row, action, _call, _of in rows]
    sums = reached_by_year(session, actions)
    found = []
    for row, action, call, contract in rows:
        lines = budget_of(session, row)
        found.append(
            ActionReach(
                code=row.code,
                action=action.code,
                title=row.title,
                contract=contract.code,
                year=call.year,
                reached=sums.get((action.id or 0, call.year), Reached()),
                granted_cents=granted(lines),
                spent_cents=_spent(lines),
            )
        )
    return found


def _spent(lines: tuple[Line, ...]) -> int | None:
    told = [
        line.spent_cents
        for line in lines
        if line.side == EXPENSE and line.spent_cents is not None
    ]
    return sum(told) if told else None
