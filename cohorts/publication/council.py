"""The citizens' council's corner: what it said, what was decided, what was answered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cohorts.publication.content import Content
from cohorts.publication.pieces import Page, paragraph, spoken, words
from config.numbers import NOTHING, day, euros
from config.translation import label
from config.typography import _


def council_page(content: Content) -> Page:
    """Write the corner of the citizens' council.

    Args:
        content: of the edition.

    Returns:
        The page.
    """
    said = content.fields["council"]
    lead = _(
        "Les habitants du conseil citoyen lisent les demandes avant le comité. Voici "
        "leurs avis à côté des décisions, leurs questions et les réponses."
    )
    parts = [paragraph(lead, "lead")]
    if not said:
        parts.append(paragraph(_("Aucune demande n’est encore décidée.")))
    for year in sorted({one["year"] for one in said}, reverse=True):
        parts.append(f"<h2>{year}</h2>")
        parts += [_case(one) for one in said if one["year"] == year]
    return Page("conseil-citoyen.html", _("Conseil citoyen"), "\n".join(parts))


def _case(one: Mapping[str, Any]) -> str:
    opinion = label(one["opinion"]) if one["opinion"] else _("aucun avis rendu")
    lines = [
        (_("Porté par"), one["organisation"]),
        (_("Avis du conseil citoyen"), opinion),
        (_("Décision du comité"), label(one["state"])),
        (_("Montant accordé"), euros(one["granted_cents"])),
    ]
    listed = "".join(f"<dt>{words(k)}</dt><dd>{words(v)}</dd>" for k, v in lines)
    parts = [
        f'<h3 lang="fr">{words(one["title"])}</h3>',
        f'<p lang="fr">{words(one["summary"])}</p>' if one["summary"] else "",
        f"<dl>{listed}</dl>",
        spoken(one["words"]),
        *(_question(each) for each in one["questions"]),
    ]
    inner = "\n".join(part for part in parts if part)
    return f'<article class="case">\n{inner}\n</article>'


def _question(one: Mapping[str, str]) -> str:
    asked = _("Question ou observation du {day}").format(day=_day(one["asked_on"]))
    parts = [f"<p><strong>{words(asked)}</strong></p>", spoken(one["question"])]
    if one["answer"]:
        text = _("Réponse du {day}").format(day=_day(one["answered_on"]))
        parts += [f"<p><strong>{words(text)}</strong></p>", spoken(one["answer"])]
    else:
        parts.append(paragraph(_("Pas encore de réponse."), "note"))
    return "\n".join(parts)


def _day(text: str) -> str:
    return day(date.fromisoformat(text)) if text else NOTHING
