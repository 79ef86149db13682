"""Operations on targets: from where a level or an action starts, and to where."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.programme.content import LONGEST_TITLE, require_text
from parcours.programme.contracts import level_of
from parcours.programme.doubts import think_over
from parcours.programme.failures import DaysImpossible
from parcours.programme.storing import action_of, by_code
from parcours.record.models import Application, Contract, Objective, Target


@dataclass(frozen=True)
class Aim:
    """A target: from where, to where, until when, after which source."""

    label: str
    unit: str
    baseline: float
    baseline_on: date
    aim: float
    due_on: date
    source: str
    indicator: str | None = None
    objective: str | None = None
    action: str | None = None


@operation("programme.aim", kind="write", about="contract")
def set_aim(
    context: Context,
    session: Session,
    *,
    contract: str,
    new: Aim,
    confirmed: Collection[str] = (),
) -> None:
    """Write a target with its baseline; the same label replaces the former.

    Args:
        context: who writes.
        session: given by the guard.
        contract: code of the contract.
        new: the target, of a level, of an action, or of the whole contract.
        confirmed: fields in which somebody said that nobody is recognisable.

    Raises:
        NotThere: no such contract, level or action.
        DaysImpossible: due before its baseline.
        TextRefused: a text cannot be kept.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    row = by_code(session, Contract, contract, "contract")
    for field, text in (("label", new.label), ("unit", new.unit)):
        require_text(text, field, most=LONGEST_TITLE)
    require_text(new.source, "source", most=LONGEST_TITLE)
    think_over(
        context,
        {"label": new.label, "unit": new.unit, "source": new.source},
        confirmed=confirmed,
    )
    if new.due_on <= new.baseline_on:
        raise DaysImpossible("due_on")
    number = row.id or 0
    level = (
        level_of(session, number, new.objective, "objective") if new.objective else None
    )
    action = action_of(session, new.action) if new.action else None
    place = (level.id if level else None, action)
    for former in session.exec(
        select(Target).where(
            Target.contract_id == number,
            Target.label == new.label,
            col(Target.retired_on).is_(None),
        )
    ):
        if (former.objective_id, former.action_id) == place:
            former.retired_on = context.today()
            session.add(former)
    session.add(
        Target(
            contract_id=number,
            objective_id=place[0],
            action_id=place[1],
            recorded_at=context.now(),
            recorded_on=context.today(),
            **{
                name: getattr(new, name)
                for name in Aim.__annotations__
                if name not in ("objective", "action")
            },
        )
    )


@operation("programme.read_aims", kind="read", about="contract")
def read_aims(context: Context, session: Session, *, contract: str) -> list[Aim]:
    """Read the targets of a contract.

    Args:
        context: who asks.
        session: given by the guard.
        contract: code of the contract.

    Returns:
        Those in force, in the order in which they were written.

    Raises:
        NotThere: no such contract.
    """
    row = by_code(session, Contract, contract, "contract")
    levels = {one.id: one.code for one in session.exec(select(Objective))}
    codes = {a.action_id: a.code for a in session.exec(select(Application))}
    found = session.exec(
        select(Target)
        .where(Target.contract_id == row.id, col(Target.retired_on).is_(None))
        .order_by(col(Target.id))
    )
    return [
        Aim(
            label=one.label,
            unit=one.unit,
            baseline=one.baseline,
            baseline_on=one.baseline_on,
            aim=one.aim,
            due_on=one.due_on,
            source=one.source,
            indicator=one.indicator,
            objective=levels.get(one.objective_id),
            action=codes.get(one.action_id) if one.action_id else None,
        )
        for one in found
    ]
