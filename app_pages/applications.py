"""« Demandes et décisions »: the applications of a year by state, and a new one."""

import streamlit as st

from app_pages import steps
from app_pages.application_form import PAGE, show_form
from app_pages.application_page import show_application
from app_pages.components import formats, notices
from app_pages.components.words import _, keyed
from app_pages.council_review import show_sheet, show_unanswered
from app_pages.programme import application_cards
from app_pages.programme_edit import said
from app_pages.programme_words import AT, settings_of, state_name
from app_pages.visit import Visit
from parcours.programme.applications import list_applications


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    if isinstance(st.session_state.get(AT), str):
        show_application(visit, st.session_state[AT])
        return
    st.title(_("Demandes et décisions"), anchor=False)
    steps.tell(PAGE, said())
    lines, settings = list_applications(visit.context), settings_of(visit)
    if lines:
        years = sorted({line.year for line in lines}, reverse=True)
        year = st.selectbox(_("Année"), years, key="applications_year")
        lines = [line for line in lines if line.year == year]
        present = [
            code for code in settings.states if any(x.state == code for x in lines)
        ]
        counts = {code: sum(x.state == code for x in lines) for code in present}
        st.markdown(
            " · ".join(
                f"**{formats.whole(n)}** {state_name(settings, code).lower()}"
                for code, n in counts.items()
            )
        )
        wanted = st.multiselect(
            _("États à montrer"),
            present,
            format_func=lambda code: state_name(settings, code),
            key=keyed("applications_states"),
            placeholder=_("Tous"),
        )
        application_cards(visit, [x for x in lines if not wanted or x.state in wanted])
    else:
        notices.nothing(
            _("Aucune demande n’est encore inscrite."),
            _("Inscrivez la première ci-dessous."),
        )
    show_unanswered(visit)
    show_sheet(visit)
    if visit.may("programme.save_application"):
        with st.expander(_("Nouvelle demande")):
            show_form(visit, None)
