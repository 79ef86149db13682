"""What a definition still lacks, in the words of the form: where, what to choose."""

import re
from collections.abc import Iterator

from app_pages.components.words import _, plain
from cohorts.definition.language import (
    AttributeFilter,
    Cause,
    CohortDefinition,
    Exclusion,
    Exposure,
)
from config.translation import label


NAME = re.compile(r"[a-z][a-z0-9_]{0,62}\Z")


def missing(definition: CohortDefinition) -> tuple[str, ...]:
    """List what the form leaves open; the reader of definitions judges the rest.

    Args:
        definition: as the fields say it.

    Returns:
        Sentences in Markdown, each with the tab where the field is.
    """
    return tuple(_found(definition))


def _found(definition: CohortDefinition) -> Iterator[str]:
    if not NAME.match(definition.name):
        yield _("**Nom** : une minuscule, puis des minuscules, des chiffres et « _ ».")
    if not label(definition.label):
        yield _("**Titre** : quelques mots.")
    if not all(map(_has_values, definition.population.attributes)):
        yield _("**Qui**, profil : choisissez au moins une valeur.")
    for k, one in enumerate(definition.exclusions):
        yield from _of_exclusion(k, one)
    origin = definition.origin
    if origin.kind == "enters" and not origin.situations:
        yield _("**Origine** : choisissez au moins une situation.")
    if origin.kind.startswith("intervention") and not origin.interventions:
        yield _("**Origine** : choisissez au moins une action.")
    if not definition.outcomes:
        yield _("**Issues** : ajoutez au moins une issue.")
    n_outcomes = len(definition.outcomes)
    for k, cause in enumerate(definition.causes):
        yield from _of_cause(k + 1 - n_outcomes * cause.competing, cause)
    if not definition.horizons_months:
        yield _("**Suivi et temps** : écrivez au moins un moment de lecture.")
    for k, exposure in enumerate(definition.exposures):
        yield from _of_exposure(k, exposure)


def _of_exclusion(k: int, one: Exclusion) -> Iterator[str]:
    if not label(one.label):
        yield _("**Qui**, exclusion {n} : dites la raison.").format(n=k + 1)
    held = one.attribute
    by_profile = held is not None and _has_values(held)
    if not (one.interventions or one.situations or one.follow_up or by_profile):
        text = _("**Qui**, « {name} » : choisissez ce qui écarte.")
        yield text.format(name=plain(label(one.label)))


def _of_cause(n: int, cause: Cause) -> Iterator[str]:
    if not label(cause.label):
        outcome = _("**Issues**, issue {n} : donnez-lui un nom.")
        other = _("**Issues**, autre fin {n} : donnez-lui un nom.")
        yield (other if cause.competing else outcome).format(n=n)
    if not (cause.situations or cause.follow_up or cause.interventions):
        text = _(
            "**Issues**, « {name} » : choisissez au moins une situation ou un statut."
        )
        yield text.format(name=plain(label(cause.label)))


def _of_exposure(k: int, one: Exposure) -> Iterator[str]:
    if not label(one.label):
        yield _("**Comparer**, exposition {n} : donnez-lui un nom.").format(n=k + 1)
    name = plain(label(one.label))
    if not (one.interventions or one.situations):
        text = _("**Comparer**, « {name} » : choisissez une action ou une situation.")
        yield text.format(name=name)
    if one.design == "landmark" and not one.landmarks_months:
        text = _("**Comparer**, « {name} » : écrivez au moins un repère, en mois.")
        yield text.format(name=name)
    if one.design == "target_trial" and one.grace_days is None:
        text = _("**Comparer**, « {name} » : écrivez le délai pour commencer.")
        yield text.format(name=name)


def _has_values(item: AttributeFilter) -> bool:
    return bool(item.values)
