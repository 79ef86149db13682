"""The rows of a definition: outcomes, exclusions, exposures; added and removed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from app_pages.builder_form import names_of, number, several
from app_pages.builder_state import change, key, relabelled
from app_pages.components.words import _
from app_pages.visit import Visit
from cohorts.definition.language import (
    Cause,
    CohortDefinition,
    Exclusion,
    Exposure,
)
from config.translation import current_language


EVER = "ever"  # offered so that its refusal is read, with the right ways beside it
SIX_MONTHS, ONE_MONTH = (6,), 30


def causes(visit: Visit, base: CohortDefinition) -> tuple[Cause, ...]:
    """Ask what ends the follow-up as an event: outcomes, then other ends.

    Args:
        visit: for the territory's words.
        base: what the fields begin with.

    Returns:
        What they say, outcomes first.
    """
    found = [_cause(visit, k, cause) for k, cause in enumerate(base.causes)]
    with st.container(horizontal=True):
        _adder(_("Ajouter une issue"), "add_outcome", _with_cause)
        _adder(_("Ajouter une autre fin"), "add_competing", _with_competing)
    return tuple(sorted(found, key=lambda cause: cause.competing))


def _cause(visit: Visit, k: int, base: Cause) -> Cause:
    words = visit.context.nomenclature
    title = _("Autre fin {n}") if base.competing else _("Issue {n}")
    with st.container(border=True):
        label = _label(title.format(n=k + 1), base.label, f"cause_{k}")
        by_status = _choice(
            _("Elle arrive"),
            {"": _("en entrant dans une situation"), "s": _("par un statut du suivi")},
            "s" if base.follow_up else "",
            f"cause_by_{k}",
        )
        if by_status:
            names = names_of(words.follow_up)
            codes = several(_("Statuts"), base.follow_up, names, f"cause_status_{k}")
            found = replace(base, follow_up=codes, situations=(), confirmation_days=0)
        else:
            names = names_of(words.situations)
            codes = several(_("Situations"), base.situations, names, f"cause_sit_{k}")
            held = number(
                st, _("Établie pendant (jours)"), base.confirmation_days, f"cause_d_{k}"
            )
            found = replace(
                base, follow_up=(), situations=codes, confirmation_days=held or 0
            )
        _remover(k, f"cause_{k}", _without_cause)
    return replace(found, label=label)


def exclusions(visit: Visit, base: CohortDefinition) -> tuple[Exclusion, ...]:
    """Ask who is left out, by what was known before the origin.

    Args:
        visit: for the territory's words.
        base: what the fields begin with.

    Returns:
        What they say.
    """
    found = [_exclusion(visit, k, one) for k, one in enumerate(base.exclusions)]
    if not found:
        st.caption(_("Personne n’est écarté."))
    _adder(_("Ajouter une exclusion"), "add_exclusion", _with_exclusion)
    return tuple(found)


def _exclusion(visit: Visit, k: int, base: Exclusion) -> Exclusion:
    words = visit.context.nomenclature
    kinds: dict[str, tuple[str, Any]] = {
        "interventions": (_("une action commencée avant"), words.interventions),
        "situations": (_("une situation connue avant"), words.situations),
        "follow_up": (_("un statut donné avant"), words.follow_up),
    }
    with st.container(border=True):
        reason = _label(_("Raison {n}").format(n=k + 1), base.label, f"excl_{k}")
        found = replace(base, label=reason)
        if base.attribute is not None:
            st.caption(_("Par un profil : se change dans le YAML."))
        else:
            now = next((kind for kind in kinds if getattr(base, kind)), "interventions")
            texts = {kind: text for kind, (text, _terms) in kinds.items()}
            kind = _choice(_("Écarter pour"), texts, now, f"excl_kind_{k}")
            codes = several(
                _("Lesquelles"),
                getattr(base, kind),
                names_of(kinds[kind][1]),
                f"excl_{kind}_{k}",
            )
            within = number(
                st, _("Dans les jours d’avant"), base.within_days, f"excl_days_{k}"
            )
            parts: dict[str, Any] = dict.fromkeys(kinds, ())
            parts[kind] = codes
            found = replace(found, **parts, within_days=within or None)
        _remover(k, f"excl_{k}", _without_exclusion)
    return found


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
    _adder(_("Ajouter une exposition"), "add_exposure", _with_exposure)
    return tuple(found)


def _exposure(visit: Visit, k: int, base: Exposure) -> Exposure:
    designs = {
        "time_varying": _("exposé à partir de son jour"),
        "landmark": _("exposé avant un mois fixe, parmi ceux encore suivis"),
        "target_trial": _("commencer dans un délai, ou non (essai cible)"),
        EVER: _("a participé, à un moment ou à un autre"),
    }
    words = visit.context.nomenclature
    with st.container(border=True):
        label = _label(_("Exposition {n}").format(n=k + 1), base.label, f"expo_{k}")
        found = replace(base, label=label)
        if not base.situations:
            names = names_of(words.interventions)
            codes = several(_("Actions"), base.interventions, names, f"expo_acts_{k}")
            found = replace(found, interventions=codes)
        design: Any = _choice(_("Compter"), designs, base.design, f"expo_design_{k}")
        months, grace = base.landmarks_months, base.grace_days
        if design == "landmark":
            month = number(
                st, _("Repère (mois)"), (months or SIX_MONTHS)[0], f"expo_m_{k}"
            )
            kept = months[1:] if months else ()
            months = tuple(sorted({month or 1, *kept}))
        if design == "target_trial":
            grace = number(
                st, _("Délai (jours)"), grace or ONE_MONTH, f"expo_grace_{k}"
            )
        found = replace(
            found,
            design=design,
            while_it_lasts=base.while_it_lasts and design == "time_varying",
            landmarks_months=months if design == "landmark" else (),
            grace_days=(grace or ONE_MONTH) if design == "target_trial" else None,
        )
        _remover(k, f"expo_{k}", _without_exposure)
    return found


def right_ways(definition: CohortDefinition) -> None:
    """Offer, one click away, the ways that are right instead of "ever took part".

    Args:
        definition: as the fields say it.
    """
    ways: dict[str, tuple[str, dict[str, Any]]] = {
        "time_varying": (_("Compter exposé à partir de son jour"), {}),
        "landmark": (_("Poser un repère à 6 mois"), {"landmarks_months": SIX_MONTHS}),
        "target_trial": (
            _("Déclarer un essai cible, délai de 30 jours"),
            {"grace_days": ONE_MONTH},
        ),
    }

    def mended(design: Any, more: dict[str, Any]) -> CohortDefinition:
        rows = [
            replace(one, design=design, **more) if str(one.design) == EVER else one
            for one in definition.exposures
        ]
        return replace(definition, exposures=tuple(rows))

    with st.container(horizontal=True):
        for design, (text, more) in ways.items():
            st.button(
                text,
                key=key(f"way_{design}"),
                on_click=change,
                args=(lambda _now, d=design, m=more: mended(d, m),),
            )


def _label(title: str, base: dict[str, str], name: str) -> dict[str, str]:
    typed = st.text_input(title, base[current_language()], key=key(name), max_chars=80)
    return relabelled(base, typed)


def _choice(label: str, texts: dict[str, str], now: str, name: str) -> str:
    options = list(texts)
    return str(
        st.selectbox(
            label,
            options,
            index=options.index(now),
            format_func=texts.__getitem__,
            key=key(name),
        )
    )


def _adder(
    text: str, name: str, edit: Callable[[CohortDefinition], CohortDefinition]
) -> None:
    st.button(text, key=key(name), on_click=change, args=(edit,))


def _remover(
    k: int, name: str, edit: Callable[[CohortDefinition, int], CohortDefinition]
) -> None:
    st.button(
        _("Retirer"),
        key=key(f"remove_{name}"),
        type="tertiary",
        on_click=change,
        args=(lambda now: edit(now, k),),
    )


def _free(stem: str, taken: list[str]) -> str:
    number_ = len(taken) + 1
    while f"{stem}_{number_}" in taken:
        number_ += 1
    return f"{stem}_{number_}"


def _with_cause(now: CohortDefinition, *, competing: bool = False) -> CohortDefinition:
    word = _("autre fin") if competing else _("issue")
    code = _free("issue", [cause.code for cause in now.causes])
    added = Cause(code, {"fr": word, "en": word}, competing=competing)
    rows = sorted((*now.causes, added), key=lambda cause: cause.competing)
    return replace(now, causes=tuple(rows))


def _with_competing(now: CohortDefinition) -> CohortDefinition:
    return _with_cause(now, competing=True)


def _with_exclusion(now: CohortDefinition) -> CohortDefinition:
    code = _free("exclusion", [one.code for one in now.exclusions])
    word = _("raison à dire")
    added = Exclusion(code, {"fr": word, "en": word})
    return replace(now, exclusions=(*now.exclusions, added))


def _with_exposure(now: CohortDefinition) -> CohortDefinition:
    code = _free("exposition", [one.code for one in now.exposures])
    word = _("exposition")
    added = Exposure(code, {"fr": word, "en": word})
    return replace(now, exposures=(*now.exposures, added))


def _without_cause(now: CohortDefinition, k: int) -> CohortDefinition:
    return replace(now, causes=now.causes[:k] + now.causes[k + 1 :])


def _without_exclusion(now: CohortDefinition, k: int) -> CohortDefinition:
    return replace(now, exclusions=now.exclusions[:k] + now.exclusions[k + 1 :])


def _without_exposure(now: CohortDefinition, k: int) -> CohortDefinition:
    return replace(now, exposures=now.exposures[:k] + now.exposures[k + 1 :])
