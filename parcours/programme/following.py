"""Operations on funded actions: measures of their own, reports, what was spent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from config.translation import _
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.programme.amount_history import note_amounts
from parcours.programme.budget import MOST_CENTS
from parcours.programme.content import require_text
from parcours.programme.doubts import think_over
from parcours.programme.failures import AmountImpossible, DaysImpossible, WordUnknown
from parcours.programme.measures import Measure, require_measure
from parcours.programme.settings import read_programme_settings
from parcours.programme.storing import action_of, budget_of, by_code
from parcours.record.models import (
    Action,
    ActionMeasure,
    ActionReport,
    Application,
    BudgetLine,
    HeadCount,
)


@dataclass(frozen=True)
class ReportView:
    """The report of an action for a year."""

    year: int
    done: str
    difficulties: str
    next_year: str
    on: date


@dataclass(frozen=True)
class Reached:
    """Head-counts of an action: passages, not persons; to be told after disclosure.

    Attributes:
        n: participations.
        n_girls: of girls and women, where they were counted apart.
        of_girls: participations among which girls were counted apart.
        n_qpv: of people of a priority neighbourhood, where they were counted apart.
        of_qpv: participations among which these were counted apart.
        n_sheets: how many counts there are.
        first_on: first day counted.
        last_on: last day counted.
    """

    n: int = 0
    n_girls: int = 0
    of_girls: int = 0
    n_qpv: int = 0
    of_qpv: int = 0
    n_sheets: int = 0
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class ActionFollowed:
    """What hangs on an action besides its application; `action`: its own code."""

    action: str
    measures: tuple[Measure, ...]
    reports: tuple[ReportView, ...]
    reached: Reached


@operation("programme.read_action", kind="read", about="code")
def read_action(context: Context, session: Session, *, code: str) -> ActionFollowed:
    """Read an action's measures, reports and head-counts, by its application.

    Args:
        context: who asks.
        session: given by the guard.
        code: of the application.

    Returns:
        What was recorded of it.

    Raises:
        NotThere: no action stands for this code.
    """
    number = action_of(session, code)
    measures = session.exec(
        select(ActionMeasure)
        .where(
            ActionMeasure.action_id == number,
            col(ActionMeasure.retired_on).is_(None),
        )
        .order_by(col(ActionMeasure.after_on).desc(), col(ActionMeasure.id))
    )
    reports: dict[int, ActionReport] = {}
    for row in session.exec(
        select(ActionReport)
        .where(ActionReport.action_id == number)
        .order_by(col(ActionReport.year).desc(), col(ActionReport.version))
    ):
        reports[row.year] = row
    return ActionFollowed(
        action=session.get_one(Action, number).code,
        measures=tuple(_measure(row) for row in measures),
        reports=tuple(
            ReportView(
                row.year,
                row.done,
                row.difficulties or "",
                row.next_year or "",
                row.recorded_on,
            )
            for row in reports.values()
        ),
        reached=reached_by(session, [number])[number],
    )


@operation("programme.measure", kind="write", about="code")
def add_measure(
    context: Context,
    session: Session,
    *,
    code: str,
    new: Measure,
    confirmed: Collection[str] = (),
) -> None:
    """Write a measure of an action.

    Args:
        context: who writes.
        session: given by the guard.
        code: of the application.
        new: the measure.
        confirmed: fields in which somebody said that nobody is recognisable.

    Raises:
        NotThere: no action stands for this code.
        TooFewAnswers: a survey of few residents.
        MeasureImpossible: a share over 100, a negative count, more answers than asked.
        DaysImpossible: in the future, or before that is after.
        TextRefused: a text cannot be kept.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    number = action_of(session, code)
    fewest = read_programme_settings(context.config).fewest_answers
    require_measure(new, fewest=fewest, today=context.today())
    think_over(
        context,
        {"label": new.label, "unit": new.unit, "method": new.method},
        confirmed=confirmed,
    )
    session.add(
        ActionMeasure(
            action_id=number,
            author_id=context.principal.account_id,
            recorded_at=context.now(),
            recorded_on=context.today(),
            **{name: getattr(new, name) for name in Measure.__annotations__},
        )
    )


