"""« Conseil citoyen »: read applications, say what one thinks, see what was decided."""

from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.application_page import show_content, show_opinions
from app_pages.components import notices
from app_pages.components.words import _, keyed, named, plain
from app_pages.council_review import show_review, show_sheet
from app_pages.programme_edit import clear_written, run, said, submitted
from app_pages.programme_words import (
    AT,
    close_application,
    euros,
    open_application,
    opinion_name,
    settings_of,
    state_name,
)
from app_pages.visit import Visit
from config.failure import Failure
from config.translation import counted
from parcours.programme.applications import (
    list_applications,
    move_application,
    read_application,
)
from parcours.programme.deciding import ask_question, give_opinion_of_council
from parcours.programme.settings import ProgrammeSettings
from parcours.programme.views import ApplicationLine, ApplicationView


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    if isinstance(st.session_state.get(AT), str):
        _show_one(visit, st.session_state[AT])
        return
    st.title(_("Conseil citoyen"), anchor=False)
    lines, settings = list_applications(visit.context), settings_of(visit)
    waiting = [one for one in lines if settings.states[one.state].council]
    unheard = [one for one in waiting if one.council is None]
    st.markdown(_answer(len(waiting), len(unheard)))
    if not lines:
        notices.nothing(
            _("Aucune demande n’est encore soumise au conseil."),
            _("Elles se liront ici en français simple, avant le comité."),
        )
        return
    show_sheet(visit)
    _cards(visit, _("À l’avis du conseil"), waiting)
    decided = [one for one in lines if one not in waiting]
    _cards(visit, _("Au comité, ou décidées"), decided)
    show_review(visit)


def _answer(n: int, left: int) -> str:
    """Say in one sentence what awaits the council."""
    if not n:
        return _("Aucune demande n’attend l’avis du conseil aujourd’hui.")
    head = counted(
        n,
        one=_("**{n}** demande attend l’avis du conseil"),
        many=_("**{n}** demandes attendent l’avis du conseil"),
    )
    if not left:
        return _("{head} ; l’avis est déjà donné pour toutes.").format(head=head)
    return _("{head}, dont **{left}** sans avis.").format(head=head, left=left)


def _cards(visit: Visit, title: str, lines: list[ApplicationLine]) -> None:
    if not lines:
        return
    settings = settings_of(visit)
    st.header(title, anchor=False)
    place = st.container(key=f"application_cards_{lines[0].code}")
    for line in lines:
        granted = euros(line.granted_cents) if line.granted_cents is not None else ""
        parts = [
            f"**{plain(line.title)}**",
            plain(line.organisation),
            str(line.year),
            _("conseil : {opinion}").format(
                opinion=opinion_name(settings, line.council)
            ),
            _decision(settings, line),
            granted,
        ]
        place.button(
            " \N{EN SPACE} ".join(part for part in parts if part),
            key=f"council_{line.code}",
            width="stretch",
            on_click=partial(open_application, line.code),
        )


def _decision(settings: ProgrammeSettings, line: ApplicationLine) -> str:
    """Say the decision where there is one, else only the state."""
    state = state_name(settings, line.state)
    if not settings.states[line.state].decided:
        return state
    return _("décision : {state}").format(state=state.lower())


def _show_one(visit: Visit, code: str) -> None:
    st.button(
        _("Retour à la liste"), key="application_back", on_click=close_application
    )
    try:
        found = read_application(visit.context, code=code)
    except Failure as refusal:
        notices.refused(refusal)
        return
    settings = settings_of(visit)
    st.title(plain(found.content.title), anchor=False)
    steps.tell(code, said())
    state = state_name(settings, found.state)
    st.markdown(f"**{state}** · {plain(found.organisation_name)}")
    show_content(visit, found)
    show_opinions(visit, found)
    if settings.states[found.state].council:
        _opinion(visit, found)
    _question(visit, code)


def _opinion(visit: Visit, found: ApplicationView) -> None:
    settings, code = settings_of(visit), found.content.code
    st.header(_("L’avis du conseil"), anchor=False)
    with st.form("council_opinion", border=False):
        opinion = st.radio(
            _("Avis"),
            list(settings.opinions),
            format_func=lambda each: named(settings.opinions[each].labels),
            key=keyed("council_opinion_choice"),
        )
        words = st.text_area(
            _("Pourquoi, en quelques phrases"), max_chars=1500, key="council_words"
        )
        st.caption(_("Sans nom de personne : l’avis est celui du conseil."))
        if submitted(_("Enregistrer l’avis"), form="council_opinion", is_primary=True):
            run(
                lambda c: give_opinion_of_council(
                    visit.context,
                    code=code,
                    opinion=opinion or "",
                    words=words,
                    confirmed=c,
                ),
                code,
                form="council_opinion",
            )
    for move in found.moves:
        if st.button(
            named(move.transition.labels),
            key=f"move_{move.transition.target}",
            disabled=bool(move.missing),
            help=_("Clôt l’avis : la demande passe au comité."),
        ):
            target = move.transition.target
            run(
                lambda c, t=target: move_application(  # type: ignore[misc]
                    visit.context,
                    code=code,
                    target=t,
                    based_on=found.version,
                    confirmed=c,
                ),
                code,
                form="council_move",
                is_form=False,
            )


def _question(visit: Visit, code: str) -> None:
    clear_written()
    with st.form("council_question"):
        question = st.text_area(
            _("Poser une question ou faire une observation"),
            max_chars=600,
            key="council_question_text",
        )
        if submitted(_("Envoyer"), form="council_question"):
            run(
                lambda c: ask_question(
                    visit.context, code=code, question=question, confirmed=c
                ),
                code,
                form="council_question",
                clears=("council_question_text",),
            )
