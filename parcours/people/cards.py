"""Persons → cards: what a list shows of each, without a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from parcours.nomenclature import Nomenclature
from parcours.path.spell import Spell
from parcours.people.days import age_in_years, from_day
from parcours.people.paths import spells_of
from parcours.people.visibility import Viewer, visible_facts
from parcours.record.models import Contact, Intervention, Person


@dataclass(frozen=True)
class PersonCard:
    """One line of a list of young people.

    Attributes:
        person: pseudonym.
        age: completed years by month, None if unknown.
        sex: F, M or None.
        situation: code of the current situation, `inconnue` where nothing tells.
        since: first day of that situation, None where unknown.
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
    return [
        _card(person, spells.get(person.id or 0, []), last, steps, looking)
        for person in persons
    ]


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
