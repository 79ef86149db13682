"""What one may do with a hand-over: each act says what it changes before it is done."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.components.words import _, keyed, named, plain
from app_pages.visit import Visit
from parcours.referrals.accepting import accept
from parcours.referrals.answering import give, refuse
from parcours.referrals.asking import list_colleagues
from parcours.referrals.proposing import remind, reopen, withdraw
from parcours.referrals.rules import read_relay_rules
from parcours.referrals.views import ThreadView


LONGEST_CODE = 40


def show_answers(visit: Visit, view: ThreadView) -> None:
    """Draw the acts that are possible now.

    Args:
        visit: who is here.
        view: the hand-over.
    """
    thread, moves = view.line.thread, view.moves
    if view.packet is None and view.line.side == "recipient":
        return
    asked = st.session_state.get(steps.ASKED)
    if isinstance(asked, tuple) and asked[1] == thread and asked[0] in _CONFIRM:
        _CONFIRM[asked[0]](visit, view)
        return
    with st.container(horizontal=True):
        if "accepted" in moves:
            _ask(_("Accepter"), "accept", thread, primary=True)
        if "refused_by_organisation" in moves:
            _ask(_("Ne pas accueillir"), "refuse", thread)
        if "refused_by_young_person" in moves:
            _ask(_("Le jeune ne souhaite pas"), "young", thread)
        if "reminder" in moves:
            st.button(
                _("Relancer"),
                key="relay_remind",
                type="primary",
                on_click=partial(_do, "remind", thread, visit, remind),
            )
        if "withdrawn" in moves:
            _ask(_("Retirer le relais"), "withdraw", thread)
        if "proposed" in moves:
            _ask(_("Proposer à nouveau"), "reopen", thread)
    if "given" in moves:
        _give(visit, view)


def _ask(label: str, act: str, thread: str, *, primary: bool = False) -> None:
    st.button(
        label,
        key=f"relay_{act}",
        type="primary" if primary else "secondary",
        on_click=partial(steps.ask, act, thread),
    )


def _do(
    name: str, thread: str, visit: Visit, act: Callable[..., object], **more: object
) -> None:
    def work() -> tuple[str, str]:
        act(visit.context, thread=thread, **more)
        return name, thread

    steps.run(work)


def _names(visit: Visit) -> dict[int, str]:
    return {
        one.account: one.name or one.login for one in list_colleagues(visit.context)
    }


def _give(visit: Visit, view: ThreadView) -> None:
    names = _names(visit)
    held = view.colleague
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Confié à"),
            list(names),
            index=list(names).index(held) if held in names else None,
            format_func=names.__getitem__,
            placeholder=_("Personne encore"),
            key=keyed("relay_give_to"),
        )
        if chosen is not None and chosen != held:
            st.button(
                _("Confier"),
                key="relay_give",
                on_click=partial(
                    _do, "give", view.line.thread, visit, give, colleague=chosen
                ),
            )


def _confirm_accept(visit: Visit, view: ThreadView) -> None:
    thread = view.line.thread
    code = "relay_own_code"

    def fields() -> bool:
        names = _names(visit)
        left, right = st.columns(2)
        left.text_input(
            _("Son code chez vous, s’il est déjà connu"),
            key=code,
            max_chars=LONGEST_CODE,
            help=_("Les deux fiches n’en feront qu’une. Jamais un nom."),
        )
        mine = visit.context.principal.account_id
        first = view.colleague if view.colleague in names else mine
        right.selectbox(
            _("Qui l’accompagne"),
            list(names),
            index=list(names).index(first) if first in names else None,
            format_func=names.__getitem__,
            key=keyed("relay_taker"),
        )
        return True

    steps.confirm(
        [
            _("Le jeune entre dans votre structure : sa fiche s’ouvre à vous."),
            _("Son identité se révèle ensuite, comme pour tout jeune, et c’est tracé."),
            _("La structure qui propose lit votre réponse aussitôt."),
        ],
        title=_("Accepter ce relais ?"),
        yes=_("Accepter"),
        no=_("Ne rien répondre"),
        do=partial(_accept, visit, thread, code, keyed("relay_taker")),
        check=fields,
    )


def _accept(visit: Visit, thread: str, code: str, taker: str) -> None:
    own_code = str(st.session_state.get(code) or "").strip() or None
    colleague = st.session_state.get(taker)

    def work() -> tuple[str, str]:
        accept(
            visit.context,
            desk=visit.desk,
            thread=thread,
            own_code=own_code,
            colleague=colleague if isinstance(colleague, int) else None,
        )
        return "accept", thread

    steps.run(work)


def _confirm_refuse(visit: Visit, view: ThreadView) -> None:
    reasons = read_relay_rules(visit.context.config).reasons
    key = keyed("relay_reason")

    def fields() -> bool:
        chosen = st.selectbox(
            _("Motif"),
            list(reasons),
            index=None,
            format_func=lambda code: named(dict(reasons[code])),
            placeholder=_("Choisir"),
            key=key,
        )
        return chosen is not None

    def do() -> None:
        reason = st.session_state.get(key)
        _do(
            "refuse",
            view.line.thread,
            visit,
            refuse,
            by="organisation",
            reason=reason,
        )

    steps.confirm(
        [
            _("La structure qui propose lit le motif et cherche une autre réponse."),
            _("Ce qui a été transmis vous est refermé."),
        ],
        title=_("Votre structure ne peut pas accueillir ce jeune ?"),
        yes=_("Répondre"),
        no=_("Ne rien répondre"),
        do=do,
        check=fields,
    )


def _confirm_young(visit: Visit, view: ThreadView) -> None:
    steps.confirm(
        [
            _("Ce n’est pas un échec : il peut changer d’avis, le relais se rouvre."),
            _("L’accord donné pour ce relais prend fin aujourd’hui."),
        ],
        title=_("Le jeune ne souhaite pas ce relais ?"),
        yes=_("Enregistrer son choix"),
        no=_("Ne rien enregistrer"),
        do=partial(_do, "refuse", view.line.thread, visit, refuse, by="young_person"),
    )


def _confirm_withdraw(visit: Visit, view: ThreadView) -> None:
    steps.confirm(
        [
            _("La structure sollicitée n’a plus rien à répondre ni à lire."),
            _("Le fil reste, et le relais peut être proposé à nouveau."),
        ],
        title=_("Retirer ce relais ?"),
        yes=_("Retirer"),
        no=_("Le laisser"),
        do=partial(_do, "withdraw", view.line.thread, visit, withdraw),
    )


def _confirm_reopen(visit: Visit, view: ThreadView) -> None:
    answers = {
        "agreed": _("Il est d’accord"),
        "informed": _("Il est informé"),
        "not_yet": _("Pas encore"),
    }
    key = keyed("relay_said_again")

    def fields() -> bool:
        chosen = st.radio(
            _("Qu’en dit le jeune aujourd’hui ?"),
            list(answers),
            index=None,
            format_func=answers.__getitem__,
            horizontal=True,
            key=key,
        )
        return chosen is not None

    def do() -> None:
        said = st.session_state.get(key)
        _do("reopen", view.line.thread, visit, reopen, young_person=said)

    steps.confirm(
        [
            _("Ce qui est transmis reste ce qui l’avait été ce jour-là."),
            _("Si sa situation a changé, passez plutôt un nouveau relais."),
        ],
        title=_("Proposer à nouveau à {name} ?").format(name=plain(view.recipient)),
        yes=_("Proposer"),
        no=_("Ne rien proposer"),
        do=do,
        check=fields,
    )


_CONFIRM: dict[str, Callable[[Visit, ThreadView], None]] = {
    "accept": _confirm_accept,
    "refuse": _confirm_refuse,
    "young": _confirm_young,
    "withdraw": _confirm_withdraw,
    "reopen": _confirm_reopen,
}
