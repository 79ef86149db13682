"""« Relais »: what others ask of us, what became of what we asked of them."""

from functools import partial

import streamlit as st

from app_pages.components import formats, notices
from app_pages.components.words import _, keyed, plain
from app_pages.person_relay import RELAY
from app_pages.relays_thread import show_thread
from app_pages.relays_words import states
from app_pages.visit import Visit
from config.failure import Failure
from parcours.referrals.reading import Waiting, count_waiting, read_box
from parcours.referrals.views import ThreadLine


BETWEEN = " \N{EN SPACE} "
BOX = "relay_box_choice"


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Relais"), anchor=False)
    thread = st.session_state.get(RELAY)
    if isinstance(thread, str):
        st.button(_("Retour aux relais"), key="relay_back", on_click=_close)
        try:
            show_thread(visit, thread)
        except Failure as refusal:
            notices.refused(refusal)
        return
    waiting = count_waiting(visit.context)
    st.markdown(_answer(waiting))
    box = _choose()
    lines = read_box(
        visit.context,
        desk=visit.desk,
        box="received" if box == "received" else "sent",
    )
    if not lines:
        _nothing(box)
        return
    with st.container(key="cards"):
        for line in lines:
            st.button(
                _card(line, visit),
                key=f"relay_{line.thread}",
                width="stretch",
                on_click=partial(_open, line.thread),
            )


def _answer(waiting: Waiting) -> str:
    parts = []
    if waiting.to_answer:
        one = waiting.to_answer == 1
        text = (
            _("**{n} relais** attend votre réponse")
            if one
            else _("**{n} relais** attendent votre réponse")
        )
        parts.append(text.format(n=waiting.to_answer))
    if waiting.news:
        text = _("**{n}** avec du nouveau")
        parts.append(text.format(n=waiting.news))
    if waiting.no_news:
        text = _("**{n}** sans nouvelle depuis un mois")
        parts.append(text.format(n=waiting.no_news))
    return " · ".join(parts) if parts else _("Aucun relais n’attend rien de vous.")


def _choose() -> str:
    names = {"received": _("Reçus"), "sent": _("Envoyés")}
    chosen = st.segmented_control(
        _("Relais à montrer"),
        list(names),
        default=st.session_state.get("relay_box_kept", "received"),
        format_func=names.__getitem__,
        key=keyed(BOX),
        label_visibility="collapsed",
    )
    st.session_state["relay_box_kept"] = chosen or "received"
    return chosen or "received"


def _nothing(box: str) -> None:
    if box == "received":
        notices.nothing(
            _("Votre structure n’a reçu aucun relais qui vous soit confié."),
            _("Ce qu’une autre structure vous proposera se lira ici."),
        )
    else:
        notices.nothing(
            _("Vous n’avez passé aucun relais."),
            _("Un relais se passe depuis la fiche d’un jeune."),
        )


def _open(thread: str) -> None:
    st.session_state[RELAY] = thread


def _close() -> None:
    st.session_state.pop(RELAY, None)


def _card(line: ThreadLine, visit: Visit) -> str:
    """Say all of a card in its button, so that it is told apart by ear as well."""
    way = _("De {name}") if line.side == "recipient" else _("Vers {name}")
    who = plain(line.initials) if line.initials else _("Sans nom")
    state = states()[line.state]
    parts = [
        f"**{who}**",
        way.format(name=plain(line.other)),
        f"**{state}**" if line.asks_me or line.state == "no_news" else state,
        f":small[{formats.ago(line.on, today=visit.today)}]",
    ]
    if line.unread:
        parts.append(f"**{_('Nouveau')}**")
    return BETWEEN.join(parts)
