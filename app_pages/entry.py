"""« Saisir une intervention » from the portfolio: who, what, saved; and the next one.

Young people of the worker's last entries come first, then the rest of the portfolio;
they are told apart by initials, age, situation and short code.
"""

from contextlib import suppress

import streamlit as st

from app_pages.alone import alone
from app_pages.components import notices, situations
from app_pages.components.document import ask_focus
from app_pages.components.words import _, keyed, same_language
from app_pages.entry_drafts import begin, drop, fill, keep, number
from app_pages.entry_intervention import (
    FIELDS,
    entry_place,
    habits_of,
    intervention_form,
)
from app_pages.entry_moments import moments, say_lost
from app_pages.entry_search import chosen_beyond, search_field
from app_pages.entry_state import SAVED, Saved, key, show_saved
from app_pages.person_named import of_card, of_code
from app_pages.visit import ARRIVED, PERSON, Visit
from config.failure import Failure
from parcours.access.guard import short_form
from parcours.caseload.operations import read_caseload
from parcours.people.cards import PersonCard
from parcours.worktop.operations import KeptDraft, read_drafts


WHO = "entry_who"
TYPED = ("on", "step", "step_on", "note")  # nothing stands in these by itself
OFFERED = 3  # drafts offered at once


def to_entry(visit: Visit) -> None:
    """Draw the button that leads here, for those who may.

    Args:
        visit: who is here.
    """
    text = _("Saisir une intervention")
    may = visit.may("interventions.log")
    if may and st.button(text, key="to_entry", type="primary"):
        ask_focus(key(keyed(WHO)))
        visit.go("entry")


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Saisir une intervention"), anchor=False)
    if st.session_state.get(ARRIVED):
        st.session_state.pop(SAVED, None)
    cards = _recent_first(visit)
    saved = st.session_state.get(SAVED)
    if isinstance(saved, Saved):
        card = cards.get(saved.person)
        who = of_code(saved.person) if card is None else of_card(card)
        show_saved(visit, saved.person, who=who, focus=keyed(WHO))
    if not cards:
        notices.nothing(
            _("Votre portefeuille est vide."),
            _("Retrouvez un jeune depuis « Mon portefeuille » et ouvrez sa fiche."),
        )
        if st.button(_("Mon portefeuille"), key="to_caseload"):
            visit.go("caseload")
        return
    _offer(visit, cards)
    with st.container(key="entries"):
        alone(lambda: _entry(visit, cards))


def _recent_first(visit: Visit) -> dict[str, PersonCard]:
    cards = {
        card.person: card for card in read_caseload(visit.context, desk=visit.desk)
    }
    recent = [one for one in habits_of(visit).persons if one in cards]
    return {person: cards[person] for person in dict.fromkeys([*recent, *cards])}


def _entry(visit: Visit, cards: dict[str, PersonCard]) -> None:
    search_field(
        visit,
        told=lambda card: _told(visit, card),
        choose=lambda one: _choose(visit, one),
    )
    names = {
        one: _("fiche {code}").format(code=short_form(one))
        for one in chosen_beyond()
        if one not in cards
    }
    names |= {one: _told(visit, card) for one, card in cards.items()}
    person = st.selectbox(
        _("Jeune"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Choisir dans votre portefeuille"),
        key=key(keyed(WHO)),
        on_change=same_language(_chosen),
        args=(visit,),
    )

    def next_one() -> None:
        ask_focus(key(keyed(WHO)))

    intervention_form(visit, person, after=next_one)
    if person is not None and st.button(_("Ouvrir sa fiche"), key=key("open_page")):
        st.session_state[PERSON] = person
        visit.go("person")


def _choose(visit: Visit, person: str) -> None:
    """Put the young person found by name into the field, and go on from there."""
    st.session_state[key(keyed(WHO))] = person
    _chosen(visit)
    ask_focus(key(keyed("kind")))


def _chosen(visit: Visit) -> None:
    """Keep what was typed before anybody was chosen, or for somebody else.

    The last used kind and length stand there by themselves: they are no entry, and one
    that only holds them is kept for nobody.
    """
    place = entry_place(st.session_state.get(key(keyed(WHO))))
    if any(st.session_state.get(place.widget(FIELDS[name])) for name in TYPED):
        keep(visit, place)
    else:
        drop(visit, place, number(place))


def _told(visit: Visit, card: PersonCard) -> str:
    age = "" if card.age is None else _("{n} ans").format(n=card.age)
    situation = situations.name(card.situation, visit.context.nomenclature)
    parts = [card.initials or _("Sans nom"), age, situation, short_form(card.person)]
    return ", ".join(part for part in parts if part)


def _offer(visit: Visit, cards: dict[str, PersonCard]) -> None:
    """Offer the unsaved entries, asked for when the page is opened."""
    if key(keyed(WHO)) in st.session_state:
        return
    begin(entry_place(None))
    drafts: list[KeptDraft] = []
    with suppress(Failure):
        drafts = [
            draft
            for draft in read_drafts(visit.context)
            if draft.form == "intervention" and draft.about in cards
        ]
    for draft in drafts:
        if not draft.opens:
            say_lost(visit, draft.saved_at)
            drop(visit, entry_place(draft.about), draft.ref)
    waiting = [one for one in drafts if one.opens][:OFFERED]
    told = moments(visit, [one.saved_at for one in waiting])
    for n, (draft, at) in enumerate(zip(waiting, told, strict=True)):
        text = _("Reprendre votre saisie du {moment}").format(moment=at)
        initials = cards[draft.about].initials or _("Sans nom")
        with st.container(horizontal=True, key=f"draft_{n}"):
            st.button(
                f"{text} ({initials})",
                key=f"resume_{n}",
                on_click=same_language(_resume),
                args=(visit, draft.ref),
            )
            st.button(
                _("L’oublier"),
                key=f"forget_{n}",
                on_click=same_language(drop),
                args=(visit, entry_place(draft.about), draft.ref),
            )


def _resume(visit: Visit, ref: str) -> None:
    with suppress(Failure):
        for draft in read_drafts(visit.context):
            if draft.ref == ref and draft.opens:
                st.session_state[key(keyed(WHO))] = draft.about
                fill(draft, entry_place(draft.about))