@operation("programme.report", kind="write", about="code")
def add_report(
    context: Context,
    session: Session,
    *,
    code: str,
    year: int,
    done: str,
    difficulties: str = "",
    next_year: str = "",
    spent: Mapping[int, int] | None = None,
    confirmed: Collection[str] = (),
) -> int:
    """Write the report of an action for a year; a later one replaces the former.

    Args:
        context: who writes.
        session: given by the guard.
        code: of the application.
        year: of the report.
        done: what was done, in plain French.
        difficulties: what was hard.
        next_year: what follows.
        spent: cents by row of the budget.
        confirmed: fields in which somebody said that nobody is recognisable.

    Returns:
        The version of the report.

    Raises:
        NotThere: no action stands for this code.
        DaysImpossible: a year to come.
        AmountImpossible, WordUnknown: an amount that cannot be, or for no line.
        TextRefused: a text cannot be kept.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    number = action_of(session, code)
    if year > context.today().year:
        raise DaysImpossible("year")
    require_text(done, "done")
    for field, text in (("difficulties", difficulties), ("next_year", next_year)):
        require_text(text, field, is_optional=True)
    think_over(
        context,
        {"done": done, "difficulties": difficulties, "next_year": next_year},
        confirmed=confirmed,
    )
    row = by_code(session, Application, code, "code")
    _write_spent(context, session, row, spent or {}, year)
    last = session.exec(
        select(func.max(ActionReport.version)).where(
            ActionReport.action_id == number, ActionReport.year == year
        )
    ).one()
    version = (last or 0) + 1
    session.add(
        ActionReport(
            action_id=number,
            author_id=context.principal.account_id,
            year=year,
            version=version,
            done=done.strip(),
            difficulties=difficulties.strip() or None,
            next_year=next_year.strip() or None,
            recorded_at=context.now(),
            recorded_on=context.today(),
        )
    )
    return version


def _write_spent(
    context: Context,
    session: Session,
    row: Application,
    spent: Mapping[int, int],
    year: int,
) -> None:
    before = budget_of(session, row)
    if not set(spent) <= {line.id for line in before}:
        raise WordUnknown("spent")
    for number, cents in spent.items():
        if not 0 <= cents <= MOST_CENTS:
            raise AmountImpossible("spent")
        held = session.get_one(BudgetLine, number)
        held.spent_cents = cents
        session.add(held)
    session.flush()
    after, reason = budget_of(session, row), _("Bilan {year}").format(year=year)
    note_amounts(context, session, row, before=before, after=after, reason=reason)


def _measure(row: ActionMeasure) -> Measure:
    return Measure(**{name: getattr(row, name) for name in Measure.__annotations__})


def reached_by(session: Session, actions: Sequence[int]) -> dict[int, Reached]:
    """Sum the head-counts of actions.

    Args:
        session: of the record.
        actions: their rows.

    Returns:
        Row of an action → its sums; nought where nothing was counted.
    """
    rows = _counts(session, actions)
    return {
        one: _summed([row for row in rows if row.action_id == one]) for one in actions
    }


def reached_by_year(
    session: Session, actions: Sequence[int]
) -> dict[tuple[int, int], Reached]:
    """Sum the head-counts of actions, each year apart.

    Args:
        session: of the record.
        actions: their rows.

    Returns:
        (row of an action, year) → its sums; a year without any count is not there.
    """
    rows: dict[tuple[int, int], list[HeadCount]] = {}
    for row in _counts(session, actions):
        rows.setdefault((row.action_id or 0, row.on.year), []).append(row)
    return {key: _summed(own) for key, own in rows.items()}


def _counts(session: Session, actions: Sequence[int]) -> Sequence[HeadCount]:
    return session.exec(
        select(HeadCount).where(
            col(HeadCount.action_id).in_(actions), col(HeadCount.retired_on).is_(None)
        )
    ).all()


def _summed(rows: Sequence[HeadCount]) -> Reached:
    days = [row.on for row in rows]
    return Reached(
        n=sum(row.n for row in rows),
        n_girls=sum(row.n_girls or 0 for row in rows),
        of_girls=sum(row.n for row in rows if row.n_girls is not None),
        n_qpv=sum(row.n_qpv or 0 for row in rows),
        of_qpv=sum(row.n for row in rows if row.n_qpv is not None),
        n_sheets=len(rows),
        first_on=min(days, default=None),
        last_on=max(days, default=None),
    )
