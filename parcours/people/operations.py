"""Operations on young people: find, read a path, reveal, create, update a situation."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.path.sql import UNKNOWN
from parcours.people.cards import PersonCard, make_cards
from parcours.people.entries import require_days, require_word, retire, stamp
from parcours.people.finding import find_persons
from parcours.people.path_view import PathView, view_path
from parcours.people.protections import open_organisations
from parcours.people.visibility import (
    in_caseload,
    own_subject,
    require_person,
    viewer,
)
from parcours.record.models import (
    Assignment,
    Person,
    SituationFact,
    SourceSubject,
)
from pseudonymisation.desk import Desk
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Identity


MAX_FOUND = 20


@operation("people.search", kind="vault")
def search_people(
    context: Context, session: Session, *, desk: Desk, text: str
) -> list[PersonCard]:
    """Find young people within reach by name, birth, short form, code or pseudonym.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault.
        text: what was typed: part of a name, with or without accents or a slip; a
            date of birth, alone or beside a name; or, exactly but for case, the first
            signs of a pseudonym or the code by which one's own organisation knows the
            young person.

    Returns:
        At most 20 cards with initials, best match first.

    Raises:
        AccessDenied: the role may not search.
    """
    persons = find_persons(context, session, desk=desk, text=text, most=MAX_FOUND)
    cards = make_cards(session, persons, viewer(context, session), context.nomenclature)
    return with_initials(context, desk, cards)


@operation("people.read_path", kind="read", about="person")
def read_path(
    context: Context, session: Session, *, person: str, as_of: date | None = None
) -> PathView:
    """Read one young person's path, without their name.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.
        as_of: a past day, None = today: what was known by its end.

    Returns:
        What the principal's organisation may see of the path.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    is_former = _reads_only(context, session, found)
    looking = viewer(context, session, as_of)
    if looking.as_of < looking.today:  # as it was, even if it was joined since
        named = select(Person).where(Person.pseudonym == person)
        found = session.exec(named).one()
    view = view_path(session, found, looking, context.nomenclature)
    return replace(view, read_only=is_former)


def _reads_only(context: Context, session: Session, person: Person) -> bool:
    """Tell whether who reads within their caseload holds this person no longer."""
    if context.scope != "own_caseload":
        return False
    held = select(Assignment.id).where(
        Assignment.person_id == person.id, *in_caseload(context)
    )
    return session.exec(held).first() is None


@operation("people.reveal_identity", kind="vault", about="person")
def reveal_identity(
    context: Context, session: Session, *, desk: Desk, person: str
) -> Identity:
    """Show who a young person is; the audit line is written first.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault.
        person: pseudonym.

    Returns:
        The identity as the principal's organisation knows it.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    return desk.reveal(
        Pseudonym.parse(found.pseudonym),
        organisation=context.principal.organisation_code,
    )


@dataclass(frozen=True, repr=False)
class Disagreement:
    """A field on which organisations do not agree about one young person.

    Attributes:
        field: stable name.
        own: what one's own organisation says.
        others: what others say; who they are is not told.
    """

    field: str
    own: tuple[str, ...]
    others: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Disagreement({self.field!r})"


@operation("people.read_disagreements", kind="vault", about="person")
def read_disagreements(
    context: Context, session: Session, *, desk: Desk, person: str
) -> list[Disagreement]:
    """Show on what files contradict each other about a young person; all is kept.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault.
        person: pseudonym.

    Returns:
        One line per field, as a worker needs it to ask the young person.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    own = context.principal.organisation_code
    others = open_organisations(
        session,
        found.id or 0,
        recipient=context.principal.organisation_id,
        today=context.today(),
    ) - {own}
    told = [
        Disagreement(
            one.field,
            tuple(dict.fromkeys(value for value, who in one.said if who == own)),
            tuple(dict.fromkeys(value for value, who in one.said if who in others)),
        )
        for one in desk.contradictions(Pseudonym.parse(found.pseudonym))
    ]
    return [one for one in told if one.others or len(one.own) > 1]


@dataclass(frozen=True)
class NewSituation:
    """A situation to record.

    Attributes:
        situation: code in the nomenclature.
        starts_on: first day.
        ends_on: first day after, None while it lasts.
        precision: day | month | quarter | year.
    """

    situation: str
    starts_on: date
    ends_on: date | None = None
    precision: str = "day"


@operation("people.update_situation", kind="write", about="person")
def update_situation(
    context: Context, session: Session, *, person: str, new: NewSituation
) -> int:
    """Record a situation, or confirm today the one that was recorded before.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        new: the situation.

    Returns:
        The row of the new fact.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: the situation is not in the nomenclature on that day.
        DayImpossible: a start in the future, or an end before it.
    """
    found = require_person(context, session, person)
    return record_situation(context, session, own_subject(context, session, found), new)


def record_situation(
    context: Context, session: Session, subject: SourceSubject, new: NewSituation
) -> int:
    """Write a situation, verified today where it lasts, in place of the same one.

    Args:
        context: the running operation's context.
        session: its session, writing.
        subject: the subject it hangs on.
        new: the situation.

    Returns:
        The row of the new fact.

    Raises:
        UnknownWord: the situation is not in the nomenclature on that day.
        DayImpossible: a start in the future, or an end before it.
    """
    words = context.nomenclature.situations
    require_word(new.situation, words, "situation")
    today = context.today()
    require_days(starts_on=new.starts_on, ends_on=new.ends_on, today=today)
    same = session.exec(
        select(SituationFact).where(
            SituationFact.subject_id == subject.id,
            SituationFact.situation == new.situation,
            SituationFact.starts_on == new.starts_on,
            col(SituationFact.retired_on).is_(None),
        )
    ).first()
    fact = SituationFact(
        situation=new.situation,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        precision=new.precision,
        verified_on=None if new.ends_on or new.situation == UNKNOWN else today,
        supersedes_id=same.id if same else None,
        **stamp(context, subject),
    )
    if same is not None:
        retire(context, same, because="superseded")
    session.add(fact)
    session.flush()
    return fact.id or 0


def with_initials(
    context: Context, desk: Desk, cards: list[PersonCard]
) -> list[PersonCard]:
    """Add initials to cards; only in a vault operation: its closing line names them.

    Args:
        context: the running operation's context.
        desk: the door to the vault.
        cards: cards of persons within reach.

    Returns:
        The cards with two letters each, or none where there is no civil identity.
    """
    context.trace.revealed = tuple(card.person for card in cards)
    names = desk.reveal_many(
        [Pseudonym.parse(card.person) for card in cards],
        organisation=context.principal.organisation_code,
    )
    by_text = {str(pseudonym): identity for pseudonym, identity in names.items()}
    return [
        replace(card, initials=_initials(by_text.get(card.person))) for card in cards
    ]


def _initials(identity: Identity | None) -> str | None:
    if identity is None:
        return None
    parts = (identity.given_names, identity.usage_name or identity.birth_name)
    letters = [part.strip()[0].upper() for part in parts if part and part.strip()]
    return " ".join(f"{letter}." for letter in letters) or None
