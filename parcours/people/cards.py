"""Persons → cards: what a list shows of each, without a name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, func, select

from parcours.nomenclature import Nomenclature
from parcours.path.spell import Spell
from parcours.people.days import age_in_years, from_day
from parcours.people.elsewhere import heard_of
from parcours.people.paths import spells_of
from parcours.people.visibility import Viewer, checked_last, visible_facts
from parcours.record.models import Assignment, Intervention, Link, Person


@dataclass(frozen=True)
class PersonCard:
    """One line of a list of young people.

    Attributes:
        person: pseudonym.
        age: completed years by month, None if unknown.
        sex: F, M or None.
        situation: code of the current situation, `inconnue` where nothing tells.
        since: first day of that situation, None where unknown.
        followed_since: first day on which one's own organisation gave the young person
            to one of its caseloads, None where it never did.
        last_contact_on: last day on which they were met, as far as one may see.
        next_step: what was planned next, by one's own organisation.
        next_step_on: when.
        initials: two letters, where the operation read the identity; else None.
        birth_month: first day of the month of birth, None if unknown.
        elsewhere: another organisation told something that one may see; never one that
            works under anonymity.
    """

    person: str
    age: int | None
    sex: str | None
    situation: str
    since: date | None
    last_contact_on: date | None
    next_step: str | None = None
    next_step_on: date | None = None
    initials: str | None = None
    followed_since: date | None = None
    birth_month: date | None = None
    elsewhere: bool = False


def make_cards(
    session: Session,
    persons: Sequence[Person],
    looking: Viewer,
    nomenclature: Nomenclature,
) -> list[PersonCard]:
    """Make the cards of persons, in the order given.

    Args:
        session: a session of the record.
        persons: persons within reach.
        looking: who looks.
        nomenclature: the territory's words.

    Returns:
        One card per person.
    """
    ids = [person.id for person in persons if person.id is not None]
    spells = spells_of(session, ids, looking, nomenclature)
    heard = heard_of(session, ids, looking, nomenclature)
    steps = planned_steps(session, ids, looking)
    since = followed_since(session, ids, looking)
    return [
        replace(
            _card(person, spells.get(person.id or 0, []), steps, looking),
            followed_since=since.get(person.id or 0),
            last_contact_on=heard.last_on.get(person.id or 0),
            elsewhere=person.id in heard.elsewhere,
        )
        for person in persons
    ]


def planned_steps(
    session: Session, ids: list[int], looking: Viewer
) -> dict[int, tuple[str | None, date | None]]:
    """Find what one's own organisation planned last.

    Args:
        session: a session of the record.
        ids: persons within reach, by their row.
        looking: who looks.

    Returns:
        person → the step, and its day where one was told.
    """
    rows = session.exec(
        visible_facts(Intervention, ids, looking)
        .with_only_columns(
            Link.person_id, Intervention.next_step, Intervention.next_step_on
        )
        .where(
            checked_last(col(Intervention.organisation_id) == looking.organisation_id),
            col(Intervention.next_step).is_not(None),
            col(Intervention.next_step) != "",
        )
        .order_by(col(Intervention.starts_on), col(Intervention.id))
    ).all()
    return {person: (step, on) for person, step, on in rows}


def followed_since(
    session: Session, ids: list[int], looking: Viewer
) -> dict[int, date]:
    """Tell since when one's own organisation has followed persons.

    Args:
        session: a session of the record.
        ids: persons within reach, by their row.
        looking: who looks.

    Returns:
        person → first day in one of its caseloads.
    """
    rows = session.exec(
        select(Assignment.person_id, func.min(Assignment.starts_on))
        .where(
            col(Assignment.person_id).in_(ids),
            Assignment.organisation_id == looking.organisation_id,
            Assignment.starts_on <= looking.as_of,
        )
        .group_by(col(Assignment.person_id))
    ).all()
    return dict(rows)


def _card(
    person: Person,
    spells: list[Spell],
    steps: dict[int, tuple[str | None, date | None]],
    looking: Viewer,
) -> PersonCard:
    now = spells[-1] if spells else None
    step, step_on = steps.get(person.id or 0, (None, None))
    return PersonCard(
        person=person.pseudonym,
        age=age_in_years(person.birth_month, looking.as_of),
        sex=person.sex,
        situation=now.situation if now else "inconnue",
        since=from_day(now.starts) if now else None,
        last_contact_on=None,
        next_step=step,
        next_step_on=step_on,
        birth_month=person.birth_month,
    )
