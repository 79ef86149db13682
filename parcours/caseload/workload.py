"""What each colleague accompanies, in three figures for planning.

The same rules as on their own page: the last contact that the organisation may see, or
the day on which the young person came to a caseload; the step planned last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from parcours.access.context import Context
from parcours.caseload.holding import held_by
from parcours.people.cards import followed_since, planned_steps
from parcours.people.elsewhere import met_since
from parcours.people.visibility import viewer
from parcours.record.models import Account


LONG_DAYS = 90
PERSONS_AT_ONCE = 5_000  # per statement; SQLite admits 32 766


@dataclass(frozen=True)
class Workload:
    """What one colleague accompanies.

    Attributes:
        login: the account.
        display_name: what people call them; may be empty.
        role: code of their role.
        n_people: young people in their caseload today.
        n_long: of these, without contact for more than three months.
        n_overdue: of these, whose next step was planned for a day that has passed.
    """

    login: str
    display_name: str
    role: str
    n_people: int
    n_long: int
    n_overdue: int


def workloads(
    context: Context, session: Session, accounts: Sequence[Account]
) -> tuple[Workload, ...]:
    """Count what colleagues accompany.

    Args:
        context: the operation's context.
        session: a session of the record.
        accounts: the colleagues.

    Returns:
        One line each, in the order given.
    """
    pairs = held_by(context, session, [one.id or 0 for one in accounts])
    people: dict[int, list[int]] = {}
    for account, person in pairs:
        people.setdefault(account, []).append(person)
    late, overdue = _late(context, session, sorted({person for _a, person in pairs}))
    return tuple(
        Workload(
            login=one.login,
            display_name=one.display_name,
            role=one.role,
            n_people=len(theirs := set(people.get(one.id or 0, []))),
            n_long=len(theirs & late),
            n_overdue=len(theirs & overdue),
        )
        for one in accounts
    )


def _late(
    context: Context, session: Session, persons: list[int]
) -> tuple[set[int], set[int]]:
    """Find who was not met for long, and whose step has passed."""
    looking = viewer(context, session)
    today, words = context.today(), context.nomenclature
    before = today - timedelta(days=LONG_DAYS)
    late: set[int] = set()
    overdue: set[int] = set()
    for start in range(0, len(persons), PERSONS_AT_ONCE):
        part = persons[start : start + PERSONS_AT_ONCE]
        met = met_since(session, part, looking, since=before, words=words)
        since = followed_since(session, part, looking)
        unmet = [person for person in part if person not in met]
        new = [person for person in unmet if since.get(person, date.min) >= before]
        ever = (
            met_since(session, new, looking, since=date.min, words=words)
            if new
            else set()
        )
        late |= {person for person in unmet if person in ever or person not in new}
        steps = planned_steps(session, part, looking)
        overdue |= {
            person
            for person, (_step, on) in steps.items()
            if on is not None and on < today
        }
    return late, overdue
