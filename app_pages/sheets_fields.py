"""The head of a sheet: kind, title, dates, place; contract, employer, cost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from app_pages.action_choice import action_field
from app_pages.components import notices
from app_pages.components.words import _, keyed, named
from app_pages.sheets_state import Draft, keep
from app_pages.sheets_words import kind_name
from app_pages.visit import Visit
from config.failure import Failure
from parcours.worksites.operations import sheet_settings
from parcours.worksites.rules import LONGEST_WORDS
from parcours.worksites.sheet import NewSheet


CENTS = 100
DEAREST = 1_000_000.0  # euros
FIRST_DAY, LAST_DAY = date.min, date.max  # any day may be typed: refused in words


def head_fields(visit: Visit, draft: Draft, refusal: Failure | None) -> Draft:
    """Draw the head and give the draft with what it holds now.

    Args:
        visit: who is here.
        draft: the sheet; its fields were drawn from `draft.start`.
        refusal: of the last save, shown under its field.

    Returns:
        The draft, kept already.
    """
    start, turn = draft.start, draft.turn
    slots: dict[str, Any] = {}
    left, right = st.columns(2)
    kind = left.selectbox(
        _("Action"),
        _kinds(visit, start.kind),
        format_func=lambda code: kind_name(visit, code),
        key=keyed(f"sheet_kind_{turn}"),
    )
    slots["kind"] = left.empty()
    title = _text(right, _("Titre, sans nom de jeune"), "title", start.title, turn)
    slots["title"] = right.empty()
    first, last, where = st.columns([1, 1, 2])
    starts_on = _day(first, _("Premier jour"), f"sheet_first_{turn}", start.starts_on)
    slots["starts_on"] = first.empty()
    ends_on = _day(last, _("Dernier jour"), f"sheet_last_{turn}", start.ends_on)
    slots["ends_on"] = last.empty()
    place = _text(where, _("Lieu"), "place", start.place, turn)
    slots["place"] = where.empty()
    action = action_field(
        visit,
        st,
        day=starts_on,
        key=keyed(f"sheet_action_{turn}"),
        held=start.action_id,
    )
    slots["action_id"] = st.empty()
    more = _more(visit, start, turn, slots)
    _refuse(refusal, slots)
    content = replace(
        draft.content,
        kind=kind,
        title=title,
        starts_on=starts_on,
        ends_on=_with_start(draft, starts_on, ends_on),
        place=place or None,
        action_id=action,
        **more,
    )
    kept = replace(draft, content=content)
    keep(kept)
    return kept


def _with_start(draft: Draft, starts_on: date, ends_on: date) -> date:
    """Let a sheet of one day follow its first day, until its last day is chosen."""
    was_one_day = draft.start.starts_on == draft.start.ends_on == ends_on
    return max(starts_on, ends_on) if was_one_day else ends_on


def _kinds(visit: Visit, kept: str) -> list[str]:
    words = visit.context.nomenclature.interventions
    several = [code for code, kind in words.items() if kind.modality != "individual"]
    return list(dict.fromkeys([kept, *several]))


def _text(place: Any, label: str, name: str, value: str | None, turn: int) -> str:
    typed: str = place.text_input(
        label, value=value or "", max_chars=LONGEST_WORDS, key=f"sheet_{name}_{turn}"
    )
    return typed


def _day(place: Any, label: str, key: str, value: date) -> date:
    chosen: date = place.date_input(
        label,
        value=value,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="DD/MM/YYYY",
        key=key,
    )
    return chosen


def _more(
    visit: Visit, start: NewSheet, turn: int, slots: dict[str, Any]
) -> Mapping[str, Any]:
    contracts = sheet_settings(visit.context).contracts
    with st.expander(_("Contrat, employeur, coût"), key="sheet_more"):
        left, middle, right = st.columns(3)
        codes = ["", *contracts]
        contract = left.selectbox(
            _("Contrat"),
            codes,
            index=codes.index(start.contract or ""),
            format_func=lambda code: (
                named(dict(contracts[code].labels)) if code else _("Sans contrat")
            ),
            key=keyed(f"sheet_contract_{turn}"),
        )
        slots["contract"] = left.empty()
        employer = _text(middle, _("Employeur"), "employer", start.employer, turn)
        slots["employer"] = middle.empty()
        cost = right.number_input(
            _("Coût (euros)"),
            min_value=0.0,
            max_value=DEAREST,
            value=None if start.cost_cents is None else start.cost_cents / CENTS,
            step=10.0,
            key=f"sheet_cost_{turn}",
        )
        slots["cost"] = right.empty()
    return {
        "contract": contract or None,
        "employer": employer or None,
        "cost_cents": None if cost is None else round(cost * CENTS),
    }


def _refuse(refusal: Failure | None, slots: Mapping[str, Any]) -> None:
    slot = slots.get(refusal.where.column or "") if refusal is not None else None
    if slot is not None and refusal is not None:
        with slot.container():
            notices.beside_field(refusal)


HEAD_FIELDS = frozenset(
    {
        *("kind", "title", "starts_on", "ends_on", "place"),
        *("contract", "employer", "cost", "action_id"),
    }
)
