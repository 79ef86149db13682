"""Unsaved entries: kept as one goes, offered again on return, dropped once saved.

Only whether there is one is remembered on the page; its words are asked for again when
the worker takes it up. A draft that could not be kept never stops an entry.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st
from babel.dates import format_datetime

from app_pages.components.words import _, keyed, same_language
from app_pages.entry_state import ROUND, key, value
from app_pages.visit import Visit
from config.failure import Failure
from config.translation import current_language
from parcours.interventions.typed_day import typed_day
from parcours.worktop.operations import KeptDraft, drop_draft, keep_draft, read_drafts


WAITING = "drafts_waiting"  # form → when it was kept; no words
ASKED_FOR = "drafts_asked_for"
OPENED = "more_opened"  # a draft filled in what lies folded
AT_THE_BACK = {"action", "step", "step_on", "note"}
DAYS = {"on": False, "step_on": True}  # field → whether a day to come is meant
CODES = {"kind", "channel", "result", "situation", "action"}  # keyed by language


def keeper(
    visit: Visit, form: str, about: str | None, names: Mapping[str, str]
) -> Callable[[], None]:
    """Give what a field calls when it changed: the whole form is kept.

    Args:
        visit: who is here.
        form: name of the form.
        about: pseudonym of the young person, None while nobody is chosen.
        names: field of the draft → name of the field on the page; `{kind}` in it is the
            kind chosen.

    Returns:
        A function without arguments.
    """

    def keep() -> None:
        if about is None:
            return
        kind = str(value(keyed("kind")) or "")
        fields = {
            field: _drafted(visit, field, name.format(kind=kind))
            for field, name in names.items()
        }
        with suppress(Failure):
            keep_draft(
                visit.context,
                form=form,
                about=about,
                fields={field: text for field, text in fields.items() if text},
            )

    return same_language(keep)


def _drafted(visit: Visit, field: str, name: str) -> str:
    """Give a field as it is kept: « hier » as its day, which will not move."""
    held = str(value(keyed(name) if field in CODES else name) or "")
    if field not in DAYS or not held.strip():
        return held
    try:
        on = typed_day(held, today=visit.today, ahead=DAYS[field])
    except Failure:
        return held
    return f"{on:%d/%m/%Y}"


def forget(visit: Visit, form: str, about: str) -> None:
    """Drop a draft once its entry is saved, or given up."""
    with suppress(Failure):
        drop_draft(visit.context, form=form, about=about)
    waiting = dict(st.session_state.get(WAITING, {}))
    waiting.pop(form, None)
    st.session_state[WAITING] = waiting


def look_for(visit: Visit, about: str) -> None:
    """Ask for drafts when a young person's entries are opened, not at every run."""
    is_live = key(keyed("kind")) in st.session_state
    if is_live and st.session_state.get(ASKED_FOR) == about:
        return
    if st.session_state.get(ASKED_FOR) not in (None, about):
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state[ASKED_FOR] = about
    waiting: dict[str, datetime] = {}
    with suppress(Failure):
        waiting = {
            draft.form: draft.saved_at
            for draft in read_drafts(visit.context)
            if draft.about == about
        }
    st.session_state[WAITING] = waiting


def offer(
    visit: Visit, form: str, about: str, names: Mapping[str, str], *, tab: str = ""
) -> None:
    """Offer to take a draft up again, or to drop it.

    Args:
        visit: who is here.
        form: name of the form.
        about: pseudonym of the young person.
        names: field of the draft → name of the field on the page.
        tab: what kind of entry it is, in words.
    """
    at = st.session_state.get(WAITING, {}).get(form)
    if at is None:
        return
    text = _("Reprendre votre saisie du {moment}").format(moment=moment(visit, at))
    with st.container(horizontal=True, key=f"draft_{form}"):
        st.button(
            f"{text} ({tab})" if tab else text,
            key=f"resume_{form}",
            on_click=same_language(_resume),
            args=(visit, form, about, names),
        )
        st.button(
            _("L’oublier"),
            key=f"forget_{form}",
            on_click=same_language(forget),
            args=(visit, form, about),
        )


def moment(visit: Visit, at: datetime) -> str:
    """Write when a draft was kept: « lundi 23 novembre à 14:05 »."""
    local = at.astimezone(ZoneInfo(visit.context.time_zone))
    french = current_language() == "fr"
    form = "EEEE d MMMM 'à' HH:mm" if french else "EEEE d MMMM 'at' HH:mm"
    return str(format_datetime(local, form, locale=current_language()))


def _resume(visit: Visit, form: str, about: str, names: Mapping[str, str]) -> None:
    try:
        drafts = read_drafts(visit.context)
    except Failure:
        return
    for draft in drafts:
        if (draft.form, draft.about) == (form, about):
            fill(draft, names)
    waiting = dict(st.session_state.get(WAITING, {}))
    waiting.pop(form, None)
    st.session_state[WAITING] = waiting


def fill(draft: KeptDraft, names: Mapping[str, str]) -> None:
    """Put a draft's fields back into the form, before it is drawn.

    Args:
        draft: one's own.
        names: field of the draft → name of the field on the page.
    """
    kind = draft.fields.get("kind", "")
    for field, text in draft.fields.items():
        if field not in names:
            continue
        name = names[field].format(kind=kind)
        place: Any = key(keyed(name)) if field in CODES else key(name)
        st.session_state[place] = text
    st.session_state[key(OPENED)] = bool(AT_THE_BACK & set(draft.fields))
