"""Operations on applications: write, read, list, move from one state to the next."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.programme.amount_history import note_amounts
from parcours.programme.budget import require_balanced
from parcours.programme.content import (
    LONGEST_TEXT,
    NewApplication,
    require_application,
    require_text,
    texts_of,
)
from parcours.programme.contracts import level_of
from parcours.programme.doubts import think_over
from parcours.programme.failures import (
    ApplicationChanged,
    CodeTaken,
    DaysImpossible,
    NoLongerEditable,
    NotThere,
    WordUnknown,
)
from parcours.programme.funding import make_action
from parcours.programme.settings import ProgrammeSettings, read_programme_settings
from parcours.programme.states import check_can_move
from parcours.programme.storing import (
    add_step,
    budget_of,
    by_code,
    content_of,
    met_conditions,
    write_parts,
)
from parcours.programme.views import (
    ApplicationLine,
    ApplicationView,
    is_seen,
    line_of,
    view_of,
)
from parcours.record.models import Application, Contract, Organisation, ProjectCall


FIRST = "draft"


@dataclass(frozen=True)
class Saved:
    """What a write left: the application's state and its version."""

    code: str
    state: str
    version: int


@operation("programme.list_applications", kind="read")
def list_applications(context: Context, session: Session) -> list[ApplicationLine]:
    """List the applications that the reader's role may see, the latest year first.

    A member of the citizens' council sees what was put to the council, or decided.

    Args:
        context: who asks.
        session: given by the guard.

    Returns:
        One line each.
    """
    settings = read_programme_settings(context.config)
    calls = {row.id: row for row in session.exec(select(ProjectCall))}
    rows = session.exec(select(Application).order_by(col(Application.code)))
    lines = [
        line_of(session, row, calls[row.call_id])
        for row in rows
        if is_seen(context, settings, row.state)
    ]
    return sorted(lines, key=lambda line: -line.year)


def applications_of(
    context: Context, session: Session, settings: ProgrammeSettings
) -> list[tuple[ApplicationLine, ApplicationView]]:
    """Read every application, by code, for an operation that runs.

    Args:
        context: the running operation's.
        session: of the record.
        settings: of the programme.

    Returns:
        The line and the view of each.
    """
    calls = {row.id: row for row in session.exec(select(ProjectCall))}
    rows = session.exec(select(Application).order_by(col(Application.code)))
    return [
        (
            line_of(session, row, calls[row.call_id]),
            view_of(context, session, row, settings),
        )
        for row in rows
    ]


@operation("programme.read_application", kind="read", about="code")
def read_application(
    context: Context, session: Session, *, code: str
) -> ApplicationView:
    """Read one application.

    Args:
        context: who asks.
        session: given by the guard.
        code: of the application.

    Returns:
        It, as it stands.

    Raises:
        NotThere: absent, or not yet put to the council for one of its members.
    """
    settings = read_programme_settings(context.config)
    row = by_code(session, Application, code, "code")
    if not is_seen(context, settings, row.state):
        raise NotThere("code")
    return view_of(context, session, row, settings)


@operation("programme.save_application", kind="write", about="code")
def save_application(
    context: Context,
    session: Session,
    *,
    code: str,
    new: NewApplication,
    based_on: int | None = None,
    confirmed: Collection[str] = (),
) -> Saved:
    """Write an application, or change one that may still change.

    A draft may be incomplete; what was deposited keeps a budget that adds up.

    Args:
        context: who writes.
        session: given by the guard.
        code: of the application, as in `new`.
        new: all that it tells.
        based_on: version that was read before, None for a new one.
        confirmed: fields in which somebody said that nobody is recognisable.

    Returns:
        Its state and version.

    Raises:
        ApplicationChanged: somebody changed it since `based_on`.
        NoLongerEditable: its state does not let it change.
        BudgetUnbalanced: the budget does not add up.
        ProgrammeRefused: another rule; the class says why, and of which field.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    settings = read_programme_settings(context.config)
    known = session.exec(select(Application).where(Application.code == code)).first()
    if known is None and based_on is not None:
        raise NotThere("code")
    if known is not None and based_on is None:
        raise CodeTaken
    if known is not None and known.version != based_on:
        raise ApplicationChanged
    if known is not None and not settings.states[known.state].editable:
        raise NoLongerEditable
    think_over(
        context,
        texts_of(new),
        confirmed=confirmed,
        former=texts_of(content_of(session, known)) if known else None,
    )
    row = write_application(context, session, replace(new, code=code), known, settings)
    if known is None:
        add_step(context, session, row, target=FIRST, source=None)
    return Saved(row.code, row.state, row.version)


@operation("programme.move", kind="write", about="code")
def move_application(
    context: Context,
    session: Session,
    *,
    code: str,
    target: str,
    based_on: int,
    reason: str = "",
    confirmed: Collection[str] = (),
) -> Saved:
    """Bring an application to its next state, along the table of `programme.yaml`.

    Args:
        context: who moves it.
        session: given by the guard.
        code: of the application.
        target: state asked for.
        based_on: version that was read before.
        reason: in words, where the table requires it.
        confirmed: fields in which somebody said that nobody is recognisable.

    Returns:
        Its state and version.

    Raises:
        TransitionImpossible, TransitionNotYours, ConditionMissing: it may not be.
        ApplicationChanged: somebody changed it since `based_on`.
        NotThere: no such application.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    row = by_code(session, Application, code, "code")
    if row.version != based_on:
        raise ApplicationChanged
    think_over(context, {"reason": reason}, confirmed=confirmed)
    settings = read_programme_settings(context.config)
    change_state(context, session, row, target=target, reason=reason, settings=settings)
    return Saved(row.code, row.state, row.version)


