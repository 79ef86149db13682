"""« Demandes de droits »: what was asked, by the day it is due, without any name."""

import streamlit as st

from app_pages import steps
from app_pages.components import notices
from app_pages.components.words import _, plain
from app_pages.person_rights_booklet import show_files
from app_pages.person_rights_requests import ANSWERED, show_request
from app_pages.visit import Visit
from parcours.rights.requests import OPEN, RequestLine, list_requests


HERE = "requests"
SHOWN_DONE = 20
COPIES = ("access", "portability")  # answered by a file


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    lines = list_requests(visit.context)
    still = [line for line in lines if line.state == OPEN]
    late = sum(line.due_on < visit.today for line in still)
    st.title(_("Demandes de droits"), anchor=False)
    st.markdown(_headline(len(still), late))
    steps.tell(HERE, {ANSWERED: _("Enregistré : la demande a sa réponse.")})
    if not lines:
        notices.nothing(
            _("Aucune demande n’a été reçue."),
            _("Les référents les notent sur la fiche du jeune, dans « Ses droits »."),
        )
        return
    for line in still:
        _show(visit, line)
    done = [line for line in lines if line.state != OPEN][:SHOWN_DONE]
    if done:
        st.header(_("Répondues"), anchor=False)
        for line in done:
            _show(visit, line)


def _headline(n_open: int, n_late: int) -> str:
    if n_open == 0:
        return _("Aucune demande n’attend de réponse.")
    text = _("{n} demandes attendent une réponse, dont {late} au-delà du délai.")
    if n_open == 1:
        text = _("Une demande attend une réponse ; au-delà du délai : {late}.")
    return text.format(n=n_open, late=n_late)


def _show(visit: Visit, line: RequestLine) -> None:
    show_request(visit, line, about_page=HERE)
    text = _("Reçue par {organisation}. Référence de la fiche :")
    st.caption(text.format(organisation=plain(line.organisation)))
    st.code(line.person, language=None)
    if line.state == OPEN and line.kind in COPIES and visit.may("booklet.make"):
        show_files(visit, line.person)
