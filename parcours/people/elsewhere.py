"""Who else told something of a young person, and when somebody last met them.

Who counts as met is said by `meetings`: an attempt in vain is no meeting.

That somebody else follows a young person is told only by what one may see of it: shared
facts that a convention opens, less what the young person closed. Organisations that
work under anonymity are never counted, not even where the young person agreed to share:
to be known to a prevention team is a fact of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, literal
from sqlmodel import Session, col, func, select

from parcours.nomenclature import Nomenclature
from parcours.people.meetings import was_met
from parcours.people.visibility import Viewer, visible_facts
from parcours.record.models import (
    Contact,
    Intervention,
    Link,
    Organisation,
    SituationFact,
)


@dataclass(frozen=True)
class Heard:
    """What is heard of persons.

    Attributes:
        last_on: person → last day on which they were met, as far as one may see.
        elsewhere: person → rows of the other organisations that told something.
    """

    last_on: Mapping[int, date]
    elsewhere: Mapping[int, frozenset[int]]


def met_since(
    session: Session,
    person_ids: list[int],
    looking: Viewer,
    *,
    since: date,
    words: Nomenclature,
) -> set[int]:
    """Tell who was met since a day.

    Args:
        session: a session of the record.
        person_ids: persons within reach, by their row.
        looking: who looks.
        since: first day that counts.
        words: the nomenclature.

    Returns:
        Persons who were met from then on, as far as one may see.
    """
    met: set[int] = set()
    for table in (Intervention, Contact):
        left = [one for one in person_ids if one not in met]
        rows = session.exec(
            visible_facts(table, left, looking)
            .with_only_columns(Link.person_id)
            .where(
                table.starts_on >= since,
                table.starts_on <= looking.as_of,
                was_met(table, words),
            )
            .distinct()
        )
        met |= {person for (person,) in rows}
    return met


def heard_of(
    session: Session, person_ids: list[int], looking: Viewer, words: Nomenclature
) -> Heard:
    """Tell when persons were last met, and who else tells of them.

    Args:
        session: a session of the record.
        person_ids: persons within reach, by their row.
        looking: who looks.
        words: the nomenclature.

    Returns:
        Both, by person; persons of whom nothing is heard are absent.
    """
    nameless = set(
        session.exec(
            select(Organisation.id).where(col(Organisation.anonymous_work).is_(True))
        )
    )
    last: dict[int, date] = {}
    others: dict[int, set[int]] = {}
    for table in (Intervention, Contact, SituationFact):
        rows = session.exec(
            visible_facts(table, person_ids, looking)
            .with_only_columns(
                Link.person_id,
                table.organisation_id,
                _last_met(table, words),
                func.max(case((col(table.visibility) == "shared", 1), else_=0)),
            )
            .where(col(table.starts_on) <= looking.as_of)
            .group_by(col(Link.person_id), col(table.organisation_id))
        ).all()
        for person, organisation, on, is_shared in rows:
            if on is not None:
                last[person] = max(last.get(person, on), on)
            is_other = organisation != looking.organisation_id
            if is_other and is_shared and organisation not in nameless:
                others.setdefault(person, set()).add(organisation)
    return Heard(last, {person: frozenset(rows) for person, rows in others.items()})


def _last_met(
    table: type[Contact] | type[Intervention] | type[SituationFact], words: Nomenclature
) -> ColumnElement[date | None]:
    """Give the last day that counts as a meeting; a situation never is one."""
    if issubclass(table, SituationFact):
        return literal(None)
    return func.max(case((was_met(table, words), table.starts_on)))
