"""Beside the form: the definition in plain words, warnings, who remains, YAML."""

import streamlit as st

from app_pages.builder_state import begin, key
from app_pages.cohort_basis import attrition_of
from app_pages.components import formats, notices
from app_pages.components.words import _, plain, same_language, typeset
from app_pages.visit import Visit
from cohorts.answer import Draft, Preview
from cohorts.building import draft_of, preview_cohort
from cohorts.definition.pitfalls import Pitfall
from config.failure import Failure


PREVIEWS = "builder_previews"  # protected counts only; gone with the session
KEPT = 8
REFUSED = "builder_yaml_refused"


def explanation(draft: Draft) -> None:
    """Read the definition aloud.

    Args:
        draft: what is being built.
    """
    told = draft.explanation
    st.header(_("En clair"), anchor=False)
    st.markdown(plain(typeset(told.paragraph)))
    with st.expander(_("Toutes les règles")):
        st.markdown("\n".join(f"- {plain(typeset(point))}" for point in told.points))
    said = _("Règles de décrochage version {version} · définition {hash}")
    st.caption(said.format(version=told.rules_version, hash=told.hash[:12]))


def preview(visit: Visit, draft: Draft, extract: str) -> Preview:
    """Count whom the definition keeps, once per definition and extract.

    Args:
        visit: who is here.
        draft: what is being built.
        extract: name of the extract.

    Returns:
        Protected counts and warnings.
    """
    kept: dict[tuple[str, str], Preview] = st.session_state.setdefault(PREVIEWS, {})
    place = (draft.definition.hash, extract)
    if place not in kept:
        with st.spinner(_("Comptage en cours…")):
            kept[place] = preview_cohort(
                visit.context,
                name=draft.definition.name,
                text=draft.text,
                extract=extract,
            )
        while len(kept) > KEPT:
            del kept[next(iter(kept))]
    return kept[place]


def warnings(found: tuple[Pitfall, ...]) -> None:
    """Say what a careful reader would object to.

    Args:
        found: the warnings.
    """
    st.header(_("À surveiller"), anchor=False)
    if not found:
        st.markdown(_("Rien à signaler dans cette définition."))
    for one in found:
        text = f"**{typeset(one.text)}**  \n{typeset(one.remedy)}"
        st.warning(text)


def counts(preview: Preview) -> None:
    """Show who remains, step by step, as it may be read.

    Args:
        preview: protected counts.
    """
    flow = preview.flow
    attrition_of(flow)
    if not flow.persons:
        text = _("Personne, ou trop peu de jeunes, ne répond à cette définition.")
        notices.nothing(text, _("Élargissez la période, les âges ou le territoire."))
    text = _("Extrait « {extract} » connu au {day}.")
    st.caption(
        text.format(
            extract=preview.manifest.extract, day=formats.day(preview.manifest.as_of)
        )
    )


def as_yaml(visit: Visit, text: str) -> None:
    """Show the definition as YAML, and take another one back into the form.

    Args:
        visit: who is here.
        text: the definition as the form says it.
    """
    with st.expander(_("La même définition en YAML")):
        st.caption(
            _("Modifiez ou collez un texte, puis « Remplir le formulaire » : les deux "
              "disent toujours la même chose.")
        )  # fmt: skip
        field = key(f"yaml_{hash(text)}")
        st.text_area(_("YAML"), text, height=320, key=field)
        st.button(
            _("Remplir le formulaire"),
            key=key("from_yaml"),
            on_click=same_language(_take),
            args=(visit, field),
        )
        refused = st.session_state.pop(REFUSED, None)
        if isinstance(refused, Failure):
            notices.refused(refused)


def _take(visit: Visit, field: str) -> None:
    try:
        begin(draft_of(visit.context, st.session_state[field]).definition)
    except Failure as refusal:
        st.session_state[REFUSED] = refusal
