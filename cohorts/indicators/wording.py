"""A released figure in words: what part, in what sense, its value with its limits."""

from typing import Literal, TypeAlias

from cohorts.indicators.figures import WHOLE, Figure
from config.numbers import NOTHING, decimal, interval, percent, whole
from config.typography import _


Unit: TypeAlias = Literal["share", "months", "persons", "gap"]
MONTHS_OF_TIME = ("delai_median_raccrochage", "duree_neet")
GAP = "ecart_fh_qpv"


def unit_of(figure: Figure) -> Unit:
    """Tell in what a figure is counted.

    Args:
        figure: any.

    Returns:
        share, months, persons, or gap: a difference of two shares.
    """
    if figure.indicator in MONTHS_OF_TIME or figure.part == "median":
        return "months"
    if figure.indicator == GAP:
        return "gap"
    return (
        "persons" if figure.indicator == "file_active" and not figure.part else "share"
    )


def reading(figure: Figure) -> str:
    """Write a figure with its limits.

    Args:
        figure: told or not.

    Returns:
        "42 % (35 à 49)", "9,5 mois (8,4 à 10,6)", "60", "masqué", or a dash.
    """
    if figure.value is None:
        return _("masqué") if figure.hidden else NOTHING
    unit = unit_of(figure)
    if unit == "persons":
        return whole(figure.value)
    if unit == "months":
        text = _("{n} mois").format(n=decimal(figure.value))
        if figure.low is None or figure.high is None:
            return text
        return _("{text} ({low} à {high})").format(
            text=text, low=decimal(figure.low), high=decimal(figure.high)
        )
    if unit == "gap":
        return _("{n} points ({low} à {high})").format(
            n=whole(100 * figure.value),
            low=whole(100 * (figure.low or 0)),
            high=whole(100 * (figure.high or 0)),
        )
    if figure.low is None:
        return percent(figure.value)
    return interval(figure.value, figure.low, figure.high)


def part_name(part: str) -> str:
    """Name a part of a whole.

    Args:
        part: as counted.

    Returns:
        A few words; the part itself where none are known.
    """
    return {
        "": "",
        "coverage": _("situation connue"),
        "formation": _("en formation"),
        "emploi": _("en emploi ou service civique"),
        "sans_solution": _("sans solution"),
        "empechement": _("empêché"),
        "sans_solution_ou_empeche": _("sans solution ou empêché"),
        "en_solution": _("en formation, en emploi ou service civique"),
        "durable": _("emploi durable"),
        "transition": _("emploi de transition"),
        "positive": _("sortie positive"),
        "emploi_ou_positive": _("emploi ou sortie positive"),
        "autre": _("autre sortie"),
        "autre_ou_inconnue": _("autre sortie ou inconnue"),
        "unknown": _("inconnu"),
        "nouveaux": _("dont nouveaux"),
        "median": _("délai médian, en mois"),
    }.get(part, part)


def variant_name(variant: str) -> str:
    """Name a sense of an indicator.

    Args:
        variant: as defined.

    Returns:
        A few words; the variant itself where none are known.
    """
    return {
        "strict": _("retour en formation"),
        "wide": _("formation ou emploi"),
        "any_job": _("tout emploi"),
    }.get(variant, variant)


def breakdown_title(breakdown: str) -> str:
    """Name a breakdown at the head of a table.

    Args:
        breakdown: as in a figure.

    Returns:
        One or two words.
    """
    return {
        WHOLE: _("Ensemble"),
        "sex": _("Sexe"),
        "age_band": _("Âge"),
        "qpv": _("Quartier prioritaire"),
        "neighbourhood": _("Quartier"),
        "year": _("Année"),
        "pillar": _("Pilier"),
        "action": _("Action"),
    }.get(breakdown, breakdown)
