"""Visible facts of one person or a few → their spells, by the one SQL text."""

from datetime import date

from sqlmodel import Session, col

from parcours.nomenclature import Nomenclature
from parcours.path.spell import Fact, Spell
from parcours.path.sql import UNKNOWN
from parcours.path.timeline import derive_spells
from parcours.people.days import to_day
from parcours.people.visibility import Viewer, visible_facts
from parcours.record.models import Link, SituationFact


def spells_of(
    session: Session,
    person_ids: list[int],
    looking: Viewer,
    nomenclature: Nomenclature,
) -> dict[int, list[Spell]]:
    """Derive the spells of persons as a viewer may see them.

    Args:
        session: a session of the record.
        person_ids: persons, by their row.
        looking: who looks, and as of when.
        nomenclature: the territory's words.

    Returns:
        person row → spells in time order; persons without a visible fact are absent.
    """
    told = SituationFact
    seen = visible_facts(told, person_ids, looking).with_only_columns(
        col(Link.person_id),  # whole rows of hundreds of people take twice the time
        *(col(told.id), col(told.situation), col(told.starts_on), col(told.ends_on)),
        *(col(told.verified_on), col(told.known_on)),
    )
    facts = [_fact(*row) for row in session.exec(seen.select_from(told)).all()]
    if not facts:
        return {}
    found: dict[int, list[Spell]] = {}
    for spell in derive_spells(
        facts, nomenclature=nomenclature, as_of=to_day(looking.as_of)
    ):
        found.setdefault(int(spell.person), []).append(spell)
    return found


def last_verified(facts: list[SituationFact]) -> date | None:
    """Tell when a situation was last established.

    Args:
        facts: visible situation facts.

    Returns:
        The latest of their verifications and starts, None without facts; that it is
        unknown establishes nothing.
    """
    days = [
        fact.verified_on or fact.starts_on
        for fact in facts
        if fact.situation != UNKNOWN
    ]
    return max(days, default=None)


def _fact(
    person: int,
    fact: int,
    situation: str,
    starts_on: date,
    ends_on: date | None,
    verified_on: date | None,
    known_on: date,
) -> Fact:
    return Fact(
        fact=fact,
        person=person,
        situation=situation,
        starts=to_day(starts_on),
        ends=None if ends_on is None else to_day(ends_on),
        verified=None if verified_on is None else to_day(verified_on),
        known=to_day(known_on),
    )
