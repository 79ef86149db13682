"""An indicator's definition in the words of its reader: pages, reports, the site.

`indicators.yaml` is written for those who compute, in English and in codes; what it
says is told here in French, and in English through the catalogue. What a territory
writes there in words of its own is told as it stands.
"""

from collections.abc import Iterable

from cohorts.indicators.catalogue import Indicator
from config.translation import _


def definition_rows(indicator: Indicator) -> list[tuple[str, str]]:
    """Say how an indicator is defined, row by row.

    Args:
        indicator: of the catalogue.

    Returns:
        (heading, text) in the language in use; rows that say nothing are left out.
    """
    words = _words()
    months = ", ".join(map(str, indicator.horizons_months))
    rows = [
        (_("Numérateur"), _told(indicator.numerator, words)),
        (_("Dénominateur"), _told(indicator.denominator, words)),
        (_("Origine"), _told(indicator.origin, words)),
        (_("Méthode"), _told(indicator.method, words)),
        (_("Échéances, en mois"), months),
        (_("Suivi interrompu par"), _all(indicator.censoring, words)),
        (_("Issues concurrentes"), _all(indicator.competing, words)),
        (_("Source"), source_words(indicator.source)),
    ]
    return [row for row in rows if row[1]]


def source_words(source: str) -> str:
    """Say where a definition comes from.

    Args:
        source: as configured.

    Returns:
        The same in the language in use.

    >>> source_words("product proposal")
    'proposition du logiciel'
    """
    return _told(source, _sources())


def known_words() -> frozenset[str]:
    """Give every word of `indicators.yaml` that has one for its readers."""
    return frozenset(_words()) | frozenset(_sources())


def _told(text: str, words: dict[str, str]) -> str:
    return words.get(text, text)


def _all(codes: Iterable[str], words: dict[str, str]) -> str:
    return ", ".join(words.get(one, one) for one in codes)


def _sources() -> dict[str, str]:
    return {
        "product proposal": _("proposition du logiciel"),
        "product proposal; horizons: InserJeunes": _(
            "proposition du logiciel ; échéances : InserJeunes"
        ),
        "product proposal; cerfa 15059 asks for numbers of beneficiaries": _(
            "proposition du logiciel ; le cerfa 15059 demande des nombres de "
            "bénéficiaires"
        ),
        "product proposal; long-term NEET: Dares (over one year)": _(
            "proposition du logiciel ; NEET de longue durée : Dares (plus d’un an)"
        ),
        "classes: IAE exits, communaute.inclusion.beta.gouv.fr forum 115": _(
            "catégories : sorties de l’IAE, communaute.inclusion.beta.gouv.fr, forum "
            "115"
        ),
        "code de l’éducation L114-1, in force for it since 1 September 2020": _(
            "code de l’éducation, article L114-1, en vigueur depuis le 1er septembre "
            "2020"
        ),
        "target of one half: Ville Vie Vacances, banquedesterritoires.fr 2016": _(
            "cible de moitié : Ville Vie Vacances, banquedesterritoires.fr, 2016"
        ),
    }


def _words() -> dict[str, str]:
    return _numerators() | _denominators() | _origins() | _codes()


def _numerators() -> dict[str, str]:
    return {
        "cumulative incidence of the first confirmed re-engagement": _(
            "incidence cumulée du premier raccrochage confirmé"
        ),
        "smallest time at which the cumulative incidence reaches one half": _(
            "plus petit délai où l’incidence cumulée atteint la moitié"
        ),
        "cumulative incidence of a first re-engagement held 30 days or more": _(
            "incidence cumulée d’un premier raccrochage tenu 30 jours ou plus"
        ),
        "cumulative incidence of a new spell without solution of 30 days or more": _(
            "incidence cumulée d’une nouvelle période sans solution de 30 jours ou plus"
        ),
        "days in situations flagged neet": _(
            "jours en situation sans emploi, études ni formation"
        ),
        "cumulative incidence of a first job of 30 days or more": _(
            "incidence cumulée d’un premier emploi de 30 jours ou plus"
        ),
        "in school or work-study at 12 months": _(
            "en scolarité ou en alternance à 12 mois"
        ),
        "exits of the class": _("sorties de la catégorie"),
        "young people in the situation on that day": _(
            "jeunes dans la situation ce jour-là"
        ),
        "residence in a QPV at entry": _(
            "résidence en quartier prioritaire à l’entrée"
        ),
        "sex F": _("filles et femmes"),
        "distinct young people with a named intervention done in the period": _(
            "jeunes distincts avec une intervention nominative faite dans la période"
        ),
        "active caseload, QPV, 11-25": _(
            "jeunes suivis de 11 à 25 ans, en quartier prioritaire"
        ),
        "first individual intervention": _("première intervention individuelle"),
        "first intervention done by another structure": _(
            "première intervention faite par une autre structure"
        ),
        "days covered by an open intervention or a situation that is not neet": _(
            "jours couverts par une intervention ouverte, ou par un emploi, des études "
            "ou une formation"
        ),
        "interventions of two structures or more": _(
            "interventions de deux structures ou plus"
        ),
        "individual interventions, hours": _("interventions individuelles, heures"),
        "cumulative incidence of perdu_de_vue": _(
            "incidence cumulée des perdus de vue"
        ),
        "days with training_duty true": _(
            "jours où l’obligation de formation est tenue"
        ),
        "difference of cumulative incidences at the horizon": _(
            "différence des incidences cumulées à l’échéance"
        ),
        "rows that meet the criterion": _("lignes qui remplissent le critère"),
        "young people who meet the criterion": _("jeunes qui remplissent le critère"),
        "head-counts of the period": _("participations comptées dans la période"),
        "spent, or else granted, in euros": _("dépensé, ou accordé à défaut, en euros"),
        "spent by the action's report, in euros": _(
            "dépensé selon le bilan de l’action, en euros"
        ),
    }


