"""Unsaved entries: kept as one goes, offered again on return, dropped once saved.

Each entry has a number of its own, so that a new one never takes the place of one that
is still offered; one taken up again goes on under its own. Only which are waiting is
remembered on the page; their words are asked for again when the worker takes one up. A
draft that could not be kept never stops an entry.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import streamlit as st

from app_pages.components.words import _, keyed, same_language
from app_pages.entry_moments import moments, say_lost
from app_pages.visit import Visit
from config.failure import Failure
from parcours.interventions.typed_day import typed_day
from parcours.worktop.forms import FORMS
from parcours.worktop.operations import KeptDraft, drop_draft, keep_draft, read_drafts


WAITING = "drafts_waiting"  # where → which are waiting; no words
LOST = "drafts_lost"  # where → when those that do not open were kept
NUMBERS = "draft_numbers"
Kind = Literal["text", "day", "next_day", "code", "row", "flag", "date", "number"]
OPENED = "more_opened"  # a draft filled in what lies folded
YES = "1"


@dataclass(frozen=True)
class Field:
    """A field of a form on the page.

    Attributes:
        name: of its widget, without round and language; `{kind}` in it is the kind
            chosen.
        kind: text; day or next_day typed as text; code or row chosen by its words;
            flag; date or number picked.
    """

    name: str
    kind: Kind = "text"

    @property
    def by_words(self) -> bool:
        """Tell whether another language is another widget."""
        return self.kind in ("code", "row")


Fields = Mapping[str, Field]


@dataclass(frozen=True)
class Place:
    """Where on a page an entry stands, and what it is about.

    Attributes:
        form: one of `parcours.worktop.forms.FORMS`.
        fields: field of the draft → field of the page.
        key: names a widget of this round.
        about: pseudonym of the young person, None while nobody is chosen.
        thread: of the hand-over, for a word in one.
        row: what is being corrected, or empty.
        folded: fields that lie folded, unfolded where a draft fills them in.
    """

    form: str
    fields: Fields
    key: Callable[[str], str]
    about: str | None = None
    thread: str = ""
    row: str = ""
    folded: frozenset[str] = frozenset()

    @property
    def where(self) -> tuple[str, str, str]:
        """Name the place, whatever the entry."""
        return self.form, self.about or self.thread, self.row

    def widget(self, field: Field, kind: str = "") -> str:
        """Give the key of a field's widget."""
        name = field.name.format(kind=kind)
        return self.key(keyed(name) if field.by_words else name)


@dataclass(frozen=True)
class Waiting:
    """An unsaved entry that may be taken up again; no word of it."""

    ref: str
    at: datetime


def keeper(visit: Visit, place: Place) -> Callable[[], None]:
    """Give what a field calls when it changed: the whole form is kept.

    Args:
        visit: who is here.
        place: where the form stands.

    Returns:
        A function without arguments.
    """
    return same_language(lambda: keep(visit, place))


def keep(visit: Visit, place: Place) -> None:
    """Keep a form as it stands, unless nobody is chosen in it yet.

    Args:
        visit: who is here.
        place: where the form stands.
    """
    if FORMS[place.form].people == "one" and place.about is None:
        return
    kind = str(_held(place, "kind") or "")
    fields = {name: _drafted(visit, place, name, kind) for name in place.fields}
    if any(fields.values()) and place.row:
        fields["row"] = place.row
    with suppress(Failure):
        keep_draft(
            visit.context,
            form=place.form,
            ref=number(place),
            about=place.about,
            thread=place.thread,
            fields={field: text for field, text in fields.items() if text},
        )


def _held(place: Place, name: str, kind: str = "") -> Any:
    field = place.fields.get(name)
    return None if field is None else st.session_state.get(place.widget(field, kind))


def _drafted(visit: Visit, place: Place, name: str, kind: str) -> str:
    """Give a field as it is kept: « hier » as its day, which will not move."""
    field, held = place.fields[name], _held(place, name, kind)
    if held is None or held is False or held == "":
        return ""
    if field.kind == "flag":
        return YES
    if field.kind == "date" and isinstance(held, date):
        return held.isoformat()
    text = str(held)
    if field.kind not in ("day", "next_day") or not text.strip():
        return text
    try:
        on = typed_day(text, today=visit.today, ahead=field.kind == "next_day")
    except Failure:
        return text
    return f"{on:%d/%m/%Y}"


def number(place: Place, known: str = "") -> str:
    """Give the number of the entry that stands in a place, drawn when it is begun.

    Args:
        place: where the form stands.
        known: the number of one that is taken up again.

    Returns:
        16 hexadecimal digits.
    """
    held: dict[Any, str] = st.session_state.setdefault(NUMBERS, {})
    return held.setdefault(_slot(place), known or secrets.token_hex(8))


def _slot(place: Place) -> tuple[str, str, str]:
    return place.form, place.key(""), place.row


def begin(place: Place) -> None:
    """Let the next words in a place be those of another entry.

    Args:
        place: where the form stands.
    """
    st.session_state.get(NUMBERS, {}).pop(_slot(place), None)


def saved(visit: Visit, place: Place) -> None:
    """Drop the draft of the entry that was just saved.

    Args:
        visit: who is here.
        place: where the form stands.
    """
    with suppress(Failure):
        drop_draft(visit.context, ref=number(place), about=place.about)
    begin(place)
    _no_longer(place, "")


