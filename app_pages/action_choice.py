"""The funded action that an entry is part of: optional, one's own come first."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from app_pages.components.words import _
from app_pages.visit import Visit
from parcours.programme.choosing import ActionChoice, list_actions


CHOICES = "action_choices"  # public titles, gone with the session
NONE = ""


def choices_of(visit: Visit, day: date) -> dict[str, ActionChoice]:
    """Give the funded actions that run on a day; asked for once a session.

    Args:
        visit: who is here.
        day: of the entry.

    Returns:
        Row as text → action; empty for who may name none.
    """
    if not visit.may("programme.list_actions"):
        return {}
    at = (visit.context.principal.account_id, visit.today)
    held = st.session_state.get(CHOICES)
    if held is None or held[0] != at:
        held = (at, list_actions(visit.context))
        st.session_state[CHOICES] = held
    return {str(one.id): one for one in held[1] if one.holds_on(day)}


def action_field(
    visit: Visit,
    place: Any,
    *,
    day: date,
    key: str,
    held: int | None = None,
    changed: Callable[[], None] | None = None,
) -> int | None:
    """Draw the choice of a funded action, where there is any to name.

    Args:
        visit: who is here.
        place: where to draw.
        day: of the entry.
        key: of the widget, with the language.
        held: row of the action that is named already.
        changed: called when it changed.

    Returns:
        Row of the action, None for none.
    """
    choices = choices_of(visit, day)
    kept = str(held) if held else NONE
    options = list(dict.fromkeys([NONE, *choices, kept]))
    if len(options) == 1:
        return held
    if st.session_state.get(key) not in (None, *options):
        del st.session_state[key]  # its action does not run on the day chosen now
    chosen = place.selectbox(
        _("Action financée (facultatif)"),
        options,
        index=options.index(kept),
        format_func=lambda code: _name(choices.get(code), code),
        key=key,
        on_change=changed,
        help=_("L’action du contrat de ville dont cette saisie fait partie."),
    )
    return int(chosen) if chosen else None


def _name(one: ActionChoice | None, code: str) -> str:
    if not code:
        return _("Aucune")
    if one is None:
        return _("Action d’une autre période")
    return one.title if one.is_own else f"{one.title} ({one.holder})"
