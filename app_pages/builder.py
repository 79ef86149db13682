"""« Définir une cohorte »: the form, and beside it what it says and whom it keeps."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import builder_exposures as exposures
from app_pages import builder_form as form
from app_pages import builder_rows as rows
from app_pages import builder_state as state
from app_pages import builder_view as view
from app_pages.builder_fields import names_of
from app_pages.builder_missing import missing
from app_pages.builder_saving import saving
from app_pages.components import formats, notices
from app_pages.components.words import _, keyed, named, plain, same_language, typeset
from app_pages.visit import Visit
from cohorts.answer import Draft
from cohorts.building import draft_of, list_versions, yaml_of
from cohorts.definition.language import CohortDefinition
from cohorts.definition.pitfalls import pitfalls
from cohorts.operations import list_cohorts
from config.failure import Failure
from parcours.extract.operations import Extract, list_extracts


NEW = ""
DRAFT = "draft "  # no name of a definition holds a space
_CODE = re.compile(r"[«“]\s?(\w+)\s?[»”]")


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Définir une cohorte"), anchor=False)
    _begin(visit)
    state.resume()
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
    if state.changed():
        st.rerun()
    text = yaml_of(visit.context, definition)
    draft = _draft(visit, definition, text, right)
    with left:
        view.as_yaml(visit, text)
    if draft is not None:
        with right:
            _beside(visit, draft)


def _draft(
    visit: Visit, definition: CohortDefinition, text: str, place: DeltaGenerator
) -> Draft | None:
    """Read what the fields say, or tell in the form's own words what is missing."""
    lacks = missing(definition)
    if lacks:
        with place:
            _lacking(lacks)
        return None
    try:
        return draft_of(visit.context, text)
    except Failure as refusal:
        with place:
            _refused(visit, refusal, definition)
        return None


def _begin(visit: Visit) -> None:
    models = _models(visit)
    titles = {
        NEW: _("Une page blanche"),
        **{k: title for k, (title, _m) in models.items()},
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Partir de"),
            list(titles),
            format_func=titles.__getitem__,
            key=keyed("builder_start"),
        )
        st.button(
            _("Commencer"),
            key="builder_begin",
            on_click=same_language(_start),
            args=(models,),
        )


def _models(visit: Visit) -> dict[str, tuple[str, CohortDefinition]]:
    """Give what one can begin with: cohorts, then one's own drafts; by title.

    A cohort of the territory is begun under another name, since it is not changed
    here; a saved one under its own, so that what is saved is its next version.
    """
    saved = list_versions(visit.context)
    own = {one.name for one in saved}
    found = {
        one.name: (
            named(one.label),
            one if one.name in own else replace(one, name=f"{one.name[:57]}_bis"),
        )
        for one in list_cohorts(visit.context)
    }
    for one in saved:
        if one.is_draft:
            with suppress(Failure):  # the configuration may have changed since
                model = draft_of(visit.context, one.text).definition
                title = _("{title} (brouillon)").format(title=named(model.label))
                found[f"{DRAFT}{one.name}"] = (title, model)
    return found


def _start(models: dict[str, tuple[str, CohortDefinition]]) -> None:
    chosen = st.session_state[keyed("builder_start")]
    if chosen:
        state.begin(models[chosen][1])
    else:
        title, outcome = _("Ma cohorte"), _("issue")
        state.begin(state.blank("ma_cohorte", label=title, outcome=outcome))


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
        return replace(found, exposures=exposures.exposures(visit, base))


def _lacking(lacks: tuple[str, ...]) -> None:
    st.header(_("Il manque encore quelque chose"), anchor=False)
    st.info("\n".join(f"- {text}" for text in lacks))


def _refused(visit: Visit, refusal: Failure, definition: CohortDefinition) -> None:
    st.header(_("Cette définition ne va pas"), anchor=False)
    words = visit.context.nomenclature
    names = {**names_of(words.situations), **names_of(words.follow_up)}

    def name(code: re.Match[str]) -> str:
        known = names.get(code[1])
        return _("« {name} »").format(name=known) if known else code[0]

    st.warning(plain(typeset(_CODE.sub(name, refusal.what))))
    if any(str(one.design) == exposures.EVER for one in definition.exposures):
        exposures.right_ways()


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
