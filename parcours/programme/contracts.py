"""Operations on the contract: its levels and its calls, read as a tree."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from config.translation import label
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.programme.content import (
    LONGEST_TITLE,
    require_code,
    require_period,
    require_text,
    require_words,
)
from parcours.programme.doubts import think_over
from parcours.programme.failures import (
    CodeTaken,
    DaysImpossible,
    LevelMisplaced,
    NotThere,
)
from parcours.programme.settings import ProgrammeSettings, read_programme_settings
from parcours.programme.storing import by_code
from parcours.record.models import Contract, Objective, ProjectCall


@dataclass(frozen=True)
class LevelView:
    """A pillar, a priority, an objective or an axis, as it stands.

    Attributes:
        code: unique in its contract.
        name: as the contract has it.
        kind: level of `programme.yaml`.
        parent: code of the level above, None at the top.
        starts_on: first day on which it holds, None = as the contract.
        ends_on: first day on which it no longer holds.
    """

    code: str
    name: str
    kind: str
    parent: str | None
    starts_on: date | None = None
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        has_begun = self.starts_on is None or self.starts_on <= day
        return has_begun and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True)
class CallView:
    """A call for projects."""

    code: str
    year: int
    title: str
    words: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class ContractView:
    """A contract with its levels and its calls, the latest call first."""

    code: str
    name: str
    generation: str
    starts_on: date
    ends_on: date | None
    levels: tuple[LevelView, ...]
    calls: tuple[CallView, ...]


@operation("programme.read", kind="read")
def read_contracts(context: Context, session: Session) -> list[ContractView]:
    """Read every contract with its levels and calls, the latest first.

    Args:
        context: who asks.
        session: given by the guard.

    Returns:
        The contracts.
    """
    return contracts_of(session)


def contracts_of(session: Session) -> list[ContractView]:
    """Read every contract, for an operation that runs.

    Args:
        session: of the record.

    Returns:
        The contracts, the latest first.
    """
    rows = session.exec(select(Contract).order_by(col(Contract.starts_on).desc()))
    return [_view(session, row) for row in rows]


@operation("programme.save_contract", kind="write", about="code")
def save_contract(
    context: Context,
    session: Session,
    *,
    code: str,
    name: str,
    generation: str,
    starts_on: date,
    ends_on: date | None = None,
    confirmed: Collection[str] = (),
) -> ContractView:
    """Write a contract, or change its name and days; a new one gets its first levels.

    Args:
        context: who writes.
        session: given by the guard.
        code: unique.
        name: as it is signed.
        generation: code of `programme.yaml`; it does not change afterwards.
        starts_on: first day.
        ends_on: last day, if known.
        confirmed: fields in which somebody said that nobody is recognisable.

    Returns:
        The contract.

    Raises:
        ProgrammeRefused: no code, a text, word or period that cannot be.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    settings = read_programme_settings(context.config)
    require_code(code)
    require_text(name, "name", most=LONGEST_TITLE)
    require_words([generation], settings.generations, "generation")
    require_period(starts_on, ends_on)
    row = session.exec(select(Contract).where(Contract.code == code)).first()
    if row is not None and row.generation not in (None, generation):
        raise CodeTaken
    think_over(
        context,
        {"name": name},
        confirmed=confirmed,
        former={"name": row.name if row else None},
    )
    is_new = row is None
    row = row or Contract(code=code, name=name, starts_on=starts_on)
    row.name, row.generation = name, generation
    row.starts_on, row.ends_on = starts_on, ends_on
    session.add(row)
    session.flush()
    if is_new and settings.generations[generation].from_nomenclature:
        _first_levels(context, session, row, settings)
    return _view(session, row)


