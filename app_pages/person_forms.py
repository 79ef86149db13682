"""The three entries of a fiche jeune: intervention, contact, situation.

An entry that was refused keeps what was typed, with the reason under its field. One
that was saved says so quietly, offers to take it back, and puts the focus where the
next entry starts.

The fields ask for no new run of the page (`on_change="ignore"`), as in a form; unlike
in a form, what they hold comes along when something else does, such as the choice of
another language.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import streamlit as st

from app_pages.components import formats, notices, situations
from app_pages.components.document import ask_focus
from app_pages.components.words import _, keyed, named
from app_pages.visit import Visit
from config.failure import Failure
from parcours.interventions.operations import (
    NewIntervention,
    log_contact,
    log_intervention,
    withdraw_intervention,
)
from parcours.people.operations import NewSituation, update_situation
from parcours.people.path_view import PathView


SAVED = "saved"
USED = "kinds_used"
ROUND = "entry_round"
# Streamlit swaps a day outside its bounds for the default, silently: the bounds take
# any day that can be typed, so that the operation refuses it in words.
FIRST, LAST = date.min, date.max
UNKNOWN = "inconnue"
NOTE_PIXELS = 100  # three lines


@dataclass(frozen=True)
class Saved:
    """What was just saved, without a name and without words: these follow the language.

    Attributes:
        person: pseudonym.
        entry: what kind of entry.
        code: word of the nomenclature.
        on: its day.
        intervention: row that may be taken back, None for other entries.
    """

    person: str
    entry: Literal["intervention", "contact", "situation", "withdrawn"]
    code: str
    on: date
    intervention: int | None = None


def show_saved(visit: Visit, path: PathView) -> None:
    """Confirm the entry just saved, and offer to take an intervention back.

    Args:
        visit: who is here.
        path: the young person.
    """
    saved = st.session_state.get(SAVED)
    if not isinstance(saved, Saved) or saved.person != path.person:
        st.session_state.pop(SAVED, None)
        return
    with st.container(
        horizontal=True, vertical_alignment="center", border=True, key="saved"
    ):
        st.markdown(_told(visit, saved))
        if saved.intervention is not None and st.button(_("Annuler"), key="undo"):
            _attempt({}, lambda: _take_back(visit, saved))


def _told(visit: Visit, saved: Saved) -> str:
    words, day = visit.context.nomenclature, formats.day(saved.on)
    if saved.entry == "withdrawn":
        return _("Saisie annulée : elle ne compte plus.")
    if saved.entry == "situation":
        text = _("Enregistré : {what}, depuis le {day}, vérifié aujourd’hui.")
        return text.format(what=situations.name(saved.code, words), day=day)
    name = _result_name if saved.entry == "contact" else _kind_name
    text = _("Enregistré : {what}, {day}.")
    return text.format(what=name(visit, saved.code), day=day)


def _take_back(visit: Visit, saved: Saved) -> Saved:
    withdraw_intervention(
        visit.context, person=saved.person, intervention=saved.intervention or 0
    )
    return Saved(saved.person, "withdrawn", saved.code, saved.on)


def show_forms(visit: Visit, path: PathView) -> None:
    """Draw the three entries.

    Args:
        visit: who is here.
        path: the young person.
    """
    with st.container(key="entries"):
        first, second, third = st.tabs(
            [_("Saisir une intervention"), _("Noter un contact"), _("Situation")],
            key="entry_tabs",
        )
    with first:
        _intervention_form(visit, path)
    with second:
        _contact_form(visit, path)
    with third:
        _situation_form(visit, path)


def _key(name: str) -> str:
    """Name a field of this round of entries: a saved round starts afresh."""
    return f"{name}_{st.session_state.get(ROUND, 0)}"


def _attempt(slots: dict[str, Any], save: Callable[[], Saved]) -> None:
    """Save; a refusal goes under its field and leaves everything as typed."""
    try:
        saved = save()
    except Failure as refusal:
        slot = slots.get(refusal.where.column or "")
        if slot is None:
            notices.refused(refusal)
            return
        with slot.container():
            notices.beside_field(refusal)
        return
    st.session_state[SAVED] = saved
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    ask_focus(_key(keyed("kind")))
    st.rerun()


def _intervention_form(visit: Visit, path: PathView) -> None:
    kinds = _last_used_first(
        code
        for code, kind in visit.context.nomenclature.interventions.items()
        if kind.named != "forbidden"
    )
    slots: dict[str, Any] = {}
    left, right = st.columns(2)
    kind = left.selectbox(
        _("Intervention"),
        kinds,
        format_func=lambda code: _kind_name(visit, code),
        key=_key(keyed("kind")),
        on_change="ignore",
    )
    slots["kind"] = left.empty()
    on = _day_field(visit, right, _("Date"), "intervention_on")
    slots["starts_on"] = right.empty()
    with st.expander(_("Durée, étape suivante, commentaire"), key=_key("more")):
        more = _more_fields(visit, slots)
    text = _("Enregistrer l’intervention")
    if st.button(text, type="primary", key=_key("save_kind")):
        new = NewIntervention(kind=kind, starts_on=on, **more)
        _attempt(slots, lambda: _save_intervention(visit, path.person, new))


def _more_fields(visit: Visit, slots: dict[str, Any]) -> dict[str, Any]:
    left, right = st.columns(2)
    hours = left.number_input(
        _("Durée (heures)"),
        min_value=0.0,
        max_value=400.0,
        value=None,
        step=0.5,
        key=_key("hours"),
        on_change="ignore",
    )
    result = right.selectbox(
        _("Résultat"),
        ["", *visit.context.nomenclature.contact_results],
        format_func=lambda code: _result_name(visit, code),
        key=_key(keyed("result")),
        on_change="ignore",
    )
    slots["result"] = right.empty()
    left, right = st.columns(2)
    step = left.text_input(
        _("Étape suivante"), key=_key("step"), max_chars=200, on_change="ignore"
    )
    slots["next_step"] = left.empty()
    step_on = right.date_input(
        _("Prévue le"),
        value=None,
        min_value=FIRST,
        max_value=LAST,
        format="DD/MM/YYYY",
        key=_key("step_on"),
        on_change="ignore",
    )
    note = st.text_area(
        _("Commentaire"),
        key=_key("note"),
        max_chars=400,
        height=NOTE_PIXELS,
        help=_("Ne saisissez ni santé, ni justice, ni origine : l’orientation suffit."),
        on_change="ignore",
    )
    slots["note"] = st.empty()
    return {
        "hours": hours,
        "result": result or None,
        "next_step": step or None,
        "next_step_on": step_on,
        "note": note or None,
    }


def _save_intervention(visit: Visit, person: str, new: NewIntervention) -> Saved:
    row = log_intervention(visit.context, person=person, new=new)
    used = [code for code in st.session_state.get(USED, []) if code != new.kind]
    st.session_state[USED] = [new.kind, *used]
    return Saved(person, "intervention", new.kind, new.starts_on, row)


def _last_used_first(codes: Iterable[str]) -> list[str]:
    all_codes = list(codes)
    used = [code for code in st.session_state.get(USED, []) if code in all_codes]
    return [*used, *(code for code in all_codes if code not in used)]


def _kind_name(visit: Visit, code: str) -> str:
    return named(visit.context.nomenclature.interventions[code].labels)


def _result_name(visit: Visit, code: str) -> str:
    if not code:
        return _("Non précisé")
    return named(visit.context.nomenclature.contact_results[code].labels)


def _day_field(visit: Visit, place: Any, label: str, name: str) -> date:
    chosen: date = place.date_input(
        label,
        value=visit.today,
        min_value=FIRST,
        max_value=LAST,
        format="DD/MM/YYYY",
        key=_key(name),
        on_change="ignore",
    )
    return chosen


def _contact_form(visit: Visit, path: PathView) -> None:
    slots: dict[str, Any] = {}
    left, right = st.columns(2)
    result = left.selectbox(
        _("Résultat du contact"),
        list(visit.context.nomenclature.contact_results),
        format_func=lambda code: _result_name(visit, code),
        key=_key(keyed("contact_result")),
        on_change="ignore",
    )
    slots["result"] = left.empty()
    on = _day_field(visit, right, _("Date"), "contact_on")
    slots["starts_on"] = right.empty()
    if st.button(_("Noter le contact"), type="primary", key=_key("save_contact")):
        _attempt(slots, lambda: _save_contact(visit, path.person, on, result))


def _save_contact(visit: Visit, person: str, on: date, result: str) -> Saved:
    log_contact(visit.context, person=person, on=on, result=result)
    return Saved(person, "contact", result, on)


def _situation_form(visit: Visit, path: PathView) -> None:
    words = visit.context.nomenclature
    now = path.spells[-1] if path.spells else None
    if now is not None and now.situation != UNKNOWN:
        name = situations.name(now.situation, words)
        text = _("Confirmer : {what}, vrai aujourd’hui").format(what=name)
        if st.button(text, key=_key("confirm")):
            same = NewSituation(now.situation, now.starts_on)
            _attempt({}, lambda: _save_situation(visit, path.person, same))
    slots: dict[str, Any] = {}
    left, right = st.columns(2)
    situation = left.selectbox(
        _("Nouvelle situation"),
        [code for code in words.situations if code != UNKNOWN],
        index=None,
        format_func=lambda code: named(words.situations[code].labels),
        placeholder=_("Choisir"),
        key=_key(keyed("situation")),
        on_change="ignore",
    )
    slots["situation"] = left.empty()
    on = _day_field(visit, right, _("Depuis le"), "situation_on")
    slots["starts_on"] = right.empty()
    text = _("Mettre à jour la situation")
    if st.button(text, type="primary", key=_key("save_situation")):
        new = NewSituation(situation or "", on)
        _attempt(slots, lambda: _save_situation(visit, path.person, new))


def _save_situation(visit: Visit, person: str, new: NewSituation) -> Saved:
    update_situation(visit.context, person=person, new=new)
    return Saved(person, "situation", new.situation, new.starts_on)
