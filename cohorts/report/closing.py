"""What every yearly report ends with: texts, data quality, method, limits, versions."""

from collections.abc import Mapping, Sequence

from cohorts.indicators.figures import WHOLE, Figure, IndicatorSet
from cohorts.indicators.reading import (
    cells_beside,
    part_name,
    reading,
    rounding_caveat,
    variant_name,
)
from cohorts.report.blocks import CONTEXT, NEXT, READING, Block
from cohorts.report.document import Paragraph, Points, Section, Table
from cohorts.report.references import REFERENCES
from config.numbers import NOTHING, whole
from config.typography import _


Names = Mapping[str, Mapping[str, str]]
WORKS = ("aalen_johansen_1978", "kaplan_meier_1958", "wilson_1927")


def written(blocks: Mapping[str, Block], name: str) -> list[Section]:
    """Give the section of a text that people wrote.

    Args:
        blocks: the texts.
        name: which.

    Returns:
        One section, or none where nothing is written.
    """
    block = blocks.get(name, Block())
    if not block.text:
        return []
    titles = block_titles()
    paragraphs = [line.strip() for line in block.text.split("\n") if line.strip()]
    return [Section(titles[name], tuple(Paragraph(text) for text in paragraphs))]


def block_titles() -> dict[str, str]:
    """Name the texts that people may write.

    Returns:
        block → its heading.
    """
    return {
        CONTEXT: _("Le contexte de l’année"),
        READING: _("Ce que nous en retenons"),
        NEXT: _("Et ensuite"),
    }


def protection_note(figures: IndicatorSet, rounding: int) -> str:
    """Say how figures were protected.

    Args:
        figures: the set.
        rounding: persons per block.

    Returns:
        One or two sentences.
    """
    if figures.rules_version == "public_data":
        return _("Données publiques : chiffres exacts diffusables.")
    return _(
        "Effectifs arrondis à un multiple de {base} ; aucun groupe de moins de {least} "
        "jeunes. {caveat}"
    ).format(base=rounding, least=figures.threshold, caveat=rounding_caveat())


def row_of(
    one: Figure, names: Names, *, table: Sequence[Figure] = ()
) -> tuple[str, ...]:
    """Lay a figure out as a row.

    Args:
        one: the figure.
        names: breakdown → label as counted → name.
        table: the figures of the whole table, for what must be read beside rates; () =
            nothing stands beside.

    Returns:
        Who, the value with its limits, young people, and what stands beside.
    """
    known = names.get(one.breakdown, {})
    who = _("Ensemble") if one.breakdown == WHOLE else known.get(one.group, one.group)
    words = (who, variant_name(one.variant), part_name(one.part))
    n = NOTHING if one.n is None else whole(one.n)
    who = " · ".join(word for word in words if word)
    return (who, reading(one), n, *cells_beside(one, table))


def quality_section(figures: IndicatorSet, names: Names) -> Section:
    """Say how well the young people are known.

    Args:
        figures: the set.
        names: breakdown → label as counted → name.

    Returns:
        The section; without figures, it says so.
    """
    own = [
        one for one in figures.of("qualite_donnees") if one.breakdown in (WHOLE, "sex")
    ]
    heading = _("La qualité des données")
    if not any(one.is_told for one in own):
        return Section(heading, (Paragraph(_("Trop peu de jeunes pour la dire.")),))
    table = Table(
        caption=_("Ce qui est renseigné, au jour de l’extrait"),
        heads=(_("Groupe"), _("Part (fourchette)"), _("Jeunes (arrondi)")),
        rows=tuple(row_of(one, names) for one in own),
    )
    return Section(heading, (table,))


def method_section(figures: IndicatorSet, *, rounding: int) -> Section:
    """Say how figures were made, and what they cannot say.

    Args:
        figures: the set.
        rounding: persons per block.

    Returns:
        Methods, limits and references.
    """
    limits = (
        _("Rien ici ne dit l’effet d’une action : ce sont des devenirs observés."),
        _("Un suivi interrompu n’est pas un échec ; le pire cas le compte sans issue."),
        _("La dépense par jeune décrit une organisation, jamais le prix d’un succès."),
        _("Les structures ne sont pas classées : leurs publics diffèrent."),
        protection_note(figures, rounding),
    )
    method = _(
        "Les parts à une échéance sont des incidences cumulées qui tiennent compte des "
        "suivis interrompus et des autres issues [1, 2] ; les parts simples ont leur "
        "fourchette de Wilson [3]. Toutes les fourchettes sont à 95 %. Les petits "
        "effectifs sont masqués et les années réunies, ce que chaque tableau dit."
    )
    works = tuple(REFERENCES[name] for name in WORKS)
    return Section(
        _("Méthode et limites"),
        (Paragraph(method), Points(limits), Points(works, is_numbered=True)),
    )


def versions_section(figures: IndicatorSet, *, program: str) -> Section:
    """Say which extract, rules and program made the figures.

    Args:
        figures: the set.
        program: its version.

    Returns:
        A table.
    """
    rows = (
        (_("Extrait"), figures.extract),
        (_("Connu au"), figures.as_of),
        (_("Règles de décrochage"), figures.path_rules),
        (_("Règles de diffusion"), figures.rules_version),
        (_("Programme"), f"parcours {program}"),
    )
    heads = (_("Quoi"), _("Version"))
    table = Table(caption=_("D’où viennent ces chiffres"), heads=heads, rows=rows)
    return Section(_("Provenance"), (table,))
