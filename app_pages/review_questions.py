"""Questions of the linkage: one after the other, the one that changes most first."""

from functools import partial

import streamlit as st

from app_pages.components import answers, formats, notices
from app_pages.components.side_by_side import field_name, said_by, show_both
from app_pages.components.words import _, plain
from app_pages.visit import Visit
from config.failure import Failure
from parcours.matching.operations import (
    QuestionLine,
    QuestionView,
    answer_question,
    list_questions,
    read_question,
    take_back_answer,
)


SECTION, STARTED = "questions", "review_started"


def show(visit: Visit) -> None:
    """Draw the section.

    Args:
        visit: who is here.
    """
    answers.tell(SECTION, partial(_take_back, visit))
    waiting = list_questions(visit.context, desk=visit.desk)
    if not waiting:
        notices.nothing(
            _("Aucun rapprochement n’attend votre réponse."),
            _("De nouvelles questions viennent avec les fichiers des partenaires."),
        )
        return
    st.markdown(_left(len(waiting)))
    if not st.session_state.get(STARTED):
        st.caption(
            _(
                "Deux identités s’affichent ensemble. Chaque lecture est inscrite au "
                "journal."
            )
        )
        st.button(
            _("Comparer la première paire"),
            key="start_review",
            type="primary",
            on_click=_start,
        )
        return
    _ask(visit, waiting[0])


def _start() -> None:
    st.session_state[STARTED] = True


def _left(n: int) -> str:
    text = _("Encore **{n} question**.") if n == 1 else _("Encore **{n} questions**.")
    return text.format(n=n)


def _ask(visit: Visit, line: QuestionLine) -> None:
    try:
        view = read_question(visit.context, desk=visit.desk, ref=line.ref)
    except Failure as refusal:
        notices.refused(refusal)
        return
    st.header(_("Est-ce le même jeune ?"), anchor=False)
    st.markdown(_("À vérifier : {why}.").format(why=plain(view.line.why)))
    _side_by_side(view)
    _contradictions(view)
    if line.two_needed:
        st.markdown(_second(line))
    answers.offer(line.ref, partial(_answer, visit))
    st.caption(_effect(line.effect))


def _second(line: QuestionLine) -> str:
    if line.seconded:
        return _(
            "Peut-être des jumeaux : une première personne a répondu que c’est le même "
            "jeune. Si vous répondez de même, les deux parcours sont rapprochés."
        )
    return _(
        "Peut-être des jumeaux : il faut deux personnes pour dire que c’est le même "
        "jeune. Votre réponse sera la première."
    )


def _effect(effect: str) -> str:
    """Say what the answer changes in figures, never which or how far: they are few."""
    return {
        "none": _(
            "L’un des deux parcours est encore vide : cette réponse ne déplace aucun "
            "fait."
        ),
        "past": _(
            "Rien ne s’est passé depuis deux ans dans ces parcours : les chiffres "
            "récents n’en dépendent pas. Les chiffres déjà publiés restent."
        ),
        "few": _(
            "Seule, cette réponse change moins de 11 parcours dans le prochain "
            "extrait. Les chiffres déjà publiés restent."
        ),
    }[effect]


def _side_by_side(view: QuestionView) -> None:
    known = [plain(", ".join(names)) for names in view.organisations]
    facts = [formats.whole(n) for n in view.line.facts]
    show_both(
        view.fields,
        before=[[_("Connu de"), *known, ""]],
        after=[[_("Faits au parcours"), *facts, ""]],
    )


def _contradictions(view: QuestionView) -> None:
    """Say where those who know one of the two contradict each other."""
    sides = (
        _("Premier parcours, {field} : {said}"),
        _("Second parcours, {field} : {said}"),
    )
    lines = [
        text.format(
            field=field_name(one.field).lower(), said=said_by(one.field, one.said)
        )
        for text, found in zip(sides, view.contradictions, strict=True)
        for one in found
    ]
    if lines:
        with st.container(border=True, key="contradictions"):
            st.markdown(f"**{_('Les structures ne disent pas la même chose.')}**")
            st.markdown("  \n".join(lines))


def _answer(visit: Visit, ref: str, said: str) -> None:
    """Record the answer before the page is drawn again with the next question."""

    def work() -> answers.Said:
        outcome = answer_question(
            visit.context,
            desk=visit.desk,
            ref=ref,
            answer=said,  # type: ignore[arg-type]  # one of ANSWERS
        )
        return answers.Said(outcome, SECTION, ref)

    answers.remember(work)


def _take_back(visit: Visit, ref: str) -> None:
    def work() -> answers.Said:
        take_back_answer(visit.context, desk=visit.desk, ref=ref)
        return answers.Said("taken_back", SECTION, ref)

    answers.remember(work)
