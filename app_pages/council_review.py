"""The council's review: its sheet on paper, opinions beside decisions, answers."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from app_pages.components import formats, notices, tables
from app_pages.components.downloads import hand_over
from app_pages.components.words import _, keyed, plain
from app_pages.programme_words import (
    open_application,
    opinion_name,
    settings_of,
    state_name,
)
from app_pages.visit import Visit
from config.translation import counted, current_language
from parcours.printing.council import print_council
from parcours.printing.pdf import can_print
from parcours.programme.reviewing import Reviewed, read_review


PDF = "application/pdf"


def show_sheet(visit: Visit) -> None:
    """Offer the sheet of the meeting.

    Args:
        visit: who is here.
    """
    if not visit.may("programme.print_council"):
        return
    if not can_print():
        st.caption(_("Le PDF demande une bibliothèque de plus."))
        return
    language = current_language()
    st.download_button(
        _("Feuille de la réunion (PDF)"),
        data=lambda: hand_over(lambda: print_council(visit.context, language=language)),
        file_name="conseil-citoyen.pdf",
        mime=PDF,
        on_click="ignore",
        key=keyed("council_sheet"),
    )


def show_review(visit: Visit) -> None:
    """Draw opinions beside decisions, then questions with their answers.

    Args:
        visit: who is here.
    """
    reviewed = read_review(visit.context)
    decided = [one for one in reviewed if one.opinion and one.decision]
    if decided:
        st.header(_("Vos avis, et ce qui a été décidé"), anchor=False)
        _beside(visit, decided)
    asked = [one for one in reviewed if one.questions]
    st.header(_("Questions et réponses"), anchor=False)
    if not asked:
        notices.nothing(
            _("Le conseil n’a encore posé aucune question."),
            _("Ouvrez une demande : une question s’y pose à tout moment."),
        )
        return
    for one in asked:
        for question in one.questions:
            with st.container(border=True):
                st.markdown(f"**{plain(one.title)}** · {plain(question.question)}")
                answer = _("Sans réponse à ce jour.")
                if question.answer:
                    answer = _("Réponse du {day} : {text}").format(
                        day=formats.day(question.answered_on),
                        text=plain(question.answer),
                    )
                st.markdown(answer)


def _beside(visit: Visit, decided: Sequence[Reviewed]) -> None:
    settings = settings_of(visit)
    rows = []
    for one in decided:
        if one.opinion is None or one.decision is None:
            continue
        rows.append(
            (
                f"{plain(one.title)} ({one.year})",
                _told(opinion_name(settings, one.opinion.opinion), one.opinion.words),
                _told(state_name(settings, one.decision.target), one.decision.reason),
                formats.day(one.decision.on),
            )
        )
    tables.table(
        (_("Demande"), _("Avis du conseil"), _("Décision du comité"), _("Le")),
        rows,
        alt=_("Avis du conseil citoyen, à côté de la décision"),
    )


def _told(what: str, words: str) -> str:
    return _("{head} : {text}").format(head=what, text=plain(words)) if words else what


def show_unanswered(visit: Visit) -> None:
    """Draw the council's questions that wait for an answer, for who answers.

    Args:
        visit: who is here.
    """
    if not visit.may("programme.answer"):
        return
    waiting = [one for one in read_review(visit.context) if one.unanswered]
    n = sum(len(one.unanswered) for one in waiting)
    if not n:
        return
    st.header(_("Questions du conseil citoyen"), anchor=False)
    text = counted(
        n,
        one=_("**{n} question** attend une réponse avant sa prochaine revue."),
        many=_("**{n} questions** attendent une réponse avant sa prochaine revue."),
    )
    st.markdown(text)
    with st.container(key="application_cards_unanswered"):
        for one in waiting:
            for question in one.unanswered:
                parts = [
                    f"**{plain(one.title)}**",
                    plain(question.question),
                    formats.day(question.asked_on),
                ]
                st.button(
                    " \N{EN SPACE} ".join(parts),
                    key=f"unanswered_{question.id}",
                    width="stretch",
                    on_click=partial(open_application, one.code),
                )
