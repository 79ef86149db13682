"""The form of a definition: who, from when, until when, how time counts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import streamlit as st

from app_pages.builder_fields import names_of, number, numbers, several
from app_pages.builder_profile import ASKED, profiles
from app_pages.builder_state import key, relabelled
from app_pages.components.groups import as_choice
from app_pages.components.words import _, named
from app_pages.visit import Visit
from cohorts.definition.language import (
    ATTRIBUTE,
    CLOCKS,
    FLOOR_OF_AGES,
    GROUPS,
    MONTHS_PER_YEAR,
    Censoring,
    CohortDefinition,
    Occurrence,
    Origin,
    OriginKind,
    Population,
)
from config.translation import current_language
from parcours.access.organisations import read_organisations


ALL, CHOSEN = "all", "chosen"
VINTAGES = (2015, 2024)
KINDS: tuple[OriginKind, ...] = (
    "dropout",
    "enters",
    "intervention_start",
    "intervention_end",
)
MOST_AGE = 120


def heading(base: CohortDefinition) -> CohortDefinition:
    """Ask for the name and the title.

    Args:
        base: what the fields begin with.

    Returns:
        The definition with what they say.
    """
    left, right = st.columns(2)
    title = right.text_input(
        _("Titre"), base.label[current_language()], key=key("title"), max_chars=120
    )
    name = left.text_input(
        _("Nom (minuscules, chiffres et « _ »)"),
        base.name,
        key=key("name"),
        max_chars=63,
    )
    empty = dict.fromkeys(base.label, "")
    former = base.note or empty
    remark = st.text_input(
        _("Remarque montrée avec chaque résultat (facultatif)"),
        former[current_language()],
        key=key("note"),
        max_chars=300,
    ).strip()
    return replace(
        base,
        name=name.strip(),
        label=relabelled(base.label, title.strip()),
        note=relabelled(former, remark) if remark else None,
    )


def population(visit: Visit, base: Population) -> Population:
    """Ask who may enter.

    Args:
        visit: for the territory's words.
        base: what the fields begin with.

    Returns:
        What they say.
    """
    sexes = {"": _("Tous"), **names_of(visit.context.nomenclature.sexes)}
    first, second, third = st.columns(3)
    sex = first.selectbox(
        _("Sexe"),
        list(sexes),
        index=list(sexes).index(base.sex or ""),
        format_func=sexes.__getitem__,
        key=key("sex"),
    )
    least = number(second, _("Âge minimal"), base.age_min, "age_min", most=MOST_AGE)
    most = number(third, _("Âge maximal"), base.age_max, "age_max", most=MOST_AGE)
    vintage, codes = _territory(visit, base)
    entries = read_organisations(visit.context.config)
    organisations = several(
        _("Structures qui signalent l’origine"),
        base.organisations,
        {entry.code: named(entry.labels) for entry in entries},
        "organisations",
    )
    return replace(
        base,
        sex=sex or None,
        age_min=least,
        age_max=most,
        qpv_vintage=vintage,
        qpv_codes=codes,
        organisations=organisations,
        attributes=profiles(visit, base),
    )


def _territory(visit: Visit, base: Population) -> tuple[int | None, tuple[str, ...]]:
    places = {
        place.code_official: _("{name} (liste {year})").format(
            name=named(place.labels), year=place.vintage
        )
        for place in visit.context.nomenclature.territories.values()
        if place.code_official is not None and place.vintage is not None
    }
    lists = {str(year): _("Tout quartier de la liste {year}") for year in VINTAGES}
    choices = {
        ALL: _("Tout le territoire"),
        **{year: text.format(year=year) for year, text in lists.items()},
        CHOSEN: _("Des quartiers choisis"),
    }
    chosen = CHOSEN if base.qpv_codes else str(base.qpv_vintage or ALL)
    where = st.selectbox(
        _("Résidence, le jour de l’origine"),
        list(choices),
        index=list(choices).index(chosen),
        format_func=choices.__getitem__,
        key=key("where"),
    )
    if where == CHOSEN:
        codes = several(_("Quartiers"), base.qpv_codes, places, "qpv")
        return base.qpv_vintage if base.qpv_codes else None, codes
    return (None if where == ALL else int(where)), ()


def origin(visit: Visit, base: Origin) -> Origin:
    """Ask from which day time is counted.

    Args:
        visit: for the territory's words.
        base: what the fields begin with.

    Returns:
        What they say.
    """
    words = visit.context.nomenclature
    kinds = {
        "dropout": _("Un décrochage, selon les règles du territoire"),
        "enters": _("L’entrée dans une situation"),
        "intervention_start": _("Le début d’une action"),
        "intervention_end": _("La fin d’une action"),
    }
    kind = st.selectbox(
        _("Origine"),
        KINDS,
        index=KINDS.index(base.kind),
        format_func=kinds.__getitem__,
        key=key("kind"),
    )
    found = replace(base, kind=kind)
    if kind == "enters":
        found = _entry(found, names_of(words.situations))
    else:
        found = replace(found, situations=(), confirmation_days=0, after_dropout=False)
    actions: tuple[str, ...] = ()
    if kind.startswith("intervention"):
        actions = several(
            _("Actions"), base.interventions, names_of(words.interventions), "actions"
        )
    return _when(replace(found, interventions=actions))


def _entry(base: Origin, names: Mapping[str, str]) -> Origin:
    situations = several(_("Situations"), base.situations, names, "entered")
    left, right = st.columns(2, vertical_alignment="bottom")
    held = number(left, _("Établie pendant (jours)"), base.confirmation_days, "held")
    after = right.checkbox(
        _("Seulement après un décrochage"), base.after_dropout, key=key("after")
    )
    return replace(
        base, situations=situations, confirmation_days=held or 0, after_dropout=after
    )


def _when(base: Origin) -> Origin:
    occurrences = {"first": _("La première fois"), "every": _("Chaque fois")}
    first, second, third = st.columns(3)
    occurrence = first.selectbox(
        _("Compter"),
        list(occurrences),
        index=list(occurrences).index(base.occurrence),
        format_func=occurrences.__getitem__,
        key=key("occurrence"),
    )
    shown = "DD/MM/YYYY" if current_language() == "fr" else "YYYY-MM-DD"
    since = second.date_input(
        _("À partir du"), base.between[0], format=shown, key=key("since")
    )
    until = third.date_input(
        _("Jusqu’au"), base.between[1], format=shown, key=key("until")
    )
    late = st.checkbox(
        _("Garder les épisodes ouverts avant l’observation (entrée tardive)"),
        base.prevalent == "include",
        key=key("late"),
    )
    return replace(
        base,
        occurrence=cast("Occurrence", occurrence),
        between=(since, until),
        prevalent="include" if late else "exclude",
    )


def censoring(visit: Visit, base: Censoring) -> Censoring:
    """Ask what ends the follow-up without an outcome.

    Args:
        visit: for the territory's words.
        base: what the fields begin with.

    Returns:
        What they say.
    """
    statuses = several(
        _("Statuts qui interrompent le suivi"),
        base.follow_up,
        names_of(visit.context.nomenclature.follow_up),
        "statuses",
    )
    first, second, third = st.columns(3, vertical_alignment="bottom")
    lost = number(
        first, _("Perdu de vue après (jours de silence)"), base.lost_after_days, "lost"
    )
    gap = number(
        second, _("Inconnu au plus (jours)"), base.unknown_gap_days, "unknown_gap"
    )
    age = number(third, _("Âge limite"), base.age_limit_years, "limit", most=MOST_AGE)
    return Censoring(
        follow_up=statuses,
        age_limit_years=age,
        unknown_gap_days=gap,
        lost_after_days=lost or None,
    )


def time(base: CohortDefinition) -> CohortDefinition:
    """Ask how time counts and where figures are read.

    Args:
        base: what the fields begin with.

    Returns:
        The definition with what they say.
    """
    clocks = {
        "days": _("Jours depuis l’origine"),
        "calendar_months": _("Mois entiers depuis l’origine"),
        "age": _("Âge"),
    }
    first, second, third = st.columns(3, vertical_alignment="bottom")
    clock = first.selectbox(
        _("Horloge"),
        CLOCKS,
        index=CLOCKS.index(base.clock),
        format_func=clocks.__getitem__,
        key=key("clock"),
    )
    by_age = clock == "age"
    unit = MONTHS_PER_YEAR if by_age else 1
    months = base.horizons_months
    if by_age != (base.clock == "age"):
        months = (216, 252, 300) if by_age else (3, 6, 12, 24)
    typed = second.text_input(
        _("Lecture à (ans)") if by_age else _("Lecture à (mois)"),
        ", ".join(f"{month / unit:g}" for month in months),
        key=key(f"horizons_{by_age}"),
    )
    floor = number(
        third,
        _("Jeunes à risque au moins"),
        FLOOR_OF_AGES if by_age and base.clock != "age" else base.at_risk_floor,
        f"floor_{by_age}",
        most=1000,
    )
    return replace(
        base,
        clock=clock,
        horizons_months=numbers(typed, unit=unit),
        at_risk_floor=floor or None,
    )


def comparisons(base: CohortDefinition) -> CohortDefinition:
    """Ask by what figures are broken down, and what a model takes account of.

    Args:
        base: what the fields begin with.

    Returns:
        The definition with what they say.
    """
    asked = (f"{ATTRIBUTE}{name}" for name in ASKED)
    known = dict.fromkeys((*GROUPS, *asked, *base.breakdowns))
    names = {group: as_choice(group) for group in known}
    groups = several(_("Comparer par"), base.groups, names, "groups")
    covariates = several(
        _("À profil égal (modèle)"), base.covariates, names, "covariates"
    )
    strata = several(_("À même strate"), base.strata, names, "strata")
    return replace(base, groups=groups, covariates=covariates, strata=strata)
