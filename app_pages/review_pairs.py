"""Pairs drawn by chance, judged blind to measure the linkage; nobody is moved."""

from functools import partial

import streamlit as st

from app_pages.components import answers, notices
from app_pages.components.side_by_side import show_both
from app_pages.components.words import _
from app_pages.visit import Visit
from parcours.matching.quality import (
    answer_audit,
    draw_sample,
    read_audit_pairs,
    read_quality,
    take_back_audit,
)


SECTION, STARTED = "pairs", "pairs_started"
SIZES = (5, 10, 25, 50)  # pairs per stratum
USUAL = 10


def show(visit: Visit) -> None:
    """Draw the section.

    Args:
        visit: who is here.
    """
    answers.tell(SECTION, partial(_take_back, visit))
    known = read_quality(visit.context, desk=visit.desk)
    if not known.waiting:
        is_first = known.drawn_at is None
        notices.nothing(
            _("Aucune paire n’a encore été tirée au sort.")
            if is_first
            else _("Toutes les paires tirées au sort sont jugées."),
            _(
                "Juger quelques paires prises au hasard dit combien de rapprochements "
                "sont justes, et combien manquent."
            ),
        )
        _draw(visit)
        return
    st.markdown(_left(known.waiting))
    if not st.session_state.get(STARTED):
        st.caption(
            _(
                "Ces paires sont prises au hasard, rapprochées ou non : rien ne dit "
                "ce que le calcul en a fait. Votre jugement ne change aucun parcours. "
                "Chaque lecture est inscrite au journal."
            )
        )
        st.button(
            _("Juger la première paire"),
            key="start_pairs",
            type="primary",
            on_click=_start,
        )
        return
    pairs = read_audit_pairs(visit.context, desk=visit.desk, most=1)
    if not pairs:
        notices.nothing(_("Les paires qui restent ne peuvent plus être comparées."))
        _draw(visit)
    for pair in pairs:
        st.header(_("Est-ce le même jeune ?"), anchor=False)
        st.markdown(_("Paire n° {n}, prise au hasard.").format(n=pair.number))
        show_both(pair.fields)
        answers.offer(str(pair.number), partial(_answer, visit))


def _start() -> None:
    st.session_state[STARTED] = True


def _left(n: int) -> str:
    text = _("Encore **{n} paire**.") if n == 1 else _("Encore **{n} paires**.")
    return text.format(n=n)


def _draw(visit: Visit) -> None:
    each = st.segmented_control(
        _("Paires par tranche de ressemblance"),
        SIZES,
        default=USUAL,
        required=True,
        key="pairs_each",
    )
    st.button(
        _("Tirer des paires au sort"),
        key="draw_pairs",
        type="primary",
        on_click=_draw_now,
        args=(visit, each or USUAL),
    )


def _draw_now(visit: Visit, each: int) -> None:
    def work() -> answers.Said:
        drawn = draw_sample(visit.context, desk=visit.desk, each=each)
        return answers.Said("drawn" if drawn else "none_drawn", SECTION, "")

    answers.remember(work)


def _answer(visit: Visit, ref: str, said: str) -> None:
    def work() -> answers.Said:
        answer_audit(visit.context, desk=visit.desk, number=int(ref), verdict=said)
        return answers.Said("judged", SECTION, ref)

    answers.remember(work)


def _take_back(visit: Visit, ref: str) -> None:
    def work() -> answers.Said:
        take_back_audit(visit.context, desk=visit.desk, number=int(ref))
        return answers.Said("taken_back", SECTION, ref)

    answers.remember(work)
