"""A content → its open data: tables that a spreadsheet opens, and their dictionary.

Counts are rounded as the disclosure rules say; what is hidden is blank, and says so.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from cohorts.disclosure.complementary import MASKED
from cohorts.disclosure.head_counts import MOST_MOVED
from cohorts.indicators.figures import Figure
from cohorts.indicators.reading import unit_of
from cohorts.publication.content import Content
from cohorts.report.speaking import speaking
from config.translation import LANGUAGES, _


FIGURES, COUNCIL, DICTIONARY = (
    "indicateurs.csv",
    "conseil-citoyen.csv",
    "dictionnaire.csv",
)
COLUMNS = (
    "indicator",
    "breakdown",
    "group",
    "group_fr",
    "group_en",
    "period",
    "part",
    "variant",
    "months",
    "unit",
    "n",
    "value",
    "low",
    "high",
    "at_risk",
    "lost",
    "naive",
    "worst",
    "best",
    "status",
    "told_on",
)
OF_COUNCIL = (
    "code",
    "year",
    "title",
    "organisation",
    "decision_fr",
    "decision_en",
    "granted_euros",
    "opinion_fr",
    "opinion_en",
    "opinion_words",
    "question",
    "asked_on",
    "answer",
    "answered_on",
)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
CENTS = 100


def open_data(content: Content) -> dict[str, bytes]:
    """Write the open data of an edition.

    Args:
        content: of the edition.

    Returns:
        File name → CSV: UTF-8 with BOM, `;` between cells, decimal commas.
    """
    return {
        FIGURES: _csv(COLUMNS, map(_Line(content), content.figures.figures)),
        COUNCIL: _csv(OF_COUNCIL, _council(content.fields["council"])),
        DICTIONARY: _dictionary(content),
    }


class _Line:
    """A figure as a line."""

    def __init__(self, content: Content) -> None:
        self._names = content.fields["names"]

    def __call__(self, one: Figure) -> Sequence[object]:
        names = self._names.get(one.breakdown, {}).get(one.group, {})
        status = {"": "told" if one.is_told else "none", MASKED: "masked"}
        return (
            one.indicator,
            one.breakdown or "all",
            one.group,
            names.get("fr", one.group),
            names.get("en", one.group),
            one.period,
            one.part,
            one.variant,
            one.months,
            unit_of(one),
            one.n,
            one.value,
            one.low,
            one.high,
            one.at_risk,
            one.lost,
            one.naive,
            one.worst,
            one.best,
            status.get(one.hidden, "too_few_followed"),
            one.told_on,
        )


def _council(said: Iterable[Mapping[str, object]]) -> Iterable[Sequence[object]]:
    for one in said:
        state, opinion, questions = one["state"], one["opinion"], one["questions"]
        granted = one["granted_cents"]
        first = (
            one["code"],
            one["year"],
            one["title"],
            one["organisation"],
            *(_in(state, language) for language in LANGUAGES),
            granted / CENTS if isinstance(granted, int) else None,
            *(_in(opinion, language) for language in LANGUAGES),
            one["words"],
        )
        names = ("question", "asked_on", "answer", "answered_on")
        asked = questions if isinstance(questions, list) else []
        for each in asked or [dict.fromkeys(names, "")]:
            yield (*first, *(each[name] for name in names))


def _in(labels: object, language: str) -> str:
    return str(labels.get(language, "")) if isinstance(labels, dict) else ""


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(
        buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    """Write a cell: blank for nothing, a decimal comma, never a formula."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        whole = value.is_integer()
        return str(int(value)) if whole else repr(round(value, 6)).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _dictionary(content: Content) -> bytes:
    """Say what every column, every indicator and every code is, in both languages."""
    rows: list[Sequence[object]] = []
    told: dict[str, list[tuple[str, str, str]]] = {}
    for language in LANGUAGES:
        with speaking(language):
            told[language] = [
                *((FIGURES, name, text) for name, text in _columns(content).items()),
                *((COUNCIL, name, text) for name, text in _council_columns().items()),
            ]
    for (file, name, fr), (_file, _name, en) in zip(
        told["fr"], told["en"], strict=True
    ):
        rows.append((file, "column", name, fr, en))
    for one in content.fields["indicators"]:
        text = [f"{one['label'][k]}. {one['definition'][k]}" for k in LANGUAGES]
        rows.append((FIGURES, "indicator", one["id"], *text))
    return _csv(("file", "kind", "code", "fr", "en"), rows)


def _columns(content: Content) -> dict[str, str]:
    rounding = _(
        "Jeunes sur lesquels repose le chiffre, arrondis au multiple de {base} le plus "
        "proche ; vide si masqué."
    ).format(base=content.fields["rounding_base"])
    return {
        "indicator": _("Code de l’indicateur."),
        "breakdown": _("Répartition : all, sex, age_band, qpv, neighbourhood, year…"),
        "group": _("Code du groupe."),
        "group_fr": _("Nom du groupe en français."),
        "group_en": _("Nom du groupe en anglais."),
        "period": _("Année, années réunies, ou all pour toutes."),
        "part": _("Partie d’un tout ; vide s’il n’y en a qu’une."),
        "variant": _("Sens de l’indicateur ; vide s’il n’y en a qu’un."),
        "months": _("Échéance en mois ; vide sans échéance."),
        "unit": _(
            "share : part de 0 à 1 ; points : écart de deux parts, de -1 à 1 ; "
            "months : mois ; persons : jeunes ou participations, arrondis ; euros : "
            "euros ; times : nombre médian par jeune (interventions, heures)."
        ),
        "n": rounding,
        "value": _(
            "Valeur, faite des effectifs arrondis ; vide si masquée. Part de peu de "
            "jeunes (n d’au plus {most}) : l’arrondi seul peut la déplacer de dix "
            "points ou plus, lire low et high."
        ).format(most=round(content.fields["rounding_base"] / MOST_MOVED)),
        "low": _("Bas de la fourchette à 95 %, arrondis compris."),
        "high": _("Haut de la fourchette à 95 %, arrondis compris."),
        "at_risk": _("Jeunes encore suivis à l’échéance, arrondis."),
        "lost": _("Part dont le suivi s’est arrêté avant l’échéance."),
        "naive": _("Taux brut : part avec l’issue parmi tous."),
        "worst": _("Taux si aucun perdu de vue n’a connu l’issue."),
        "best": _("Taux si tous les perdus de vue l’ont connue."),
        "status": _(
            "told : chiffre donné ; masked : masqué ; too_few_followed : trop peu de "
            "jeunes encore suivis ; none : sans objet."
        ),
        "told_on": _(
            "Jour de l’édition dont le chiffre est repris, quand trop peu de jeunes "
            "ont bougé depuis ; vide sinon."
        ),
    }


def _council_columns() -> dict[str, str]:
    return {
        "code": _("Code de la demande."),
        "year": _("Année de l’appel à projets."),
        "title": _("Titre de l’action."),
        "organisation": _("Structure qui la porte."),
        "decision_fr": _("Décision, en français."),
        "decision_en": _("Décision, en anglais."),
        "granted_euros": _("Montant accordé, en euros."),
        "opinion_fr": _("Avis du conseil citoyen, en français."),
        "opinion_en": _("Avis du conseil citoyen, en anglais."),
        "opinion_words": _("Ce que le conseil en a dit."),
        "question": _("Question ou observation du conseil."),
        "asked_on": _("Jour de la question."),
        "answer": _("Réponse ; vide si elle n’est pas encore venue."),
        "answered_on": _("Jour de la réponse."),
    }
