"""« Cohortes »: the answer first, then its curve, its numbers, and what it rests on."""

from datetime import date

import streamlit as st

from app_pages import cohort_basis as basis
from app_pages import cohort_cautions
from app_pages import cohort_parts as parts
from app_pages.cohort_files import take_away
from app_pages.cohort_guards import what_could_mislead
from app_pages.cohort_linkage import linkage_effect
from app_pages.components import formats, notices
from app_pages.components.groups import as_choice
from app_pages.components.words import _, keyed, named
from app_pages.visit import Visit
from cohorts.answer import CohortAnswer
from cohorts.definition.language import CohortDefinition
from cohorts.operations import (
    explain_cohort,
    list_cohorts,
    run_cohort,
)
from config.failure import Failure
from parcours.extract.operations import Extract, list_extracts


ANSWERS = "cohort_answers"  # exact but aggregate; gone with the session
KEPT = 12


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Cohortes"), anchor=False)
    definitions = list_cohorts(visit.context)
    extracts = list_extracts(visit.context, territory_folder=visit.folder)
    if not extracts:
        notices.nothing(
            _("Aucun extrait n’est prêt."),
            _("Sur la machine du territoire : « parcours extract NOM »."),
        )
        return
    definition, extract, group = _choices(definitions, extracts)
    place = st.empty()  # clears the former answer: it never stands under a new choice
    try:
        with place:
            answer = _answer(visit, definition, extract, group)
    except Failure as refusal:
        with place.container():
            notices.refused(refusal)
        return
    with place.container():
        if group and group not in answer.by_group:  # all its groups are too small
            notices.nothing(
                _("Cette comparaison ne se montre pas ; voici l’ensemble."),
                answer.refusals.get(group, ""),
            )
            group = ""
        _results(visit, answer, group)
        what_could_mislead(visit, answer, extract, group)
        _foundations(visit, answer)
        linkage_effect(visit, answer, extract)
        take_away(visit, answer, group)


def _choices(
    definitions: list[CohortDefinition], extracts: list[Extract]
) -> tuple[CohortDefinition, Extract, str]:
    left, middle, right = st.columns([3, 2, 2])
    definition = left.selectbox(
        _("Cohorte"),
        definitions,
        index=_first(definitions),
        format_func=lambda one: named(one.label),
        key=keyed("cohort"),
    )
    # A widget may give back what it was offered at an earlier run; what was replaced
    # since is taken as it stands now, here and below.
    definition = next(
        (one for one in definitions if one.name == definition.name), definitions[0]
    )
    latest_first = sorted(extracts, key=lambda e: e.manifest.as_of, reverse=True)
    extract = middle.selectbox(
        _("Extrait"),
        latest_first,
        format_func=lambda one: _("{name}, au {day}").format(
            name=one.name, day=formats.day(date.fromisoformat(one.manifest.as_of))
        ),
        key=keyed("extract"),
    )
    extract = next((e for e in extracts if e.name == extract.name), latest_first[0])
    group = right.selectbox(
        _("Comparer par"),
        ["", *definition.groups],
        format_func=lambda one: as_choice(one) if one else _("Ne pas comparer"),
        key=keyed(f"group_{definition.name}"),
    )
    return definition, extract, group


def _first(definitions: list[CohortDefinition]) -> int:
    names = [definition.name for definition in definitions]
    return names.index("raccrochage_large") if "raccrochage_large" in names else 0


def _answer(
    visit: Visit, definition: CohortDefinition, extract: Extract, group: str
) -> CohortAnswer:
    """Run the cohort once per choice: a word changed on the page reruns nothing."""
    answers = st.session_state.setdefault(ANSWERS, {})
    made = extract.manifest.created_at
    key = (definition.hash, extract.name, made, group)
    if key not in answers:
        with st.spinner(_("Calcul en cours…")):
            answers[key] = run_cohort(
                visit.context,
                name=definition.name,
                extract=extract.name,
                groups=(group,) if group else (),
            )
        while len(answers) > KEPT:
            del answers[next(iter(answers))]
    found: CohortAnswer = answers[key]
    return found


def _results(visit: Visit, answer: CohortAnswer, group: str) -> None:
    headline = st.container()
    is_public = answer.manifest.disclosure == "public_data"
    released = answer.released if not group else answer.released_by_group.get(group)
    exact = answer.whole if not group else answer.by_group[group]
    wants_released = False
    if not is_public:
        kinds = {
            "exact": _("Chiffres exacts, usage interne"),
            "released": _("Ce qui serait diffusé"),
        }
        chosen = st.segmented_control(
            _("Chiffres montrés"),
            kinds,
            default="exact",
            required=True,
            format_func=kinds.__getitem__,
            key=keyed("shown"),
            label_visibility="collapsed",
        )
        wants_released = chosen == "released"
    if wants_released and released is None:
        why = answer.refusals.get(group, "")
        notices.nothing(_("Rien de ce résultat ne serait diffusé."), why)
    else:
        shown = released if wants_released and released is not None else exact
        found = answer.released_cautions if wants_released else answer.cautions
        cohort_cautions.before_reading(found[group])
        parts.draw_curve(visit, answer, shown, group)
        if group:
            parts.comparison(visit, answer, shown, group)
        else:
            parts.numbers(answer, shown)
    whole = answer.released if wants_released else answer.whole
    if whole is not None:
        with headline:
            st.markdown(f"## {parts.sentence(answer, whole)}", anchors=False)
            st.markdown(parts.provenance(answer))


def _foundations(visit: Visit, answer: CohortAnswer) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        basis.attrition(answer)
    with right:
        basis.exits(answer)
    basis.rounding(answer.flow)
    explanation = explain_cohort(visit.context, name=answer.definition.name)
    basis.definition(explanation, answer.whole.estimate.notes)
