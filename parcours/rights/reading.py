"""Everything about one young person's rights that a page shows, read in one go."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.days import age_in_years
from parcours.people.protections import AGREE, REFUSE, in_force
from parcours.people.visibility import TABLE_KINDS, own_subjects, require_person
from parcours.record.models import (
    InformationNotice,
    Organisation,
    Person,
    Protection,
    RightsRequest,
    SharingChoice,
    SourceSubject,
)
from parcours.rights.recording import NOT_TOLD
from parcours.rights.requests import RequestLine, lines_of
from parcours.rights.rules import is_asked_again
from parcours.rights.settings import RightsRules, read_rights


@dataclass(frozen=True)
class Informed:
    """One piece of information given, or the reason why it was not.

    Attributes:
        told: young_person | parents | guardian.
        how: spoken | paper | post | not_told.
        on: day.
        version: of the wording.
        reason: code, where they were not told.
        again: an age was reached since, at which it is told again.
    """

    told: str
    how: str
    on: date
    version: str
    reason: str | None
    again: bool


@dataclass(frozen=True)
class Held:
    """A protection in force: its kind, since when, asked by whom."""

    kind: str
    since: date
    asked_by: str


@dataclass(frozen=True)
class Recipient:
    """What another organisation may read of what one's own recorded.

    Attributes:
        code: of the organisation.
        name: of the organisation.
        opened: kinds of facts that a convention opens to it today.
        choice: agree | refuse | None.
        since: first day of the choice.
        again: an age was reached since, at which it is asked again.
        reads: it may read something today.
    """

    code: str
    name: str
    opened: tuple[str, ...]
    choice: str | None
    since: date | None
    again: bool
    reads: bool


@dataclass(frozen=True)
class RightsView:
    """The rights of one young person in one organisation.

    Attributes:
        person: pseudonym.
        age: completed years, None if unknown.
        anonymous: the organisation works under anonymity with them.
        informed: latest first.
        to_tell: whom to tell still, or again: young_person | parents.
        held: protections in force.
        recipients: other organisations, those who may read first.
        requests: those to answer first.
    """

    person: str
    age: int | None
    anonymous: bool
    informed: tuple[Informed, ...]
    to_tell: tuple[str, ...]
    held: tuple[Held, ...]
    recipients: tuple[Recipient, ...]
    requests: tuple[RequestLine, ...]


OUTSIDE = ("authority", "study")  # kinds outside shared secrecy: CASF L121-6-2
MAJORITY = 18  # years; code civil art. 414


@operation("rights.read", kind="read", about="person")
def read_rights_of(context: Context, session: Session, *, person: str) -> RightsView:
    """Read what a young person was told, set, chose and asked, in one's organisation.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.

    Returns:
        The view; nothing in it says whether other organisations know them.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    return view_rights(context, session, found)


def view_rights(context: Context, session: Session, person: Person) -> RightsView:
    """Make the view of a person within reach.

    Args:
        context: the running operation's context.
        session: a session of the record.
        person: a person within reach.

    Returns:
        The view.
    """
    subjects = own_subjects(context, session, person)
    ids = [subject.id for subject in subjects]
    rules, today = read_rights(context.config), context.today()
    age = age_in_years(person.birth_month, today)
    informed = _informed(session, ids, person, rules, age)
    held = _held(session, ids, today)
    theirs = select(RightsRequest).where(col(RightsRequest.subject_id).in_(ids))
    return RightsView(
        person=person.pseudonym,
        age=age,
        anonymous=all(subject.anonymous for subject in subjects),
        informed=informed,
        to_tell=to_tell(informed, age),
        held=held,
        recipients=recipients_of(
            context,
            session,
            subjects,
            giver=context.principal.organisation_code or "",
            birth=person.birth_month,
        ),
        requests=tuple(lines_of(session, theirs)),
    )


