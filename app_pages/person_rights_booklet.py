"""What the young person takes home: their booklet, and a sheet safe to leave lying.

Each file is made after its click and no earlier: until then there is no address that
anybody could fetch, and its name says nothing of whom it is about.
"""

import streamlit as st

from app_pages.components import formats, notices, proof
from app_pages.components.downloads import hand_over
from app_pages.components.words import _, keyed, plain
from app_pages.visit import Visit
from config.failure import Failure
from config.translation import current_language
from parcours.printing.at_home import Offer
from parcours.printing.operations import (
    BookletForm,
    Chosen,
    make_at_home,
    make_booklet,
    offer_at_home,
)
from parcours.printing.pdf import can_print


PDF, JSON = "application/pdf", "application/json"


def show_booklet(visit: Visit, person: str) -> None:
    """Offer the booklet, and the sheet for home.

    Args:
        visit: who is here.
        person: pseudonym.
    """
    st.markdown(f"**{_('Son carnet de parcours')}**")
    st.markdown(
        _(
            "Tout ce que votre structure peut lire de lui, ses mots et ses objectifs, "
            "qui peut lire et qui a lu. Il porte son nom : remettez-le en main propre."
        )
    )
    if not can_print():
        st.caption(_("Le PDF demande une bibliothèque de plus : JSON seulement."))
    show_files(visit, person)
    if can_print() and visit.may("booklet.at_home"):
        _at_home(visit, person)


def show_files(visit: Visit, person: str) -> None:
    """Offer the booklet as files; each is made after its click, and audited.

    Args:
        visit: who is here.
        person: pseudonym.
    """
    if not proof.given(visit, "booklet.make", about=person[-6:]):
        return
    with st.container(horizontal=True):
        if can_print():
            _file(visit, person, "pdf", _("Carnet (PDF)"), PDF)
        _file(visit, person, "json", _("Carnet (JSON)"), JSON)


def _file(visit: Visit, person: str, form: BookletForm, name: str, mime: str) -> None:
    language = current_language()

    def made() -> bytes:
        return make_booklet(
            visit.context,
            desk=visit.desk,
            person=person,
            form=form,
            language=language,
        )

    st.download_button(
        name,
        data=lambda: hand_over(made),
        file_name=f"carnet.{form}",
        mime=mime,
        on_click="ignore",
        key=f"booklet_{form}_{person[-6:]}",
    )


def _at_home(visit: Visit, person: str) -> None:
    st.markdown(f"**{_('Une feuille pour la maison')}**")
    st.markdown(
        _(
            "Sans nom, sans structure, sans situation : seulement ce que le jeune "
            "choisit de laisser voir."
        )
    )
    try:
        offered = offer_at_home(visit.context, person=person)
    except Failure as refusal:
        notices.refused(refusal)
        return
    if not (offered.words or offered.appointments):
        st.caption(_("Rien à y mettre : aucun objectif ouvert, aucune date à venir."))
        return
    chosen = _choose(offered)
    language = current_language()

    def made() -> bytes:
        return make_at_home(
            visit.context, person=person, chosen=chosen, language=language
        )

    st.download_button(
        _("Feuille pour la maison (PDF)"),
        data=lambda: hand_over(made),
        file_name="mes-etapes.pdf",
        mime=PDF,
        on_click="ignore",
        key="booklet_home",
    )


def _choose(offered: Offer) -> Chosen:
    """Draw a box per objective, step and day; the young person's own are ticked."""
    refs = [
        one.ref
        for one in offered.words
        if st.checkbox(plain(one.text), value=one.own, key=keyed(f"home_{one.ref}"))
    ]
    days = [
        on
        for on in offered.appointments
        if st.checkbox(formats.day(on), value=True, key=keyed(f"home_{on}"))
    ]
    return Chosen(tuple(refs), tuple(days))