@operation("programme.save_level", kind="write", about="contract")
def save_level(
    context: Context,
    session: Session,
    *,
    contract: str,
    level: LevelView,
    confirmed: Collection[str] = (),
) -> LevelView:
    """Write a level, or change its name and days; its place stays.

    Args:
        context: who writes.
        session: given by the guard.
        contract: code of the contract.
        level: the level.
        confirmed: fields in which somebody said that nobody is recognisable.

    Returns:
        It, as written.

    Raises:
        NotThere: no such contract or parent.
        LevelMisplaced: the generation has no such level there.
        ProgrammeRefused: no code, a text or period that cannot be.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    settings = read_programme_settings(context.config)
    row = by_code(session, Contract, contract, "contract")
    require_code(level.code)
    require_text(level.name, "name", most=LONGEST_TITLE)
    require_period(level.starts_on, level.ends_on)
    held = {one.code: one for one in _levels(session, row)}
    parent = _parent(settings, row, level, held)
    known = held.get(level.code)
    if known is not None and (known.kind, known.parent_id) != (
        level.kind,
        parent.id if parent else None,
    ):
        raise LevelMisplaced
    think_over(
        context,
        {"name": level.name},
        confirmed=confirmed,
        former={"name": known.name if known else None},
    )
    known = known or Objective(contract_id=row.id or 0, code=level.code, name="")
    known.name, known.kind = level.name, level.kind
    known.parent_id = parent.id if parent else None
    known.pillar = (parent.pillar or parent.code) if parent else level.code
    known.starts_on, known.ends_on = level.starts_on, level.ends_on
    session.add(known)
    session.flush()
    return level


@operation("programme.open_call", kind="write", about="contract")
def open_call(
    context: Context,
    session: Session,
    *,
    contract: str,
    call: CallView,
    confirmed: Collection[str] = (),
) -> CallView:
    """Write a yearly call for projects, or change its words and days.

    Args:
        context: who writes.
        session: given by the guard.
        contract: code of the contract.
        call: the call.
        confirmed: fields in which somebody said that nobody is recognisable.

    Returns:
        It, as written.

    Raises:
        NotThere: no such contract.
        CodeTaken: no code, or the code of another contract's call.
        DaysImpossible: it closes before it opens, or its year is out of the contract.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    row = by_code(session, Contract, contract, "contract")
    require_code(call.code)
    require_text(call.title, "title", most=LONGEST_TITLE)
    require_text(call.words, "words", is_optional=True)
    require_period(call.opens_on, call.closes_on)
    last = row.ends_on.year if row.ends_on else call.year
    if not row.starts_on.year <= call.year <= last:
        raise DaysImpossible("year")
    known = session.exec(
        select(ProjectCall).where(ProjectCall.code == call.code)
    ).first()
    if known is not None and known.contract_id != row.id:
        raise CodeTaken
    think_over(
        context,
        {"title": call.title, "guidance": call.words},
        confirmed=confirmed,
        former={"title": known.title, "guidance": known.words} if known else None,
    )
    known = known or ProjectCall(
        contract_id=row.id or 0,
        code=call.code,
        year=call.year,
        title=call.title,
        opens_on=call.opens_on,
        closes_on=call.closes_on,
        recorded_at=context.now(),
    )
    known.year, known.title, known.words = call.year, call.title, call.words
    known.opens_on, known.closes_on = call.opens_on, call.closes_on
    session.add(known)
    session.flush()
    return call


def level_of(session: Session, contract_id: int, code: str, field: str) -> Objective:
    """Find a level of a contract.

    Args:
        session: of the record.
        contract_id: row of the contract.
        code: of the level.
        field: the field at fault where there is none.

    Returns:
        The level.

    Raises:
        NotThere: the contract has no such level.
    """
    found = session.exec(
        select(Objective).where(
            Objective.contract_id == contract_id, Objective.code == code
        )
    ).first()
    if found is None:
        raise NotThere(field)
    return found


def _parent(
    settings: ProgrammeSettings,
    contract: Contract,
    level: LevelView,
    held: dict[str, Objective],
) -> Objective | None:
    generation = settings.generations.get(contract.generation or "")
    if generation is None:
        raise LevelMisplaced
    parent = held.get(level.parent) if level.parent else None
    if level.parent and parent is None:
        raise NotThere("parent")
    if level.kind == generation.transversal and parent is None:
        return None
    if level.kind not in generation.levels:
        raise LevelMisplaced
    depth = generation.levels.index(level.kind)
    above = generation.levels[depth - 1] if depth else None
    if (parent.kind if parent else None) != above:
        raise LevelMisplaced
    return parent


def _first_levels(
    context: Context, session: Session, row: Contract, settings: ProgrammeSettings
) -> None:
    """Give a new contract the pillars and axes of the territory's words."""
    generation = settings.generations[row.generation or ""]
    words = context.nomenclature
    for kind, found in (
        (generation.levels[0], words.pillars),
        (generation.transversal, words.axes),
    ):
        for word in found.values():
            session.add(
                Objective(
                    contract_id=row.id or 0,
                    code=word.code,
                    name=label(word.labels),
                    kind=kind,
                    pillar=word.code,
                )
            )
    session.flush()


def _levels(session: Session, row: Contract) -> Sequence[Objective]:
    return session.exec(
        select(Objective)
        .where(Objective.contract_id == row.id)
        .order_by(col(Objective.id))
    ).all()


def _view(session: Session, row: Contract) -> ContractView:
    levels = _levels(session, row)
    codes = {one.id: one.code for one in levels}
    calls = session.exec(
        select(ProjectCall)
        .where(ProjectCall.contract_id == row.id)
        .order_by(col(ProjectCall.year).desc(), col(ProjectCall.id).desc())
    )
    return ContractView(
        code=row.code,
        name=row.name,
        generation=row.generation or "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        levels=tuple(
            LevelView(
                one.code,
                one.name,
                one.kind or "objective",
                codes.get(one.parent_id),
                one.starts_on,
                one.ends_on,
            )
            for one in levels
        ),
        calls=tuple(
            CallView(
                one.code,
                one.year,
                one.title,
                one.words or "",
                one.opens_on,
                one.closes_on,
            )
            for one in calls
        ),
    )
