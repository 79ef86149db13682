"""One person's visible rows → everything that their page shows, without a name."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.nomenclature import Nomenclature
from parcours.people.days import age_in_years, from_day
from parcours.people.elsewhere import heard_of
from parcours.people.held import attribute_view, held_on
from parcours.people.paths import last_verified, spells_of
from parcours.people.visibility import Viewer, visible_facts
from parcours.record.models import (
    Attribute,
    Contact,
    FollowUp,
    Intervention,
    Organisation,
    Person,
    Referral,
    SituationFact,
)


SHOWN = (SituationFact, Intervention, Contact, Referral, FollowUp, Attribute)


@dataclass(frozen=True)
class SpellView:
    """A stretch `[starts_on, ends_on)` of one situation.

    Attributes:
        seen_on: last day on which something known establishes it; after it, it is only
            presumed to go on. None where that is not told.
    """

    situation: str
    starts_on: date
    ends_on: date
    seen_on: date | None = None


@dataclass(frozen=True)
class InterventionView:
    """One intervention as shown on a timeline.

    Attributes:
        id: row, for corrections.
        mine: recorded by the viewer's organisation: may be corrected.
    """

    id: int
    kind: str
    starts_on: date
    ends_on: date | None
    organisation: str
    organisation_kind: str
    hours: float | None
    state: str
    result: str | None
    next_step: str | None
    note: str | None
    mine: bool


@dataclass(frozen=True)
class ContactView:
    """One contact attempt."""

    on: date
    result: str
    organisation: str


@dataclass(frozen=True)
class ReferralView:
    """One hand-over, from the organisation that proposed it to the one asked."""

    on: date
    sender: str
    recipient: str
    state: str


@dataclass(frozen=True)
class PathView:
    """A young person's path as the viewer may see it.

    Attributes:
        person: pseudonym.
        as_of: knowledge up to the end of this day.
        last_verified_on: when the situation was last established.
        residence_qpv: code of the neighbourhood, "outside", or None if unknown.
        elsewhere: names of the other organisations that told something of it; never of
            one that works under anonymity.
        read_only: a former referent reads it, for some days more.
    """

    person: str
    as_of: date
    age: int | None
    sex: str | None
    spells: tuple[SpellView, ...]
    interventions: tuple[InterventionView, ...]
    contacts: tuple[ContactView, ...]
    referrals: tuple[ReferralView, ...]
    follow_up: tuple[tuple[date, str], ...]
    last_verified_on: date | None
    residence_qpv: str | None
    residence_since: date | None
    elsewhere: tuple[str, ...] = ()
    read_only: bool = False


def view_path(
    session: Session, person: Person, looking: Viewer, nomenclature: Nomenclature
) -> PathView:
    """Gather what a viewer may see of one path.

    Args:
        session: a session of the record.
        person: a person within reach.
        looking: who looks, and as of when.
        nomenclature: the territory's words.

    Returns:
        The path, in time order.
    """
    ids = [person.id or 0]
    spells = spells_of(session, ids, looking, nomenclature).get(ids[0], [])
    facts = {
        table: [fact for _pid, fact in session.exec(visible_facts(table, ids, looking))]
        for table in (
            SituationFact,
            Intervention,
            Contact,
            Referral,
            FollowUp,
            Attribute,
        )
    }
    heard = heard_of(session, ids, looking, nomenclature)
    others = heard.elsewhere.get(ids[0], frozenset())
    known = {row.id or 0: row for row in session.exec(select(Organisation))}
    told = [
        attribute_view(fact, known[fact.organisation_id].name, looking.organisation_id)
        for fact in facts[Attribute]
    ]
    home = held_on(told, looking.as_of, name="residence_qpv")
    return PathView(
        person=person.pseudonym,
        as_of=looking.as_of,
        elsewhere=tuple(sorted(known[one].name for one in others)),
        age=age_in_years(person.birth_month, looking.as_of),
        sex=person.sex,
        spells=tuple(
            SpellView(
                s.situation,
                from_day(s.starts),
                from_day(s.ends),
                from_day(s.evidence),
            )
            for s in spells
        ),
        interventions=_interventions(facts[Intervention], known, looking),
        contacts=tuple(
            ContactView(fact.starts_on, fact.result, known[fact.organisation_id].name)
            for fact in sorted(facts[Contact], key=lambda fact: fact.starts_on)
        ),
        referrals=tuple(
            ReferralView(
                fact.starts_on,
                known[fact.organisation_id].name,
                known[fact.recipient_id].name,
                fact.state,
            )
            for fact in sorted(facts[Referral], key=lambda fact: fact.starts_on)
        ),
        follow_up=tuple(
            sorted((fact.starts_on, fact.status) for fact in facts[FollowUp])
        ),
        last_verified_on=last_verified(facts[SituationFact]),
        residence_qpv=home.value if home else None,
        residence_since=home.starts_on if home else None,
    )


def _interventions(
    facts: list[Intervention], known: dict[int, Organisation], looking: Viewer
) -> tuple[InterventionView, ...]:
    return tuple(
        InterventionView(
            id=fact.id or 0,
            kind=fact.kind,
            starts_on=fact.starts_on,
            ends_on=fact.ends_on,
            organisation=known[fact.organisation_id].name,
            organisation_kind=known[fact.organisation_id].kind,
            hours=fact.hours,
            state=fact.state,
            result=fact.result,
            next_step=fact.next_step,
            note=fact.note if fact.organisation_id == looking.organisation_id else None,
            mine=fact.organisation_id == looking.organisation_id,
        )
        for fact in sorted(facts, key=lambda fact: (fact.starts_on, fact.id))
    )


def organisation_codes(session: Session) -> dict[str, int]:
    """Map organisation codes to rows.

    Args:
        session: a session of the record.

    Returns:
        code → row id.
    """
    rows = session.exec(select(Organisation).order_by(col(Organisation.code)))
    return {row.code: row.id or 0 for row in rows}
