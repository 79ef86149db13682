"""« Rapprochements »: questions of the linkage, and pairs judged to measure it.

Names are read only once the reviewer asks for them; what differs is said in words,
never by colour alone. Three answers, each with its key, and a way back from the last.
"""

import streamlit as st

from app_pages import review_pairs, review_questions
from app_pages.components.words import _
from app_pages.visit import Visit


SECTIONS = (review_questions.SECTION, review_pairs.SECTION)


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Rapprochements à vérifier"), anchor=False)
    names = {
        review_questions.SECTION: _("Questions"),
        review_pairs.SECTION: _("Contrôle de qualité"),
    }
    section = st.segmented_control(
        _("Que voulez-vous vérifier ?"),
        SECTIONS,
        format_func=names.__getitem__,
        default=SECTIONS[0],
        required=True,
        key="review_section",
        label_visibility="collapsed",
    )
    if section == review_pairs.SECTION:
        review_pairs.show(visit)
    else:
        review_questions.show(visit)
