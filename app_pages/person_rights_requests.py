"""What the young person asked, until when it is answered, and the answer."""

from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.components import formats, notices
from app_pages.components.words import _, keyed, named
from app_pages.rights_words import (
    about,
    answer,
    choose_day,
    choose_who,
    reasons,
    right,
    who,
)
from app_pages.visit import Visit
from parcours.rights.reading import RightsView
from parcours.rights.recording import ASKERS
from parcours.rights.requests import (
    OPEN,
    RECTIFICATION,
    NewRequest,
    RequestLine,
    answer_request,
    record_request,
)


RECEIVED, ANSWERED = "received", "answered"
ASKED = ("access", "portability", RECTIFICATION, "erasure")


def show_requests(visit: Visit, view: RightsView) -> None:
    """Draw the requests and the entry of a new one.

    Args:
        visit: who is here.
        view: from `read_rights_of`.
    """
    if not view.requests:
        notices.nothing(_("Aucune demande en cours."))
    for line in view.requests:
        show_request(visit, line, about_page=view.person)
    if visit.may("rights.request"):
        _form(visit, view.person)


def show_request(visit: Visit, line: RequestLine, *, about_page: str) -> None:
    """Draw one request, with its two answers while it is open.

    Args:
        visit: who is here.
        line: the request.
        about_page: what the page is about, for what is told after an answer.
    """
    with st.container(border=True, key=f"request_{line.ref}"):
        text = _("{right}, demandé par : {who}, reçu le {day}").format(
            right=f"**{about(visit, line)}**",
            who=who(line.asked_by),
            day=formats.day(line.received_on),
        )
        st.markdown(f"{text}  \n{answer(visit, line)}")
        if line.state == OPEN and visit.may("rights.answer"):
            if line.kind == RECTIFICATION:
                st.markdown(
                    _(
                        "Corrigez le fait sur la fiche, puis accordez. Tant que vous "
                        "vérifiez, vous pouvez geler le dossier."
                    )
                )
            _answers(visit, line, about_page)


def _answers(visit: Visit, line: RequestLine, about_page: str) -> None:
    listed = {
        code: one
        for code, one in reasons(visit, "refused").items()
        if line.kind in one.kinds
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            _("C’est fait : accorder"),
            key=f"grant_{line.ref}",
            on_click=partial(_answer, visit, line.ref, None, about_page),
        )
        why = st.selectbox(
            _("Motif d’un refus"),
            list(listed),
            index=None,
            format_func=lambda code: named(dict(listed[code].labels)),
            placeholder=_("Choisir"),
            key=keyed(f"why_{line.ref}"),
        )
        st.button(
            _("Refuser"),
            key=f"refuse_{line.ref}",
            disabled=why is None,
            on_click=partial(_answer, visit, line.ref, why, about_page),
        )
    if why is None:
        st.caption(
            _("Pour refuser, choisissez d’abord un motif : il est dit à qui demande.")
        )


def _form(visit: Visit, person: str) -> None:
    st.markdown(f"**{_('Noter une demande')}**")
    left, middle, last = st.columns(3, vertical_alignment="bottom")
    kind = left.selectbox(
        _("Que demande-t-on ?"), ASKED, format_func=right, key=keyed("request_kind")
    )
    with middle:
        asked_by = choose_who(keyed("request_who"), codes=ASKERS)
    with last:
        on = choose_day(visit, _("Reçue le"), "request_on")
    field = None
    if kind == RECTIFICATION:
        listed = reasons(visit, "fields")
        field = st.selectbox(
            _("Ce qui est à corriger"),
            list(listed),
            format_func=lambda code: named(dict(listed[code].labels)),
            key=keyed("request_field"),
        )
    new = NewRequest(str(kind), asked_by, on, field)
    st.button(
        _("Enregistrer la demande"),
        key="request",
        on_click=partial(_receive, visit, person, new),
    )


def _receive(visit: Visit, person: str, new: NewRequest) -> None:
    def work() -> tuple[str, str]:
        record_request(visit.context, person=person, new=new)
        return RECEIVED, person

    steps.run(work)


def _answer(visit: Visit, ref: str, reason: str | None, about_page: str) -> None:
    def work() -> tuple[str, str]:
        answer_request(visit.context, ref=ref, reason=reason)
        return ANSWERED, about_page

    steps.run(work)