def to_tell(informed: tuple[Informed, ...], age: int | None) -> tuple[str, ...]:
    """Tell who has still to be told, or to be told again.

    Args:
        informed: what was told.
        age: completed years, None if unknown.

    Returns:
        young_person and parents, or one, or none; parents of somebody of age are not.
    """
    wanted = []
    own = [one for one in informed if one.told == "young_person"]
    if not own or all(one.again for one in own):
        wanted.append("young_person")
    is_minor = age is None or age < MAJORITY
    parents = [
        one
        for one in informed
        if one.told != "young_person"
        and (one.how != NOT_TOLD or one.reason != "not_reached")
    ]
    if is_minor and not parents:
        wanted.append("parents")
    return tuple(wanted)


def _informed(
    session: Session,
    ids: list[int | None],
    person: Person,
    rules: RightsRules,
    age: int | None,
) -> tuple[Informed, ...]:
    rows = session.exec(
        select(InformationNotice)
        .where(
            col(InformationNotice.subject_id).in_(ids),
            col(InformationNotice.retired_on).is_(None),
        )
        .order_by(
            col(InformationNotice.starts_on).desc(), col(InformationNotice.id).desc()
        )
    )
    return tuple(
        Informed(
            told=row.told,
            how=row.how,
            on=row.starts_on,
            version=row.text_version,
            reason=row.reason,
            again=is_asked_again(
                age_in_years(person.birth_month, row.starts_on), age, at=rules.again_at
            ),
        )
        for row in rows
    )


def _held(session: Session, ids: list[int | None], today: date) -> tuple[Held, ...]:
    rows = session.exec(
        select(Protection)
        .where(col(Protection.subject_id).in_(ids), in_force(today))
        .order_by(col(Protection.starts_on), col(Protection.id))
    )
    first: dict[str, Held] = {}
    for row in rows:
        first.setdefault(row.kind, Held(row.kind, row.starts_on, row.asked_by))
    return tuple(first.values())


def recipients_of(
    context: Context,
    session: Session,
    subjects: list[SourceSubject],
    *,
    giver: str,
    birth: date | None,
) -> tuple[Recipient, ...]:
    """Tell what every other organisation may read of what one recorded.

    Args:
        context: the running operation's context.
        session: a session of the record.
        subjects: the files that the giver has of one person.
        giver: code of the organisation that recorded.
        birth: first day of the person's month of birth, None if unknown.

    Returns:
        Those who may read first, then those about whom something was chosen.
    """
    rules, today = read_rights(context.config), context.today()
    age = age_in_years(birth, today)
    ids = [subject.id for subject in subjects]
    is_protected = bool(_held(session, ids, today))
    chosen = {
        row.recipient_id: row
        for row in session.exec(
            select(SharingChoice)
            .where(
                col(SharingChoice.subject_id).in_(ids),
                col(SharingChoice.ends_on).is_(None),
            )
            .order_by(col(SharingChoice.id))
        )
    }
    is_shared = any(not subject.anonymous for subject in subjects)
    found = []
    others = select(Organisation).where(
        Organisation.code != giver, col(Organisation.kind).not_in(OUTSIDE)
    )
    for other in session.exec(others.order_by(col(Organisation.name))):
        row = chosen.get(other.id or 0)
        opened = opened_kinds(context, giver, other.code) if is_shared else ()
        choice = None if row is None else row.choice
        reads = choice == AGREE or (choice != REFUSE and bool(opened))
        found.append(
            Recipient(
                code=other.code,
                name=other.name,
                opened=opened,
                choice=choice,
                since=None if row is None else row.starts_on,
                again=row is not None
                and is_asked_again(row.age, age, at=rules.again_at),
                reads=reads and not is_protected,
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.reads, one.choice is None)))


def opened_kinds(context: Context, giver: str, recipient: str) -> tuple[str, ...]:
    """Tell which kinds of one organisation's facts a convention opens to another today.

    Args:
        context: the running operation's context.
        giver: code of the organisation that recorded.
        recipient: code of the organisation that would read.

    Returns:
        Kinds of facts, as in conventions; empty where none does.
    """
    entries = [
        entry
        for entry in context.conventions.entries
        if not entry.needs_agreement
        and giver in entry.organisations
        and entry.covers(direction="sharing", on=context.today(), recipient=recipient)
    ]
    kinds = sorted(set(TABLE_KINDS.values()))
    return tuple(k for k in kinds if any(entry.lets_through(k) for entry in entries))
