"""« Lié à ce qui a été fait ? »: an outcome beside an action, by an honest design."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import streamlit as st

from app_pages.components import notices
from app_pages.components.words import _, keyed, named
from app_pages.visit import Visit
from app_pages.workbench_acts import Asked
from app_pages.workbench_kept import Chosen


PROPOSED = "premier_accueil"
DESIGN = "bench_design"
NONE = ""
DESIGNS: Mapping[str, str] = MappingProxyType(
    {  # design → module with `show(asked)`
        "time": "workbench_exposure_time",
        "landmark": "workbench_landmark",
        "trial": "workbench_trial",
        "alike": "workbench_alike",
        "ever": "workbench_ever",
    }
)


def show(visit: Visit, chosen: Chosen) -> None:
    """Draw the section.

    Args:
        visit: who is here.
        chosen: cohort and extract.
    """
    known = visit.context.nomenclature.interventions
    left, right = st.columns([3, 2])
    kinds = left.multiselect(
        _("Ce qui a été fait"),
        list(known),
        default=[PROPOSED] if PROPOSED in known else [],
        format_func=lambda code: named(known[code].labels),
        placeholder=_("Choisir"),
        key=keyed("bench_kinds"),
    )
    causes = {one.code: named(one.label) for one in chosen.definition.causes}
    cause = right.selectbox(
        _("Issue"),
        list(causes),
        format_func=lambda code: causes[code],
        key=keyed(f"bench_exposed_cause_{chosen.definition.name}"),
    )
    design = _design()
    control = _control(chosen, causes, str(cause)) if design != "ever" else None
    if not kinds:
        notices.nothing(
            _("Aucune action n’est choisie."),
            _("Choisissez-en une ou plusieurs : la première vécue compte."),
        )
        return
    module = import_module(f"app_pages.{DESIGNS[design]}")
    section: Callable[[Asked], Any] = module.show
    section(Asked(visit, chosen, tuple(kinds), str(cause), control))


def _design() -> str:
    said = {
        "time": _("Au fil du temps"),
        "landmark": _("À une date repère"),
        "trial": _("Essai reconstitué"),
        "alike": _("Groupes appariés ou pondérés"),
        "ever": _("A participé, à un moment ou un autre"),
    }
    asked = st.pills(
        _("Comment comparer"),
        list(DESIGNS),
        default="time",
        required=True,
        format_func=said.__getitem__,
        key=keyed(DESIGN),
    )
    return str(asked)


def _control(chosen: Chosen, causes: dict[str, str], cause: str) -> str | None:
    """Ask for an outcome that the action cannot change, where there is another."""
    others = [code for code in causes if code != cause]
    if not others:
        return None
    said = st.selectbox(
        _("Contrôle négatif : une issue que l’action ne peut pas changer"),
        [NONE, *others],
        format_func=lambda code: causes.get(code, _("Aucun")),
        help=_(
            "Si l’action semble changer ce qu’elle ne peut pas changer, les groupes "
            "diffèrent par autre chose."
        ),
        key=keyed(f"bench_control_{chosen.definition.name}_{cause}"),
    )
    return str(said) or None
