"""An unsaved sheet: kept as one goes, offered on the list, dropped once saved.

Texts are kept as texts, so that what may not be saved is not kept either; days, hours
and numbers as the page writes them, with young people by their place in the draft's
list: no pseudonym stands in it.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from app_pages.components.words import _, same_language
from app_pages.entry_drafts import (
    LOST,
    WAITING,
    Place,
    Waiting,
    begin,
    drop,
    look,
    number,
)
from app_pages.entry_drafts import saved as drop_own
from app_pages.entry_moments import moments, say_lost
from app_pages.sheets_state import Draft, take_up
from app_pages.visit import Visit
from config.failure import Failure
from parcours.worksites.sheet import PARTS, Count, NewSheet, Participant
from parcours.worktop.operations import KeptDraft, keep_draft, read_drafts


KEPT = "sheet_kept"  # what was last kept, not to write the same twice
TEXTS = ("title", "place", "employer")
ON_THE_LIST = "sheets_year"  # a field that only the list draws


def _place() -> Place:
    return Place("sheet", {}, lambda name: f"sheet_{name}")


def keep_sheet(visit: Visit, draft: Draft) -> None:
    """Keep the sheet on the screen, where it says more than what is saved.

    Args:
        visit: who is here.
        draft: the sheet.
    """
    if not draft.is_changed or not _says_something(draft):
        return
    if st.session_state.get(KEPT) == (draft.ref, draft.content):
        return
    fields, people = to_fields(draft)
    with suppress(Failure):
        keep_draft(
            visit.context,
            form="sheet",
            ref=number(_place()),
            people=people,
            fields=fields,
        )
        st.session_state[KEPT] = (draft.ref, draft.content)


def _says_something(draft: Draft) -> bool:
    now = draft.content
    if draft.base is not None:
        return True
    words = (now.title.strip(), now.place, now.employer, now.cost_cents)
    return any(words) or bool(now.people or now.counts)


def forget_sheet(visit: Visit) -> None:
    """Drop what was kept of the sheet that was saved or withdrawn.

    Args:
        visit: who is here.
    """
    drop_own(visit, _place())
    st.session_state.pop(KEPT, None)


def offer_sheets(visit: Visit) -> None:
    """Offer unsaved sheets on the list, asked for when it is opened.

    Args:
        visit: who is here.
    """
    place = _place()
    if ON_THE_LIST not in st.session_state:
        look(visit, place)
        st.session_state.pop(KEPT, None)
    for at in st.session_state.get(LOST, {}).get(place.where, ()):
        say_lost(visit, at)
    waiting = st.session_state.get(WAITING, {}).get(place.where, ())
    told = moments(visit, [one.at for one in waiting])
    for n, (one, at) in enumerate(zip(waiting, told, strict=True)):
        text = _("Reprendre votre feuille du {moment}").format(moment=at)
        _offer(visit, place, one, text, n)


def _offer(visit: Visit, place: Place, one: Waiting, text: str, n: int) -> None:
    with st.container(horizontal=True, key=f"draft_sheet_{n}"):
        st.button(
            text,
            key=f"resume_sheet_{n}",
            on_click=same_language(_resume),
            args=(visit, one.ref),
        )
        st.button(
            _("L’oublier"),
            key=f"forget_sheet_{n}",
            on_click=same_language(drop),
            args=(visit, place, one.ref),
        )


def _resume(visit: Visit, ref: str) -> None:
    with suppress(Failure):
        for draft in read_drafts(visit.context):
            if draft.ref == ref and draft.opens:
                begin(_place())
                take_up(from_draft(draft))
                number(_place(), ref)


def to_fields(draft: Draft) -> tuple[dict[str, str], list[str]]:
    """Write a sheet as the fields of a draft.

    Args:
        draft: the sheet.

    Returns:
        Fields, and the pseudonyms that they count from zero.
    """
    sheets = [draft.content, *([draft.base] if draft.base is not None else [])]
    people = list(dict.fromkeys(who.person for one in sheets for who in one.people))
    held = _written(draft.content, people.index)
    texts = {name: str(held.pop(name) or "") for name in TEXTS}
    held |= {"ref": draft.ref, "based_on": draft.based_on}
    fields = {**texts, "content": json.dumps(held)}
    if draft.base is not None:
        fields["base"] = json.dumps(_written(draft.base, people.index))
    return {name: text for name, text in fields.items() if text}, people


def _written(sheet: NewSheet, number_of: Callable[[str], int]) -> dict[str, Any]:
    return {
        "kind": sheet.kind,
        "starts_on": sheet.starts_on.isoformat(),
        "ends_on": sheet.ends_on.isoformat(),
        "title": sheet.title,
        "place": sheet.place,
        "contract": sheet.contract,
        "employer": sheet.employer,
        "cost_cents": sheet.cost_cents,
        "action_id": sheet.action_id,
        "people": [
            [
                number_of(who.person),
                [[on.isoformat(), hours] for on, hours in who.hours],
                who.left,
                who.parents_agreed,
                who.inspection_on and who.inspection_on.isoformat(),
            ]
            for who in sheet.people
        ],
        "counts": [
            [one.on.isoformat(), one.n, *(getattr(one, part) for part in PARTS)]
            for one in sheet.counts
        ],
    }


def from_draft(draft: KeptDraft) -> Draft:
    """Read a sheet back; who is out of reach since is on it no more.

    Args:
        draft: one's own.

    Returns:
        The sheet, as it stood on the screen.
    """
    held = json.loads(draft.fields["content"])
    ref, based_on = held.pop("ref"), held.pop("based_on")
    texts = {name: draft.fields.get(name) for name in TEXTS}
    content = _read(held | texts, draft.people)
    base = None
    if "base" in draft.fields:
        base = _read(json.loads(draft.fields["base"]), draft.people)
    return Draft(ref, based_on, base, content, content)


def _read(held: dict[str, Any], names: Sequence[str | None]) -> NewSheet:
    blank = NewSheet(held["kind"], _day(held["starts_on"]), _day(held["ends_on"]))
    people = []
    for who, hours, left, agreed, asked in held["people"]:
        name = names[who]
        if name is not None:
            noted = tuple((_day(on), float(n)) for on, n in hours)
            asked_on = None if asked is None else _day(asked)
            people.append(Participant(name, noted, left, agreed, asked_on))
    return replace(
        blank,
        title=held["title"] or "",
        place=held["place"],
        contract=held["contract"],
        employer=held["employer"],
        cost_cents=held["cost_cents"],
        action_id=held["action_id"],
        people=tuple(people),
        counts=tuple(Count(_day(on), *numbers) for on, *numbers in held["counts"]),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
