"""A young person's rows → their booklet: all that is kept, who can and did read it.

Made by a worker, it holds what their organisation may read, and names other
organisations only where the worker may know of them already; made by the officer, it
holds what every organisation recorded, under no name: the officer opens no identity.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.people.attributes import SHOWN as ATTRIBUTES
from parcours.people.held import AttributeView, attribute_view
from parcours.people.path_view import SHOWN, PathView, view_path
from parcours.people.visibility import Viewer, viewer, visible_facts
from parcours.printing.readers import Reading, readings
from parcours.record.models import (
    Attribute,
    Goal,
    GoalStep,
    InformationNotice,
    Intervention,
    Link,
    Organisation,
    Person,
    Protection,
    SourceSubject,
)
from parcours.rights.reading import Recipient, recipients_of
from pseudonymisation.values import Identity


@dataclass(frozen=True)
class Words:
    """An objective or a step, in the words in which it was set.

    Attributes:
        ref: the same for all versions.
        goal_ref: of a step, the objective it serves.
        text: the words.
        own: the young person's own words, or the young person does it.
        state: open | reached | done | dropped.
        on: day by which it should be done, or on which it was set.
        is_step: a step; else an objective.
    """

    ref: str
    goal_ref: str | None
    text: str
    own: bool
    state: str
    on: date | None
    is_step: bool = False


@dataclass(frozen=True)
class Giver:
    """An organisation that recorded facts, and who may read what it recorded."""

    name: str
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, repr=False)
class Booklet:
    """Everything about one young person that is handed to them.

    Attributes:
        made_on: day.
        by: name of the organisation that hands it over, None for the officer.
        identity: as that organisation knows it, None under anonymity or by the officer.
        path: situations, interventions, contacts, hand-overs, statuses.
        attributes: neighbourhoods, communes, schools, diplomas with their days, the
            first in time first.
        notes: comments by row of intervention.
        goals: objectives.
        steps: steps.
        told: (day, who was told, how, version, reason).
        held: protections in force: (kind, since).
        givers: organisations that recorded something here, with their readers.
        readings: who has read, by month.
    """

    made_on: date
    by: str | None
    identity: Identity | None
    path: PathView
    attributes: tuple[AttributeView, ...]
    notes: dict[int, str]
    goals: tuple[Words, ...]
    steps: tuple[Words, ...]
    told: tuple[tuple[date, str, str, str, str | None], ...]
    held: tuple[tuple[str, date], ...]
    givers: tuple[Giver, ...]
    readings: tuple[Reading, ...]

    def __repr__(self) -> str:
        return "Booklet()"


def gather(
    context: Context, session: Session, person: Person, identity: Identity | None
) -> Booklet:
    """Gather the booklet of a person within reach.

    Args:
        context: the running operation's context; its scope decides how much.
        session: a session of the record.
        person: a person within reach.
        identity: revealed by the operation, or None.

    Returns:
        The booklet.
    """
    looking = replace(viewer(context, session), for_the_person=context.scope == "all")
    ids = [person.id or 0]
    goals, steps = plan(session, ids, looking)
    seen = _organisations(session, ids, looking)
    return Booklet(
        made_on=context.today(),
        by=_own_name(context, session),
        identity=identity,
        path=view_path(session, person, looking, context.nomenclature),
        attributes=_attributes(session, ids, looking),
        notes=_notes(session, ids, looking),
        goals=goals,
        steps=steps,
        told=_told(session, ids, looking),
        held=_held(session, ids, looking),
        givers=_givers(context, session, person),
        readings=readings(
            context, session, person, only=None if looking.for_the_person else seen
        ),
    )


def plan(
    session: Session, ids: list[int], looking: Viewer
) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Read objectives and steps as a viewer may see them.

    Args:
        session: a session of the record.
        ids: persons, by their row.
        looking: who looks.

    Returns:
        Objectives, steps; in the order of their days.
    """
    goals = [row for _id, row in session.exec(visible_facts(Goal, ids, looking))]
    steps = [row for _id, row in session.exec(visible_facts(GoalStep, ids, looking))]
    goals.sort(key=lambda row: (row.starts_on, row.id))
    steps.sort(key=lambda row: (row.due_on or row.starts_on, row.id))
    return (
        tuple(
            Words(g.ref, None, g.label, g.own_words, g.state, g.starts_on)
            for g in goals
            if g.label
        ),
        tuple(
            Words(
                s.ref, s.goal_ref, s.label, s.by_young_person, s.state, s.due_on, True
            )
            for s in steps
            if s.label
        ),
    )


def _own_name(context: Context, session: Session) -> str | None:
    own = session.get(Organisation, context.principal.organisation_id or 0)
    return None if own is None else own.name


def _notes(session: Session, ids: list[int], looking: Viewer) -> dict[int, str]:
    rows = session.exec(visible_facts(Intervention, ids, looking))
    return {
        row.id or 0: row.note
        for _id, row in rows
        if row.note
        and (looking.for_the_person or row.organisation_id == looking.organisation_id)
    }


def _attributes(
    session: Session, ids: list[int], looking: Viewer
) -> tuple[AttributeView, ...]:
    names = {row.id or 0: row.name for row in session.exec(select(Organisation))}
    rows = session.exec(visible_facts(Attribute, ids, looking))
    views = [
        attribute_view(row, names[row.organisation_id], looking.organisation_id)
        for _id, row in rows
        if row.name in ATTRIBUTES
    ]
    return tuple(sorted(views, key=lambda one: (one.starts_on or date.min, one.id)))


def _organisations(session: Session, ids: list[int], looking: Viewer) -> set[int]:
    """Give the organisations of whom the viewer may read a fact, and their own."""
    seen = {looking.organisation_id or 0}
    for table in SHOWN:
        rows = session.exec(visible_facts(table, ids, looking))
        seen |= {row.organisation_id for _id, row in rows}
    return seen


def _told(
    session: Session, ids: list[int], looking: Viewer
) -> tuple[tuple[date, str, str, str, str | None], ...]:
    rows = session.exec(visible_facts(InformationNotice, ids, looking))
    return tuple(
        sorted(
            (row.starts_on, row.told, row.how, row.text_version, row.reason)
            for _id, row in rows
        )
    )


def _held(
    session: Session, ids: list[int], looking: Viewer
) -> tuple[tuple[str, date], ...]:
    rows = session.exec(visible_facts(Protection, ids, looking))
    return tuple(
        sorted(
            {
                (row.kind, row.starts_on)
                for _id, row in rows
                if row.ends_on is None or row.ends_on > looking.today
            }
        )
    )


def _givers(context: Context, session: Session, person: Person) -> tuple[Giver, ...]:
    """Give who may read what, of one's own files, or of all for the officer."""
    query = (
        select(SourceSubject, Organisation)
        .join(Link, col(Link.subject_id) == col(SourceSubject.id))
        .join(Organisation, col(Organisation.id) == col(SourceSubject.organisation_id))
        .where(Link.person_id == person.id, col(Link.revoked_on).is_(None))
        .order_by(col(Organisation.name), col(SourceSubject.id))
    )
    if context.scope != "all":
        query = query.where(Organisation.id == context.principal.organisation_id)
    files: dict[str, list[SourceSubject]] = {}
    names: dict[str, str] = {}
    for subject, organisation in session.exec(query):
        files.setdefault(organisation.code, []).append(subject)
        names[organisation.code] = organisation.name
    return tuple(
        Giver(
            names[code],
            tuple(
                one
                for one in recipients_of(
                    context, session, subjects, giver=code, birth=person.birth_month
                )
                if one.reads
            ),
        )
        for code, subjects in files.items()
    )
