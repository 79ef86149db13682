"""What the entries of a fiche share: names of fields, what was saved, and its undo.

An entry that was refused keeps what was typed, with the reason under its field. One
that was saved says so quietly, offers to take it back until the next one, and puts the
focus where the next entry starts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import streamlit as st

from app_pages.components import formats, notices, situations
from app_pages.components.document import ask_focus
from app_pages.components.words import _, keyed, named, typeset
from app_pages.person_named import for_whom
from app_pages.visit import Visit
from config.failure import Failure
from parcours.interventions.operations import withdraw_intervention
from parcours.interventions.undo import withdraw_contact, withdraw_situation


SAVED = "saved"
ROUND = "entry_round"
EntryKind = Literal["intervention", "contact", "situation", "withdrawn"]


@dataclass(frozen=True)
class Saved:
    """What was just saved, without a name and without words: these follow the language.

    Attributes:
        person: pseudonym.
        entry: what kind of entry.
        code: word of the nomenclature.
        on: its day.
        row: row that may be taken back, None once it was.
        cautions: what the rules on minors ask to check, as it was told.
    """

    person: str
    entry: EntryKind
    code: str
    on: date
    row: int | None = None
    cautions: tuple[str, ...] = ()


def key(name: str) -> str:
    """Name a field of this round of entries: a saved round starts afresh.

    Args:
        name: name of the field.

    Returns:
        Its key.
    """
    return f"{name}_{st.session_state.get(ROUND, 0)}"


def value(name: str) -> Any:
    """Give what a field of this round holds, None where it is not drawn.

    Args:
        name: name of the field, keyed by language where its choices are words.

    Returns:
        What the widget gives.
    """
    return st.session_state.get(key(name))


def attempt(
    slots: Mapping[str, Any], save: Callable[[], Saved], *, focus: str | None = None
) -> None:
    """Save; a refusal goes under its field and leaves everything as typed.

    Args:
        slots: field named by a refusal → place under it.
        save: saves.
        focus: key of the field where the next entry starts, without its round.
    """
    try:
        saved = save()
    except Failure as refusal:
        refused(slots, refusal)
        return
    st.session_state[SAVED] = saved
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    ask_focus(key(focus or keyed("kind")))
    st.rerun()


def refused(slots: Mapping[str, Any], refusal: Failure) -> None:
    """Show a refusal under its field, or at the end where it has none.

    Args:
        slots: field named by a refusal → place under it.
        refusal: why.
    """
    slot = slots.get(refusal.where.column or "")
    if slot is None:
        notices.refused(refusal)
        return
    with slot.container():
        notices.beside_field(refusal)


def show_saved(
    visit: Visit, person: str, *, who: str, focus: str | None = None
) -> None:
    """Confirm the entry just saved, and offer to take it back.

    Args:
        visit: who is here.
        person: pseudonym of the young person whose page it is.
        who: the young person as that page names them, in Markdown.
        focus: key of the field where the next entry starts, without its round.
    """
    saved = st.session_state.get(SAVED)
    if not isinstance(saved, Saved) or saved.person != person:
        st.session_state.pop(SAVED, None)
        return
    with st.container(border=True, key="saved"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(for_whom(who, _told(visit, saved)))
            if saved.row is not None and st.button(_("Annuler"), key="undo"):
                attempt({}, lambda: _take_back(visit, saved), focus=focus)
        for text in saved.cautions:
            st.markdown(f":small[**{_('À vérifier')}** : {typeset(text)}]")


def _told(visit: Visit, saved: Saved) -> str:
    words, day = visit.context.nomenclature, formats.day(saved.on)
    if saved.entry == "withdrawn":
        return _("Saisie annulée : elle ne compte plus.")
    if saved.entry == "situation":
        text = _("Enregistré : {what}, depuis le {day}, vérifié aujourd’hui.")
        return text.format(what=situations.name(saved.code, words), day=day)
    name = result_name if saved.entry == "contact" else kind_name
    text = _("Enregistré : {what}, {day}.")
    return text.format(what=name(visit, saved.code), day=day)


def _take_back(visit: Visit, saved: Saved) -> Saved:
    row = saved.row or 0
    if saved.entry == "contact":
        withdraw_contact(visit.context, person=saved.person, contact=row)
    elif saved.entry == "situation":
        withdraw_situation(visit.context, person=saved.person, situation=row)
    else:
        withdraw_intervention(visit.context, person=saved.person, intervention=row)
    return Saved(saved.person, "withdrawn", saved.code, saved.on)


def kind_name(visit: Visit, code: str) -> str:
    """Give the name of a kind of intervention."""
    return named(visit.context.nomenclature.interventions[code].labels)


def result_name(visit: Visit, code: str) -> str:
    """Give the name of a contact result, or of none."""
    if not code:
        return _("Non précisé")
    return named(visit.context.nomenclature.contact_results[code].labels)