def _denominators() -> dict[str, str]:
    return {
        "young people aged 16 or over who dropped out in the period, at risk": _(
            "jeunes de 16 ans ou plus décrochés dans la période, encore suivis"
        ),
        "same as taux_raccrochage": _("comme le taux de raccrochage"),
        "young people aged 16 or over, without a solution when support began": _(
            "jeunes de 16 ans ou plus, sans solution au début de l’accompagnement"
        ),
        "young people with a confirmed re-engagement": _(
            "jeunes au raccrochage confirmé"
        ),
        "days observed, unavailable and unknown days left out": _(
            "jours observés, sans les jours indisponibles ou inconnus"
        ),
        "young people aged 16 or over, out of school at the end of the worksite": _(
            "jeunes de 16 ans ou plus, hors scolarité à la fin du chantier"
        ),
        "in school at entry, situation at 12 months known": _(
            "scolarisés à l’entrée, dont la situation à 12 mois est connue"
        ),
        "exits of the year, neutralised ones left out (death, move)": _(
            "sorties de l’année, hors sorties neutralisées (décès, déménagement)"
        ),
        "young people whose situation is known on that day": _(
            "jeunes dont la situation est connue ce jour-là"
        ),
        "residence known at entry": _("résidence connue à l’entrée"),
        "sex F or M": _("sexe renseigné"),
        "none": _("aucun"),
        "population of the QPVs, 11-25, with its vintage": _(
            "population des quartiers prioritaires de 11 à 25 ans, avec son millésime"
        ),
        "young people who dropped out": _("jeunes décrochés"),
        "young people whose first intervention so ended, by its first hand-over": _(
            "jeunes dont la première intervention a fini par un relais, le premier"
        ),
        "days observed since the origin": _("jours observés depuis l’origine"),
        "active caseload": _("jeunes suivis"),
        "years of follow-up": _("années de suivi"),
        "young people who dropped out in the period, at risk": _(
            "jeunes décrochés dans la période, encore suivis"
        ),
        "days observed at 16 and 17, exempted ones left out": _(
            "jours observés à 16 et 17 ans, sans les jours dispensés"
        ),
        "rows": _("lignes"),
        "young people; for dates, those with a situation": _(
            "jeunes ; pour les dates, ceux qui ont une situation"
        ),
        "none; for shares, head-counts of which it is known": _(
            "aucun ; pour les parts, participations où cela est connu"
        ),
        "distinct young people reached by name, or attendances": _(
            "jeunes distincts touchés nommément, ou participations"
        ),
        "distinct young people reached by name by those actions, or attendances": _(
            "jeunes distincts touchés nommément par ces actions, ou participations"
        ),
    }


def _origins() -> dict[str, str]:
    return {
        "first dropout, late entry where it was recorded afterwards": _(
            "premier décrochage ; entrée retardée s’il a été noté après coup"
        ),
        "first dropout": _("premier décrochage"),
        "start of the first support": _("début du premier accompagnement"),
        "first confirmed re-engagement": _("premier raccrochage confirmé"),
        "end of the first chantier_educatif": _("fin du premier chantier éducatif"),
        "start of the intervention": _("début de l’intervention"),
        "end of the individual support": _("fin de l’accompagnement individuel"),
        "first intervention in the period": _("première intervention de la période"),
        "period": _("période"),
        "dropout or identification": _("décrochage ou repérage"),
        "end of the intervention": _("fin de l’intervention"),
        "16th birthday": _("16e anniversaire"),
        "as-of day": _("jour de connaissance"),
        "day of the sheet": _("jour de la feuille"),
        "year of the call for projects": _("année de l’appel à projets"),
    }


def _codes() -> dict[str, str]:
    return {
        "aalen_johansen": _("Aalen-Johansen (incidence cumulée)"),
        "aalen_johansen_median": _("Aalen-Johansen (délai médian)"),
        "kaplan_meier": _("Kaplan-Meier"),
        "state_occupancy": _("temps passé dans chaque situation"),
        "state_on_day": _("situation à un jour donné"),
        "count": _("dénombrement"),
        "difference": _("différence"),
        "ratio": _("rapport"),
        "perdu_de_vue": _("perdu de vue"),
        "fin_etude": _("fin de la période observée"),
        "limite_age": _("limite d’âge"),
        "demenage": _("déménagement"),
        "retour_formation": _("retour en formation"),
        "deces": _("décès"),
        "raccrochage": _("raccrochage"),
    }
