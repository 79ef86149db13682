"""Operations on reminders: read the week, put one off, bring it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.path.sql import UNKNOWN
from parcours.people.cards import PersonCard
from parcours.people.days import age_in_years
from parcours.people.entries import require_word
from parcours.people.operations import with_initials
from parcours.people.visibility import require_person
from parcours.record.models import Person, Snooze
from parcours.reminders.due import Reminder
from parcours.reminders.failures import SnoozeImpossible
from parcours.reminders.known import Known
from parcours.reminders.weekly import followed_by, rules_of, week_of
from pseudonymisation.desk import Desk


MAX_SNOOZE_DAYS = 366


@dataclass(frozen=True)
class WeekView:
    """What a worker is to do.

    Attributes:
        reminders: by due day.
        put_off: reminders that rest, and until when.
        foreseen: to come, by due day; counted nowhere.
        cards: pseudonym → card, of those whom one of these is about.
        n_followed: how many young people the caseload holds.
    """

    reminders: tuple[Reminder, ...]
    put_off: tuple[tuple[Reminder, date], ...]
    foreseen: tuple[Reminder, ...]
    cards: Mapping[str, PersonCard]
    n_followed: int


@operation("reminders.read", kind="vault")
def read_week(
    context: Context, session: Session, *, desk: Desk, also: str | None = None
) -> WeekView:
    """Tell what is to be done for the young people that one accompanies.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault, for the initials.
        also: pseudonym of whom something was just done, whose card is wanted though
            nothing may be left to do; nobody else's than the caseload's.

    Returns:
        The reminders by due day; the day alone orders them.
    """
    persons = followed_by(context, session)
    week = week_of(context, session, persons)
    named = {one.person for one in (*week.reminders, *week.foreseen)} | {also}
    named |= {one.person for one, _until in week.put_off}
    cards = [
        _card(person, week.known[person.id or 0], context.today())
        for person in persons
        if person.pseudonym in named
    ]
    with_names = with_initials(context, desk, cards)
    return WeekView(
        week.reminders,
        week.put_off,
        week.foreseen,
        {card.person: card for card in with_names},
        len(persons),
    )


@operation("reminders.snooze", kind="write", about="person")
def snooze(
    context: Context, session: Session, *, person: str, key: str, until: date
) -> None:
    """Put a reminder off until a day, for oneself alone.

    Args:
        context: who puts it off.
        session: given by the guard.
        person: pseudonym.
        key: `Reminder.key`.
        until: day on which it comes back.

    Raises:
        NotWithinReach: absent or not in the caseload.
        UnknownWord: no such rule.
        SnoozeImpossible: a day that is not to come, or over a year away.
    """
    found = require_person(context, session, person)
    rules = {rule.code for rule in rules_of(context)}
    require_word(key.partition("/")[0], rules, "key")
    today = context.today()
    if not today < until <= today + timedelta(days=MAX_SNOOZE_DAYS):
        raise SnoozeImpossible
    row = _own_snooze(context, session, found, key)
    row = row or Snooze(
        account_id=context.principal.account_id or 0,
        alert=key,
        person_id=found.id or 0,
        until=until,
        recorded_at=context.now(),
    )
    row.until, row.recorded_at = until, context.now()
    session.add(row)


@operation("reminders.wake", kind="write", about="person")
def wake(context: Context, session: Session, *, person: str, key: str) -> None:
    """Bring back a reminder that one put off.

    Args:
        context: who brings it back.
        session: given by the guard.
        person: pseudonym.
        key: `Reminder.key`.

    Raises:
        NotWithinReach: absent or not in the caseload.
    """
    found = require_person(context, session, person)
    row = _own_snooze(context, session, found, key)
    if row is not None:
        session.delete(row)


def _own_snooze(
    context: Context, session: Session, person: Person, key: str
) -> Snooze | None:
    return session.exec(
        select(Snooze).where(
            Snooze.account_id == context.principal.account_id,
            Snooze.person_id == person.id,
            Snooze.alert == key,
        )
    ).first()


def _card(person: Person, known: Known, today: date) -> PersonCard:
    now = known.stays[-1] if known.stays else None
    return PersonCard(
        person=person.pseudonym,
        age=age_in_years(person.birth_month, today),
        sex=person.sex,
        situation=now.situation if now else UNKNOWN,
        since=now.starts_on if now else None,
        last_contact_on=known.met_on,
        followed_since=known.followed_since,
    )
