"""Where the follow-up of one young person stands: attempts, closing, reopening.

It is read only once somebody opens it. « Perdu de vue » is never typed: the page counts
the attempts, the rule decides.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from app_pages.components import formats, notices
from app_pages.components.words import _, keyed, named
from app_pages.visit import Visit
from config.failure import Failure
from parcours.people.follow_up import (
    FollowUpView,
    close_follow_up,
    read_follow_up,
    reopen_follow_up,
)
from parcours.people.lost import Silence


LOST = "perdu_de_vue"
DEATH, MOVED = "deces", "demenage"
ROUND = "follow_up_round"
SAID = "follow_up_said"


def show_follow_up(visit: Visit, person: str) -> None:
    """Draw the follow-up, for those who may change it.

    Args:
        visit: who is here.
        person: pseudonym.
    """
    if not visit.may("people.read_follow_up"):
        return
    box = st.expander(
        _("L’accompagnement : tentatives, clôture, réouverture"),
        key="follow_up_box",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        try:
            found = read_follow_up(visit.context, person=person)
        except Failure as refusal:
            notices.refused(refusal)
            return
        _tell(person)
        st.markdown(_standing(visit, found))
        st.markdown(attempts(found.silence, today=visit.today))
        if found.is_closed:
            _reopen(visit, person, found)
        else:
            _close(visit, person, found)


def attempts(found: Silence, *, today: date) -> str:
    """Say how many attempts were made, of those that the rule asks for.

    Args:
        found: contact and attempts.
        today: the civil day.

    Returns:
        Markdown: two sentences.
    """
    rule, since = found.rule, found.since
    if since is None:
        return _("Aucun contact ni tentative noté.")
    n = len(found.attempts)
    done = (_("{n} tentative") if n < 2 else _("{n} tentatives")).format(n=n)
    text = _("{done} sur {wanted} depuis {start} ({day}).")
    start = _("le début du suivi") if found.met_on is None else _("le dernier contact")
    told = text.format(
        done=done, wanted=rule.attempts, start=start, day=formats.day(since)
    )
    if found.is_lost(today=today):
        return told + " " + _("La règle dit aujourd’hui : perdu de vue.")
    rest = _(
        "« Perdu de vue » se décide par la règle : {months} mois sans contact établi "
        "(le {on}) et {wanted} tentatives, une par jour au plus."
    )
    return (
        told
        + " "
        + rest.format(
            months=rule.months,
            on=formats.day(found.long_enough_on),
            wanted=rule.attempts,
        )
    )


def _standing(visit: Visit, found: FollowUpView) -> str:
    word = visit.context.nomenclature.follow_up.get(found.status or "")
    if word is None:
        return _("**Accompagnement en cours.**")
    if found.status == DEATH:
        return _("**Son décès nous a été signalé, au {day}.**").format(
            day=formats.day(found.since)
        )
    return _("**{status}**, depuis le {day}.").format(
        status=named(word.labels), day=formats.day(found.since)
    )


def _close(visit: Visit, person: str, found: FollowUpView) -> None:
    words = visit.context.nomenclature.follow_up
    left, right = st.columns(2)
    status = left.selectbox(
        _("Clôturer l’accompagnement"),
        found.reasons,
        index=None,
        format_func=lambda code: named(words[code].labels),
        placeholder=_("Raison"),
        key=_key(keyed("close_reason")),
    )
    slots: dict[str, Any] = {"status": left.empty()}
    on = visit.today
    if status not in (None, LOST):
        on = right.date_input(
            _("Date du départ") if status == MOVED else _("Date"),
            value=visit.today,
            min_value=date.min,
            max_value=date.max,
            format="DD/MM/YYYY",
            key=_key("close_on"),
        )
        slots["on"] = right.empty()
    if status is None:
        return
    st.markdown(_consequence(status))
    if st.button(_("Clôturer"), key=_key("close_save"), type="primary"):
        _attempt(
            slots,
            lambda: close_follow_up(visit.context, person=person, status=status, on=on),
            (person, "closed"),
        )


def _consequence(status: str) -> str:
    if status == DEATH:
        return _(
            "Les rappels et relances s’arrêtent aussitôt. Le parcours est "
            "gardé tel qu’il est. Une erreur se corrige en rouvrant."
        )
    if status == MOVED:
        return _(
            "Le jeune quitte le portefeuille. Ce qu’il devient ailleurs n’est pas "
            "connu : ce n’est ni un échec ni un retour."
        )
    if status == LOST:
        return _(
            "Daté du dernier contact établi. Un nouveau contact permettra de rouvrir."
        )
    return _(
        "Le jeune quitte les portefeuilles de votre structure. Rien n’est effacé, et "
        "d’autres structures peuvent continuer."
    )


def _reopen(visit: Visit, person: str, found: FollowUpView) -> None:
    is_mistake = found.status == DEATH
    text = _("Retirer cette information") if is_mistake else _("Rouvrir le suivi")
    st.markdown(
        _("Il revient dans votre portefeuille à partir d’aujourd’hui.")
        if not is_mistake
        else _("Si elle a été saisie par erreur : le suivi reprend comme avant.")
    )
    if st.button(text, key=_key("reopen")):
        _attempt(
            {},
            lambda: reopen_follow_up(visit.context, person=person),
            (person, "reopened"),
        )


def _attempt(
    slots: dict[str, Any], work: Callable[[], object], said: tuple[str, str]
) -> None:
    """Do it; a refusal goes under its field and leaves everything as chosen."""
    try:
        work()
    except Failure as refusal:
        slot = slots.get(refusal.where.column or "")
        if slot is None:
            notices.refused(refusal)
            return
        with slot.container():
            notices.beside_field(refusal)
        return
    st.session_state[SAID] = said
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()


def _tell(person: str) -> None:
    said = st.session_state.pop(SAID, None)
    if said is None or said[0] != person:
        return
    text = {
        "closed": _("Enregistré : accompagnement clos."),
        "reopened": _("Enregistré : suivi rouvert, dans votre portefeuille."),
    }[said[1]]
    with st.container(border=True):
        st.markdown(text)


def _key(name: str) -> str:
    return f"{name}_{st.session_state.get(ROUND, 0)}"
