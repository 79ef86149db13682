"""« Accords »: what one person asks for and a second one agrees to, or declines.

Shares and passphrases never come through a browser: once a request is agreed to, the
page says which command to run, on the territory's machine, with both custodians there.
"""

from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.components import formats, notices, proof
from app_pages.components.words import _, plain
from app_pages.visit import Visit
from parcours.approvals.operations import (
    ApprovalView,
    decide_approval,
    list_approvals,
)


AGREE, DECLINE = "agree", "decline"
HERE = "approvals"  # what the sentence told on this page is about
PUBLICATION = "publication"  # the one kind that takes no custodian


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Accords à deux"), anchor=False)
    found = list_approvals(visit.context)
    waiting = [one for one in found if one.state == "waiting"]
    st.markdown(_answer(len(waiting)))
    steps.tell(
        HERE,
        {
            AGREE: _("Enregistré : votre accord est donné, une fois, pour cet acte."),
            DECLINE: _("Enregistré : la demande est refusée."),
        },
    )
    if not found:
        notices.nothing(
            _("Aucune demande n’a encore été faite."),
            _(
                "Une demande se fait sur la machine du territoire : « parcours keys "
                "request »."
            ),
        )
        return
    for one in waiting:
        _card(visit, one)
    _past(visit, [one for one in found if one.state != "waiting"])


def _answer(n: int) -> str:
    if not n:
        return _("Aucune demande n’attend de réponse.")
    if n == 1:
        return _("**1 demande** attend la réponse d’une deuxième personne.")
    text = _("**{n} demandes** attendent la réponse d’une deuxième personne.")
    return text.format(n=n)


def _card(visit: Visit, asked: ApprovalView) -> None:
    with st.container(border=True, key=f"asked_{asked.ref}"):
        st.markdown(f"**{_what(asked)}**")
        st.markdown(
            "  \n".join(
                [
                    _("Pourquoi : {reason}").format(reason=plain(asked.reason)),
                    _("Demandé par {login}, le {day}.").format(
                        login=plain(asked.asked_by),
                        day=formats.day(visit.day_of(asked.asked_at)),
                    ),
                    _("Sans réponse, la demande tombe le {day}.").format(
                        day=formats.day(visit.day_of(asked.expires_at))
                    ),
                ]
            )
        )
        if asked.asked_by == visit.context.principal.login:
            st.markdown(_("C’est votre demande : une autre personne doit répondre."))
        elif asked.decided_by == visit.context.principal.login:
            st.markdown(
                _("Votre accord est donné ; il faut aussi celui d’une autre personne.")
            )
        elif visit.may("approvals.decide"):
            _answers(visit, asked)


def _answers(visit: Visit, asked: ApprovalView) -> None:
    for act in (AGREE, DECLINE):
        if steps.is_asked(act, asked.ref):
            _confirm(visit, asked, act)
            return
    with st.container(horizontal=True):
        for act, label in ((AGREE, _("Donner mon accord")), (DECLINE, _("Refuser"))):
            st.button(
                label,
                key=f"{act}_{asked.ref}",
                on_click=partial(steps.ask, act, asked.ref),
            )


def _confirm(visit: Visit, asked: ApprovalView, act: str) -> None:
    if act == AGREE:
        lines = [
            _("Votre accord vaut une fois, pour cet acte exact, jusqu’à l’échéance."),
            _("Votre nom de compte est inscrit au journal avec la demande."),
        ]
        if asked.kind != PUBLICATION:
            keepers = _(
                "Les deux gardiens apportent en outre leur part de clé, sur la machine."
            )
            lines.insert(1, keepers)
        title, yes = _("Donner votre accord ?"), _("Oui, je donne mon accord")
    else:
        lines = [_("La demande s’arrête là ; une autre peut être faite.")]
        title, yes = _("Refuser cette demande ?"), _("Oui, je refuse")
    steps.confirm(
        lines,
        title=title,
        yes=yes,
        no=_("Ne pas répondre maintenant"),
        do=partial(_decide, visit, asked.ref, act),
        check=partial(proof.given, visit, "approvals.decide"),
    )


def _decide(visit: Visit, ref: str, act: str) -> None:
    def work() -> tuple[str, str]:
        decide_approval(visit.context, ref=ref, agree=act == AGREE)
        return act, HERE

    steps.run(work)


def _past(visit: Visit, found: list[ApprovalView]) -> None:
    if not found:
        return
    st.header(_("Demandes passées"), anchor=False)
    st.markdown("\n".join(_line(visit, one) for one in found))
    agreed = [one for one in found if one.state == "agreed" and one.kind != PUBLICATION]
    if any(one.asked_by == visit.context.principal.login for one in agreed):
        st.markdown(
            _(
                "Pour agir sous un accord reçu : « parcours keys reidentify » ou "
                "« parcours keys rekey », sur la machine du territoire, avec les deux "
                "gardiens. Aucune part de clé, aucune phrase de passe ne se saisit ici."
            )
        )


def _line(visit: Visit, one: ApprovalView) -> str:
    """Write a request as an item of a list: a table would not fit a telephone."""
    detail = _("demandé par {login}, le {day} : {reason}").format(
        login=plain(one.asked_by),
        day=formats.day(visit.day_of(one.asked_at)),
        reason=plain(one.reason),
    )
    return f"- **{_what(one)}**, {_state(one)}  \n  :small[{detail}]"


def _what(asked: ApprovalView) -> str:
    if asked.kind == "reidentification":
        text = (
            _("Rendre son nom à {n} jeune")
            if asked.n_persons == 1
            else _("Rendre leur nom à {n} jeunes")
        )
        return text.format(n=formats.whole(asked.n_persons))
    if asked.kind == "rekeying":
        text = _("Changer le pseudonyme de tous les jeunes ({n})")
        return text.format(n=formats.whole(asked.n_persons))
    if asked.kind == PUBLICATION:
        return _("Publier une édition des chiffres protégés")
    return _("Acte « {kind} »").format(kind=plain(asked.kind))


def _state(asked: ApprovalView) -> str:
    names = [name for name in (asked.decided_by, asked.seconded_by) if name]
    by = ", ".join(plain(name) for name in names)
    return {
        "agreed": _("accordée par {login}, pas encore utilisée").format(login=by),
        "refused": _("refusée par {login}").format(login=by),
        "used": _("accordée par {login}, utilisée").format(login=by),
    }.get(asked.state, _("tombée sans réponse ou sans usage"))
