"""What may be done with an application now: correct, instruct, move, decide, answer."""

import streamlit as st

from app_pages.application_form import show_form
from app_pages.components.words import _, keyed, named, plain
from app_pages.programme_edit import is_confirmed, run, submitted
from app_pages.programme_words import CENTS, euros, lacking, settings_of
from app_pages.visit import Visit
from parcours.programme.applications import move_application
from parcours.programme.budget import awaits_amount
from parcours.programme.deciding import (
    CLOSED,
    COMMITTEE,
    INSTRUCTION,
    amend,
    answer_question,
    decide,
    give_opinion_of_institution,
)
from parcours.programme.settings import COUNCIL
from parcours.programme.views import ApplicationView, Move


def show_acts(visit: Visit, found: ApplicationView) -> None:
    """Draw what the reader may do with an application now.

    Args:
        visit: who is here.
        found: the application.
    """
    settings = settings_of(visit)
    if visit.may("programme.save_application"):
        if settings.states[found.state].editable:
            with st.expander(_("Corriger la demande")):
                show_form(visit, found)
        if found.state == INSTRUCTION:
            with st.expander(_("Noter l’avis d’une institution"), expanded=True):
                _instruct(visit, found)
        _answers(visit, found)
    is_amended = settings.states[found.state].funded and found.state != CLOSED
    if is_amended and visit.may("programme.amend"):
        with st.expander(_("Corriger un montant accordé")):
            _amend(visit, found)
    if found.moves:
        st.header(_("Étape suivante"), anchor=False)
    if found.state == COMMITTEE and visit.may("programme.decide"):
        _decide(visit, found)
    else:
        _moves(visit, found)


def _moves(visit: Visit, found: ApplicationView) -> None:
    if not found.moves:
        return
    code = found.content.code
    needs_reason = any("reason" in one.transition.requires for one in found.moves)
    reason = ""
    if needs_reason:
        reason = st.text_input(
            _("Motif (pour retirer, refuser ou abandonner)"),
            max_chars=300,
            key=f"move_reason_{code}",
        )
    with st.container(horizontal=True):
        for one in found.moves:
            if st.button(
                named(one.transition.labels),
                key=f"move_{one.transition.target}",
                disabled=bool(one.missing),
            ) or is_confirmed(f"move_{one.transition.target}"):
                _move(visit, found, one, reason)
    for one in found.moves:
        if one.missing:
            text = _("« {name} » attend : {lacking}.")
            name = named(one.transition.labels)
            st.caption(text.format(name=name, lacking=lacking(one.missing)))


def _move(visit: Visit, found: ApplicationView, move: Move, reason: str) -> None:
    code = found.content.code
    run(
        lambda c: move_application(
            visit.context,
            code=code,
            target=move.transition.target,
            based_on=found.version,
            reason=reason,
            confirmed=c,
        ),
        code,
        form=f"move_{move.transition.target}",
        is_form=False,
    )


def _instruct(visit: Visit, found: ApplicationView) -> None:
    settings = settings_of(visit)
    bodies = [code for code in settings.bodies if code != COUNCIL]
    with st.form("instruct_form", border=False):
        left, right = st.columns(2)
        body = left.selectbox(
            _("Institution"),
            bodies,
            format_func=lambda each: named(settings.bodies[each].labels),
            key=keyed("instruct_body"),
        )
        opinion = right.selectbox(
            _("Avis"),
            list(settings.opinions),
            format_func=lambda each: named(settings.opinions[each].labels),
            key=keyed("instruct_opinion"),
        )
        words = st.text_area(_("Pourquoi"), max_chars=1500, key="instruct_words")
        if submitted(_("Enregistrer l’avis"), form="instruct_form", is_primary=True):
            code = found.content.code
            run(
                lambda c: give_opinion_of_institution(
                    visit.context,
                    code=code,
                    body=body,
                    opinion=opinion,
                    words=words,
                    confirmed=c,
                ),
                code,
                form="instruct_form",
            )


def _decide(visit: Visit, found: ApplicationView) -> None:
    settings, code = settings_of(visit), found.content.code
    choices = {one.transition.target: one for one in found.moves}
    asked = [x for x in found.content.lines if awaits_amount(x, settings.funders)]
    with st.form("decide_form", border=False):
        target = st.radio(
            _("Décision du comité"),
            list(choices),
            format_func=lambda each: named(choices[each].transition.labels),
            horizontal=True,
            key=keyed("decide_target"),
        )
        granted = {}
        for line in asked:
            funder = named(settings.funders[line.funder or ""].labels)
            text = _("Accordé par {funder}, en euros (demandé : {asked})")
            granted[line.id or 0] = st.number_input(
                text.format(funder=funder, asked=euros(line.asked_cents)),
                min_value=0.0,
                value=line.asked_cents / CENTS,
                step=100.0,
                key=f"grant_{line.id}",
            )
        reason = st.text_area(
            _("Motif (obligatoire pour ne pas retenir ou ajourner)"),
            max_chars=1500,
            key="decide_reason",
        )
        if submitted(_("Enregistrer la décision"), form="decide_form", is_primary=True):
            cents = {number: round(value * CENTS) for number, value in granted.items()}
            run(
                lambda c: decide(
                    visit.context,
                    code=code,
                    target=target or "",
                    based_on=found.version,
                    granted=cents,
                    reason=reason,
                    confirmed=c,
                ),
                code,
                form="decide_form",
            )


def _amend(visit: Visit, found: ApplicationView) -> None:
    settings, code = settings_of(visit), found.content.code
    asked = [x for x in found.content.lines if awaits_amount(x, settings.funders)]
    with st.form("amend_form", border=False):
        granted = {
            line.id or 0: st.number_input(
                _("Accordé par {funder}, en euros (demandé : {asked})").format(
                    funder=named(settings.funders[line.funder or ""].labels),
                    asked=euros(line.asked_cents),
                ),
                min_value=0.0,
                value=(line.granted_cents or 0) / CENTS,
                step=100.0,
                key=f"amend_{line.id}",
            )
            for line in asked
        }
        reason = st.text_input(
            _("Pourquoi ce montant change"), max_chars=300, key="amend_reason"
        )
        if submitted(_("Corriger le montant"), form="amend_form"):
            cents = {number: round(value * CENTS) for number, value in granted.items()}
            run(
                lambda c: amend(
                    visit.context,
                    code=code,
                    based_on=found.version,
                    granted=cents,
                    reason=reason,
                    confirmed=c,
                ),
                code,
                form="amend_form",
            )


def _answers(visit: Visit, found: ApplicationView) -> None:
    code = found.content.code
    for one in found.questions:
        if one.answer:
            continue
        with st.form(f"answer_{one.id}"):
            st.markdown(f"**{_('Répondre au conseil citoyen')}**")
            st.markdown(plain(one.question))
            answer = st.text_area(
                _("Réponse"), max_chars=1500, key=f"answer_text_{one.id}"
            )
            if submitted(_("Publier la réponse"), form=f"answer_{one.id}"):
                number = one.id
                run(
                    lambda c, n=number, a=answer: answer_question(  # type: ignore[misc]
                        visit.context, code=code, question=n, answer=a, confirmed=c
                    ),
                    code,
                    form=f"answer_{one.id}",
                )
