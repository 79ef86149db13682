"""Released figures → sentences in plain words: how many, how fast, who, what changed.

Each sentence says its number, its uncertainty and what it rests on, or that it cannot
be told and what to do; none says that an action caused anything.
"""

from collections.abc import Sequence
from datetime import date

from cohorts.indicators.catalogue import Catalogue
from cohorts.indicators.detectable import detectable_difference
from cohorts.indicators.figures import ALL, WHOLE, Figure, IndicatorSet
from cohorts.indicators.money import money_of, money_said
from cohorts.indicators.reading import hundred_words, point_words
from cohorts.indicators.trend import Change, last_change, last_whole_year, pooled
from config.numbers import day, near_hundred, percent, whole
from config.typography import _


MONTHS = 12


def period_name(period: str) -> str:
    """Name a period.

    Args:
        period: "2025", "2023-2025" or "all".

    Returns:
        "2025", "2023 à 2025 réunies", "toutes années réunies".
    """
    if period == ALL:
        return _("toutes années réunies")
    first, dash, last = period.partition("-")
    if not dash:
        return period
    return _("{first} à {last} réunies").format(first=first, last=last)


def told_period(figures: IndicatorSet, period: str) -> str:
    """Name a period of a set; a year that is not over with the day it goes to.

    Args:
        figures: the set.
        period: as `period_name`.

    Returns:
        "2026 jusqu’au 31 oct. 2026", or the period's name.
    """
    if period != figures.as_of[:4]:
        return period_name(period)
    known = day(date.fromisoformat(figures.as_of))
    return _("{year} jusqu’au {day}").format(year=period, day=known)


def how_many(figures: IndicatorSet, *, year: str = "") -> list[str]:
    """Say how many were reached, with the shares of girls and QPV, and the actions.

    Every number is of one year, or says which years it is of: actions of a year never
    stand beside the attendances of another without a word.

    Args:
        figures: the set.
        year: of the report, "" = the latest whole year that tells anything.

    Returns:
        One to six sentences.
    """
    reach = pooled(figures, "file_active", year=year)
    programme = _programme(figures, year or headline_year(figures))
    if reach is None:
        return [
            *programme,
            _("Moins de {n} jeunes sont suivis nommément : aucun chiffre.").format(
                n=figures.threshold
            ),
        ]
    told = [
        _("{n} jeunes environ ont été accompagnés ({period}).").format(
            n=whole(reach.value or 0), period=told_period(figures, reach.period)
        )
    ]
    shares = (
        (
            "part_femmes",
            _("Sur 100, {n} sont des filles ou des jeunes femmes ({period})."),
        ),
        ("part_qpv", _("Sur 100, {n} habitent un quartier prioritaire ({period}).")),
    )
    for indicator, text in shares:
        share = pooled(figures, indicator, year=year)
        if share is not None:
            period = told_period(figures, share.period)
            told.append(text.format(n=hundred_words(share), period=period))
    return [*told, *programme]


def headline_year(figures: IndicatorSet) -> str:
    """Choose the year that a page tells first.

    Args:
        figures: the set.

    Returns:
        The latest whole year, if anybody or any attendance is told of it; else the
        latest year of an action, on the first day of a territory.
    """
    year = last_whole_year(figures)
    for indicator in ("file_active", "participations"):
        if any(one.is_told for one in figures.of(indicator, period=year)):
            return year
    latest = max((one.year for one in figures.actions), default=0)
    return str(latest) if latest else year


def _programme(figures: IndicatorSet, year: str) -> list[str]:
    """Say what a programming list and head-counts tell from the first day."""
    actions = [one for one in figures.actions if str(one.year) == year]
    told = money_said(money_of(actions), year=int(year)) if actions else []
    counted = pooled(figures, "participations", year=year)
    if counted is None:
        return told
    text = _("{n} participations environ ont été comptées sans nom ({period}).")
    period = told_period(figures, counted.period)
    told.append(text.format(n=whole(counted.value or 0), period=period))
    shares = (
        (
            _("Sur 100 participations, {n} de filles ou de femmes ({period})."),
            "filles",
        ),
        (_("Sur 100 participations, {n} d’habitants de QPV ({period})."), "qpv"),
    )
    for text, part in shares:
        share = figures.one(
            "participations", breakdown=WHOLE, period=counted.period, part=part
        )
        if share is not None and share.is_told:
            told.append(text.format(n=hundred_words(share), period=period))
    return told


def how_fast(figures: IndicatorSet) -> list[str]:
    """Say how many find a solution again in a year, and how long half of them need.

    Args:
        figures: the set.

    Returns:
        One to three sentences.
    """
    told = []
    rate = pooled(figures, "taux_raccrochage", variant="wide", months=MONTHS)
    if rate is None:
        told.append(
            _("Trop peu de jeunes décrochés sont suivis pour dire un taux à 12 mois.")
        )
    else:
        told.append(
            _(
                "Sur 100 jeunes décrochés ({period}), on estime que {n} ont retrouvé "
                "une solution dans les 12 mois ; pour {lost}, le suivi s’est arrêté "
                "avant."
            ).format(
                period=period_name(rate.period),
                n=hundred_words(rate),
                lost=near_hundred(rate.lost or 0),
            )
        )
        if rate.worst is not None:
            told.append(
                _(
                    "Si aucun de ceux dont le suivi s’est arrêté n’en avait retrouvé : "
                    "{n} sur 100."
                ).format(n=near_hundred(rate.worst))
            )
    without = pooled(figures, "duree_neet", months=MONTHS)
    if without is not None and without.value is not None:
        told.append(
            _(
                "Pendant la première année, {n} mois sur 12 sont passés sans solution."
            ).format(n=whole(without.value))
        )
    return told


