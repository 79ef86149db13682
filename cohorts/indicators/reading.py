"""A released figure → the words in which pages and reports write it."""

import math
from collections.abc import Iterable
from typing import Protocol

from cohorts.definition.sql_groups import VINTAGE
from cohorts.indicators.figures import WHOLE, Figure
from cohorts.indicators.of_activity import BAND
from cohorts.indicators.of_stretches import BREAKS, LONG, REACHED
from config.numbers import (
    NOTHING,
    between,
    decimal,
    interval,
    is_nearly_all,
    is_nearly_none,
    near,
    near_hundred,
    of_hundred,
    whole,
)
from config.typography import _


MONTHS_OF_TIME = ("delai_median_raccrochage", "duree_neet")
ATTENDANCES = "participations"
COUNTS = ("file_active", ATTENDANCES)
SPENDING, GAP, INTENSITY = "depense_par_jeune", "ecart_fh_qpv", "intensite"
SHARE, MONTHS, PERSONS, EUROS = "share", "months", "persons", "euros"
TIMES, POINTS = "times", "points"
CENTS = HUNDRED = 100


class ShareTold(Protocol):
    """A share with its limits, as figures and the rates of a page have them."""

    @property
    def value(self) -> float | None:
        """0 to 1, None where not told."""

    @property
    def low(self) -> float | None:
        """Lower limit, None where none."""

    @property
    def high(self) -> float | None:
        """Upper limit, None where none."""

    @property
    def rough(self) -> bool:
        """Whether the limits are told, and no point between them."""


def unit_of(figure: Figure) -> str:
    """Tell in what a figure is counted.

    Args:
        figure: any.

    Returns:
        share, months, persons, euros, times or points.
    """
    if figure.part != LONG and (
        figure.indicator in MONTHS_OF_TIME or figure.part == "median"
    ):
        return MONTHS
    if figure.indicator in COUNTS and not figure.part:
        return PERSONS
    fixed = {SPENDING: EUROS, INTENSITY: TIMES, GAP: POINTS}
    return fixed.get(figure.indicator, SHARE)


def reading(figure: Figure) -> str:
    """Write a figure with its limits.

    Args:
        figure: told or not.

    Returns:
        "42 % (35 à 49)", "9,5 mois (8,4 à 10,6)", "60", "masqué", or a dash.
    """
    if figure.value is None:
        return _("masqué") if figure.hidden else NOTHING
    value, low, high = figure.value, figure.low, figure.high
    unit = unit_of(figure)
    if unit == PERSONS:
        return whole(value)
    if unit == SHARE:
        return share_words(figure)
    if unit == POINTS:
        text = _("{n} points").format(n=whole(HUNDRED * value))
        ends = [None if one is None else HUNDRED * one for one in (low, high)]
        return _limited(text, *ends, digits=0)
    if unit == EUROS:
        return _limited(_("{n} €").format(n=whole(value)), low, high, digits=0)
    if unit == TIMES:
        return _limited(decimal(value), low, high)
    return _limited(_("{n} mois").format(n=decimal(value)), low, high)


def share_words(figure: ShareTold) -> str:
    """Write a share with its limits; of a rough one the limits alone.

    Args:
        figure: a told share.

    Returns:
        "42 % (35 à 49)", "entre 6 et 47 %", "moins de 8 %".
    """
    value, low, high = figure.value, figure.low, figure.high
    if low is None or high is None:
        return near(value)
    return between(low, high) if figure.rough else interval(value, low, high)


def hundred_words(figure: ShareTold) -> str:
    """Write a share as a number of a hundred, for a sentence « sur 100, … ».

    Args:
        figure: a told share.

    Returns:
        "42 (35 à 49)", "entre 6 et 47", "moins de 8".
    """
    value, low, high = figure.value or 0.0, figure.low, figure.high
    if low is None or high is None:
        return near_hundred(value)
    if not figure.rough:
        return of_hundred(value, low, high)
    if is_nearly_none(low):
        return _("moins de {share}").format(share=whole(math.ceil(HUNDRED * high)))
    if is_nearly_all(high):
        return _("plus de {share}").format(share=whole(math.floor(HUNDRED * low)))
    ends = [whole(HUNDRED * one) for one in (low, high)]
    return _("entre {low} et {high}").format(low=ends[0], high=ends[1])


def point_words(figure: ShareTold) -> str:
    """Write a share without its limits, beside another: "42 %", "entre 6 et 47 %".

    Args:
        figure: a told share.

    Returns:
        The words; no point where rounding alone may move it far.
    """
    is_plain = figure.value is not None and not figure.rough
    return near(figure.value) if is_plain else share_words(figure)


