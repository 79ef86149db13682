"""The exposures of a definition: what may have changed the outcome, always dated."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from app_pages.builder_fields import (
    adder,
    choice,
    free_code,
    label_of,
    names_of,
    number,
    numbers,
    remover,
    several,
)
from app_pages.builder_state import change, key
from app_pages.components.words import _
from app_pages.visit import Visit
from cohorts.definition.language import CohortDefinition, Exposure


EVER = "ever"  # offered so that its refusal is read, with the right ways beside it
SIX_MONTHS, ONE_MONTH = (6,), 30


def exposures(visit: Visit, base: CohortDefinition) -> tuple[Exposure, ...]:
    """Ask what may have changed the outcome; always dated.

    Args:
        visit: for the territory's words.
        base: what the fields begin with.

    Returns:
        What they say; "ever" is handed on, so that the reader refuses it.
    """
    found = [_exposure(visit, k, one) for k, one in enumerate(base.exposures)]
    if not found:
        st.caption(_("Aucune exposition : le résultat est un devenir observé."))
    adder(_("Ajouter une exposition"), "add_exposure", _with_exposure)
    return tuple(found)


def _exposure(visit: Visit, k: int, base: Exposure) -> Exposure:
    words = visit.context.nomenclature
    with st.container(border=True):
        label = label_of(_("Exposition {n}").format(n=k + 1), base.label, f"expo_{k}")
        found = replace(base, label=label)
        kinds = {
            "interventions": _("avec une action"),
            "situations": _("en entrant dans une situation"),
        }
        now = "situations" if base.situations else "interventions"
        kind = choice(_("Elle commence"), kinds, now, f"expo_kind_{k}")
        acts = kind == "interventions"
        codes = several(
            _("Actions") if acts else _("Situations"),
            base.interventions if acts else base.situations,
            names_of(words.interventions if acts else words.situations),
            f"expo_{'acts' if acts else 'sit'}_{k}",
        )
        parts: dict[str, Any] = {**dict.fromkeys(kinds, ()), kind: codes}
        found = _counted(k, replace(found, **parts))
        remover(k, f"expo_{k}", _without_exposure, of=label)
    return found


def _counted(k: int, base: Exposure) -> Exposure:
    """Ask how the exposure is dated: each way has its own parameter."""
    designs = {
        "time_varying": _("exposé à partir de son jour"),
        "landmark": _("exposé avant un mois fixe, parmi ceux encore suivis"),
        "target_trial": _("commencer dans un délai, ou non (essai cible)"),
        EVER: _("a participé, à un moment ou à un autre"),
    }
    design: Any = choice(_("Compter"), designs, base.design, f"expo_design_{k}")
    lasts, grace = False, None
    months: tuple[int, ...] = ()
    if design == "time_varying":
        lasts = st.checkbox(
            _("Seulement tant qu’elle dure"), base.while_it_lasts, key=key(f"lasts_{k}")
        )
    if design == "landmark":
        typed = st.text_input(
            _("Repères (mois, séparés par des virgules)"),
            ", ".join(map(str, base.landmarks_months or SIX_MONTHS)),
            key=key(f"expo_m_{k}"),
        )
        months = numbers(typed)
    if design == "target_trial":
        grace = number(
            st, _("Délai (jours)"), base.grace_days or ONE_MONTH, f"expo_grace_{k}"
        )
    return replace(
        base,
        design=design,
        while_it_lasts=lasts,
        landmarks_months=months,
        grace_days=grace,
    )


def right_ways() -> None:
    """Offer, one click away, the ways that are right instead of "ever took part"."""
    ways: dict[str, tuple[str, dict[str, Any]]] = {
        "time_varying": (_("Compter exposé à partir de son jour"), {}),
        "landmark": (_("Poser un repère à 6 mois"), {"landmarks_months": SIX_MONTHS}),
        "target_trial": (
            _("Déclarer un essai cible, délai de 30 jours"),
            {"grace_days": ONE_MONTH},
        ),
    }
    with st.container(horizontal=True):
        for design, (text, more) in ways.items():
            edit = partial(_mended, design=design, more=more)
            st.button(text, key=key(f"way_{design}"), on_click=change, args=(edit,))


def _mended(
    now: CohortDefinition, *, design: Any, more: dict[str, Any]
) -> CohortDefinition:
    rows = [
        replace(one, design=design, **more) if str(one.design) == EVER else one
        for one in now.exposures
    ]
    return replace(now, exposures=tuple(rows))


def _with_exposure(now: CohortDefinition) -> CohortDefinition:
    code = free_code("exposition", [one.code for one in now.exposures])
    word = _("exposition")
    added = Exposure(code, {"fr": word, "en": word})
    return replace(now, exposures=(*now.exposures, added))


def _without_exposure(now: CohortDefinition, k: int) -> CohortDefinition:
    return replace(now, exposures=now.exposures[:k] + now.exposures[k + 1 :])
