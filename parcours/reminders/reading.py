"""The record → what is known of each young person's follow-up: one SQL a measure.

No query is made per person, and of interventions only columns that a rule looks at are
read: two hundred young people take a dozen short queries.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from parcours.nomenclature import Nomenclature
from parcours.path.sql import UNKNOWN
from parcours.people.days import from_day
from parcours.people.meetings import was_met
from parcours.people.months import MONTHS_PER_YEAR, add_months
from parcours.people.paths import spells_of
from parcours.people.visibility import Viewer, checked_last, visible_facts
from parcours.record.models import (
    Assignment,
    Contact,
    FollowUp,
    GoalStep,
    InformationNotice,
    Intervention,
    Link,
    Organisation,
    Person,
    Referral,
    RightsRequest,
    SharingChoice,
    SituationFact,
    SourceSubject,
)
from parcours.reminders.known import Dated, Done, Known, Stay


UNANSWERED = ("proposed", "seen")  # states of a hand-over that is still to be answered
YEARS_BACK = 2  # of interventions: the longest follow-up is twelve months


@dataclass(frozen=True)
class Reader:
    """What the queries share.

    Attributes:
        session: a session of the record.
        ids: rows of the persons.
        looking: who looks.
        words: the nomenclature.
    """

    session: Session
    ids: list[int]
    looking: Viewer
    words: Nomenclature

    def rows(self, table: Any, columns: Sequence[Any], *conditions: Any) -> Any:
        """Select columns of visible facts: the person's row first."""
        return self.session.exec(self.query(table, columns).where(*conditions)).all()

    def query(self, table: Any, columns: Sequence[Any]) -> Any:
        """Give the select itself, to be grouped."""
        chosen = visible_facts(table, self.ids, self.looking)
        kept = chosen.with_only_columns(col(Link.person_id), *columns)
        return kept.select_from(table)

    def own(self, table: Any) -> Any:
        """Give the condition that the own organisation told a fact."""
        return checked_last(col(table.organisation_id) == self.looking.organisation_id)


def read_known(
    session: Session,
    persons: Sequence[Person],
    looking: Viewer,
    nomenclature: Nomenclature,
) -> dict[int, Known]:
    """Gather what rules look at, for some young people.

    Args:
        session: a session of the record.
        persons: persons within reach.
        looking: who looks: their organisation, today.
        nomenclature: the territory's words.

    Returns:
        person row → what is known.
    """
    ids = [person.id for person in persons if person.id is not None]
    reader = Reader(session, ids, looking, nomenclature)
    stays = {key: _stays(one) for key, one in _spells(reader).items()}
    since, unknown, met = _followed(reader), _told_unknown(reader), _met(reader)
    left, done, relays = _left(reader, met), _done(reader), _relays(reader)
    steps = _merged(_next_steps(reader, met), _goal_steps(reader))
    informed, chosen, asked = _informed(reader), _chosen(reader), _requests(reader)
    return {
        person.id: Known(
            birth_month=person.birth_month,
            followed_since=since.get(person.id),
            has_left=person.id in left,
            stays=stays.get(person.id, ()),
            told_unknown_on=unknown.get(person.id),
            met_on=met.get(person.id),
            done=tuple(done.get(person.id, ())),
            relays=tuple(relays.get(person.id, ())),
            steps=tuple(steps.get(person.id, ())),
            informed=tuple(informed.get(person.id, ())),
            chosen=tuple(chosen.get(person.id, ())),
            requests=tuple(asked.get(person.id, ())),
        )
        for person in persons
        if person.id is not None
    }


def _spells(reader: Reader) -> Any:
    return spells_of(reader.session, reader.ids, reader.looking, reader.words)


def _stays(spells: Any) -> tuple[Stay, ...]:
    return tuple(
        Stay(
            one.situation,
            from_day(one.starts),
            from_day(one.ends),
            from_day(one.evidence),
        )
        for one in spells
    )


def _followed(reader: Reader) -> dict[int, date]:
    rows = reader.session.exec(
        select(Assignment.person_id, func.min(Assignment.starts_on))
        .where(
            col(Assignment.person_id).in_(reader.ids),
            Assignment.organisation_id == reader.looking.organisation_id,
        )
        .group_by(col(Assignment.person_id))
    )
    return dict(rows.all())


def _told_unknown(reader: Reader) -> dict[int, date]:
    last = func.max(SituationFact.starts_on)
    query = reader.query(SituationFact, [last]).where(
        SituationFact.situation == UNKNOWN,
        SituationFact.starts_on <= reader.looking.today,
    )
    return dict(reader.session.exec(query.group_by(col(Link.person_id))).all())


def _met(reader: Reader) -> dict[int, date]:
    """Find the last day on which somebody reached each young person."""
    today, words = reader.looking.today, reader.words
    held = reader.query(
        Intervention, [func.max(Intervention.starts_on).label("last")]
    ).where(was_met(Intervention, words), Intervention.starts_on <= today)
    called = reader.query(Contact, [func.max(Contact.starts_on)]).where(
        was_met(Contact, words), Contact.starts_on <= today
    )
    found: dict[int, date] = {}
    for query in (held, called):
        for person, day in reader.session.exec(query.group_by(col(Link.person_id))):
            found[person] = max(found.get(person, day), day)
    return found


