"""How the figures are made and protected, in plain words; where the open data lie."""

from html import escape

from cohorts.publication.content import Content
from cohorts.publication.open_data import COUNCIL, DICTIONARY, FIGURES
from cohorts.publication.pieces import Page, paragraph, words
from config.typography import _


def method_page(content: Content) -> Page:
    """Say how figures are made, what is hidden and what they do not say.

    Args:
        content: of the edition.

    Returns:
        The page.
    """
    figures, tables = content.figures, content.fields["tables"]
    protecting = [
        _("On compte des jeunes distincts, jamais des actes."),
        _(
            "Un groupe de moins de {n} jeunes n’est jamais montré ; d’autres groupes "
            "sont masqués avec lui, pour qu’une soustraction ne le donne pas."
        ).format(n=figures.threshold),
        _(
            "Les effectifs sont arrondis au multiple de {base} le plus proche, et les "
            "parts sont faites de ces effectifs arrondis."
        ).format(base=content.fields["rounding_base"]),
        _("Une courbe s’arrête quand moins de {n} jeunes sont encore suivis.").format(
            n=content.fields["minimum_at_risk"]
        ),
        _(
            "D’une édition à l’autre, si trop peu de jeunes ont bougé, le chiffre de "
            "l’édition précédente est repris, avec son jour."
        ),
        _("Aucun chiffre n’est montré par structure : ce ne serait qu’un classement."),
        _("Une personne demande la publication, une autre l’accepte."),
    ]
    reading = [
        _(
            "La fourchette à 95 % dit ce que le hasard et l’arrondi laissent ouvert : "
            "plus elle est large, moins le chiffre est sûr."
        ),
        _(
            "Le pire cas suppose qu’aucun jeune perdu de vue n’a connu l’issue ; le "
            "taux brut ne tient pas compte de ceux dont le suivi s’est arrêté."
        ),
        _(
            "Deux groupes qui diffèrent ne prouvent rien sur une action : les publics "
            "diffèrent aussi."
        ),
    ]
    counted = _(
        "Cette édition : {released} tableaux montrés, {little} montrés en petite "
        "partie, {nothing} masqués tout entiers. Règles de diffusion version {rules}, "
        "règles de parcours version {paths}."
    ).format(**tables, rules=figures.rules_version, paths=figures.path_rules)
    body = "\n".join(
        (
            f"<h2>{words(_('Comment les jeunes sont protégés'))}</h2>",
            _points(protecting),
            f"<h2>{words(_('Comment lire les chiffres'))}</h2>",
            _points(reading),
            paragraph(counted, "note"),
        )
    )
    return Page("methode.html", _("Méthode"), body)


def data_page(content: Content) -> Page:
    """Lead to the open data.

    Args:
        content: of the edition.

    Returns:
        The page.
    """
    files = (
        (FIGURES, _("tous les indicateurs, par toutes les répartitions publiées")),
        (COUNCIL, _("avis, questions et réponses du conseil citoyen")),
        (DICTIONARY, _("ce que veut dire chaque colonne et chaque code")),
    )
    items = "\n".join(
        f'<li><a href="../donnees/{escape(name)}" download>{escape(name)}</a> : '
        f"{words(text)}</li>"
        for name, text in files
    )
    lead = _(
        "Les mêmes chiffres que sur ce site, pour un tableur : CSV, UTF-8, "
        "points-virgules, virgules décimales. Les effectifs sont arrondis au multiple "
        "de {base} ; ce qui est masqué est vide."
    ).format(base=content.fields["rounding_base"])
    whole = (
        f'<p><a href="../edition.json" download>edition.json</a> : '
        f"{words(_('l’édition entière, sur laquelle porte l’empreinte'))}</p>"
    )
    sums = (
        f'<p><a href="../SHA256SUMS" download>SHA256SUMS</a> : '
        f"{words(_('l’empreinte de chaque fichier'))}</p>"
    )
    body = f"{paragraph(lead, 'lead')}\n<ul>\n{items}\n</ul>\n{whole}\n{sums}"
    return Page("donnees.html", _("Données ouvertes"), body)


def _points(items: list[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{words(one)}</li>" for one in items) + "\n</ul>"
