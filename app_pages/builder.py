"""« Définir une cohorte »: the form, and beside it what it says and whom it keeps."""

from dataclasses import replace
from datetime import date

import streamlit as st

from app_pages import builder_form as form
from app_pages import builder_rows as rows
from app_pages import builder_state as state
from app_pages import builder_view as view
from app_pages.builder_saving import saving
from app_pages.components import formats, notices
from app_pages.components.words import _, keyed, named, plain, typeset
from app_pages.visit import Visit
from cohorts.answer import Draft
from cohorts.building import draft_of, yaml_of
from cohorts.definition.language import CohortDefinition
from cohorts.definition.pitfalls import pitfalls
from cohorts.operations import list_cohorts
from config.failure import Failure
from parcours.extract.operations import Extract, list_extracts


NEW = ""


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Définir une cohorte"), anchor=False)
    _begin(visit)
    found = state.work()
    if found is None:
        notices.nothing(
            _("Qui suivre, depuis quel jour, jusqu’à quelle issue ?"),
            _("Partez d’une définition qui existe, ou d’une page blanche."),
        )
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        definition = _form(visit, found.base)
    state.keep(definition)
    text = yaml_of(visit.context, definition)
    try:
        draft: Draft | None = draft_of(visit.context, text)
    except Failure as refusal:
        draft = None
        with right:
            _refused(refusal, definition)
    with left:
        view.as_yaml(visit, text)
    if draft is not None:
        with right:
            _beside(visit, draft)


def _begin(visit: Visit) -> None:
    names = {one.name: one for one in list_cohorts(visit.context)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Partir de"),
            [NEW, *names],
            format_func=lambda name: (
                named(names[name].label) if name else _("Une page blanche")
            ),
            key=keyed("builder_start"),
        )
        st.button(
            _("Commencer"),
            key="builder_begin",
            on_click=_start,
            args=(names,),
        )


def _start(names: dict[str, CohortDefinition]) -> None:
    model = names.get(st.session_state[keyed("builder_start")])
    if model is None:
        state.begin(state.blank("ma_cohorte", label=_("Ma cohorte")))
    else:
        state.begin(replace(model, name=f"{model.name[:57]}_bis"))


def _form(visit: Visit, base: CohortDefinition) -> CohortDefinition:
    found = form.heading(base)
    tabs = st.tabs(
        [_("Qui"), _("Origine"), _("Issues"), _("Suivi et temps"), _("Comparer")]
    )
    with tabs[0]:
        found = replace(found, population=form.population(visit, base.population))
        st.markdown(f"**{_('Écarter')}**")
        found = replace(found, exclusions=rows.exclusions(visit, base))
    with tabs[1]:
        found = replace(found, origin=form.origin(visit, base.origin))
    with tabs[2]:
        found = replace(found, causes=rows.causes(visit, base))
    with tabs[3]:
        found = form.time(found)
        found = replace(found, censoring=form.censoring(visit, base.censoring))
    with tabs[4]:
        found = form.comparisons(found)
        st.markdown(f"**{_('Expositions')}**")
        return replace(found, exposures=rows.exposures(visit, base))


def _refused(refusal: Failure, definition: CohortDefinition) -> None:
    st.subheader(_("Il manque encore quelque chose"), anchor=False)
    where = refusal.where.column if refusal.where else None
    text = plain(typeset(refusal.what))
    st.warning(f"{text}  \n:small[{where}]" if where else text)
    if any(str(one.design) == rows.EVER for one in definition.exposures):
        rows.right_ways(definition)


def _beside(visit: Visit, draft: Draft) -> None:
    view.explanation(draft)
    extracts = list_extracts(visit.context, territory_folder=visit.folder)
    latest_first = sorted(extracts, key=lambda e: e.manifest.as_of, reverse=True)
    as_of = date.fromisoformat(latest_first[0].manifest.as_of) if extracts else None
    view.warnings(pitfalls(draft.definition, as_of=as_of))
    place = st.container()  # filled last: counting holds nothing else back
    saving(visit, draft)
    with place:
        _counted(visit, draft, latest_first)


def _counted(visit: Visit, draft: Draft, latest_first: list[Extract]) -> None:
    if not latest_first:
        notices.nothing(
            _("Aucun extrait n’est prêt : on ne peut pas compter."),
            _("Sur la machine du territoire : « parcours extract NOM »."),
        )
        return
    extract = st.selectbox(
        _("Compter sur l’extrait"),
        latest_first,
        format_func=lambda one: _("{name}, au {day}").format(
            name=one.name, day=formats.day(date.fromisoformat(one.manifest.as_of))
        ),
        key=keyed("builder_extract"),
    )
    try:
        view.counts(view.preview(visit, draft, extract.name))
    except Failure as refusal:
        notices.refused(refusal)
