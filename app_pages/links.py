"""« Dossiers »: a reviewer sees of which files a path is made, and separates them."""

import streamlit as st

from app_pages import steps
from app_pages.components import notices
from app_pages.components.words import _
from app_pages.links_history import show_history
from app_pages.links_separate import SEPARATE, show_separate
from app_pages.visit import Visit
from config.failure import Failure
from parcours.matching.history import read_history


LONGEST_REFERENCE = 80


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Dossiers d’un parcours"), anchor=False)
    st.markdown(
        _(
            "De quels dossiers un parcours est fait, depuis quand, par qui. Aucun nom "
            "ici."
        )
    )
    person = st.text_input(
        _("Référence de la fiche"),
        key="links_reference",
        max_chars=LONGEST_REFERENCE,
        placeholder="v1.record.…",
        help=_("Le référent la copie sur la fiche jeune, sous « Ses droits »."),
    ).strip()
    if not person:
        notices.nothing(
            _("Aucun parcours n’est ouvert."),
            _("Demandez sa référence à qui accompagne le jeune."),
        )
        return
    steps.tell(
        person,
        {SEPARATE: _("Enregistré : les dossiers cochés forment un autre parcours.")},
    )
    try:
        lines = read_history(visit.context, desk=visit.desk, person=person)
    except Failure as refusal:
        notices.refused(refusal)
        return
    show_history(visit, lines)
    if sum(line.revoked_on is None for line in lines) < 2:
        st.caption(_("Un seul dossier : il n’y a rien à séparer."))
    show_separate(visit, person, lines)
