"""Free text that may be kept: short, factual, without a number that names someone.

A text too long, or with a number shaped like a national number, is refused. What seems
to speak of health, justice, origin, religion, or to name somebody, is warned of before
it is kept; only a person can tell whether it does.
"""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.failures import NoteNumber, NoteRefused, NoteTooLong
from parcours.people.note_cautions import NoteCaution, note_cautions
from parcours.people.note_rules import read_note_rules
from parcours.people.visibility import require_person
from pseudonymisation.desk import Desk
from pseudonymisation.identities.refusals import contains_nir
from pseudonymisation.pseudonym import Pseudonym


MAX_NOTE = 200  # signs; longer notes drift from facts to judgement


def checked_note(note: str | None, *, field: str = "note") -> str | None:
    """Check a free text before it is kept.

    Args:
        note: what was typed.
        field: where it was typed, named by the refusal.

    Returns:
        The text without surrounding blanks, None where empty.

    Raises:
        NoteTooLong: more than `MAX_NOTE` signs.
        NoteNumber: with a number shaped like a national number.
    """
    text = (note or "").strip()
    if contains_nir(text):
        raise NoteNumber(field)
    if len(text) > MAX_NOTE:
        raise NoteTooLong(field, most=MAX_NOTE)
    return text or None


@operation("people.check_words", kind="vault", about="person")
def check_words(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    person: str,
    texts: Mapping[str, str],
) -> Sequence[NoteCaution]:
    """Say what texts about a young person seem to hold, before they are saved.

    Nothing is kept and nothing is quoted. The young person's own name is looked for, as
    the worker's organisation knows it.

    Args:
        context: who is about to write.
        session: given by the guard.
        desk: the door to the vault.
        person: pseudonym.
        texts: field → what was typed.

    Returns:
        What to think over, each once; empty where nothing was found.

    Raises:
        NotWithinReach: absent or out of scope.
        NoteRefused: a text that cannot be kept at all.
    """
    found = require_person(context, session, person)
    names = _names(desk, found.pseudonym, context.principal.organisation_code)
    rules = read_note_rules(context.config)
    today = context.today()
    cautions: dict[str, NoteCaution] = {}
    for field, text in texts.items():
        checked_note(text, field=field)
        for one in note_cautions(text, rules=rules, known_names=names, today=today):
            if one.refused:
                raise NoteRefused(field)
            cautions.setdefault(one.code, one)
    return tuple(cautions.values())


def _names(desk: Desk, person: str, organisation: str | None) -> list[str]:
    identity = desk.reveal(Pseudonym.parse(person), organisation=organisation)
    names = (identity.given_names, identity.usage_name, identity.birth_name)
    return [name for name in names if name]
