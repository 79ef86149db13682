"""Some young people of a running operation → their reminders, without those put off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.people.visibility import in_caseload, viewer
from parcours.record.models import Assignment, Person, Snooze
from parcours.reminders.due import Reminder, asked_of
from parcours.reminders.known import Known
from parcours.reminders.measures import MEASURES, Sight
from parcours.reminders.reading import read_known
from parcours.reminders.rules import AlertRule, read_rules


@dataclass(frozen=True)
class Week:
    """What is to be done.

    Attributes:
        reminders: by due day; those put off are not among them.
        put_off: reminders that rest, and until when.
        foreseen: to come, by due day; counted nowhere.
        known: person row → what the rules looked at.
    """

    reminders: tuple[Reminder, ...]
    put_off: tuple[tuple[Reminder, date], ...]
    foreseen: tuple[Reminder, ...]
    known: dict[int, Known]


def followed_by(context: Context, session: Session) -> list[Person]:
    """List the young people that the principal accompanies today.

    Args:
        context: the running operation's context.
        session: its session.

    Returns:
        Persons of their caseload who were not erased.
    """
    mine = (
        select(Person)
        .join(Assignment, col(Assignment.person_id) == col(Person.id))
        .where(*in_caseload(context), col(Person.erased_on).is_(None))
        .distinct()
        .order_by(col(Person.id))
    )
    return list(session.exec(mine).all())


def rules_of(context: Context) -> tuple[AlertRule, ...]:
    """Read the rules of the territory.

    Args:
        context: the operation's context.

    Returns:
        The rules of `alerts.yaml`.
    """
    return read_rules(context.config, measures=frozenset(MEASURES))


def week_of(context: Context, session: Session, persons: Sequence[Person]) -> Week:
    """Tell what is to be done for some young people, by due day.

    Args:
        context: the running operation's context; snoozes are its principal's own.
        session: its session.
        persons: persons within reach.

    Returns:
        Their reminders.
    """
    rules, sight = rules_of(context), Sight(context.today(), context.nomenclature)
    known = read_known(session, persons, viewer(context, session), sight.words)
    shown: list[tuple[int, Reminder]] = []
    ahead: list[tuple[int, Reminder]] = []
    for person in persons:
        row = person.id or 0
        asked = asked_of(person.pseudonym, known[row], rules, sight)
        shown += [(row, one) for one in asked.shown]
        ahead += [(row, one) for one in asked.foreseen]
    until = _put_off(context, session, list(known))
    return Week(
        tuple(one for row, one in _by_day(shown) if (row, one.key) not in until),
        tuple(
            (one, until[row, one.key])
            for row, one in _by_day([*shown, *ahead])
            if (row, one.key) in until
        ),
        tuple(one for row, one in _by_day(ahead) if (row, one.key) not in until),
        known,
    )


def _by_day(found: Sequence[tuple[int, Reminder]]) -> list[tuple[int, Reminder]]:
    return sorted(found, key=lambda pair: pair[1].due.on)


def reminders_of(
    context: Context, session: Session, persons: Sequence[Person]
) -> dict[str, tuple[Reminder, ...]]:
    """Give the reminders of each young person, for a list that counts them.

    Args:
        context: the running operation's context.
        session: its session.
        persons: persons within reach.

    Returns:
        pseudonym → reminders by due day; young people without any are absent.
    """
    by_person: dict[str, list[Reminder]] = {}
    for one in week_of(context, session, persons).reminders:
        by_person.setdefault(one.person, []).append(one)
    return {person: tuple(found) for person, found in by_person.items()}


def _put_off(
    context: Context, session: Session, ids: list[int]
) -> dict[tuple[int, str], date]:
    rows = session.exec(
        select(col(Snooze.person_id), col(Snooze.alert), col(Snooze.until)).where(
            Snooze.account_id == context.principal.account_id,
            col(Snooze.person_id).in_(ids),
            Snooze.until > context.today(),
        )
    ).all()
    return {(person, key): until for person, key, until in rows}
