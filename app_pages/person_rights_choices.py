"""Who may see it: the young person says it for each organisation, and may change it.

The list is the same whoever else knows the young person: it tells what others *could*
read of what one's own organisation enters, never that they know them.
"""

from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.components import formats
from app_pages.components.words import _, keyed, plain
from app_pages.visit import Visit
from parcours.people.protections import AGREE, REFUSE
from parcours.rights.reading import Recipient, RightsView
from parcours.rights.recording import record_sharing_choice


CHOSEN = "chosen"
NONE = "none"
CHOICES = (NONE, AGREE, REFUSE)


def show_choices(visit: Visit, view: RightsView) -> None:
    """Draw each recipient with what it may read and what was chosen.

    Args:
        visit: who is here.
        view: from `read_rights_of`.
    """
    st.markdown(
        _(
            "Posez la question au jeune pour chaque structure. Il peut changer d’avis "
            "à tout moment ; à 16 et à 18 ans, on lui redemande."
        )
    )
    if view.anonymous:
        st.markdown(
            _("Vous l’accompagnez sous anonymat : sans son accord, nul ne lit rien.")
        )
    may = visit.may("people.record_sharing_choice")
    for one in view.recipients:
        _recipient(visit, view.person, one, may=may)


def _recipient(visit: Visit, person: str, one: Recipient, *, may: bool) -> None:
    mark = "●" if one.reads else "○"
    with st.container(key=f"recipient_{one.code}", gap="xsmall"):
        st.markdown(f"{mark} **{plain(one.name)}** · {_state(one)}")
        if not may:
            return
        key = keyed(f"choice_{one.code}")
        st.session_state[key] = one.choice or NONE
        st.radio(
            _("Son choix pour {name}").format(name=one.name),
            CHOICES,
            format_func=_word,
            horizontal=True,
            label_visibility="collapsed",
            key=key,
            on_change=partial(_choose, visit, person, one.code, key),
        )


def _word(choice: str) -> str:
    return {
        NONE: _("Pas de choix"),
        AGREE: _("Il accepte"),
        REFUSE: _("Il refuse"),
    }[choice]


def _state(one: Recipient) -> str:
    if one.choice == REFUSE:
        text = _("ne lit rien : refus du {day}").format(day=formats.day(one.since))
    elif one.choice == AGREE and one.reads:
        text = _("peut tout lire dès qu’elle l’accompagne : accord du {day}").format(
            day=formats.day(one.since)
        )
    elif one.reads:
        text = _("peut lire, par convention : {kinds}").format(kinds=_kinds(one))
    else:
        text = _("ne lit rien")
    if one.again:
        text += " · **" + _("à redemander : un âge a été atteint depuis") + "**"
    return text


def _kinds(one: Recipient) -> str:
    names = {
        "situation": _("situations"),
        "intervention": _("interventions"),
        "contact": _("contacts"),
        "follow_up": _("statut de suivi"),
        "attribute": _("quartier, école, diplôme"),
        "referral": _("relais"),
        "goal": _("objectifs"),
        "right": _("droits"),
    }
    return ", ".join(names.get(kind, kind) for kind in one.opened)


def _choose(visit: Visit, person: str, recipient: str, key: str) -> None:
    chosen = st.session_state[key]

    def work() -> tuple[str, str]:
        record_sharing_choice(
            visit.context,
            person=person,
            recipient=recipient,
            choice=None if chosen == NONE else chosen,
        )
        return CHOSEN, person

    steps.run(work)
