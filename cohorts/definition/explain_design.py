"""How a definition counts and compares, in words: exclusions, clock, exposures."""

from cohorts.definition.explain_words import labels_of, listed
from cohorts.definition.language import (
    ATTRIBUTE,
    MONTHS_PER_YEAR,
    AttributeFilter,
    CohortDefinition,
    Exclusion,
    Exposure,
)
from cohorts.definition.sql_groups import VINTAGE
from config.translation import _, label
from parcours.nomenclature import Nomenclature


def exclusion_points(definition: CohortDefinition, words: Nomenclature) -> list[str]:
    """Say who is left out, and by what.

    Args:
        definition: the cohort.
        words: the territory's words.

    Returns:
        One sentence per exclusion.
    """
    text = _("Écartés, « {reason} » : {what}.")
    return [
        text.format(reason=label(one.label), what=_fact(one, words))
        for one in definition.exclusions
    ]


def _fact(one: Exclusion, words: Nomenclature) -> str:
    if one.attribute is not None:
        return _("à l’origine, {name} : {values}").format(
            name=group_label(f"{ATTRIBUTE}{one.attribute.name}"),
            values=held_values(one.attribute, words),
        )
    if one.interventions:
        names = listed(labels_of(one.interventions, words.interventions))
        text = _("une action commencée {when} : {names}")
    elif one.situations:
        names = listed(labels_of(one.situations, words.situations))
        text = _("une situation connue {when} : {names}")
    else:
        names = listed(labels_of(one.follow_up, words.follow_up))
        text = _("un statut donné {when} : {names}")
    when = _("avant l’origine")
    if one.within_days is not None:
        when = _("dans les {days} jours avant l’origine").format(days=one.within_days)
    return text.format(when=when, names=names)


def held_values(item: AttributeFilter, words: Nomenclature) -> str:
    """Name the values that a filter keeps.

    Args:
        item: the filter.
        words: the territory's words.

    Returns:
        Names, « or » before the last; a value that no list holds as it is.
    """
    known = words.diplomas if item.name == "diploma" else {}
    return listed(labels_of(item.values, known))


def clock_points(definition: CohortDefinition) -> list[str]:
    """Say how time counts, where figures are read, and by what they are broken down.

    Args:
        definition: the cohort.

    Returns:
        Sentences.
    """
    points = [_reading(definition)]
    if definition.at_risk_floor is not None:
        points.append(
            _(
                "Les courbes partent du premier moment où au moins {n} jeunes sont à "
                "risque, et valent pour ceux qui n’ont pas encore connu d’issue alors."
            ).format(n=definition.at_risk_floor)
        )
    rows = [
        (_("Ventilations : {names}."), definition.groups),
        (_("Un modèle tient compte de : {names}."), definition.covariates),
        (_("Les comparaisons se font à même : {names}."), definition.strata),
    ]
    points += [
        text.format(names=", ".join(group_label(group) for group in groups))
        for text, groups in rows
        if groups
    ]
    return points


def _reading(definition: CohortDefinition) -> str:
    months = definition.horizons_months
    if definition.clock == "age" and not any(m % MONTHS_PER_YEAR for m in months):
        ages = ", ".join(str(month // MONTHS_PER_YEAR) for month in months)
        return _("Le temps est l’âge, en mois ; lecture à {ages} ans.").format(
            ages=ages
        )
    clock = {
        "days": _("en jours"),
        "calendar_months": _("en mois de calendrier"),
        "age": _("en mois d’âge"),
    }[definition.clock]
    return _("Le temps se compte {clock} ; lecture à {months} mois.").format(
        clock=clock, months=", ".join(str(month) for month in months)
    )


def exposure_points(definition: CohortDefinition, words: Nomenclature) -> list[str]:
    """Say from when somebody counts as exposed, and to what.

    Args:
        definition: the cohort.
        words: the territory's words.

    Returns:
        One sentence per exposure.
    """
    return [_exposure(one, words) for one in definition.exposures]


def _exposure(one: Exposure, words: Nomenclature) -> str:
    names = (
        labels_of(one.interventions, words.interventions)
        if one.interventions
        else labels_of(one.situations, words.situations)
    )
    if one.design == "landmark":
        text = _(
            "Exposition « {name} » ({what}) : commencée ou non à {months} mois, parmi "
            "ceux encore suivis et sans issue alors."
        )
    elif one.design == "target_trial":
        text = _(
            "Exposition « {name} » ({what}) : commencer dans les {days} jours, ou ne "
            "pas commencer ; chaque jeune suit les deux règles tant qu’il s’y tient."
        )
    elif one.while_it_lasts:
        text = _("Exposition « {name} » ({what}) : tant qu’elle dure, pas avant.")
    else:
        text = _("Exposition « {name} » ({what}) : à partir de son premier jour.")
    return text.format(
        name=label(one.label),
        what=listed(names),
        months=", ".join(str(month) for month in one.landmarks_months),
        days=one.grace_days,
    )


def group_label(group: str) -> str:
    """Name a breakdown in the language in use.

    Args:
        group: sex, age_band, qpv, year, organisation or attribute:NAME.

    Returns:
        A word or two; an attribute's own name where no word is known for it.
    """
    names = {
        "sex": _("sexe"),
        "age_band": _("âge à l’origine"),
        "qpv": _("résidence en quartier prioritaire à l’origine"),
        "year": _("année d’origine"),
        "organisation": _("structure d’origine"),
        VINTAGE: _("liste de quartiers prioritaires, à l’origine"),
        f"{ATTRIBUTE}diploma": _("diplôme à l’origine"),
        f"{ATTRIBUTE}commune": _("commune à l’origine"),
    }
    return names.get(group) or group.removeprefix(ATTRIBUTE)