def drop(visit: Visit, place: Place, ref: str) -> None:
    """Drop a draft that the worker gives up.

    Args:
        visit: who is here.
        place: where it was offered.
        ref: its number.
    """
    with suppress(Failure):
        drop_draft(visit.context, ref=ref, about=place.about)
    _no_longer(place, ref)


def _no_longer(place: Place, ref: str) -> None:
    waiting = dict(st.session_state.get(WAITING, {}))
    left = tuple(one for one in waiting.get(place.where, ()) if one.ref != ref)
    waiting[place.where] = left
    st.session_state[WAITING] = waiting
    lost = dict(st.session_state.get(LOST, {}))
    lost.pop(place.where, None)
    st.session_state[LOST] = lost


def look(visit: Visit, *places: Place) -> None:
    """Begin new entries in places, and ask which former ones are waiting there.

    One that does not open any more is dropped, and told of by `offer`.

    Args:
        visit: who is here.
        places: where forms stand.
    """
    for place in places:
        begin(place)
    found: list[KeptDraft] = []
    with suppress(Failure):
        found = read_drafts(visit.context)
    waiting = dict(st.session_state.get(WAITING, {}))
    lost = dict(st.session_state.get(LOST, {}))
    for place in places:
        here = [draft for draft in found if is_of(draft, place)]
        waiting[place.where] = tuple(
            Waiting(one.ref, one.saved_at) for one in here if one.opens
        )
        gone = [one for one in here if not one.opens]
        for one in gone:
            with suppress(Failure):
                drop_draft(visit.context, ref=one.ref, about=place.about)
        lost[place.where] = tuple(one.saved_at for one in gone)
    st.session_state[WAITING], st.session_state[LOST] = waiting, lost


def is_of(draft: KeptDraft, place: Place) -> bool:
    """Tell whether a draft belongs to a place; an unreadable one to its form alone."""
    if (draft.form, draft.about or draft.thread) != place.where[:2]:
        return False
    return not draft.opens or draft.fields.get("row", "") == place.row


def start(key: str, value: Any) -> None:
    """Fill in a field that is drawn for the first time, unless a draft did.

    Args:
        key: of its widget.
        value: what it holds at first.
    """
    if key not in st.session_state:
        st.session_state[key] = value


def among(key: str, options: Iterable[Any]) -> None:
    """Forget a choice that a draft brought back and that is offered no more.

    Args:
        key: of its widget.
        options: what may be chosen today.
    """
    if key in st.session_state and st.session_state[key] not in (None, *options):
        del st.session_state[key]


def look_once(visit: Visit, place: Place, *, first: str) -> None:
    """Ask for drafts when a form is drawn that was not there before.

    Args:
        visit: who is here.
        place: where the form stands.
        first: one of its fields, drawn at every run.
    """
    if place.widget(place.fields[first]) not in st.session_state:
        look(visit, place)


def offer(visit: Visit, place: Place, *, tab: str = "") -> None:
    """Offer to take up the entries that wait in a place, or to drop them.

    Args:
        visit: who is here.
        place: where the form stands.
        tab: what kind of entry it is, in words.
    """
    for at in st.session_state.get(LOST, {}).get(place.where, ()):
        say_lost(visit, at)
    mine = st.session_state.get(NUMBERS, {}).get(_slot(place))
    waiting = st.session_state.get(WAITING, {}).get(place.where, ())
    others = [each for each in waiting if each.ref != mine]
    told = moments(visit, [each.at for each in others])
    for n, (one, at) in enumerate(zip(others, told, strict=True)):
        text = _("Reprendre votre saisie du {moment}").format(moment=at)
        label = f"{text} ({tab})" if tab else text
        _offer(visit, place, one, label=label, end=f"_{n}" if n else "")


def _offer(visit: Visit, place: Place, one: Waiting, *, label: str, end: str) -> None:
    name = "_".join(part for part in (place.form, place.row) if part) + end
    with st.container(horizontal=True, key=f"draft_{name}"):
        st.button(
            label,
            key=f"resume_{name}",
            on_click=same_language(resume),
            args=(visit, place, one.ref),
        )
        st.button(
            _("L’oublier"),
            key=f"forget_{name}",
            on_click=same_language(drop),
            args=(visit, place, one.ref),
        )


def resume(visit: Visit, place: Place, ref: str) -> None:
    """Take an entry up again: its words stand in the form, under its own number.

    What stood in the form before keeps its own number and is offered in turn.

    Args:
        visit: who is here.
        place: where the form stands.
        ref: its number.
    """
    found: list[KeptDraft] = []
    with suppress(Failure):
        found = read_drafts(visit.context)
    look(visit, place)
    for draft in found:
        if draft.ref == ref and draft.opens:
            fill(draft, place)


def fill(draft: KeptDraft, place: Place) -> None:
    """Put a draft's fields back into the form, before it is drawn.

    Args:
        draft: one's own.
        place: where the form stands.
    """
    st.session_state.setdefault(NUMBERS, {})[_slot(place)] = draft.ref
    if place.folded:
        is_open = bool(place.folded & set(draft.fields))
        st.session_state[place.key(OPENED)] = is_open
    kind = draft.fields.get("kind", "")
    for name, field in place.fields.items():
        text = draft.fields.get(name)
        if text is not None:
            st.session_state[place.widget(field, kind)] = _chosen(field, text)
        else:  # what stood in the form belongs to another entry
            st.session_state.pop(place.widget(field, kind), None)


def _chosen(field: Field, text: str) -> Any:
    if field.kind == "flag":
        return text == YES
    if field.kind in ("number", "row"):
        return int(text)
    return date.fromisoformat(text) if field.kind == "date" else text
