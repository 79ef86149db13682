"""The rows of a definition that end or leave out: outcomes, other ends, exclusions."""

from dataclasses import replace
from typing import Any

import streamlit as st

from app_pages.builder_fields import (
    adder,
    choice,
    free_code,
    label_of,
    names_of,
    number,
    remover,
    several,
)
from app_pages.builder_profile import profile
from app_pages.components.words import _
from app_pages.visit import Visit
from cohorts.definition.language import (
    AttributeFilter,
    Cause,
    CohortDefinition,
    Exclusion,
)


def causes(visit: Visit, base: CohortDefinition) -> tuple[Cause, ...]:
    """Ask what ends the follow-up as an event: outcomes, then other ends.

    Args:
        visit: for the territory's words.
        base: what the fields begin with.

    Returns:
        What they say, outcomes first.
    """
    n_outcomes = len(base.outcomes)
    found = [
        _cause(visit, k, cause, k + 1 - n_outcomes * cause.competing)
        for k, cause in enumerate(base.causes)
    ]
    with st.container(horizontal=True):
        adder(_("Ajouter une issue"), "add_outcome", _with_cause)
        adder(_("Ajouter une autre fin"), "add_competing", _with_competing)
    return tuple(sorted(found, key=lambda cause: cause.competing))


def _cause(visit: Visit, k: int, base: Cause, n: int) -> Cause:
    words = visit.context.nomenclature
    title = _("Autre fin {n}") if base.competing else _("Issue {n}")
    with st.container(border=True):
        label = label_of(title.format(n=n), base.label, f"cause_{k}")
        if base.interventions:
            return _deed(visit, k, replace(base, label=label))
        by_status = choice(
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
        remover(k, f"cause_{k}", _without_cause, of=label)
    return replace(found, label=label)


def _deed(visit: Visit, k: int, base: Cause) -> Cause:
    """Keep an end that is an intervention as its file says; ask which ones."""
    names = names_of(visit.context.nomenclature.interventions)
    codes = several(_("Actions"), base.interventions, names, f"cause_deed_{k}")
    if base.elsewhere:
        st.caption(_("D’une autre structure que celle de l’origine."))
    remover(k, f"cause_{k}", _without_cause, of=base.label)
    return replace(base, interventions=codes or base.interventions)


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
    adder(_("Ajouter une exclusion"), "add_exclusion", _with_exclusion)
    return tuple(found)


def _exclusion(visit: Visit, k: int, base: Exclusion) -> Exclusion:
    words = visit.context.nomenclature
    kinds: dict[str, tuple[str, Any]] = {
        "interventions": (_("une action commencée avant"), words.interventions),
        "situations": (_("une situation connue avant"), words.situations),
        "follow_up": (_("un statut donné avant"), words.follow_up),
        "attribute": (_("un profil à l’origine"), {}),
    }
    with st.container(border=True):
        reason = label_of(_("Raison {n}").format(n=k + 1), base.label, f"excl_{k}")
        now = next((kind for kind in kinds if getattr(base, kind)), "interventions")
        texts = {kind: text for kind, (text, _terms) in kinds.items()}
        kind = choice(_("Écarter pour"), texts, now, f"excl_kind_{k}")
        parts: dict[str, Any] = {**dict.fromkeys(kinds, ()), "attribute": None}
        if kind == "attribute":
            held = base.attribute or AttributeFilter("diploma", ())
            parts[kind] = profile(visit, held, f"excl_{k}")
            return replace(
                _removable(k, replace(base, label=reason)), **parts, within_days=None
            )
        parts[kind] = several(
            _("Lesquelles"),
            getattr(base, kind),
            names_of(kinds[kind][1]),
            f"excl_{kind}_{k}",
        )
        within = number(
            st, _("Dans les jours d’avant"), base.within_days, f"excl_days_{k}"
        )
        return replace(
            _removable(k, replace(base, label=reason)),
            **parts,
            within_days=within or None,
        )


def _removable(k: int, one: Exclusion) -> Exclusion:
    remover(k, f"excl_{k}", _without_exclusion, of=one.label)
    return one


def _with_cause(now: CohortDefinition, *, competing: bool = False) -> CohortDefinition:
    word = _("autre fin") if competing else _("issue")
    code = free_code("issue", [cause.code for cause in now.causes])
    added = Cause(code, {"fr": word, "en": word}, competing=competing)
    rows = sorted((*now.causes, added), key=lambda cause: cause.competing)
    return replace(now, causes=tuple(rows))


def _with_competing(now: CohortDefinition) -> CohortDefinition:
    return _with_cause(now, competing=True)


def _with_exclusion(now: CohortDefinition) -> CohortDefinition:
    code = free_code("exclusion", [one.code for one in now.exclusions])
    word = _("raison à dire")
    added = Exclusion(code, {"fr": word, "en": word})
    return replace(now, exclusions=(*now.exclusions, added))


def _without_cause(now: CohortDefinition, k: int) -> CohortDefinition:
    return replace(now, causes=now.causes[:k] + now.causes[k + 1 :])


def _without_exclusion(now: CohortDefinition, k: int) -> CohortDefinition:
    return replace(now, exclusions=now.exclusions[:k] + now.exclusions[k + 1 :])
