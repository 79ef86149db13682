"""Persons → cards: what a list shows of each, without a name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, func, select

from parcours.nomenclature import Nomenclature
from parcours.path.spell import Spell
from parcours.people.days import age_in_years, from_day
from parcours.people.paths import spells_of
from parcours.people.visibility import Viewer, visible_facts
from parcours.record.models import Assignment, Contact, Intervention, Person


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
        last_contact_on: last intervention or contact that one may see.
        next_step: what was planned next, by one's own organisation.
        next_step_on: when.
        initials: two letters, where the operation read the identity; else None.
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
    done = session.exec(visible_facts(Intervention, ids, looking)).all()
    met = session.exec(visible_facts(Contact, ids, looking)).all()
    last: dict[int, date] = {}
    steps: dict[int, Intervention] = {}
    for person_id, fact in [*done, *met]:
        if fact.starts_on <= looking.as_of:
            last[person_id] = max(last.get(person_id, fact.starts_on), fact.starts_on)
    for person_id, fact in sorted(done, key=lambda pair: pair[1].starts_on):
        if fact.organisation_id == looking.organisation_id and fact.next_step:
            steps[person_id] = fact
    since = _followed_since(session, ids, looking)
    return [
        replace(
            _card(person, spells.get(person.id or 0, []), last, steps, looking),
            followed_since=since.get(person.id or 0),
        )
        for person in persons
    ]


def _followed_since(
    session: Session, ids: list[int], looking: Viewer
) -> dict[int, date]:
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
    last: dict[int, date],
    steps: dict[int, Intervention],
    looking: Viewer,
) -> PersonCard:
    now = spells[-1] if spells else None
    step = steps.get(person.id or 0)
    return PersonCard(
        person=person.pseudonym,
        age=age_in_years(person.birth_month, looking.as_of),
        sex=person.sex,
        situation=now.situation if now else "inconnue",
        since=from_day(now.starts) if now else None,
        last_contact_on=last.get(person.id or 0),
        next_step=step.next_step if step else None,
        next_step_on=step.next_step_on if step else None,
    )
