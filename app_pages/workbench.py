"""« Atelier »: one cohort, one question at a time, each answered only when asked."""

from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from types import MappingProxyType
from typing import Any

import streamlit as st

from app_pages.components import formats, notices
from app_pages.components.words import _, keyed, named
from app_pages.visit import Visit
from app_pages.workbench_kept import Chosen
from cohorts.definition.language import CohortDefinition
from cohorts.operations import list_cohorts
from config.failure import Failure
from parcours.extract.operations import Extract, list_extracts


FIRST = "raccrochage_large"
QUESTIONS: Mapping[str, str] = MappingProxyType(
    {  # question → module with `show(visit, chosen)`
        "states": "workbench_states",
        "types": "workbench_types",
        "compare": "workbench_compare",
        "factors": "workbench_factors",
        "exposure": "workbench_exposure",
    }
)


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Atelier"), anchor=False)
    definitions = list_cohorts(visit.context)
    extracts = list_extracts(visit.context, territory_folder=visit.folder)
    if not extracts:
        notices.nothing(
            _("Aucun extrait n’est prêt."),
            _("Sur la machine du territoire : « parcours extract NOM »."),
        )
        return
    chosen = _choices(definitions, extracts)
    asked = _question()
    place = st.empty()  # clears the former answer: it never stands under a new choice
    with place.container():
        try:
            _section(asked)(visit, chosen)
        except Failure as refusal:
            notices.refused(refusal)
            return
        st.caption(
            _(
                "Espace d’évaluation : estimations exactes sur données pseudonymisées, "
                "effectifs arrondis. Seuls les chiffres protégés se téléchargent."
            )
        )


def _choices(definitions: list[CohortDefinition], extracts: list[Extract]) -> Chosen:
    left, right = st.columns([3, 2])
    names = [definition.name for definition in definitions]
    definition = left.selectbox(
        _("Cohorte"),
        definitions,
        index=names.index(FIRST) if FIRST in names else 0,
        format_func=lambda one: named(one.label),
        key=keyed("bench_cohort"),
    )
    latest_first = sorted(extracts, key=lambda e: e.manifest.as_of, reverse=True)
    extract = right.selectbox(
        _("Extrait"),
        latest_first,
        format_func=lambda one: _("{name}, au {day}").format(
            name=one.name, day=formats.day(date.fromisoformat(one.manifest.as_of))
        ),
        key=keyed("bench_extract"),
    )
    # A widget may give back what it was offered at an earlier run: a definition or an
    # extract that was replaced since is taken as it stands now.
    return Chosen(
        next((d for d in definitions if d.name == definition.name), definitions[0]),
        next((e for e in extracts if e.name == extract.name), latest_first[0]),
        tuple(definitions),
    )


def _question() -> str:
    said = {
        "states": _("Par où passent-ils ?"),
        "types": _("Quels parcours types ?"),
        "compare": _("Quelles différences ?"),
        "factors": _("Quels facteurs vont avec ?"),
        "exposure": _("Lié à ce qui a été fait ?"),
    }
    asked = st.pills(
        _("Question"),
        list(QUESTIONS),
        default="states",
        required=True,
        format_func=said.__getitem__,
        key=keyed("bench_question"),
        label_visibility="collapsed",
    )
    return str(asked)


def _section(asked: str) -> Callable[[Visit, Chosen], Any]:
    """Import a question's module only when it is asked."""
    module = import_module(f"app_pages.{QUESTIONS[asked]}")
    section: Callable[[Visit, Chosen], Any] = module.show
    return section
