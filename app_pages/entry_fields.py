"""The fields of an entry: a day and a length as one types them, read back at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st
from babel.dates import format_date

from app_pages.components import formats, notices
from app_pages.components.words import _, keyed
from app_pages.entry_state import key, value
from app_pages.visit import Visit
from config.failure import Failure
from config.translation import current_language
from parcours.interventions.channels import CHANNELS, channel_name
from parcours.interventions.typed_day import typed_day
from parcours.interventions.typed_hours import told_hours, typed_hours


Changed = Callable[[], None]


def day_field(
    visit: Visit, place: Any, label: str, name: str, *, changed: Changed
) -> Any:
    """Draw a day as typed text; the day read in full, or the refusal, under it.

    Args:
        visit: who is here.
        place: column to draw in.
        label: what the day is.
        name: name of the field.
        changed: called when it changed.

    Returns:
        The place under the field, for a refusal of the operation.
    """
    place = place.container(gap=None)
    place.text_input(
        label,
        key=key(name),
        placeholder=_("aujourd’hui"),
        help=_("« hier », « lundi », « 03/09 », « 3 sept », « il y a 3 jours »."),
        on_change=changed,
    )
    slot = place.empty()
    _echo(slot, lambda: told_day(read_day(visit, name), visit.today))
    return slot


def step_day_field(visit: Visit, place: Any, name: str, *, changed: Changed) -> Any:
    """Draw the day of a next step, optional and to come.

    Args:
        visit: who is here.
        place: column to draw in.
        name: name of the field.
        changed: called when it changed.

    Returns:
        The place under the field.
    """
    place = place.container(gap=None)
    place.text_input(
        _("Prévue le"),
        key=key(name),
        placeholder=_("sans date"),
        help=_("« demain », « lundi », « 03/09 », « dans 3 jours »."),
        on_change=changed,
    )
    slot = place.empty()
    on = value(name)
    if on and on.strip():
        _echo(slot, lambda: _told_step_day(visit, name))
    return slot


def hours_field(place: Any, name: str, *, used: float | None, changed: Changed) -> Any:
    """Draw a length as typed text, filled in with the last one of this kind.

    Args:
        place: column to draw in.
        name: name of the field.
        used: hours of the last entry of this kind.
        changed: called when it changed.

    Returns:
        The place under the field.
    """
    if key(name) not in st.session_state and used is not None:
        st.session_state[key(name)] = told_hours(used)
    place = place.container(gap=None)
    place.text_input(
        _("Durée"),
        key=key(name),
        placeholder=_("1h30, 45 min…"),
        on_change=changed,
    )
    slot = place.empty()
    typed = value(name)
    if typed and typed.strip():
        _echo(slot, lambda: told_hours(typed_hours(typed) or 0))
    return slot


def channel_field(
    place: Any, name: str, *, used: str | None, changed: Changed
) -> str | None:
    """Draw the channel, the last used one chosen.

    Args:
        place: column to draw in.
        name: name of the field, keyed by language.
        used: channel of the last entry of this kind.
        changed: called when it changed.

    Returns:
        The channel, None where it is not told.
    """
    codes = ["", *CHANNELS]
    start = codes.index(used) if used in codes else 0
    chosen = place.selectbox(
        _("Comment"),
        codes,
        index=start,
        format_func=lambda code: channel_name(code) if code else _("Non précisé"),
        key=key(keyed(name)),
        on_change=changed,
    )
    return chosen or None


def read_day(visit: Visit, name: str) -> date:
    """Read the day of a field, today where nothing was typed.

    Raises:
        DayUnclear: no single day.
    """
    return typed_day(value(name) or "", today=visit.today)


def read_step_day(visit: Visit, name: str) -> date | None:
    """Read the day of a next step, None where nothing was typed.

    Raises:
        DayUnclear: no single day; under the field of the next step.
    """
    typed = (value(name) or "").strip()
    if not typed:
        return None
    return typed_day(typed, today=visit.today, ahead=True)


def _told_step_day(visit: Visit, name: str) -> str:
    on = read_step_day(visit, name)
    return "" if on is None else told_day(on, visit.today)


def told_day(on: date, today: date) -> str:
    """Write a day in full, with how long ago it was: « lundi 23 novembre 2026, hier ».

    Args:
        on: the day.
        today: the civil day.

    Returns:
        The text in the language in use.
    """
    form = "EEEE d MMMM y" if current_language() == "fr" else "EEEE, d MMMM y"
    full = str(format_date(on, form, locale=current_language()))
    if on > today:
        return full
    return _("{day} ({ago})").format(day=full, ago=formats.ago(on, today=today))


def _echo(slot: Any, told: Callable[[], str]) -> None:
    """Say what was understood, or why nothing was."""
    with slot.container():
        try:
            text = told()
        except Failure as refusal:
            notices.beside_field(refusal)
            return
        st.markdown(f":small[{text}]")
