"""The programme as of a day → selects of an extract's tables; no person among them.

What was asked, granted and spent is public money and needs no convention. Head-counts
by action are facts of organisations: the same rule lets them out as all others.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from parcours.extract.sight import Sight
from parcours.record.models import (
    Action,
    Application,
    ApplicationStep,
    BudgetLine,
    Contract,
    HeadCount,
    Objective,
    Organisation,
    ProjectCall,
    Target,
)


FUNDED_STATES = ("funded", "running", "reported", "closed", "cancelled")


def _day(column: Any) -> ColumnElement[Any]:
    return cast(col(column), String)


def _states(sight: Sight) -> Any:
    """Give each application's state on the as-of day, by its last step until then."""
    last = (
        select(func.max(col(ApplicationStep.id)))
        .where(col(ApplicationStep.recorded_on) <= sight.as_of)
        .group_by(col(ApplicationStep.application_id))
    )
    return (
        select(
            col(ApplicationStep.application_id).label("application"),
            col(ApplicationStep.to_state).label("state"),
        )
        .where(col(ApplicationStep.id).in_(last))
        .subquery()
    )


def _of_funded(columns: list[Any], sight: Sight) -> Select[Any]:
    """Select from applications whose action stood on the as-of day."""
    states = _states(sight)
    return (
        select(*[states.c.state if c is _STATE else c for c in columns])
        .select_from(Application)
        .join(states, states.c.application == col(Application.id))
        .join(Action, col(Action.id) == col(Application.action_id))
        .where(states.c.state.in_(FUNDED_STATES))
    )


_STATE: Any = object()


def _actions(sight: Sight) -> Select[Any]:
    asked = Application
    columns: list[Any] = [
        col(Action.code),
        col(asked.code),
        col(asked.title),
        col(Organisation.code),
        col(Contract.code),
        col(Contract.generation),
        col(ProjectCall.year),
        col(Objective.code),
        col(Objective.pillar),
        col(asked.pilot),
        col(asked.themes),
        col(asked.axes),
        col(asked.places),
        _STATE,
        _day(asked.starts_on),
        _day(asked.ends_on),
    ]
    return (
        _of_funded(columns, sight)
        .join(Organisation, col(Organisation.id) == col(asked.organisation_id))
        .join(ProjectCall, col(ProjectCall.id) == col(asked.call_id))
        .join(Contract, col(Contract.id) == col(ProjectCall.contract_id))
        .outerjoin(Objective, col(Objective.id) == col(asked.objective_id))
        .order_by(col(asked.code))
    )


def _objectives(_sight: Sight) -> Select[Any]:
    above: Any = aliased(Objective)
    columns: list[Any] = [
        col(Contract.code),
        col(Objective.code),
        above.code,
        col(Objective.kind),
        col(Objective.pillar),
        col(Objective.name),
        _day(Objective.starts_on),
        _day(Objective.ends_on),
    ]
    return (
        select(*columns)
        .join(Contract, col(Contract.id) == col(Objective.contract_id))
        .outerjoin(above, above.id == col(Objective.parent_id))
        .order_by(col(Objective.id))
    )


def _budget_lines(sight: Sight) -> Select[Any]:
    line = BudgetLine
    columns: list[Any] = [
        col(Action.code),
        col(Application.code),
        col(line.side),
        col(line.funder),
        col(line.line),
        col(line.asked_cents),
        col(line.granted_cents),
        col(line.spent_cents),
    ]
    return (
        _of_funded(columns, sight)
        .join(line, col(line.application_id) == col(Application.id))
        .order_by(col(line.id))
    )


def _action_counts(sight: Sight) -> Select[Any]:
    count = HeadCount
    numbers = (
        *(count.n, count.n_girls, count.n_qpv),
        *(count.n_11_13, count.n_14_15, count.n_16_17, count.n_18_25),
    )
    return (
        select(col(Action.code), _day(count.on))
        .add_columns(*[col(number) for number in numbers], col(Organisation.code))
        .join(Action, col(Action.id) == col(count.action_id))
        .join(Organisation, col(Organisation.id) == col(count.organisation_id))
        .where(
            and_(
                col(count.recorded_on) <= sight.as_of,
                or_(
                    col(count.retired_on).is_(None),
                    col(count.retired_on) > sight.as_of,
                ),
                col(count.organisation_id).in_(sight.organisations),
            )
        )
        .order_by(col(count.id))
    )


def _targets(sight: Sight) -> Select[Any]:
    aim = Target
    columns: list[Any] = [
        col(Contract.code),
        col(Objective.code),
        col(Action.code),
        col(aim.label),
        col(aim.indicator),
        col(aim.unit),
        col(aim.baseline),
        _day(aim.baseline_on),
        col(aim.aim),
        _day(aim.due_on),
    ]
    return (
        select(*columns)
        .join(Contract, col(Contract.id) == col(aim.contract_id))
        .outerjoin(Objective, col(Objective.id) == col(aim.objective_id))
        .outerjoin(Action, col(Action.id) == col(aim.action_id))
        .where(
            col(aim.recorded_on) <= sight.as_of,
            or_(col(aim.retired_on).is_(None), col(aim.retired_on) > sight.as_of),
        )
        .order_by(col(aim.id))
    )


PROGRAMME_STATEMENTS: Mapping[str, Callable[[Sight], Select[Any]]] = {
    "actions": _actions,
    "objectives": _objectives,
    "budget_lines": _budget_lines,
    "action_counts": _action_counts,
    "targets": _targets,
}