def _done(reader: Reader) -> dict[int, list[Done]]:
    today = reader.looking.today
    rows = reader.rows(
        Intervention,
        [
            Intervention.id,
            Intervention.kind,
            Intervention.starts_on,
            Intervention.ends_on,
            Intervention.hours,
        ],
        reader.own(Intervention),
        col(Intervention.state).in_(("done", "interrupted")),
        Intervention.starts_on <= today,
        Intervention.starts_on > add_months(today, -YEARS_BACK * MONTHS_PER_YEAR),
    )

    def make(row: Any) -> Done:
        _person, key, kind, starts_on, ends_on, hours = row
        last = starts_on if ends_on is None else ends_on - timedelta(days=1)
        return Done(key, kind, starts_on, last, hours or 0.0)

    return _by_person(rows, make)


def _relays(reader: Reader) -> dict[int, list[Dated]]:
    names = {
        row.id: row.name for row in reader.session.exec(select(Organisation)).all()
    }
    rows = reader.rows(
        Referral,
        [Referral.id, Referral.thread, Referral.starts_on, Referral.recipient_id],
        reader.own(Referral),
        col(Referral.state).in_(UNANSWERED),
        col(Referral.answered_on).is_(None),
    )
    # The thread outlives its versions, so that a reminder put off stays put off.
    return _by_person(
        rows, lambda row: Dated(row[2] or str(row[1]), row[3], names[row[4]])
    )


def _next_steps(reader: Reader, met: dict[int, date]) -> dict[int, list[Dated]]:
    """Find the next step of each young person's last entry that named one.

    Who was reached on its day or after it has had it.
    """
    rows = reader.rows(
        Intervention,
        [
            Intervention.id,
            Intervention.starts_on,
            Intervention.next_step_on,
            Intervention.next_step,
        ],
        reader.own(Intervention),
        col(Intervention.next_step_on).is_not(None),
    )
    last: dict[int, Any] = {}
    for row in sorted(rows, key=lambda row: (row[2], row[1])):
        last[row[0]] = row
    return {
        person: [Dated(str(row[1]), row[3], row[4])]
        for person, row in last.items()
        if met.get(person, date.min) < row[3]
    }


def _goal_steps(reader: Reader) -> dict[int, list[Dated]]:
    rows = reader.rows(
        GoalStep,
        [GoalStep.ref, GoalStep.due_on, GoalStep.label],
        reader.own(GoalStep),
        GoalStep.state == "open",
        col(GoalStep.due_on).is_not(None),
    )
    return _by_person(rows, lambda row: Dated(row[1], row[2], row[3]))


def _informed(reader: Reader) -> dict[int, list[date]]:
    rows = reader.rows(
        InformationNotice,
        [InformationNotice.starts_on],
        InformationNotice.told == "young_person",
        InformationNotice.how != "not_told",
    )
    return _by_person(rows, lambda row: row[1])


def _chosen(reader: Reader) -> dict[int, list[date]]:
    """Find the choices in force made at the own organisation."""
    rows = reader.session.exec(
        select(col(Link.person_id), col(SharingChoice.starts_on))
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
        .join(SharingChoice, col(SharingChoice.subject_id) == col(SourceSubject.id))
        .where(
            col(Link.person_id).in_(reader.ids),
            col(Link.revoked_on).is_(None),
            SourceSubject.organisation_id == reader.looking.organisation_id,
            col(SharingChoice.ends_on).is_(None),
        )
    ).all()
    return _by_person(rows, lambda row: row[1])


def _requests(reader: Reader) -> dict[int, list[Dated]]:
    rows = reader.rows(
        RightsRequest,
        [RightsRequest.ref, RightsRequest.due_on, RightsRequest.kind],
        reader.own(RightsRequest),
        RightsRequest.state == "open",
    )
    return _by_person(rows, lambda row: Dated(row[1], row[2], row[3]))


def _left(reader: Reader, met: dict[int, date]) -> set[int]:
    """Find those whose last status says that nothing more can be expected.

    Who was lost to follow-up and reached since is found again.
    """
    told, words = FollowUp, reader.words.follow_up
    rows = reader.rows(
        told,
        [told.recorded_on, told.starts_on, told.id, told.status],
        told.starts_on <= reader.looking.today,
    )
    last = {row[0]: row for row in sorted(rows, key=lambda row: tuple(row[1:4]))}
    return {
        person
        for person, (_person, _recorded, on, _id, status) in last.items()
        if status in words
        and words[status].effect != "at_risk"
        and not (words[status].dated_by == "last_contact" and met.get(person, on) > on)
    }


def _by_person(rows: Iterable[Any], make: Callable[[Any], Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(make(row))
    return found


def _merged(
    first: dict[int, list[Dated]], second: dict[int, list[Dated]]
) -> dict[int, list[Dated]]:
    return {
        person: [*first.get(person, []), *second.get(person, [])]
        for person in {**first, **second}
    }
