"""What was just saved: said quietly, with what to check, and a way back."""

from collections.abc import Callable, Mapping

import streamlit as st

from app_pages.components import notices
from app_pages.components.words import _, same_language
from app_pages.sheets_state import SAVED, SavedNote, close, open_saved
from app_pages.sheets_words import days, person, summary, titled
from app_pages.visit import Visit
from config.failure import Failure
from parcours.access.failures import NotWithinReach
from parcours.people.cards import PersonCard
from parcours.worksites.operations import (
    SheetView,
    check_sheet,
    name_participants,
    read_sheet,
    undo_sheet,
)
from parcours.worksites.permissions import PersonCaution


def show_note(visit: Visit) -> None:
    """Say what was just done with a sheet.

    Args:
        visit: who is here.
    """
    note = st.session_state.get(SAVED)
    if isinstance(note, Failure):
        st.session_state.pop(SAVED)
        notices.refused(note)
        return
    if not isinstance(note, SavedNote):
        return
    try:
        view = (
            None
            if note.what == "withdrawn"
            else read_sheet(visit.context, ref=note.ref)
        )
    except NotWithinReach:
        view = None
    with st.container(border=True, key="saved"):
        line = st.container(horizontal=True, vertical_alignment="center")
        with line:
            st.markdown(_told(visit, note, view))
            if note.version is not None and view is not None:
                act = same_language(_undo)
                st.button(_("Annuler"), key="undo", on_click=act, args=(visit, note))
                if st.button(_("Rouvrir la feuille"), key="sheet_again"):
                    open_saved(view)
                    st.session_state.pop(SAVED)
                    st.rerun()
        if view is not None and note.what == "saved":
            _show_cautions(visit, view)


def _told(visit: Visit, note: SavedNote, view: SheetView | None) -> str:
    if view is None:
        return _("Feuille retirée : elle ne compte plus, ni ses interventions.")
    if note.what == "undone":
        return _("Enregistrement annulé : la version d’avant compte de nouveau.")
    sheet = view.content
    text = _("Enregistré : {what}, {days}, {totals}.")
    return text.format(
        what=titled(visit, sheet.kind, (sheet.title, sheet.place)),
        days=days(sheet.starts_on, sheet.ends_on),
        totals=summary(sheet),
    )


def _undo(visit: Visit, note: SavedNote) -> None:
    """Take the save back, before the page is drawn again."""
    try:
        left = undo_sheet(visit.context, ref=note.ref, version=note.version or 0)
    except Failure as refusal:
        st.session_state[SAVED] = refusal
        return
    close()
    what = "withdrawn" if left.version is None else "undone"
    st.session_state[SAVED] = SavedNote(note.ref, what)


def _show_cautions(visit: Visit, view: SheetView) -> None:
    told = check_sheet(visit.context, new=view.content, ref=view.ref)
    if not told:
        return
    about = sorted({one.person for one in told})
    cards = name_participants(visit.context, desk=visit.desk, persons=about)
    show_list(told, {card.person: card for card in cards})


def show_list(
    told: list[PersonCaution],
    cards: Mapping[str, PersonCard],
    *,
    place: Callable[[str], object] = st.markdown,
) -> None:
    """Draw what to check, young person by young person.

    Args:
        told: the cautions.
        cards: initials and age by pseudonym.
        place: where to write.
    """
    lines = [_("**À vérifier**, sans empêcher l’enregistrement :")]
    for who in dict.fromkeys(one.person for one in told):
        name = person(who, cards.get(who))
        texts = " ".join(one.text for one in told if one.person == who)
        lines.append(f"- {name} – {texts}")
    place("\n".join([lines[0], "", *lines[1:]]))
