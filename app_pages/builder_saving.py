"""Keeping a definition: draft, version, and what changed between two of them."""

import streamlit as st

from app_pages.builder_state import begin
from app_pages.components import formats, notices
from app_pages.components.words import _, keyed, plain, same_language, typeset
from app_pages.visit import Visit
from cohorts.answer import Draft
from cohorts.building import (
    compare_definitions,
    draft_of,
    list_versions,
    save_definition,
)
from cohorts.saved.store import Version
from config.failure import Failure


SAID = "builder_said"


def saving(visit: Visit, draft: Draft) -> None:
    """Offer to keep the definition, and show the versions kept.

    Args:
        visit: who is here.
        draft: what is being built.
    """
    st.header(_("Enregistrer"), anchor=False)
    st.text_input(
        _("Pourquoi cette version (facultatif)"), key="builder_note", max_chars=200
    )
    with st.container(horizontal=True):
        for as_draft, text in (
            (False, _("Enregistrer une version")),
            (True, _("Garder en brouillon")),
        ):
            if st.button(  # not a callback: it would save what stood before
                text,
                key=f"builder_save_{'draft' if as_draft else 'version'}",
                type="secondary" if as_draft else "primary",
            ):
                _save(visit, draft, as_draft=as_draft)
                st.rerun()  # what one can begin with is listed above
    said = st.session_state.pop(SAID, None)
    if isinstance(said, Failure):
        notices.refused(said)
    elif isinstance(said, Version):
        st.info(_told(said))
    _versions(visit, draft)


def _save(visit: Visit, draft: Draft, as_draft: bool) -> None:
    try:
        st.session_state[SAID] = save_definition(
            visit.context,
            name=draft.definition.name,
            text=draft.text,
            note=str(st.session_state.get("builder_note", "")),
            as_draft=as_draft,
        )
    except Failure as refusal:
        st.session_state[SAID] = refusal


def _told(version: Version) -> str:
    if version.is_draft:
        return _("Brouillon gardé : vous seul le voyez.")
    text = _("Version {number} enregistrée : elle paraît dans « Cohortes ».")
    return text.format(number=version.number)


def _versions(visit: Visit, draft: Draft) -> None:
    found = list_versions(visit.context, name=draft.definition.name)
    if not found:
        return
    with st.expander(_("Versions de cette définition")):
        chosen = st.selectbox(
            _("Version"),
            list(reversed(found)),
            format_func=lambda one: _name(visit, one),
            key=keyed("builder_version"),
        )
        if chosen.note:
            st.caption(plain(typeset(chosen.note)))
        st.button(
            _("Reprendre cette version"),
            key="builder_take",
            on_click=same_language(_take),
            args=(visit, chosen),
        )
        numbers = [one.number for one in found if not one.is_draft]
        if len(numbers) > 1:
            _compare(visit, draft.definition.name, numbers)


def _take(visit: Visit, version: Version) -> None:
    try:
        begin(draft_of(visit.context, version.text).definition)
    except Failure as refusal:
        st.session_state[SAID] = refusal


def _compare(visit: Visit, name: str, numbers: list[int]) -> None:
    left, right = st.columns(2)
    first = left.selectbox(_("De la version"), numbers[:-1], key="builder_from")
    second = right.selectbox(
        _("à la version"), numbers[1:], index=len(numbers) - 2, key="builder_to"
    )
    found = compare_definitions(
        visit.context, first=f"{name}@{first}", second=f"{name}@{second}"
    )
    signs = {"gone": _("Avant"), "come": _("Après")}
    lines = [f"- **{signs[one.side]}** : {plain(typeset(one.text))}" for one in found]
    st.markdown("\n".join(lines) or _("Rien ne change."))


def _name(visit: Visit, one: Version) -> str:
    day = formats.day(visit.day_of(one.saved_at))
    if one.is_draft:
        return _("brouillon du {day}").format(day=day)
    text = _("{number}, du {day}, par {author}, {hash}")
    return text.format(
        number=one.number, day=day, author=one.author, hash=one.hash[:12]
    )