def change_state(
    context: Context,
    session: Session,
    row: Application,
    *,
    target: str,
    reason: str,
    settings: ProgrammeSettings,
) -> None:
    """Change a state if it may be changed; a funded application gets its action.

    Args:
        context: who moves it.
        session: a writing session.
        row: the application.
        target: state asked for.
        reason: in words.
        settings: of the programme.

    Raises:
        ProgrammeRefused: it may not be.
    """
    require_text(reason, "reason", most=LONGEST_TEXT, is_optional=True)
    met = met_conditions(context, session, row, settings=settings, reason=reason)
    source = row.state
    check_can_move(
        settings, source=source, target=target, role=context.principal.role, met=met
    )
    row.version += 1
    add_step(context, session, row, target=target, source=source, reason=reason)
    if settings.states[target].funded:
        make_action(session, row)


def write_application(
    context: Context,
    session: Session,
    new: NewApplication,
    known: Application | None,
    settings: ProgrammeSettings,
) -> Application:
    """Check an application and write it, whatever its state.

    Args:
        context: who writes.
        session: a writing session.
        new: all that it tells.
        known: its row, None for a new one.
        settings: of the programme.

    Returns:
        Its row.

    Raises:
        ProgrammeRefused: the class says why, and of which field.
    """
    require_application(new, settings=settings, nomenclature=context.nomenclature)
    require_balanced(new.lines)
    call = by_code(session, ProjectCall, new.call, "call")
    holder = by_code(session, Organisation, new.organisation, "organisation")
    level = (
        level_of(session, call.contract_id, new.objective, "objective")
        if new.objective
        else None
    )
    _require_axes(session, call, new, settings)
    _require_within(session, call, new)
    row = known or Application(
        call_id=call.id or 0,
        organisation_id=holder.id or 0,
        code=new.code,
        title=new.title,
        summary=new.summary,
        state=FIRST,
        version=0,
        recorded_at=context.now(),
        recorded_on=context.today(),
    )
    row.call_id, row.organisation_id = call.id or 0, holder.id or 0
    row.objective_id = level.id if level else None
    for name in ("title", "summary", "starts_on", "ends_on", "age_from", "age_to"):
        setattr(row, name, getattr(new, name))
    row.audience, row.success = new.audience or None, new.success or None
    row.pilot = new.pilot or (
        settings.themes[new.themes[0]].pilot if new.themes else None
    )
    row.themes, row.axes = ",".join(new.themes), ",".join(new.axes)
    row.places = ",".join(new.places)
    row.version += 1
    session.add(row)
    session.flush()
    before = budget_of(session, row)
    write_parts(session, row, new)
    if row.state != FIRST:  # a draft is still being written: its sums mean nothing yet
        note_amounts(context, session, row, before=before, after=new.lines)
    return row


def _require_axes(
    session: Session,
    call: ProjectCall,
    new: NewApplication,
    settings: ProgrammeSettings,
) -> None:
    kinds = {one.transversal for one in settings.generations.values()}
    for code in new.axes:
        if level_of(session, call.contract_id, code, "axes").kind not in kinds:
            raise WordUnknown("axes")


def _require_within(session: Session, call: ProjectCall, new: NewApplication) -> None:
    """Refuse days outside of the contract."""
    contract = session.get_one(Contract, call.contract_id)
    if new.starts_on and new.starts_on < contract.starts_on:
        raise DaysImpossible("starts_on")
    if new.ends_on and contract.ends_on and new.ends_on > contract.ends_on:
        raise DaysImpossible
