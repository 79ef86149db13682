"""Three answers with their keys, what became of the last one, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from app_pages.components import notices
from app_pages.components.words import _
from config.failure import Failure


ANSWERS = (("same", "Alt+1"), ("different", "Alt+2"), ("unsure", "Alt+3"))
BACK = "Alt+0"
SAID = "review_said"


@dataclass(frozen=True)
class Said:
    """What became of the last answer.

    Attributes:
        outcome: joined | apart | second_needed | kept | judged | taken_back, or of a
            draw: drawn | none_drawn.
        section: where it was given.
        ref: question or pair, to take it back.
    """

    outcome: str
    section: str
    ref: str


def offer(ref: str, answer: Callable[[str, str], None]) -> None:
    """Draw the three answers.

    Args:
        ref: of what is answered.
        answer: takes the reference and the answer, before the page is drawn again.
    """
    labels = {
        "same": _("C’est le même jeune"),
        "different": _("Ce sont deux jeunes différents"),
        "unsure": _("Je ne sais pas"),
    }
    with st.container(horizontal=True, key="answers"):
        for said, shortcut in ANSWERS:
            st.button(
                labels[said],
                key=f"answer_{said}_{ref}",
                shortcut=shortcut,
                on_click=answer,
                args=(ref, said),
                wrap=True,
            )


def remember(work: Callable[[], Said]) -> None:
    """Do something, and keep what became of it for the next run.

    Args:
        work: what to do; its refusal is kept instead.
    """
    try:
        st.session_state[SAID] = work()
    except Failure as refusal:
        st.session_state[SAID] = refusal


def tell(section: str, take_back: Callable[[str], None]) -> None:
    """Say what became of the last answer, and offer to take it back.

    Args:
        section: on the screen; what was said elsewhere is forgotten.
        take_back: takes the reference.
    """
    said = st.session_state.get(SAID)
    if isinstance(said, Failure):
        del st.session_state[SAID]
        notices.refused(said)
        return
    if not isinstance(said, Said) or said.section != section:
        st.session_state.pop(SAID, None)
        return
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key="said"
    ):
        st.markdown(_told(said.outcome))
        if not said.ref or said.outcome == "taken_back":
            return
        st.button(
            _("Annuler ma réponse"),
            key="take_back",
            shortcut=BACK,
            on_click=take_back,
            args=(said.ref,),
        )
        st.caption(_("Possible pendant dix minutes, jusqu’à votre prochaine réponse."))


def _told(outcome: str) -> str:
    return {
        "joined": _("Enregistré : les deux parcours sont rapprochés."),
        "apart": _("Enregistré : ce sont deux jeunes, pour toujours."),
        "second_needed": _("Enregistré : une seconde personne doit confirmer."),
        "kept": _("Enregistré : la question reste posée à d’autres."),
        "judged": _("Enregistré : ce jugement ne change aucun parcours."),
        "drawn": _("Les paires sont tirées au sort."),
        "none_drawn": _("Il n’y a encore aucune paire à juger dans ce territoire."),
        "taken_back": _("Réponse annulée : la question est posée de nouveau."),
    }[outcome]
