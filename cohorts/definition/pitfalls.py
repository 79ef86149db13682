"""A definition → what a careful reader would object to, in plain words.

Each warning follows from the definition alone and says what to change; none stops a
calculation. What only figures can tell (few at risk, informative loss) is said where
they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cohorts.definition.language import CohortDefinition
from config.translation import _


DEATH = "deces"
LOST = "perdu_de_vue"
DAYS_PER_MONTH = 30.4375


@dataclass(frozen=True)
class Pitfall:
    """One objection.

    Attributes:
        code: stable code.
        text: what may mislead.
        remedy: what to change.
    """

    code: str
    text: str
    remedy: str


def pitfalls(
    definition: CohortDefinition, *, as_of: date | None
) -> tuple[Pitfall, ...]:
    """List what may mislead in a definition.

    Args:
        definition: the cohort.
        as_of: day of the extract it would be counted on; None = no extract.

    Returns:
        Warnings, the gravest first.

    Source: methods.md, section 5.
    """
    return tuple(_found(definition, as_of))


def _found(definition: CohortDefinition, as_of: date | None) -> Iterator[Pitfall]:
    yield from _immortal(definition)
    yield from _competing(definition)
    yield from _late_entry(definition)
    yield from _loss(definition)
    yield from _summer(definition)
    yield from _repeated(definition)
    yield from _ties(definition)
    yield from _too_recent(definition, as_of)


def _immortal(definition: CohortDefinition) -> Iterator[Pitfall]:
    if definition.origin.kind == "intervention_end":
        yield Pitfall(
            "end_of_action",
            _("L’origine est la fin d’une action : n’y entrent que ceux qui sont allés "
              "jusqu’au bout, ou jusqu’à un départ noté."),
            _("Pour juger une action, partez de son début ou d’un même événement pour "
              "tous, et faites-en une exposition datée."),
        )  # fmt: skip
    origin = set(definition.origin.interventions)
    for exposure in definition.exposures:
        if origin & set(exposure.interventions):
            yield Pitfall(
                "exposed_from_origin",
                _("Une exposition est aussi l’origine : tous sont exposés, personne "
                  "n’est comparé."),
                _("Partez d’un événement que connaissent aussi les non-exposés."),
            )  # fmt: skip


def _competing(definition: CohortDefinition) -> Iterator[Pitfall]:
    if DEATH in definition.censoring.follow_up:
        yield Pitfall(
            "death_censored",
            _("Un décès y interrompt le suivi, comme si l’issue restait possible."),
            _("Mettez le décès parmi les autres fins."),
        )
    elif not any(cause.competing for cause in definition.causes):
        yield Pitfall(
            "no_competing",
            _("Aucune autre fin n’est prévue : ce qui rend l’issue impossible (décès, "
              "emploi quand on attend une formation) passerait pour un suivi "
              "interrompu, et gonflerait la part estimée."),
            _("Ajoutez les autres fins possibles."),
        )  # fmt: skip


def _late_entry(definition: CohortDefinition) -> Iterator[Pitfall]:
    if definition.clock == "age" and definition.at_risk_floor is None:
        yield Pitfall(
            "no_floor",
            _("Avec l’âge pour horloge, très peu de jeunes sont à risque aux premiers "
              "âges : un seul départ y fait tomber toute la courbe."),
            _("Fixez un seuil de jeunes à risque, par exemple 10."),
        )  # fmt: skip
    if definition.origin.prevalent == "exclude":
        yield Pitfall(
            "prevalent_left_out",
            _("Les épisodes déjà ouverts au début de l’observation sont retirés : "
              "restent les plus récents, dont la durée peut différer."),
            _("Gardez-les, ils entrent au jour où ils sont observés ; ou montrez les "
              "deux résultats."),
        )  # fmt: skip


def _loss(definition: CohortDefinition) -> Iterator[Pitfall]:
    censoring = definition.censoring
    if censoring.unknown_gap_days is None and censoring.lost_after_days is None:
        yield Pitfall(
            "silence_bridged",
            _("Aucun silence n’interrompt le suivi : des mois dont on ne sait rien "
              "comptent comme des mois sans issue."),
            _("Fixez le silence au-delà duquel un jeune est perdu de vue."),
        )  # fmt: skip
    is_outcome = any(LOST in cause.follow_up for cause in definition.causes)
    if not is_outcome and LOST not in censoring.follow_up:
        yield Pitfall(
            "lost_not_censored",
            _("Un jeune déclaré perdu de vue continue d’être compté à risque."),
            _("Ajoutez ce statut à ce qui interrompt le suivi."),
        )


def _summer(definition: CohortDefinition) -> Iterator[Pitfall]:
    has_rule = definition.rules is not None and definition.rules.summer is not None
    if definition.origin.kind == "enters" and not has_rule:
        yield Pitfall(
            "summer",
            _("Les entrées de juillet et d’août ne sont pas traitées à part : une "
              "pause d’été y ressemble à un départ."),
            _("Partez du décrochage, daté par les règles, ou montrez le résultat avec "
              "et sans l’été."),
        )  # fmt: skip


def _repeated(definition: CohortDefinition) -> Iterator[Pitfall]:
    if definition.origin.occurrence == "every":
        yield Pitfall(
            "repeated",
            _("Un même jeune compte autant de fois qu’il a d’épisodes : les écarts "
              "types ordinaires seraient trop petits."),
            _("Lisez les deux effectifs, jeunes et épisodes ; ce résultat ne se "
              "publie pas."),
        )  # fmt: skip


def _ties(definition: CohortDefinition) -> Iterator[Pitfall]:
    if definition.clock == "calendar_months" and definition.covariates:
        yield Pitfall(
            "ties",
            _("En mois entiers, beaucoup d’issues tombent ensemble : un modèle de Cox "
              "dépend alors de la façon de traiter les ex æquo."),
            _("Comptez en jours, ou prenez le modèle à temps discret."),
        )  # fmt: skip


def _too_recent(definition: CohortDefinition, as_of: date | None) -> Iterator[Pitfall]:
    first = definition.origin.between[0]
    if as_of is None or first is None or definition.clock == "age":
        return
    months = (as_of - first).days / DAYS_PER_MONTH
    if months < definition.horizons_months[-1]:
        yield Pitfall(
            "too_recent",
            _("Personne ne peut avoir été suivi {months} mois : la période commence "
              "trop près du jour de l’extrait.").format(
                months=definition.horizons_months[-1]
            ),
            _("Lisez à un horizon plus court, ou commencez plus tôt."),
        )  # fmt: skip
