"""A definition → a paragraph and its points, in the reader's language.

An evaluator must be able to read aloud what was counted. Each sentence is made from
one field of the definition, so that none can say other than what the SQL does.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cohorts.definition.explain_design import (
    clock_points,
    exclusion_points,
    exposure_points,
    group_label,
    held_values,
)
from cohorts.definition.explain_words import day_text, labels_of, listed
from cohorts.definition.language import (
    ATTRIBUTE,
    Cause,
    CohortDefinition,
    DropoutRules,
    Population,
)
from config.translation import _, current_language, label
from parcours.nomenclature import Nomenclature


_AUTUMN = date(2001, 9, 1)  # any year: only the month and the day are shown


@dataclass(frozen=True)
class Explanation:
    """A definition in words.

    Attributes:
        title: its label.
        paragraph: two or three sentences.
        points: the rules, one sentence each.
        note: the definition's own remark, or None.
        hash: SHA-256 of the definition's meaning.
        rules_version: version of the dropout rules it rests on.
    """

    title: str
    paragraph: str
    points: tuple[str, ...]
    note: str | None
    hash: str
    rules_version: int


def explain(definition: CohortDefinition, *, nomenclature: Nomenclature) -> Explanation:
    """Explain a definition in the language in use.

    Args:
        definition: the cohort.
        nomenclature: the territory's words.

    Returns:
        Title, paragraph, points.
    """
    points = [
        *_origin_points(definition, nomenclature),
        *_population_points(definition.population, nomenclature),
        *exclusion_points(definition, nomenclature),
        *(_cause_point(cause, nomenclature) for cause in definition.causes),
        *_censoring_points(definition, nomenclature),
        *clock_points(definition),
        *exposure_points(definition, nomenclature),
    ]
    return Explanation(
        title=label(definition.label),
        paragraph=_paragraph(definition, nomenclature),
        points=tuple(points),
        note=None if definition.note is None else label(definition.note),
        hash=definition.hash,
        rules_version=definition.rules_version,
    )


def as_lines(explanation: Explanation) -> list[str]:
    """Lay an explanation out as text.

    Args:
        explanation: what to lay out.

    Returns:
        Lines: title, paragraph, one line per point, note, version.
    """
    version = _("Règles de décrochage : version {version}. Définition : {hash}.")
    return [
        explanation.title,
        "",
        explanation.paragraph,
        "",
        *(f"- {point}" for point in explanation.points),
        *(["", explanation.note] if explanation.note else []),
        "",
        version.format(version=explanation.rules_version, hash=explanation.hash[:12]),
    ]


def _paragraph(definition: CohortDefinition, words: Nomenclature) -> str:
    outcomes = _(" ; ").join(label(cause.label) for cause in definition.outcomes)
    competing = [label(c.label) for c in definition.causes if c.competing]
    sentences = [
        _("On suit {who} depuis {origin}, jusqu’à l’issue : {outcomes}.").format(
            who=_who(definition.population),
            origin=_origin(definition, words),
            outcomes=outcomes,
        )
    ]
    if competing:
        sentences.append(
            _("Une autre fin peut venir d’abord : {causes}.").format(
                causes=_(" ; ").join(competing)
            )
        )
    sentences.append(
        _(
            "Un suivi interrompu ou en cours n’est pas un échec : il compte tant "
            "qu’il dure."
        )
    )
    return " ".join(sentences)


def _who(population: Population) -> str:
    people = {
        None: _("les jeunes"),
        "F": _("les filles et jeunes femmes"),
        "M": _("les garçons et jeunes hommes"),
    }[population.sex]
    least, most = population.age_min, population.age_max
    if least is not None and most is not None:
        ages = _("de {least} à {most} ans").format(least=least, most=most)
    elif least is not None:
        ages = _("de {least} ans et plus").format(least=least)
    elif most is not None:
        ages = _("de {most} ans au plus").format(most=most)
    else:
        return people
    return f"{people} {ages}"


def _origin(definition: CohortDefinition, words: Nomenclature) -> str:
    origin = definition.origin
    first = origin.occurrence == "first"
    if origin.kind == "dropout":
        return _("leur premier décrochage") if first else _("chaque décrochage")
    if origin.kind == "enters":
        names = _entered(definition, words)
        if origin.after_dropout:
            text = _("leur première entrée, après un décrochage, dans {names}")
            every = _("chaque entrée, après un décrochage, dans {names}")
        else:
            text = _("leur première entrée dans {names}")
            every = _("chaque entrée dans {names}")
        return (text if first else every).format(names=names)
    names = listed(labels_of(origin.interventions, words.interventions))
    texts = {
        ("intervention_end", True): _("la fin de leur première action : {names}"),
        ("intervention_end", False): _("la fin de chaque action : {names}"),
        ("intervention_start", True): _("le début de leur première action : {names}"),
        ("intervention_start", False): _("le début de chaque action : {names}"),
    }
    return texts[(origin.kind, first)].format(names=names)


def _entered(definition: CohortDefinition, words: Nomenclature) -> str:
    """Name a set that the dropout rules define, list any other."""
    rules, situations = definition.rules, definition.origin.situations
    if rules is not None and situations == rules.scope("wide"):
        return _("une solution (formation, emploi ou service civique)")
    if rules is not None and situations == rules.strict:
        return _("une formation")
    return listed(labels_of(situations, words.situations))


def _origin_points(definition: CohortDefinition, words: Nomenclature) -> list[str]:
    origin, points = definition.origin, []
    if definition.rules is not None:
        waits = any(cause.situations for cause in definition.outcomes)
        points += _dropout_points(definition.rules, words, waits=waits)
    if origin.confirmation_days:
        points.append(
            _("L’entrée compte si elle est établie pendant {days} jours.").format(
                days=origin.confirmation_days
            )
        )
    if origin.end_reasons:
        reasons = listed(labels_of(origin.end_reasons, words.end_reasons))
        points.append(_("Motif de fin : {reasons}.").format(reasons=reasons))
    first, last = origin.between
    if first is not None:
        points.append(_("Origine au plus tôt le {day}.").format(day=day_text(first)))
    if last is not None:
        points.append(_("Origine au plus tard le {day}.").format(day=day_text(last)))
    if origin.prevalent == "include":
        points.append(
            _(
                "Un jeune repéré après coup entre dans le calcul au premier jour où "
                "il est observé, jamais avant."
            )
        )
    else:
        points.append(
            _("Un épisode déjà ouvert au début de l’observation n’est pas retenu.")
        )
    return points


def _dropout_points(
    rules: DropoutRules, words: Nomenclature, *, waits: bool
) -> list[str]:
    points = [
        _(
            "Décrochage : entrer dans une situation sans solution ({enters}) en "
            "venant de : {leaves}, pour au moins {days} jours."
        ).format(
            enters=listed(labels_of(rules.enters, words.situations)),
            leaves=listed(labels_of(rules.leaves, words.situations)),
            days=rules.grace_days,
        ),
        _("Avant {age} ans, c’est une rupture de scolarité, non comptée ici.").format(
            age=rules.minimum_age_years
        ),
    ]
    if waits:
        points.append(
            _(
                "Un épisode plus court n’étant pas un décrochage, aucune issue ne se "
                "voit avant {days} jours, sauf après une sortie de l’été."
            ).format(days=rules.grace_days)
        )
    if rules.summer is not None:
        points.append(
            _("Une sortie de l’été sans réinscription est datée du {day}.").format(
                day=(_AUTUMN + timedelta(days=rules.summer.dated_after)).strftime(
                    "%d/%m" if current_language() == "fr" else "%m-%d"
                )
            )
        )
    return points


def _population_points(population: Population, words: Nomenclature) -> list[str]:
    points = []
    if population.qpv_codes:
        points.append(
            _("Résidence à l’origine : {codes}.").format(
                codes=listed([_place(code, words) for code in population.qpv_codes])
            )
        )
    if population.qpv_vintage is not None:
        points.append(
            _("Résidence à l’origine dans un quartier de la liste {year}.").format(
                year=population.qpv_vintage
            )
        )
    if population.organisations:
        points.append(
            _("Origine signalée par : {names}.").format(
                names=", ".join(population.organisations)
            )
        )
    points += [
        _("À l’origine, {name} : {values}.").format(
            name=group_label(f"{ATTRIBUTE}{item.name}"),
            values=held_values(item, words),
        )
        for item in population.attributes
    ]
    return points


def _place(code: str, words: Nomenclature) -> str:
    """Name a neighbourhood with its list: the same name may stand in two."""
    for place in words.territories.values():
        if place.code_official == code and place.vintage is not None:
            text = _("« {name} » (liste {year})")
            return text.format(name=label(place.labels), year=place.vintage)
    return code


def _cause_point(cause: Cause, words: Nomenclature) -> str:
    name = label(cause.label)
    if cause.follow_up:
        codes = listed(labels_of(cause.follow_up, words.follow_up))
        text = _("Autre fin « {name} » : statut {codes}.")
        outcome = _("Issue « {name} » : statut {codes}.")
        return (text if cause.competing else outcome).format(name=name, codes=codes)
    if cause.interventions:
        return _deed_point(cause, words)
    codes = listed(labels_of(cause.situations, words.situations))
    text = _("Autre fin « {name} » : premier jour dans {codes}.")
    outcome = _("Issue « {name} » : premier jour dans {codes}.")
    entry = (text if cause.competing else outcome).format(name=name, codes=codes)
    if not cause.confirmation_days:
        return entry
    held = _(
        "Elle doit tenir au moins {days} jours ; si on ne peut encore le savoir, le "
        "suivi s’arrête à ce premier jour, « à confirmer »."
    )
    return f"{entry} {held.format(days=cause.confirmation_days)}"


def _deed_point(cause: Cause, words: Nomenclature) -> str:
    codes = listed(labels_of(cause.interventions, words.interventions))
    text = _("Autre fin « {name} » : première action réalisée parmi {codes}.")
    outcome = _("Issue « {name} » : première action réalisée parmi {codes}.")
    said = (text if cause.competing else outcome).format(
        name=label(cause.label), codes=codes
    )
    if not cause.elsewhere:
        return said
    return f"{said} {_('Elle est d’une autre structure que celle de l’origine.')}"


def _censoring_points(definition: CohortDefinition, words: Nomenclature) -> list[str]:
    censoring, points = definition.censoring, []
    if censoring.follow_up:
        points.append(
            _("Le suivi s’interrompt le jour du statut : {codes}.").format(
                codes=listed(labels_of(censoring.follow_up, words.follow_up))
            )
        )
    if censoring.lost_after_days is not None:
        points.append(
            _(
                "Sans rien d’établi pendant plus de {days} jours, le jeune est dit "
                "perdu de vue au dernier jour établi."
            ).format(days=censoring.lost_after_days)
        )
    if censoring.age_limit_years is not None:
        points.append(
            _("Il s’arrête à {age} ans (mois de naissance).").format(
                age=censoring.age_limit_years
            )
        )
    if censoring.unknown_gap_days is None:
        points.append(_("Une situation inconnue n’interrompt pas le suivi."))
    else:
        points.append(
            _(
                "Une situation inconnue pendant plus de {days} jours l’interrompt à "
                "son début."
            ).format(days=censoring.unknown_gap_days)
        )
    points.append(
        _(
            "Sans autre fin, il s’arrête au dernier jour établi : une situation "
            "présumée n’est pas une observation."
        )
    )
    return points
