"""Operations that hand a young person what is theirs, each audited before any byte.

Nothing is kept: the bytes are made at the click and go to the one who asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlmodel import Session

from config.translation import Language, current_language, label, use_language
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.visibility import require_person
from parcours.printing.at_home import Offer, lay_out_at_home, offer
from parcours.printing.booklet import gather
from parcours.printing.json_form import as_json
from parcours.printing.laying_out import lay_out
from parcours.printing.notice import lay_out_notice
from parcours.printing.pdf import as_pdf
from parcours.rights.settings import Notice, notice_text, read_rights
from pseudonymisation.desk import Desk
from pseudonymisation.pseudonym import Pseudonym


BookletForm = Literal["pdf", "json"]


@dataclass(frozen=True, repr=False)
class Chosen:
    """What the young person chose to show at home: references, and days to come."""

    refs: tuple[str, ...]
    days: tuple[date, ...]

    def __repr__(self) -> str:
        return "Chosen()"


@operation("booklet.make", kind="vault", about="person")
def make_booklet(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    person: str,
    form: BookletForm,
    language: Language | None = None,
) -> bytes:
    """Make the booklet of one young person.

    Args:
        context: who asks; the officer's holds every organisation's facts, without name.
        session: given by the guard.
        desk: the door to the vault; not touched for who may open no identity.
        person: pseudonym.
        form: pdf | json.
        language: fr or en, None = the one in use.

    Returns:
        The file's bytes.

    Raises:
        NotWithinReach: absent or out of scope.
        PrinterMissing: no PDF can be laid out here.
    """
    found = require_person(context, session, person)
    identity = None
    if context.policy.grant(context.principal.role, "people.reveal_identity"):
        identity = desk.reveal(
            Pseudonym.parse(found.pseudonym),
            organisation=context.principal.organisation_code,
        )
    booklet = gather(context, session, found, identity)
    words = context.nomenclature
    with speaking(language):
        if form == "json":
            return as_json(booklet, words=words)
        roles = {
            code: str(label(dict(role.labels)))
            for code, role in context.policy.roles.items()
        }
        rules = read_rights(context.config)
        return as_pdf(lay_out(booklet, words=words, rules=rules, roles=roles))


@operation("booklet.offer", kind="read", about="person")
def offer_at_home(context: Context, session: Session, *, person: str) -> Offer:
    """Read what may stand on the sheet for home, for the young person to choose.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.

    Returns:
        Open objectives and steps that name no organisation, days to come.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    return offer(context, session, require_person(context, session, person))


@operation("booklet.at_home", kind="read", about="person")
def make_at_home(
    context: Context,
    session: Session,
    *,
    person: str,
    chosen: Chosen,
    language: Language | None = None,
) -> bytes:
    """Make the sheet for home, as PDF, of what was chosen among what is offered.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.
        chosen: what the young person chose.
        language: fr or en, None = the one in use.

    Returns:
        The file's bytes.

    Raises:
        NotWithinReach: absent or out of scope.
        PrinterMissing: no PDF can be laid out here.
    """
    found = require_person(context, session, person)
    shown = offer(context, session, found).chosen(chosen.refs, chosen.days)
    with speaking(language):
        return as_pdf(lay_out_at_home(shown, made_on=context.today()))


def print_notice(context: Context, notice: Notice, *, language: Language) -> bytes:
    """Lay out a wording of what is told, to be handed over; it is about nobody.

    Args:
        context: of which territory.
        notice: which wording.
        language: fr | en.

    Returns:
        PDF/UA-1.

    Raises:
        PrinterMissing: no PDF can be laid out here.
    """
    text = notice_text(context.config, notice, language)
    with speaking(language):
        return as_pdf(lay_out_notice(text, notice=notice, made_on=context.today()))


@contextmanager
def speaking(language: Language | None) -> Iterator[None]:
    """Write in a language, and come back to the one in use."""
    former = current_language()
    use_language(language or former)
    try:
        yield
    finally:
        use_language(former)
