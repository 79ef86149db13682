"""Who is put on a sheet: by search, from one's caseload, or as on the last sheet."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import streamlit as st

from app_pages.components import notices
from app_pages.components.words import _, keyed, same_language
from app_pages.sheets_state import Draft, opened, redrawn
from app_pages.sheets_words import days, person, titled
from app_pages.visit import Visit
from config.failure import Failure
from parcours.caseload.operations import read_caseload
from parcours.people.cards import PersonCard
from parcours.people.operations import search_people
from parcours.worksites.listing import list_sheets
from parcours.worksites.operations import read_sheet
from parcours.worksites.sheet import Participant


SEARCH, MINE, LAST = "search", "mine", "last"
LAST_SHEETS = 12


def add_people(visit: Visit, draft: Draft) -> None:
    """Draw the three ways to put young people on the sheet.

    Args:
        visit: who is here.
        draft: the sheet.
    """
    ways = {
        SEARCH: _("Rechercher"),
        MINE: _("Mon portefeuille"),
        LAST: _("Comme sur une autre feuille"),
    }
    box = st.expander(
        _("Ajouter des jeunes"), expanded=not draft.content.people, key="sheet_add"
    )
    with box:
        way = st.radio(
            _("Où les prendre"),
            ways,
            format_func=ways.__getitem__,
            horizontal=True,
            key=keyed("sheet_way"),
        )
        if way == SEARCH:
            _by_search(visit, draft)
        elif way == MINE:
            _offer(draft, _caseload(visit), _("Jeunes de mon portefeuille"))
        else:
            _by_sheet(visit, draft)


def _caseload(visit: Visit) -> list[PersonCard]:
    try:
        return list(read_caseload(visit.context, desk=visit.desk))
    except Failure as refusal:
        notices.refused(refusal)
        return []


def _by_search(visit: Visit, draft: Draft) -> None:
    typed = st.text_input(
        _("Retrouver un jeune"),
        key="sheet_search",
        placeholder=_("Nom, prénom ou identifiant de fiche"),
    ).strip()
    if not typed:
        return
    try:
        cards = search_people(visit.context, desk=visit.desk, text=typed)
    except Failure as refusal:
        notices.refused(refusal)
        return
    if not cards:
        st.markdown(_("Aucun jeune de votre structure ne répond à cette recherche."))
        return
    there = {each.person for each in draft.content.people}
    with st.container(key="cards"):
        for card in cards:
            name = person(card.person, card)
            on = card.person in there
            st.button(
                _("{name}, déjà sur la feuille").format(name=name)
                if on
                else _("Ajouter {name}").format(name=name),
                key=f"sheet_add_{card.person}",
                disabled=on,
                width="stretch",
                on_click=same_language(_add),
                args=([card.person],),
            )


def _offer(draft: Draft, cards: list[PersonCard], label: str) -> None:
    there = {each.person for each in draft.content.people}
    names = {
        card.person: person(card.person, card)
        for card in cards
        if card.person not in there
    }
    if not names:
        st.markdown(_("Personne d’autre à ajouter ici."))
        return
    chosen = st.multiselect(
        label,
        sorted(names, key=names.__getitem__),
        format_func=names.__getitem__,
        placeholder=_("Choisir"),
        key=keyed(f"sheet_offer_{draft.turn}"),
    )
    text = _("Ajouter les jeunes choisis")
    if chosen:
        one, more = _("Ajouter le jeune choisi"), _("Ajouter les {n} jeunes choisis")
        text = one if len(chosen) == 1 else more.format(n=len(chosen))
    st.button(
        text,
        key="sheet_add_chosen",
        disabled=not chosen,
        on_click=same_language(_add),
        args=(chosen,),
    )
    if not chosen:
        st.caption(_("Choisissez d’abord un ou plusieurs jeunes."))


def _by_sheet(visit: Visit, draft: Draft) -> None:
    listed = list_sheets(
        visit.context, since=date.min, until=date.max, most=LAST_SHEETS
    )
    lines = {
        line.ref: line for line in listed.lines if line.people and line.ref != draft.ref
    }
    if not lines:
        st.markdown(_("Aucune autre feuille ne porte de jeunes."))
        return
    ref = st.selectbox(
        _("Feuille"),
        lines,
        format_func=lambda code: (
            titled(visit, lines[code].kind, (lines[code].title,)).replace("*", "")
            + ", "
            + days(lines[code].starts_on, lines[code].ends_on)
        ),
        key=keyed("sheet_like"),
    )
    text = _("Ajouter ses {n} jeunes").format(n=lines[ref].people)
    if st.button(text, key="sheet_add_like"):
        view = read_sheet(visit.context, ref=ref)
        _add([each.person for each in view.content.people])
        st.rerun()


def _add(persons: Iterable[str]) -> None:
    """Put young people on the sheet; who is there already stays as noted."""
    draft = opened()
    if draft is None:
        return
    there = {each.person for each in draft.content.people}
    new = [Participant(who) for who in persons if who not in there]
    people = (*draft.content.people, *new)
    redrawn(draft, replace(draft.content, people=people))
