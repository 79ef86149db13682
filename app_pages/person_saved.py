"""Entries of the fiche jeune's sections: refused beside their field, or saved quietly.

What was saved can be taken back at once; what seems to speak of health, justice, origin
or to name somebody is said first, and kept only if asked a second time.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from app_pages.components import notices
from app_pages.components.words import _, same_language, typeset
from app_pages.person_named import for_whom, of_code
from app_pages.visit import Visit
from config.failure import Failure
from parcours.people.note_cautions import NoteCaution, note_cautions
from parcours.people.note_rules import read_note_rules
from parcours.people.notes import check_words


DONE, ROUND, THOUGHT = "section_done", "section_round", "section_thought"
Undo = Callable[[Visit, str], None]


@dataclass(frozen=True)
class Done:
    """What a section just saved, without words of it.

    Attributes:
        section: name of the section.
        person: pseudonym.
        rows: what may be taken back; none where nothing may.
        what: name of the sentence that tells it.
    """

    section: str
    person: str
    rows: tuple[int, ...]
    what: str


def key(name: str) -> str:
    """Name a field of this round: once it was saved, the next one starts afresh.

    Args:
        name: of the field.

    Returns:
        A key.
    """
    return f"{name}_{st.session_state.get(ROUND, 0)}"


def attempt(slots: Mapping[str, Any], save: Callable[[], Done]) -> None:
    """Save; a refusal goes under its field and leaves everything as typed.

    Args:
        slots: field → the place under it.
        save: does it, and says what was done.
    """
    try:
        done = save()
    except Failure as refusal:
        slot = slots.get(refusal.where.column or "")
        if slot is None:
            notices.refused(refusal)
            return
        with slot.container():
            notices.beside_field(refusal)
        return
    _is_done(done)
    st.rerun()


def press(save: Callable[[], Done]) -> None:
    """Save at a click that needs no field; what came of it is told on the page.

    Args:
        save: does it, and says what was done.
    """
    try:
        _is_done(save())
    except Failure as refusal:
        st.session_state[DONE] = refusal


def _is_done(done: Done) -> None:
    st.session_state[DONE] = done
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state.pop(THOUGHT, None)


def tell(
    visit: Visit,
    person: str,
    *,
    section: str,
    texts: Mapping[str, str],
    undo: Mapping[str, Callable[[tuple[int, ...]], None]],
) -> None:
    """Tell what a section just saved, with what takes it back.

    Args:
        visit: who is here.
        person: pseudonym.
        section: name of the section.
        texts: name of the sentence → the sentence.
        undo: name of the sentence → what takes those rows back.
    """
    done = st.session_state.get(DONE)
    if isinstance(done, Failure):
        st.session_state.pop(DONE)
        notices.refused(done)
        return
    if not isinstance(done, Done) or (done.section, done.person) != (section, person):
        return
    with st.container(
        horizontal=True, vertical_alignment="center", border=True, key=f"{section}_done"
    ):
        st.markdown(for_whom(of_code(person), texts[done.what]))
        if done.rows and done.what in undo:
            st.button(
                _("Annuler"),
                key=f"{section}_undo",
                on_click=same_language(partial(_take_back, done, undo[done.what])),
            )


def _take_back(done: Done, undo: Callable[[tuple[int, ...]], None]) -> None:
    def work() -> Done:
        undo(done.rows)
        return Done(done.section, done.person, (), "taken_back")

    press(work)


def is_thought_over(visit: Visit, person: str | None, text: str, slot: Any) -> bool:
    """Say what a text seems to hold before it is kept; the second time it is kept.

    Args:
        visit: who is here.
        person: pseudonym, whose own name is looked for; None where nobody is named.
        text: what was typed.
        slot: the place under the field.

    Returns:
        Whether to go on: nothing was found, or these very words were said already.
    """
    told = doubts_of(visit, person, text)
    if told:
        with slot.container():
            st.warning(told)
    return not told


def doubts_of(visit: Visit, person: str | None, text: str) -> str:
    """Tell what a text seems to hold, once: the same words are kept if asked again.

    Args:
        visit: who is here.
        person: pseudonym, whose own name is looked for; None where nobody is named.
        text: what was typed.

    Returns:
        What to show, empty where there is nothing to say.
    """
    print_of = hashlib.sha256(text.encode()).hexdigest()
    if not text.strip() or st.session_state.get(THOUGHT) == print_of:
        return ""
    try:
        found = _found(visit, person, text)
    except Failure:
        return ""  # the entry itself refuses it, under the same field
    if not found:
        return ""
    st.session_state[THOUGHT] = print_of
    lines = [f"- {typeset(one.text)}" for one in found]
    title = _(
        "Ces mots semblent parler de ceci ; réécrivez-les, ou enregistrez encore."
    )
    return "\n".join([f"**{title}**", "", *lines])


def _found(visit: Visit, person: str | None, text: str) -> Sequence[NoteCaution]:
    if person is not None:
        texts = {"label": text}
        return check_words(visit.context, desk=visit.desk, person=person, texts=texts)
    rules = read_note_rules(visit.context.config)
    found = note_cautions(text, rules=rules, today=visit.today)
    return [one for one in found if not one.refused]
