"""The accessibility statement, as Markdown: one text for its page and for the docs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app_pages.components import formats
from app_pages.components.words import _, named
from config.reading import Entry, read_yaml


FILE = Path(__file__).parent / "assets" / "accessibility.yaml"


@dataclass(frozen=True)
class Section:
    """One part of the statement.

    Attributes:
        title: its heading.
        text: paragraphs and lists, as Markdown.
    """

    title: str
    text: str


@dataclass(frozen=True)
class Point:
    """One thing that was found.

    Attributes:
        wcag: success criterion, and the RGAA's.
        rule: of axe-core, where one sees it.
        selector: what the rule may be broken on; None: nothing.
        what: what is wrong, by language.
        answer: what we do about it, or what stands in its place, by language.
    """

    wcag: str
    rule: str | None
    selector: str | None
    what: dict[str, str]
    answer: dict[str, str]


@dataclass(frozen=True)
class Findings:
    """What was found, as the file says.

    Attributes:
        checked_on: day on which a person last read the statement again.
        tested_with: tools and their versions.
        exceptions: broken rules that stay.
        remedies: faults of Streamlit that we mend.
        limits: what no rule sees and stays.
    """

    checked_on: date
    tested_with: str
    exceptions: tuple[Point, ...]
    remedies: tuple[Point, ...]
    limits: tuple[Point, ...]


def read_findings(file: Path = FILE) -> Findings:
    """Read what was found, mended and left.

    Args:
        file: the YAML file.

    Returns:
        The findings.

    Raises:
        ConfigurationRefused: the file is not as expected.
    """
    top = read_yaml(file)
    top.integer("version")
    checked_on = top.date_or_none("checked_on")
    if checked_on is None:
        raise top.refuse(_("Il manque un jour."), "checked_on")
    found = Findings(
        checked_on,
        top.text("tested_with"),
        *(_points(top, key) for key in ("exceptions", "remedies", "limits")),
    )
    top.finish()
    return found


def _points(top: Entry, key: str) -> tuple[Point, ...]:
    points = []
    for one in top.entries(key):
        rule = one.text_or_none("rule") if one.has("rule") else None
        selector = one.text_or_none("selector") if one.has("selector") else None
        what, answer = one.labels("what"), one.labels("answer")
        points.append(Point(one.text("wcag"), rule, selector, what, answer))
        one.finish()
    return tuple(points)


def statement() -> list[Section]:
    """Write the statement in the language in use.

    Returns:
        Its sections in order.
    """
    found = read_findings()
    return [
        Section(_("État de conformité"), _state()),
        Section(_("Ce qui a été vérifié"), _checked(found)),
        Section(_("Ce qui n’est pas accessible"), _left(found)),
        Section(_("Ce que nous corrigeons de Streamlit"), _mended(found)),
        Section(_("Signaler une difficulté"), _report()),
        Section(_("Voies de recours"), _appeal()),
    ]


def _state() -> str:
    return "\n\n".join(
        [
            _(
                "« parcours » est **partiellement conforme** au référentiel général "
                "d’amélioration de l’accessibilité (RGAA 4.1), en raison des points "
                "énumérés plus bas."
            ),
            _(
                "Aucun audit complet du RGAA n’a été mené : aucun taux de conformité "
                "n’est donc donné."
            ),
        ]
    )


def _checked(found: Findings) -> str:
    day = formats.day(found.checked_on)
    return "\n\n".join(
        [
            _(
                "À chaque modification, chaque page est ouverte dans un navigateur, "
                "avec le compte d’un rôle qui y a droit : volets dépliés, onglets, "
                "choix et menus ouverts, en thème clair et sombre, à 1280 et à 390 "
                "pixels de large. Les règles WCAG 2.2, niveaux A et AA, et les bonnes "
                "pratiques y sont appliquées : aucune infraction n’est admise hors de "
                "la liste ci-dessous."
            ),
            _(
                "Un outil ne voit qu’une partie des critères. Des parcours au clavier "
                "seul sont rejoués de même ; aucune personne utilisant un lecteur "
                "d’écran n’a encore essayé « parcours »."
            ),
            _("Dernière relecture : {day}. Outils : {tools}.").format(
                day=day, tools=found.tested_with
            ),
        ]
    )


def _left(found: Findings) -> str:
    text = _("{what} À la place : {answer} (WCAG {wcag})")
    return _listed(text, [*found.exceptions, *found.limits])


def _mended(found: Findings) -> str:
    return _listed(_("{what} {answer} (WCAG {wcag})"), found.remedies)


def _report() -> str:
    return _(
        "Dites à la personne qui administre « parcours » sur votre territoire quelle "
        "page vous arrête et avec quel matériel. Elle vous doit une réponse, et ce "
        "dont vous avez besoin sous une autre forme."
    )


def _appeal() -> str:
    return _(
        "Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits : en "
        "ligne, par son délégué dans votre département, ou par courrier gratuit, sans "
        "timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07."
    )


def _listed(text: str, points: Iterable[Point]) -> str:
    return "\n".join(
        "- "
        + text.format(what=named(one.what), answer=named(one.answer), wcag=one.wcag)
        for one in points
    )
