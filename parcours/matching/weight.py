"""What an answer would change: the facts of the two persons, and how fresh they are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from parcours.record.models import (
    Contact,
    FollowUp,
    Intervention,
    Link,
    Person,
    SituationFact,
)


COUNTED = (SituationFact, Intervention, Contact, FollowUp)
FRESH = timedelta(days=731)  # two years: the longest horizon of the usual figures
PARAMETERS = 10_000  # per statement


@dataclass(frozen=True)
class Weight:
    """What the record holds of a person today.

    Attributes:
        facts: situations, interventions, contacts, follow-up statuses.
        last_on: latest day on which one of them starts, None without any.
    """

    facts: int = 0
    last_on: date | None = None


NOTHING = Weight()


def weigh(session: Session, persons: Collection[str]) -> dict[str, Weight]:
    """Count the facts in force of persons.

    Args:
        session: a session of the record.
        persons: pseudonyms.

    Returns:
        Weight by pseudonym; persons without a fact are absent.
    """
    found: dict[str, Weight] = {}
    names = sorted(set(persons))
    for start in range(0, len(names), PARAMETERS):
        part = names[start : start + PARAMETERS]
        for table in COUNTED:
            rows = session.exec(
                select(Person.pseudonym, func.count(), func.max(table.starts_on))
                .join(Link, col(Link.person_id) == col(Person.id))
                .join(table, col(table.subject_id) == col(Link.subject_id))
                .where(
                    col(Person.pseudonym).in_(part),
                    col(Link.revoked_on).is_(None),
                    col(table.retired_on).is_(None),
                )
                .group_by(col(Person.pseudonym))
            ).all()
            for name, n, last in rows:
                known = found.get(name, NOTHING)
                days = [day for day in (known.last_on, last) if day is not None]
                found[name] = Weight(known.facts + n, max(days, default=None))
    return found


def importance(
    weights: Mapping[str, Weight],
    pair: tuple[str, str],
    *,
    score: float,
    today: date,
) -> tuple[int, int, int, float]:
    """Give the rank of a question: the higher, the more its answer changes.

    Joining two paths changes the figures by the smaller of them, which ends, and by
    the larger, which grows; where nothing happened for two years, no current figure
    moves. The linkage's own score only breaks ties.

    Args:
        weights: of the persons.
        pair: pseudonyms of the two.
        score: probability that they are one.
        today: civil day.

    Returns:
        A key to sort by, descending.
    """
    one, other = (weights.get(person, NOTHING) for person in pair)
    days = [day for day in (one.last_on, other.last_on) if day is not None]
    fresh = bool(days) and max(days) > today - FRESH
    smaller, larger = sorted((one.facts, other.facts))
    return (int(fresh), smaller, larger, score)


def effect(weights: Mapping[str, Weight], pair: tuple[str, str], *, today: date) -> str:
    """Say in a word what an answer changes in the figures.

    One answer changes two paths at most: how far a figure moves by so few is never
    told, for the difference of two figures would tell of these two.

    Args:
        weights: of the persons.
        pair: pseudonyms of the two.
        today: civil day.

    Returns:
        "none" where one of the two holds no fact, "past" where nothing happened for
        two years, else "few".
    """
    fresh, smaller, _larger, _score = importance(weights, pair, score=0, today=today)
    if not smaller:
        return "none"
    return "few" if fresh else "past"


def who_remains(session: Session, pair: tuple[str, str]) -> str:
    """Choose which of two persons keeps its pseudonym when they are joined.

    The one of whom more is known, month of birth and sex first, so that nothing known
    of a person is lost; then the one with more facts, then the one recorded first.

    Args:
        session: a session of the record.
        pair: pseudonyms of the two.

    Returns:
        One of the two pseudonyms.
    """
    rows = session.exec(select(Person).where(col(Person.pseudonym).in_(pair))).all()
    weights = weigh(session, pair)

    def key(person: Person) -> tuple[int, int, int]:
        known = (person.birth_month is not None) + (person.sex is not None)
        return (known, weights.get(person.pseudonym, NOTHING).facts, -(person.id or 0))

    return max(rows, key=key).pseudonym if rows else pair[0]
