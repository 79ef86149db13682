"""« Passer le relais »: to whom, what the young person said, what is told by line.

The operation refuses what the young person was not told of; the page says it before.
What the recipient will read stands under the choice, word for word.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from app_pages import steps
from app_pages.components import formats, notices
from app_pages.components.words import _, keyed, plain
from app_pages.entry_drafts import (
    Field,
    Place,
    among,
    keeper,
    look_once,
    offer,
    saved,
)
from app_pages.person_saved import is_thought_over
from app_pages.relays_words import BETWEEN, states, told
from app_pages.visit import Visit
from config.failure import Failure
from parcours.people.notes import MAX_NOTE
from parcours.people.path_view import PathView
from parcours.referrals.asking import Recipient, list_recipients, tell
from parcours.referrals.packet import Line
from parcours.referrals.proposing import NewRelay, propose
from parcours.referrals.reading import read_of_person


RELAY = "relay"  # key of the thread that is open on « Relais »
PROPOSED = "relay_proposed"
ROUND = "relay_round"
NOT_YET = "not_yet"


def show_relay(visit: Visit, path: PathView) -> None:
    """Draw the young person's hand-overs and the form of a new one.

    Args:
        visit: who is here.
        path: the young person.
    """
    if not visit.may("referrals.propose"):
        return
    steps.tell(
        path.person,
        {PROPOSED: _("Relais proposé : la réponse vous attendra dans « Relais ».")},
    )
    box = st.expander(_("Passer le relais"), key="relay_box", on_change="rerun")
    if not box.open:
        return
    with box:
        try:
            _threads(visit, path.person)
            st.fragment(_form)(visit, path.person)
        except Failure as refusal:
            notices.refused(refusal)


def _threads(visit: Visit, person: str) -> None:
    for line in read_of_person(visit.context, person=person):
        way = _("Vers {name}") if line.side == "sender" else _("Reçu de {name}")
        parts = [
            way.format(name=plain(line.other)),
            states()[line.state],
            formats.ago(line.on, today=visit.today),
        ]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(BETWEEN.join(parts))
            if st.button(_("Ouvrir le fil"), key=f"relay_{line.thread}"):
                st.session_state[RELAY] = line.thread
                visit.go("relays")


def _key(name: str) -> str:
    """Name a field of this round: one proposed starts afresh."""
    return f"{name}_{st.session_state.get(ROUND, 0)}"


def _place(person: str) -> Place:
    """Tell where the form stands; what is told by line is chosen again."""
    fields = {
        "recipient": Field("relay_recipient", "code"),
        "said": Field("relay_said", "code"),
        "note": Field("relay_note"),
    }
    return Place("relay", fields, _key, person)


def _form(visit: Visit, person: str) -> None:
    recipients = {
        one.code: one for one in list_recipients(visit.context, person=person)
    }
    if not recipients:
        notices.nothing(
            _("Aucune convention ne permet de relais depuis votre structure."),
            _("Le responsable du territoire peut en ajouter une."),
        )
        return
    place = _place(person)
    look_once(visit, place, first="recipient")
    offer(visit, place)
    changed = keeper(visit, place)
    among(place.widget(place.fields["recipient"]), recipients)
    slots: dict[str, Any] = {}
    left, right = st.columns(2)
    code = left.selectbox(
        _("Structure à solliciter"),
        list(recipients),
        index=None,
        format_func=lambda one: recipients[one].name,
        placeholder=_("Choisir"),
        key=_key(keyed("relay_recipient")),
        on_change=changed,
    )
    slots["recipient"] = left.empty()
    if code is None:
        return
    asked = recipients[code]
    colleague = _colleague(right, asked)
    slots["colleague"] = right.empty()
    said = _said(asked, changed)
    slots["young_person"] = st.empty()
    chosen = _lines(visit, person, asked, said)
    slots["lines"] = st.empty()
    note = st.text_input(
        _("Un mot pour la structure"),
        key=_key("relay_note"),
        max_chars=MAX_NOTE,
        help=_("Ne saisissez ni santé, ni justice, ni origine : l’orientation suffit."),
        on_change=changed,
    )
    slots["note"] = st.empty()
    button = _("Passer le relais à {name}").format(name=plain(asked.name))
    if st.button(button, type="primary", key=_key("relay_propose")):
        new = NewRelay(code, said or NOT_YET, chosen, colleague, note)
        if is_thought_over(visit, person, note, slots["note"]):
            _attempt(visit, person, new, slots)


def _colleague(place: Any, asked: Recipient) -> int | None:
    names = {one.account: one.name for one in asked.colleagues}
    if not names:
        return None
    found: int | None = place.selectbox(
        _("Personne, si vous la connaissez"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("La structure choisira"),
        key=_key(keyed(f"relay_colleague_{asked.code}")),
    )
    return found


def _said(asked: Recipient, changed: Callable[[], None]) -> str | None:
    answers = {
        "agreed": _("Il est d’accord"),
        "informed": _("Il est informé"),
        NOT_YET: _("Pas encore"),
    }
    said = st.radio(
        _("Qu’en dit le jeune ?"),
        list(answers),
        index=None,
        format_func=answers.__getitem__,
        horizontal=True,
        key=_key(keyed("relay_said")),
        on_change=changed,
    )
    if said == NOT_YET:
        st.markdown(_("Parlez-en avec lui d’abord ; le relais se propose ensuite."))
    elif asked.needs_agreement and said == "agreed":
        st.markdown(
            _(
                "Son accord ouvre aussi à cette structure, une fois le relais accepté, "
                "ce que la vôtre note de lui. Il peut revenir dessus à tout moment."
            )
        )
    elif asked.needs_agreement:
        st.markdown(_("Pour cette structure, il faut son accord."))
    return said


def _lines(
    visit: Visit, person: str, asked: Recipient, said: str | None
) -> tuple[str, ...]:
    lines = tell(
        visit.context,
        person=person,
        recipient=asked.code,
        young_person=said or NOT_YET,
    )
    if not lines:
        st.markdown(_("Rien n’est inscrit qui puisse être transmis."))
        return ()
    st.markdown(f"**{_('Ce que vous transmettez, ligne par ligne')}**")
    chosen = [
        line
        for line in lines
        if st.checkbox(told(line, visit), key=_key(f"relay_line_{line.key}"))
    ]
    _preview(visit, asked, chosen)
    return tuple(line.key for line in chosen)


def _preview(visit: Visit, asked: Recipient, chosen: list[Line]) -> None:
    with st.container(border=True, key="relay_preview"):
        text = _("Ce que {name} lira, figé à ce jour, sans nom :")
        st.markdown(text.format(name=plain(asked.name)))
        if chosen:
            st.markdown("\n".join(f"- {told(line, visit)}" for line in chosen))
        else:
            st.markdown(_("Rien encore : cochez au moins une ligne."))


def _attempt(visit: Visit, person: str, new: NewRelay, slots: dict[str, Any]) -> None:
    """Propose; a refusal goes under its field and leaves everything as chosen."""
    try:
        propose(visit.context, person=person, new=new)
    except Failure as refusal:
        slot = slots.get(refusal.where.column or "")
        if slot is None:
            notices.refused(refusal)
            return
        with slot.container():
            notices.beside_field(refusal)
        return
    saved(visit, _place(person))
    st.session_state[steps.SAID] = (PROPOSED, person)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()