def left_out(figures: IndicatorSet) -> list[str]:
    """Say between whom a gap is established, and of what size one could be seen.

    Args:
        figures: the set.

    Returns:
        One or two sentences per gap.
    """
    names = {
        "sex": _("les filles et les garçons"),
        "qpv": _("les habitants des quartiers prioritaires et les autres"),
    }
    told = []
    for breakdown, between in names.items():
        gap = figures.one("ecart_fh_qpv", breakdown=breakdown, variant="wide")
        if gap is None or gap.value is None or gap.low is None or gap.high is None:
            text = _("Entre {between}, trop peu de jeunes pour dire un écart.")
            told.append(text.format(between=between))
            continue
        established = gap.low > 0 or gap.high < 0
        verdict = _("écart établi") if established else _("écart non établi")
        text = _(
            "Entre {between}, {points} points d’écart sur le raccrochage à {months} "
            "mois ({low} à {high}) : {verdict}."
        )
        told.append(
            text.format(
                between=between,
                points=_points(gap.value),
                months=gap.months,
                low=_points(gap.low),
                high=_points(gap.high),
                verdict=verdict,
            )
        )
        rates = figures.of(
            "taux_raccrochage", breakdown=breakdown, variant="wide", months=gap.months
        )
        told += could_be_seen(list(rates))
    lost = pooled(figures, "taux_perdus_de_vue", months=MONTHS)
    if lost is not None:
        told.append(
            _("{n} sur 100 sont perdus de vue dans les 12 mois ({period}).").format(
                n=hundred_words(lost), period=period_name(lost.period)
            )
        )
    return told


def could_be_seen(shares: Sequence[Figure]) -> list[str]:
    """Say what size of difference the young people of two groups could show at all.

    Args:
        shares: of the groups of one breakdown, released.

    Returns:
        One sentence; none where not exactly two known groups are told.
    """
    groups = [
        one
        for one in shares
        if one.group != "unknown" and one.n and one.value is not None
    ]
    if len(groups) != len(("one", "other")):
        return []
    one, other = groups
    n_one, n_other = one.n or 0, other.n or 0
    share = ((one.value or 0) * n_one + (other.value or 0) * n_other) / (
        n_one + n_other
    )
    least = detectable_difference(n_one, n_other, share=share)
    if least is None:
        return [_("Avec ces effectifs, aucun écart ne pourrait se voir.")]
    text = _("Avec ces effectifs, un écart de moins de {n} points passe inaperçu.")
    return [text.format(n=_points(least))]


def what_changed(
    figures: IndicatorSet, catalogue: Catalogue, *, year: str = ""
) -> list[str]:
    """Say what changed between the two last whole years, and how far targets are.

    Args:
        figures: the set.
        catalogue: for targets.
        year: of the report: no later year is told; "" = the latest there is.

    Returns:
        A sentence per indicator that both years tell.
    """
    told = []
    reach = last_change(figures, "file_active", until=year)
    if reach is not None:
        text = _("Jeunes accompagnés : {after} en {year}, {before} en {earlier}.")
        told.append(
            text.format(
                after=whole(reach.after.value or 0),
                before=whole(reach.before.value or 0),
                year=_year(reach.after),
                earlier=_year(reach.before),
            )
        )
    rate = last_change(
        figures, "taux_raccrochage", until=year, variant="wide", months=MONTHS
    )
    if rate is not None:
        told.append(changed(_("Raccrochage à 12 mois"), rate))
    girls = last_change(figures, "part_femmes", until=year)
    if girls is not None:
        target = catalogue.indicators["part_femmes"].target
        told.append(changed(_("Part des filles"), girls, target=target))
    if not told:
        told.append(
            _("Deux années entières ne suffisent pas encore à dire un changement.")
        )
    return told


def changed(name: str, found: Change, *, target: float | None = None) -> str:
    """Say two years of a share, and whether they differ.

    Args:
        name: of what the share is.
        found: the change.
        target: what is aimed at, None = nothing.

    Returns:
        One sentence or two.
    """
    verdict = {
        "up": _("en hausse"),
        "down": _("en baisse"),
        "open": _("écart non établi"),
    }[found.direction]
    text = _("{name} : {after} en {year}, {before} en {earlier} : {verdict}.").format(
        name=name,
        after=point_words(found.after),
        before=point_words(found.before),
        year=_year(found.after),
        earlier=_year(found.before),
        verdict=verdict,
    )
    if target is None:
        return text
    return text + " " + _("Cible : {target}.").format(target=percent(target))


def _year(figure: Figure) -> str:
    return figure.period if figure.period.isdigit() else figure.group


def _points(share: float) -> str:
    return whole(100 * share)