def rounding_caveat() -> str:
    """Say what rounding does to shares of few, wherever any are told.

    Returns:
        Two sentences.
    """
    return _(
        "Chaque chiffre est arrondi à part, pour que personne ne soit reconnu : un "
        "petit groupe peut s’écarter de plusieurs points, et les groupes ne pas "
        "retomber sur l’ensemble. « entre … et … » : l’arrondi seul peut déplacer le "
        "chiffre de dix points ou plus, la fourchette seule est dite."
    )


def heads_beside(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Name the columns of what must be read beside rates.

    Args:
        figures: of the table.

    Returns:
        No head where none has anything beside it. The crude rate counts whoever is
        lost as without the outcome, so it is the worst case, unless some were seen
        late: one column then stands for both.
    """
    known = list(figures)
    if not any(one.lost is not None for one in known):
        return ()
    heads = (_("Encore suivis"), _("Suivi arrêté"))
    if _is_crude_worst(known):
        return (*heads, _("Taux brut, aussi le pire cas"))
    return (*heads, _("Taux brut"), _("Pire cas"))


def cells_beside(figure: Figure, figures: Iterable[Figure]) -> tuple[str, ...]:
    """Write what must be read beside a rate.

    Args:
        figure: of the row.
        figures: of the whole table.

    Returns:
        As many cells as `heads_beside` gives heads.
    """
    known = list(figures)
    if not any(one.lost is not None for one in known):
        return ()
    at_risk = NOTHING if figure.at_risk is None else whole(figure.at_risk)
    cells = (at_risk, near(figure.lost), near(figure.naive))
    return cells if _is_crude_worst(known) else (*cells, near(figure.worst))


def _is_crude_worst(figures: Iterable[Figure]) -> bool:
    return all(near(one.naive) == near(one.worst) for one in figures)


def _limited(
    text: str, low: float | None, high: float | None, *, digits: int = 1
) -> str:
    if low is None or high is None:
        return text
    ends = [decimal(one, digits) if digits else whole(one) for one in (low, high)]
    return _("{text} ({low} à {high})").format(text=text, low=ends[0], high=ends[1])


def part_name(part: str) -> str:
    """Name a part of an indicator.

    Args:
        part: as counted.

    Returns:
        A few words; "" for the only one.
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
        "heures": _("heures"),
        "filles": _("filles et femmes"),
        "qpv": _("habitants de QPV"),
        "participation": _("par participation"),
        "dates": _("toutes les dates connues au jour"),
        "sexe": _("sexe renseigné"),
        "residence": _("résidence connue"),
        "situation": _("situation connue"),
        "unique": _("sans doublon probable"),
        LONG: _("plus de 12 mois de suite"),
        REACHED: _("décrocheurs transmis par la plateforme"),
        f"{BREAKS}_0": _("aucune rupture de plus de 90 jours"),
        f"{BREAKS}_1": _("une rupture"),
        f"{BREAKS}_2": _("deux ruptures ou plus"),
    }.get(part, part)


def rests_on(indicator: str) -> str:
    """Name the numbers that an indicator rests on, at the head of a column.

    Args:
        indicator: its id.

    Returns:
        Young people, attendances or both, rounded.
    """
    if indicator == ATTENDANCES:
        return _("Participations (arrondi)")
    if indicator == SPENDING:  # by young person, and by attendance
        return _("Jeunes ou participations (arrondi)")
    return _("Jeunes (arrondi)")


def variant_name(variant: str) -> str:
    """Name a sense of an indicator.

    Args:
        variant: as counted.

    Returns:
        A few words; "" for the only one.
    """
    return {
        "strict": _("retour en formation"),
        "wide": _("formation ou emploi"),
        "any_job": _("tout emploi"),
        "emploi_durable": _("emploi durable"),
    }.get(variant, variant)


def breakdown_title(breakdown: str) -> str:
    """Name a breakdown at the head of a table or in a list to choose from.

    Args:
        breakdown: as in a figure.

    Returns:
        One or two words; the breakdown itself where none are known.
    """
    return {
        WHOLE: _("Ensemble"),
        "sex": _("Sexe"),
        "age_band": _("Âge"),
        "qpv": _("Quartier prioritaire"),
        "neighbourhood": _("Quartier"),
        "year": _("Année"),
        "class": _("Classe"),
        "organisation": _("Structure"),
        "pillar": _("Pilier"),
        "action": _("Action"),
        VINTAGE: _("Liste des quartiers"),
    }.get(breakdown, breakdown)


def euros(cents: int | None) -> str:
    """Write an amount to the euro.

    Args:
        cents: of euro, None = not known.

    Returns:
        "12 500 €", or a dash.
    """
    if cents is None:
        return NOTHING
    return _("{n} €").format(n=whole(cents / CENTS))


def band_name(part: str) -> str:
    """Name a band of the grant form.

    Args:
        part: as counted.

    Returns:
        "16-17 ans", or "âge inconnu".
    """
    band = part.removeprefix(BAND)
    if not band[:1].isdigit():
        return _("Âge inconnu")
    return _("{band} ans").format(band=band)
