"""Find a young person by name from the quick entry, over what the worker may see.

The same search as the portfolio's, audited as it is. What was typed lies in its field
until somebody is chosen or the entry is saved, and in no draft; of who was chosen the
page remembers the pseudonym alone.
"""

from collections.abc import Callable

import streamlit as st

from app_pages.components import notices
from app_pages.components.words import _, plain, same_language
from app_pages.entry_state import key
from app_pages.visit import Visit
from config.failure import Failure
from parcours.people.cards import PersonCard
from parcours.people.operations import search_people


SEARCH = "entry_search"
BEYOND = "entry_beyond"  # pseudonyms chosen outside one's portfolio, the latest first


def chosen_beyond() -> list[str]:
    """Give the pseudonyms chosen outside the portfolio since one came in."""
    return list(st.session_state.get(BEYOND, ()))


def search_field(
    visit: Visit,
    *,
    told: Callable[[PersonCard], str],
    choose: Callable[[str], None],
) -> None:
    """Draw the search, folded; found young people are buttons.

    Args:
        visit: who is here.
        told: writes a card in words.
        choose: called with the pseudonym that was clicked, before the page is drawn.
    """
    if not visit.may("people.search"):
        return
    with st.expander(_("Chercher par nom, dans toute votre structure")):
        typed = st.text_input(
            _("Retrouver un jeune"),
            key=key(SEARCH),
            placeholder=_("Nom, date de naissance, code ou identifiant"),
        ).strip()
        if not typed:
            return
        try:
            cards = search_people(visit.context, desk=visit.desk, text=typed)
        except Failure as refusal:
            notices.refused(refusal)
            return
        if not cards:
            text = _("Aucun jeune de votre structure ne répond à cette recherche.")
            st.markdown(text)
            return
        for card in cards:
            st.button(
                plain(told(card)),
                key=key(f"found_{card.person}"),
                width="stretch",
                on_click=same_language(_chosen),
                args=(card.person, choose),
            )


def _chosen(person: str, choose: Callable[[str], None]) -> None:
    st.session_state.pop(key(SEARCH), None)
    others = [one for one in chosen_beyond() if one != person]
    st.session_state[BEYOND] = (person, *others)
    choose(person)
