"""Operations of who plans a team's work: its caseloads, whom nobody holds, reassigning.

The figures are for planning: by name, never by size, and nothing compares two workers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import MOST_NAMED, operation
from parcours.caseload.holding import (
    colleagues,
    held_by,
    held_by_nobody,
    in_force,
    left_behind,
)
from parcours.caseload.workload import Workload, workloads
from parcours.people.cards import PersonCard, make_cards
from parcours.people.failures import AlreadyChanged, UnknownWord
from parcours.people.operations import with_initials
from parcours.people.visibility import persons_within, viewer
from parcours.record.models import Account, Assignment, Person
from pseudonymisation.desk import Desk


LISTED = 50  # young people listed at once


@dataclass(frozen=True)
class Team:
    """A team's work, for planning.

    Attributes:
        referents: one line per colleague at work, by name.
        n_left: young people whom only a colleague who left holds.
        n_free: young people met in the last twelve months whom nobody holds.
        is_counted: whether `n_free` is their number; else there are more than that.
    """

    referents: tuple[Workload, ...]
    n_left: int
    n_free: int
    is_counted: bool = True


@dataclass(frozen=True)
class Held:
    """Some of the young people of one list.

    Attributes:
        cards: at most 50.
        n: how many there are in all.
        is_counted: whether it is their number; else there are more than that.
    """

    cards: tuple[PersonCard, ...]
    n: int
    is_counted: bool = True


@dataclass(frozen=True)
class Reassigned:
    """What a reassignment did, to be taken back.

    Attributes:
        n: young people.
        ended: rows of assignments that it ended.
        begun: rows of assignments that it began.
    """

    n: int
    ended: tuple[int, ...]
    begun: tuple[int, ...]


@operation("caseload.team", kind="read")
def read_team(context: Context, session: Session) -> Team:
    """Tell how many young people each colleague accompanies, and who waits for one.

    Args:
        context: who asks.
        session: given by the guard.

    Returns:
        The team of one's organisation.
    """
    free = held_by_nobody(context, session)
    return Team(
        workloads(context, session, colleagues(context, session)),
        len(left_behind(context, session)),
        len(free.persons),
        free.is_whole,
    )


@operation("caseload.list_held", kind="vault")
def list_held(
    context: Context, session: Session, *, desk: Desk, login: str | None
) -> Held:
    """List whom a colleague accompanies, or whom nobody at work does.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault, for the initials.
        login: the colleague; None for those who wait for a referent: first those whom a
            colleague who left held, then those whom nobody holds, met last first.

    Returns:
        The first 50.

    Raises:
        UnknownWord: no such colleague at work in the organisation.
    """
    is_counted = True
    if login is None:
        free = held_by_nobody(context, session)
        waiting = [*left_behind(context, session), *free.persons]
        there, n = _first_within(context, session, waiting), len(waiting)
        is_counted = free.is_whole
    else:
        account = _colleague(context, session, login)
        there = _within(context, session, held_by(context, session, [account]))
        n = len(there)
    listed = select(Person).where(col(Person.id).in_(there[:LISTED]))
    persons = {person.id: person for person in session.exec(listed)}
    cards = make_cards(
        session,
        [persons[one] for one in there[:LISTED]],
        viewer(context, session),
        context.nomenclature,
    )
    cards = with_initials(context, desk, cards)
    return Held(tuple(cards), n if n > LISTED else len(there), is_counted)


def _first_within(context: Context, session: Session, persons: list[int]) -> list[int]:
    """Give the first 50 within reach, in the order given."""
    reach = persons_within(context).with_only_columns(Person.id)
    there: list[int] = []
    for start in range(0, len(persons), LISTED):
        some = persons[start : start + LISTED]
        near = reach.where(col(Person.id).in_(some))
        within = set(session.connection().execute(near).scalars())
        there += [one for one in some if one in within]
        if len(there) >= LISTED:
            break
    return there[:LISTED]


def _within(
    context: Context, session: Session, held: Sequence[tuple[int, int]]
) -> list[int]:
    """Keep who is within reach, by pseudonym."""
    reach = persons_within(context).with_only_columns(Person.id)
    ids = {person for _account, person in held}
    near = reach.where(col(Person.id).in_(ids)).order_by(col(Person.pseudonym))
    return list(session.connection().execute(near).scalars())


@operation("caseload.reassign", kind="write")
def reassign(
    context: Context,
    session: Session,
    *,
    persons: Sequence[str],
    login: str,
    former: str | None = None,
) -> Reassigned:
    """Give several young people to a colleague, at once.

    The former referent still reads for 30 days; a colleague who left does not.

    Args:
        context: who plans.
        session: given by the guard.
        persons: pseudonyms.
        login: the colleague who takes over.
        former: the colleague who gives, None where it is one who left, or nobody;
            others who also accompany a young person stay.

    Returns:
        What was done.

    Raises:
        NotWithinReach: one is absent or out of scope; nobody was reassigned.
        UnknownWord: no such colleague at work in the organisation.
    """
    wanted = list(dict.fromkeys(persons))
    _name(context, wanted)
    within = persons_within(context).where(col(Person.pseudonym).in_(wanted))
    found = {person.id or 0: person for person in session.exec(within)}
    if not wanted or len(found) != len(wanted):
        raise NotWithinReach(context.operation)
    taker = _colleague(context, session, login)
    giver = None if former is None else _colleague(context, session, former)
    today = context.today()
    ended, holding = [], set()
    for row, gone in _assignments(context, session, list(found)):
        if row.account_id == taker:
            holding.add(row.person_id)
        elif gone or row.account_id == giver:
            row.ends_on, row.ended_by_id = today, context.principal.account_id
            ended.append(row.id or 0)
    begun = [
        Assignment(
            person_id=person,
            account_id=taker,
            organisation_id=context.principal.organisation_id or 0,
            starts_on=today,
            recorded_at=context.now(),
        )
        for person in found
        if person not in holding
    ]
    session.add_all(begun)
    session.flush()
    return Reassigned(len(found), tuple(ended), tuple(row.id or 0 for row in begun))


@operation("caseload.take_back", kind="write")
def take_back_reassignment(
    context: Context, session: Session, *, done: Reassigned
) -> None:
    """Take one's reassignment of today back.

    What it began is ended on its first day, so that it never held; what it ended goes
    on.

    Args:
        context: who reassigned.
        session: given by the guard.
        done: what `reassign` answered.

    Raises:
        AlreadyChanged: it is not one's own of today, or somebody changed it since.
    """
    today, me = context.today(), context.principal
    begun = [session.get(Assignment, row) for row in done.begun]
    ended = [session.get(Assignment, row) for row in done.ended]
    for row in begun:
        if row is None or (row.starts_on, row.ends_on) != (today, None):
            raise AlreadyChanged
    for row in ended:
        if row is None or (row.ends_on, row.ended_by_id) != (today, me.account_id):
            raise AlreadyChanged
    whole = [row for row in (*begun, *ended) if row is not None]
    if any(row.organisation_id != me.organisation_id for row in whole):
        raise NotWithinReach(context.operation)
    _name(context, _pseudonyms(session, [row.person_id for row in whole]))
    for row in begun:
        _end(row, today, me.account_id)
    for row in ended:
        _end(row, None, None)


def _end(row: Assignment | None, on: date | None, by: int | None) -> None:
    if row is not None:
        row.ends_on, row.ended_by_id = on, by


def _colleague(context: Context, session: Session, login: str) -> int:
    for one in colleagues(context, session):
        if one.login == login:
            return one.id or 0
    raise UnknownWord("login")


def _assignments(
    context: Context, session: Session, persons: list[int]
) -> list[tuple[Assignment, bool]]:
    """List who holds persons, and whether that account no longer works."""
    rows = session.exec(
        select(Assignment, Account.disabled_at)
        .join(Account, col(Account.id) == col(Assignment.account_id))
        .where(in_force(context), col(Assignment.person_id).in_(persons))
    ).all()
    return [(row, disabled_at is not None) for row, disabled_at in rows]


def _pseudonyms(session: Session, persons: list[int]) -> list[str]:
    named = select(Person.pseudonym).where(col(Person.id).in_(persons))
    return sorted(session.exec(named).all())


def _name(context: Context, persons: Sequence[str]) -> None:
    """Say in the audit how many young people it is about, and which."""
    named = list(persons[:MOST_NAMED])
    rest = ["…"] if len(persons) > MOST_NAMED else []
    context.trace.about = ",".join(named + rest) or None
    context.trace.n_results = len(persons)
