"""One hand-over, opened: what was told, the thread of both sides, what one may do."""

from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.components import formats, notices
from app_pages.components.words import _, plain
from app_pages.entry_drafts import Field, Place, keeper, look_once, offer, saved
from app_pages.person_saved import doubts_of
from app_pages.relays_answers import show_answers
from app_pages.relays_words import BETWEEN, delays_text, states, step_text, told
from app_pages.visit import PERSON, Visit
from config.failure import Failure
from parcours.people.notes import MAX_NOTE
from parcours.referrals.answering import open_thread, say
from parcours.referrals.views import ThreadView


WORD_ROUND = "relay_word_round"


def show_thread(visit: Visit, thread: str) -> None:
    """Draw one hand-over.

    Args:
        visit: who is here.
        thread: its reference.

    Raises:
        Failure: what the operation refuses.
    """
    steps.tell(thread, _told())
    view = open_thread(visit.context, thread=thread)
    st.markdown(_head(view))
    st.markdown(delays_text(view.line.days))
    _packet(visit, view)
    if view.line.person is not None and st.button(
        _("Ouvrir la fiche jeune"), key="relay_person"
    ):
        st.session_state[PERSON] = view.line.person
        visit.go("person")
    show_answers(visit, view)
    _steps(visit, view)
    if "word" in view.moves:
        _word(visit, view)


def _told() -> dict[str, str]:
    return {
        "accept": _("Relais accepté : la fiche du jeune s’ouvre à votre structure."),
        "refuse": _("Réponse enregistrée : l’autre structure la lira ici."),
        "give": _("Relais confié."),
        "remind": _("Relance envoyée."),
        "withdraw": _("Relais retiré : il ne compte plus."),
        "reopen": _("Relais proposé à nouveau."),
    }


def _head(view: ThreadView) -> str:
    text = _("De **{sender}** vers **{recipient}** : **{state}**.")
    said = {
        "agreed": _("Le jeune est d’accord."),
        "informed": _("Le jeune est informé."),
    }
    head = text.format(
        sender=plain(view.sender),
        recipient=plain(view.recipient),
        state=states()[view.line.state],
    )
    return f"{head} {said.get(view.young_person or '', '')}".rstrip()


def _packet(visit: Visit, view: ThreadView) -> None:
    with st.container(border=True, key="relay_packet"):
        if view.packet is None:
            st.markdown(_("Ce qui avait été transmis n’est plus ouvert."))
            return
        text = _("**Transmis**, figé tel qu’il était :")
        st.markdown(text)
        st.markdown("\n".join(f"- {told(line, visit)}" for line in view.packet))


def _steps(visit: Visit, view: ThreadView) -> None:
    st.markdown(f"**{_('Le fil, lu par les deux structures')}**")
    lines = []
    for step in view.steps:
        who = plain(step.organisation)
        if step.who:
            who += f" ({plain(step.who)})"
        text = step_text(step, visit.context.config)
        day = formats.day(visit.day_of(step.at))
        lines.append("- " + BETWEEN.join((day, f"{who} {text}")))
    st.markdown("\n".join(lines))


def _place(thread: str) -> Place:
    """Tell where a word to the other organisation is typed."""
    return Place("relay_word", {"note": Field("relay_word")}, _key, thread=thread)


def _key(name: str) -> str:
    return f"{name}_{st.session_state.get(WORD_ROUND, 0)}"


def _word(visit: Visit, view: ThreadView) -> None:
    place = _place(view.line.thread)
    look_once(visit, place, first="note")
    offer(visit, place)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            _("Ajouter un mot au fil"),
            key=_key("relay_word"),
            max_chars=MAX_NOTE,
            help=_(
                "Ne saisissez ni santé, ni justice, ni origine : l’orientation suffit."
            ),
            on_change=keeper(visit, place),
        )
        st.button(
            _("Envoyer"),
            key="relay_say",
            on_click=partial(_say, visit, place),
        )
    refusal = st.session_state.pop("relay_word_refused", None)
    if isinstance(refusal, Failure):
        notices.beside_field(refusal)
    elif refusal:
        st.warning(refusal)


def _say(visit: Visit, place: Place) -> None:
    """Send; a refused word stays in its field with the reason under it."""
    note = str(st.session_state.get(_key("relay_word"), ""))
    # Nobody's own name is looked for: one of the two sides may not know it yet.
    if told := doubts_of(visit, None, note):
        st.session_state["relay_word_refused"] = told
        return
    try:
        say(visit.context, thread=place.thread, note=note)
    except Failure as refusal:
        st.session_state["relay_word_refused"] = refusal
        return
    saved(visit, place)
    st.session_state[WORD_ROUND] = st.session_state.get(WORD_ROUND, 0) + 1
