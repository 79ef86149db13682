"""Filters on what was known of a young person at the origin: a name and its values."""

from dataclasses import replace

import streamlit as st

from app_pages.builder_fields import adder, names_of, remover
from app_pages.builder_state import key
from app_pages.components.groups import as_choice
from app_pages.components.words import _
from app_pages.visit import Visit
from cohorts.definition.language import (
    ATTRIBUTE,
    AttributeFilter,
    CohortDefinition,
    Population,
)


DIPLOMA, COMMUNE = "diploma", "commune"
ASKED = (DIPLOMA, COMMUNE)  # others can be written in the YAML, and are kept


def profiles(visit: Visit, base: Population) -> tuple[AttributeFilter, ...]:
    """Ask which profiles may enter.

    Args:
        visit: for the territory's words.
        base: what the fields begin with.

    Returns:
        What they say.
    """
    found = []
    for k, item in enumerate(base.attributes):
        with st.container(border=True):
            found.append(profile(visit, item, f"profile_{k}"))
            name = as_choice(f"{ATTRIBUTE}{item.name}")
            remover(k, f"profile_{k}", _without, of={"fr": name, "en": name})
    adder(_("Ajouter une condition de profil"), "add_profile", _with)
    return tuple(found)


def profile(visit: Visit, base: AttributeFilter, name: str) -> AttributeFilter:
    """Ask for a profile and the values that it may have.

    Args:
        visit: for the territory's words.
        base: what the fields begin with.
        name: of the fields in this round.

    Returns:
        What they say; no value where none was chosen.
    """
    names = list(dict.fromkeys((*ASKED, base.name)))
    chosen = st.selectbox(
        _("Profil"),
        names,
        index=names.index(base.name),
        format_func=lambda one: as_choice(f"{ATTRIBUTE}{one}"),
        key=key(f"{name}_name"),
    )
    known = names_of(visit.context.nomenclature.diplomas) if chosen == DIPLOMA else {}
    held = base.values if chosen == base.name else ()
    values = st.multiselect(
        _("Valeurs (à choisir, ou à écrire comme dans l’extrait)"),
        list(dict.fromkeys((*known, *held))),
        default=list(held),
        format_func=lambda code: known.get(code, code),
        accept_new_options=True,
        placeholder=_("Choisir ou écrire"),
        key=key(f"{name}_values_{chosen}"),
    )
    return AttributeFilter(chosen, tuple(values))


def _with(now: CohortDefinition) -> CohortDefinition:
    added = (*now.population.attributes, AttributeFilter(DIPLOMA, ()))
    return replace(now, population=replace(now.population, attributes=added))


def _without(now: CohortDefinition, k: int) -> CohortDefinition:
    former = now.population.attributes
    kept = former[:k] + former[k + 1 :]
    return replace(now, population=replace(now.population, attributes=kept))
