"""An evening or a street round, counted without a name in half a minute."""

import secrets
from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages.action_choice import action_field
from app_pages.alone import alone
from app_pages.components import notices
from app_pages.components.document import ask_focus
from app_pages.components.words import _, keyed
from app_pages.entry_drafts import (
    Field,
    Place,
    among,
    keeper,
    look_once,
    offer,
    start,
)
from app_pages.entry_drafts import saved as saved_draft
from app_pages.person_saved import is_thought_over
from app_pages.sheets_state import SAVED, SavedNote
from app_pages.sheets_words import kind_name
from app_pages.visit import Visit
from config.failure import Failure
from parcours.worksites.listing import SheetList
from parcours.worksites.operations import save_sheet
from parcours.worksites.rules import MOST_COUNTED
from parcours.worksites.sheet import PARTS, Count, NewSheet


ROUND, REF = "sheet_quick_round", "sheet_quick_ref"
FIRST = ("rencontre_rue", "soiree")


def show(visit: Visit, listed: SheetList) -> None:
    """Draw the form, the last kind and place filled in.

    Args:
        visit: who is here.
        listed: the latest sheets.
    """
    with st.container(border=True, key="quick"):
        alone(lambda: _form(visit, listed))


def _place() -> Place:
    fields = {
        "kind": Field("quick_kind", "code"),
        "place": Field("quick_place"),
        "on": Field("quick_on", "date"),
        **{name: Field(f"quick_{name}", "number") for name in ("n", *PARTS)},
    }
    return Place("count", fields, _key)


def _form(visit: Visit, listed: SheetList) -> None:
    stands = _place()
    look_once(visit, stands, first="kind")
    changed = keeper(visit, stands)
    last = next((line for line in listed.lines if line.counted), None)
    st.markdown(f"**{_('Compter sans nom : soirée, maraude, sortie')}**")
    offer(visit, stands)
    slots: dict[str, DeltaGenerator] = {}
    kinds = _kinds(visit, listed)
    among(_key(keyed("quick_kind")), kinds)
    left, middle, right = st.columns([2, 2, 1])
    kind = left.selectbox(
        _("Action"),
        kinds,
        format_func=lambda code: kind_name(visit, code),
        key=_key(keyed("quick_kind")),
        on_change=changed,
    )
    slots["kind"] = slots["people"] = slots["counts"] = left.empty()
    start(_key("quick_place"), (last.place if last else None) or "")
    place = middle.text_input(
        _("Lieu"),
        key=_key("quick_place"),
        max_chars=80,
        on_change=changed,
    )
    slots["place"] = middle.empty()
    start(_key("quick_on"), visit.today)
    on = right.date_input(
        _("Date"),
        format="DD/MM/YYYY",
        key=_key("quick_on"),
        on_change=changed,
    )
    slots["on"] = right.empty()
    numbers = _numbers(slots, changed)
    action = action_field(visit, st, day=on, key=keyed("quick_action"))
    slots["action_id"] = st.empty()
    if st.button(_("Enregistrer le compte"), type="primary", key="quick_save"):
        n = numbers.pop("n") or 0
        count = Count(on, n, **numbers)
        sheet = NewSheet(
            kind, on, on, place=place or None, action_id=action, counts=(count,)
        )
        typed = "" if last is not None and place == last.place else place
        if is_thought_over(visit, None, typed, slots["place"]):
            _save(visit, sheet, slots)


def _kinds(visit: Visit, listed: SheetList) -> list[str]:
    used = [line.kind for line in listed.lines if line.counted]
    words = visit.context.nomenclature.interventions
    rest = sorted(
        (code for code, kind in words.items() if kind.named != "required"),
        key=lambda code: (code not in FIRST, words[code].modality != "group"),
    )
    return [code for code in dict.fromkeys([*used, *rest]) if code in words]


def _numbers(
    slots: dict[str, DeltaGenerator], changed: Callable[[], None]
) -> dict[str, int | None]:
    """Draw the numbers: three a line, so that a telephone meets them in order."""
    names = {
        "n": _("Participants"),
        "n_girls": _("dont filles"),
        "n_qpv": _("dont QPV (facultatif)"),
        "n_11_13": _("11–13 ans"),
        "n_14_15": _("14–15 ans"),
        "n_16_17": _("16–17 ans"),
        "n_18_25": _("18–25 ans"),
    }
    found: dict[str, int | None] = {}
    whole, bands = st.columns(3), st.columns(4)
    for place, name in zip([*whole, *bands], names, strict=True):
        found[name] = _number(place, names[name], name, changed)
        slots[name] = place.empty()
    slots["bands"] = st.empty()
    return found


def _number(
    place: Any, label: str, name: str, changed: Callable[[], None]
) -> int | None:
    typed: int | None = place.number_input(
        label,
        min_value=0,
        max_value=MOST_COUNTED,
        value=None,
        step=1,
        key=_key(f"quick_{name}"),
        on_change=changed,
    )
    return typed


def _key(name: str) -> str:
    return f"{name}_{st.session_state.get(ROUND, 0)}"


def _save(visit: Visit, sheet: NewSheet, slots: dict[str, DeltaGenerator]) -> None:
    ref = st.session_state.setdefault(REF, secrets.token_hex(8))
    try:
        saved = save_sheet(visit.context, ref=ref, new=sheet)
    except Failure as refusal:
        slot = slots.get(refusal.where.column or "")
        if slot is None:
            notices.refused(refusal)
        else:
            with slot.container():
                notices.beside_field(refusal)
        return
    saved_draft(visit, _place())
    del st.session_state[REF]
    st.session_state[SAVED] = SavedNote(ref, "saved", saved.version)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    ask_focus(_key("quick_n"))
    st.rerun()
