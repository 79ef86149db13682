"""The three entries of a fiche jeune: intervention, contact, situation.

Each is a fragment: a field that changes redraws its own form, not the page, and keeps
what was typed in a draft of one's own.
"""

from types import MappingProxyType
from typing import Any

import streamlit as st

from app_pages.alone import alone
from app_pages.components import situations
from app_pages.components.words import _, keyed, named
from app_pages.entry_drafts import Field, Place, keeper, look, offer, saved
from app_pages.entry_fields import channel_field, day_field, read_day
from app_pages.entry_intervention import entry_place, intervention_form
from app_pages.entry_state import ROUND, Saved, attempt, key, result_name
from app_pages.entry_state import show_saved as show_entry_saved
from app_pages.person_named import of_code
from app_pages.visit import Visit
from parcours.interventions.operations import log_contact
from parcours.people.operations import NewSituation, update_situation
from parcours.people.path_view import PathView


UNKNOWN = "inconnue"
ASKED_FOR = "drafts_asked_for"
CONTACT = MappingProxyType(
    {
        "result": Field("contact_result", "code"),
        "on": Field("contact_on", "day"),
        "channel": Field("contact_channel", "code"),
    }
)
SITUATION = MappingProxyType(
    {"situation": Field("situation", "code"), "on": Field("situation_on", "day")}
)


def _places(person: str) -> tuple[Place, Place, Place]:
    return (
        entry_place(person),
        Place("contact", CONTACT, key, person),
        Place("situation", SITUATION, key, person),
    )


def _look_for(visit: Visit, person: str) -> None:
    """Ask for drafts when a young person's entries are opened, not at every run."""
    is_live = key(keyed("kind")) in st.session_state
    former = st.session_state.get(ASKED_FOR)
    if is_live and former == person:
        return
    if former not in (None, person):
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state[ASKED_FOR] = person
    look(visit, *_places(person))


def show_saved(visit: Visit, path: PathView) -> None:
    """Confirm the entry just saved, and offer to take it back.

    Args:
        visit: who is here.
        path: the young person.
    """
    show_entry_saved(visit, path.person, who=of_code(path.person))


def show_forms(visit: Visit, path: PathView) -> None:
    """Draw the three entries.

    Args:
        visit: who is here.
        path: the young person.
    """
    _look_for(visit, path.person)
    with st.container(key="entries"):
        names = _("Saisir une intervention"), _("Noter un contact"), _("Situation")
        for place, name in zip(_places(path.person), names, strict=True):
            offer(visit, place, tab=name)
        first, second, third = st.tabs(list(names), key="entry_tabs")
    with first:
        alone(lambda: intervention_form(visit, path.person))
    with second:
        alone(lambda: _contact_form(visit, path))
    with third:
        alone(lambda: _situation_form(visit, path))


def _contact_form(visit: Visit, path: PathView) -> None:
    changed = keeper(visit, _places(path.person)[1])
    slots: dict[str, Any] = {}
    left, middle, right = st.columns(3)
    result = left.selectbox(
        _("Résultat du contact"),
        list(visit.context.nomenclature.contact_results),
        format_func=lambda code: result_name(visit, code),
        key=key(keyed("contact_result")),
        on_change=changed,
    )
    slots["result"] = left.empty()
    channel = channel_field(middle, "contact_channel", used=None, changed=changed)
    slots["starts_on"] = day_field(
        visit, right, _("Date"), "contact_on", changed=changed
    )
    if st.button(_("Noter le contact"), type="primary", key=key("save_contact")):
        attempt(slots, lambda: _save_contact(visit, path.person, result, channel))


def _save_contact(visit: Visit, person: str, result: str, channel: str | None) -> Saved:
    on = read_day(visit, "contact_on")
    row = log_contact(
        visit.context, person=person, on=on, result=result, channel=channel
    )
    saved(visit, _places(person)[1])
    return Saved(person, "contact", result, on, row)


def _situation_form(visit: Visit, path: PathView) -> None:
    words = visit.context.nomenclature
    now = path.spells[-1] if path.spells else None
    if now is not None and now.situation != UNKNOWN:
        name = situations.name(now.situation, words)
        text = _("Confirmer : {what}, vrai aujourd’hui").format(what=name)
        if st.button(text, key=key("confirm")):
            same = NewSituation(now.situation, now.starts_on)
            attempt({}, lambda: _save_situation(visit, path.person, same))
    changed = keeper(visit, _places(path.person)[2])
    slots: dict[str, Any] = {}
    left, right = st.columns(2)
    situation = left.selectbox(
        _("Nouvelle situation"),
        [code for code in words.situations if code != UNKNOWN],
        index=None,
        format_func=lambda code: named(words.situations[code].labels),
        placeholder=_("Choisir"),
        key=key(keyed("situation")),
        on_change=changed,
    )
    slots["situation"] = left.empty()
    slots["starts_on"] = day_field(
        visit, right, _("Depuis le"), "situation_on", changed=changed
    )
    text = _("Mettre à jour la situation")
    if st.button(text, type="primary", key=key("save_situation")):
        attempt(slots, lambda: _save_typed(visit, path.person, situation or ""))


def _save_typed(visit: Visit, person: str, situation: str) -> Saved:
    new = NewSituation(situation, read_day(visit, "situation_on"))
    return _save_situation(visit, person, new)


def _save_situation(visit: Visit, person: str, new: NewSituation) -> Saved:
    row = update_situation(visit.context, person=person, new=new)
    saved(visit, _places(person)[2])
    return Saved(person, "situation", new.situation, new.starts_on, row)
