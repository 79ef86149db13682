"""A free text → what to think over before it is kept. Pure; a caution quotes nothing.

It warns of words on health, justice, origin, religion, of names, dates of birth,
telephone numbers and addresses. It cannot understand a text: what it does not find may
still not be written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.translation import _, label
from parcours.people.folded import fold_words
from parcours.people.note_names import has_given_name, has_person_name
from parcours.people.note_rules import NoteRules
from parcours.people.note_shapes import (
    has_address,
    has_birth_date,
    has_mail,
    has_phone,
)
from pseudonymisation.spelt_names import is_named


@dataclass(frozen=True)
class NoteCaution:
    """One thing to think over.

    Attributes:
        code: theme of the configuration, or own_name | given_name |
            person_name | birth_date | address | phone | mail.
        text: one short phrase for people, in the language in use.
        refused: cannot be kept at all.
    """

    code: str
    text: str
    refused: bool = False


def note_cautions(
    text: str | None,
    *,
    rules: NoteRules,
    known_names: Iterable[str] = (),
    today: date | None = None,
) -> tuple[NoteCaution, ...]:
    """Say what a text seems to hold that should not stand there.

    Args:
        text: what was typed.
        rules: the words in force.
        known_names: given names and surnames of the young person it is about.
        today: by which an old full date is told from an appointment's.

    Returns:
        At most one caution of each code, in a fixed order.
    """
    if not text or not text.strip():
        return ()
    folded = fold_words(text)
    found = [
        NoteCaution(theme.code, label(dict(theme.labels)), theme.refused)
        for theme in rules.themes
        if theme.is_in(text, folded=folded)
    ]
    if is_named(text, known_names):
        found.append(NoteCaution("own_name", _("le nom de ce jeune")))
    found += _others_named(text, rules)
    shapes = (
        ("birth_date", _("une date de naissance"), has_birth_date(text, today=today)),
        ("address", _("une adresse postale"), has_address(text)),
        ("phone", _("un numéro de téléphone"), has_phone(text)),
        ("mail", _("une adresse électronique"), has_mail(text)),
    )
    found += [NoteCaution(code, said) for code, said, is_there in shapes if is_there]
    return tuple(found)


def _others_named(text: str, rules: NoteRules) -> list[NoteCaution]:
    names, places = rules.names, rules.place_words
    more = rules.given_names
    found = []
    if has_given_name(text, rules=names, more=more, places=places):
        found.append(NoteCaution("given_name", _("un prénom")))
    if has_person_name(text, rules=names, places=places):
        found.append(NoteCaution("person_name", _("un nom de personne")))
    return found
