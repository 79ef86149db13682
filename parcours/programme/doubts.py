"""Texts that may leave → what they seem to hold of a person; quoted nowhere.

What stands in the programme is printed: on the public site, in its data, in reports. A
name, a telephone number or an address in it is asked about before it is kept, and once
more before it is published. Words on health or justice are not: a contract has actions
of prevention. Names of structures and places are no person's.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from config.enumeration import all_of
from config.translation import _
from parcours.access.context import Context
from parcours.access.organisations import read_organisations
from parcours.people.note_cautions import note_cautions
from parcours.people.note_rules import read_note_rules
from parcours.programme.failures import ProgrammeRefused


ASKED = "words confirmed"  # in the audit, before the names of the fields
_NAMED = " · "  # what stands where a structure was named
_BUILT = re.compile(  # a structure or a place called after somebody
    r"\b(?i:associations?|fondation|amicale|compagnie|collectif|club|cercle|ligue|comit[ée]"
    r"|institut|m[ée]diath[èe]que|biblioth[èe]que|th[ée][âa]tre|cin[ée]ma|salle|halle"
    r"|piscine|complexe|dojo|cr[èe]che|maternelle|[ée]l[ée]mentaire|cabinet|entreprise"
    r"|garage|boulangerie|atelier|r[ée]seau|prix|tour|b[âa]timent|lyc[ée]e|coll[èe]ge"
    r"|[ée]cole|stade|gymnase|maison|espace|centre|foyer|r[ée]sidence|parc|jardin)"
    r"(?:\s(?:sociale?|culturel(?:le)?|sportif|sportive|polyvalente?|de\squartier))?"
    r"(?:\s(?:du|des|de\sla|de|la|le|les)|\s[ld][’'])?"
    r"(?:\s?(?!(?:Mme|Mlle|Mr|Dr|Madame|Monsieur|Mademoiselle)\b)[A-ZÀ-Ý][\w’'-]+){1,3}"
)
_FEWEST = 2  # words of a name that is looked for: one alone may be somebody's


@dataclass(frozen=True)
class Doubt:
    """A text that seems to hold something of a person.

    Attributes:
        field: where it stands.
        found: codes of what it seems to hold.
        words: the same for people, in the language in use.
    """

    field: str
    found: tuple[str, ...]
    words: str


class WordsUnconfirmed(ProgrammeRefused):
    """Texts that seem to hold something of a person: kept only if confirmed.

    Args:
        doubts: of each text, at least one.
        confirmed: fields of which it was said already.
    """

    code = "PROGRAMME-025"

    def __init__(
        self, doubts: Iterable[Doubt], *, confirmed: Collection[str] = ()
    ) -> None:
        self.doubts, self.confirmed = tuple(doubts), tuple(confirmed)
        names = field_names()
        told = [
            _("« {field} » semble contenir {what}").format(
                field=names.get(one.field, one.field), what=one.words
            )
            for one in self.doubts
        ]
        super().__init__(
            " ; ".join(told) + ".",
            _(
                "Ces textes peuvent être publiés : écrivez-les sans personne, ou "
                "confirmez qu’aucune n’y est reconnaissable."
            ),
            self.doubts[0].field,
        )


def field_names() -> dict[str, str]:
    """Name the fields of free text, in the language in use."""
    return {
        "name": _("Nom"),
        "title": _("Titre"),
        "summary": _("Résumé"),
        "audience": _("Pour qui"),
        "success": _("À quoi on verra que c’est réussi"),
        "partners": _("Partenaires"),
        "budget": _("Budget"),
        "words": _("Pourquoi"),
        "guidance": _("Orientations"),
        "question": _("Question"),
        "answer": _("Réponse"),
        "reason": _("Motif"),
        "label": _("Ce qui est visé ou mesuré"),
        "unit": _("Unité"),
        "source": _("Source"),
        "method": _("Méthode"),
        "done": _("Ce qui a été fait"),
        "difficulties": _("Difficultés"),
        "next_year": _("Suites"),
        "contexte": _("Le contexte de l’année"),
        "lecture": _("Ce que nous en retenons"),
        "suite": _("Et ensuite"),
    }


def doubts_of(
    config: Path, texts: Mapping[str, str | None], *, known: Collection[str] = ()
) -> tuple[Doubt, ...]:
    """Look for persons in texts that may leave.

    Args:
        config: folder of the territory's configuration.
        texts: where each stands → what it says.
        known: names of further structures and places, which are nobody's.

    Returns:
        What each seems to hold, in order; nothing of one that seems to hold nothing.
    """
    rules = read_note_rules(config)
    names = [*known, *_structures(config)]
    themes = {one.code for one in rules.themes if not one.refused}
    found = []
    for field, text in texts.items():
        seen = [
            one
            for one in note_cautions(_without(text or "", names), rules=rules)
            if one.code not in themes
        ]
        if seen:
            words = all_of([one.text for one in seen])
            found.append(Doubt(field, tuple(one.code for one in seen), words))
    return tuple(found)


def think_over(
    context: Context,
    texts: Mapping[str, str | None],
    *,
    confirmed: Collection[str],
    former: Mapping[str, str | None] | None = None,
) -> None:
    """Ask once about texts that seem to hold something of a person.

    Args:
        context: of the operation that runs.
        texts: field → what was typed.
        confirmed: fields of which somebody said that nobody is recognisable in them.
        former: what they said before: what has not changed is not asked about again.

    Raises:
        WordsUnconfirmed: one is not confirmed.
    """
    held = former or {}
    changed = {
        field: text for field, text in texts.items() if text and text != held.get(field)
    }
    doubts = doubts_of(context.config, changed, known=places_of(context))
    unsaid = [one for one in doubts if one.field not in confirmed]
    if unsaid:
        raise WordsUnconfirmed(unsaid, confirmed=confirmed)
    if doubts:
        note_confirmed(context, [one.field for one in doubts])


def note_confirmed(context: Context, fields: Iterable[str]) -> None:
    """Write into the audit which fields were confirmed; never what they say."""
    context.trace.reason = f"{ASKED}: {', '.join(dict.fromkeys(fields))}"


def places_of(context: Context) -> list[str]:
    """Name the territory's places in its languages."""
    found = context.nomenclature.territories.values()
    return [name for one in found for name in one.labels.values()]


def _structures(folder: Path) -> tuple[str, ...]:
    path = folder / "organisations.yaml"
    if not path.exists():
        return ()
    return tuple(
        name for one in read_organisations(folder) for name in one.labels.values()
    )


def _without(text: str, names: Iterable[str]) -> str:
    pattern = _pattern(tuple(dict.fromkeys(names)))
    return _BUILT.sub(_NAMED, pattern.sub(_NAMED, text))


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    kept = [one for one in names if len(one.split()) >= _FEWEST]
    longest = sorted(kept, key=len, reverse=True)
    parts = "|".join(map(re.escape, longest)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.IGNORECASE)
