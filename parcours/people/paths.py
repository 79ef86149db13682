"""Visible facts of one person or a few → their spells, by the one SQL text."""

from datetime import date

from sqlmodel import Session

from parcours.nomenclature import Nomenclature
from parcours.path.spell import Fact, Spell
from parcours.path.sql import UNKNOWN
from parcours.path.timeline import derive_spells
from parcours.people.days import to_day
from parcours.people.visibility import Viewer, visible_facts
from parcours.record.models import SituationFact


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
    rows = session.exec(visible_facts(SituationFact, person_ids, looking)).all()
    if not rows:
        return {}
    facts = [_fact(person_id, fact) for person_id, fact in rows]
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


def _fact(person_id: int, row: SituationFact) -> Fact:
    return Fact(
        fact=row.id or 0,
        person=person_id,
        situation=row.situation,
        starts=to_day(row.starts_on),
        ends=None if row.ends_on is None else to_day(row.ends_on),
        verified=None if row.verified_on is None else to_day(row.verified_on),
        known=to_day(row.known_on),
    )
