"""« Mon compte » : what protects one's account, and changing that.

A secret and recovery codes are shown once. They stay in the memory of the session until
their owner says that they are noted, or leaves the page; the picture travels inside the
page and has no address of its own.
"""

from collections.abc import Callable

import segno
import streamlit as st

from app_pages.components import formats, notices, proof
from app_pages.components.words import _
from app_pages.visit import ARRIVED, Visit
from config.failure import Failure
from parcours.access.own_account import (
    FactorOffer,
    OwnAccount,
    begin_own_factor,
    change_own_password,
    confirm_own_factor,
    drop_own_factor,
    end_other_sessions,
    read_own_account,
    renew_own_recovery,
)
from parcours.access.passwords import MINIMUM_CHARACTERS, hash_password


OFFER, CODES, SAID = "account_offer", "account_codes", "account_said"
SCALE = 4  # pixels of one square of the picture
TOO_FEW = 3  # recovery codes


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    if st.session_state.get(ARRIVED):
        _forget()
    st.title(_("Mon compte"), anchor=False)
    mine = read_own_account(visit.context)
    st.markdown(_answer(mine))
    _tell()
    st.header(_("Deuxième facteur"), anchor=False)
    if CODES in st.session_state:
        _show_codes(st.session_state[CODES])
    elif OFFER in st.session_state:
        _show_offer(visit, st.session_state[OFFER])
    else:
        _factor(visit, mine)
    st.header(_("Mot de passe"), anchor=False)
    _password(visit)
    st.header(_("Sessions"), anchor=False)
    _sessions(visit, mine)


def _forget() -> None:
    for key in (OFFER, CODES, SAID):
        st.session_state.pop(key, None)


def _answer(mine: OwnAccount) -> str:
    if mine.factor_since is not None:
        return _("Un **deuxième facteur** protège votre compte.")
    if mine.needs_factor:
        return _(
            "Votre rôle demande un **deuxième facteur**. Mettez-le en place ici : les "
            "autres pages s’ouvrent ensuite."
        )
    return _("Votre compte n’est protégé que par **un mot de passe**.")


def _factor(visit: Visit, mine: OwnAccount) -> None:
    if mine.factor_since is not None:
        since = formats.day(visit.day_of(mine.factor_since))
        st.markdown(_("En place depuis le {day}.").format(day=since))
        st.markdown(_left(mine.recovery_left))
    else:
        st.markdown(
            _(
                "Une application d’authentification, sur votre téléphone, affiche un "
                "code qui change toutes les trente secondes. Elle fonctionne sans "
                "réseau."
            )
        )
    if proof.given(visit, "account.begin_factor"):
        _factor_acts(visit, mine)


def _left(n: int) -> str:
    if n == 0:
        return _("Il ne vous reste **aucun code de secours** : tirez-en d’autres.")
    if n == 1:
        return _("Il vous reste **1 code de secours** : tirez-en d’autres.")
    text = _("Il vous reste {n} codes de secours.")
    if n < TOO_FEW:
        text = _("Il vous reste **{n} codes de secours** : tirez-en d’autres.")
    return text.format(n=n)


def _factor_acts(visit: Visit, mine: OwnAccount) -> None:
    is_there = mine.factor_since is not None
    with st.container(horizontal=True):
        _button(
            _("Changer d’application") if is_there else _("Mettre en place"),
            "factor_begin",
            lambda: _keep(OFFER, begin_own_factor(visit.context)),
            is_main=not is_there,
        )
        if is_there:
            _button(
                _("Tirer d’autres codes de secours"),
                "recovery_renew",
                lambda: _keep(CODES, renew_own_recovery(visit.context)),
            )
        if is_there and not mine.needs_factor:
            _button(
                _("Retirer le deuxième facteur"),
                "factor_drop",
                lambda: drop_own_factor(visit.context),
                said=_("Enregistré : le deuxième facteur est retiré."),
            )


def _keep(key: str, value: object) -> None:
    st.session_state[key] = value


def _button(
    label: str,
    key: str,
    do: Callable[[], object],
    *,
    said: str = "",
    is_main: bool = False,
) -> None:
    def act() -> None:
        try:
            do()
        except Failure as refusal:
            st.session_state[SAID] = refusal
        else:
            st.session_state[SAID] = said

    st.button(label, key=key, on_click=act, type="primary" if is_main else "secondary")


def _tell() -> None:
    said = st.session_state.pop(SAID, "")
    if isinstance(said, Failure):
        notices.refused(said)
    elif said:
        with st.container(border=True, key="said"):
            st.markdown(said)


def _show_offer(visit: Visit, offer: FactorOffer) -> None:
    st.markdown(
        _(
            "1. Ouvrez votre application et lisez cette image, ou tapez la clé "
            "dessous.\n2. Donnez le code que l’application affiche."
        )
    )
    picture = segno.make(offer.address, error="m", micro=False)
    st.image(
        picture.svg_inline(scale=SCALE, light="#fff", dark="#000", border=4),
        alt=_("La clé écrite dessous, à lire par votre application"),
    )
    st.caption(_("Clé à taper, si l’image ne se lit pas :"))
    st.code(offer.spelt, language=None)
    with st.form("factor_form", border=False, clear_on_submit=True):
        code = st.text_input(
            _("Code affiché par l’application"),
            key="factor_code",
            autocomplete="one-time-code",
        )
        if st.form_submit_button(_("Confirmer"), type="primary", key="factor_confirm"):
            _confirm(visit, code)
    st.button(_("Abandonner"), key="factor_leave", on_click=_forget)


def _confirm(visit: Visit, code: str) -> None:
    try:
        codes = confirm_own_factor(visit.context, code=code)
    except Failure as refusal:
        notices.refused(refusal)
        return
    _forget()
    st.session_state[CODES] = codes
    st.rerun()


def _show_codes(codes: list[str]) -> None:
    st.markdown(
        _(
            "**Notez ces codes de secours** et gardez-les loin de votre téléphone : "
            "chacun ouvre votre compte une fois, sans l’application. Ils ne seront "
            "plus montrés."
        )
    )
    st.code("\n".join(codes), language=None)
    st.button(_("J’ai noté mes codes"), key="codes_noted", on_click=_forget)


def _password(visit: Visit) -> None:
    st.markdown(
        _(
            "{n} caractères au moins, par exemple quatre mots sans rapport entre eux. "
            "Vos autres sessions se ferment."
        ).format(n=MINIMUM_CHARACTERS)
    )
    if not proof.given(visit, "account.change_password"):
        return
    with st.form("password_form", border=False, clear_on_submit=True):
        new, again = (
            st.text_input(label, key=key, type="password", autocomplete="new-password")
            for label, key in (
                (_("Nouveau mot de passe"), "password_new"),
                (_("Le même, encore une fois"), "password_again"),
            )
        )
        if st.form_submit_button(_("Changer le mot de passe"), key="password_change"):
            _change(visit, new, again)


def _change(visit: Visit, new: str, again: str) -> None:
    if new != again:
        st.warning(_("Les deux mots de passe ne sont pas les mêmes."))
        return
    try:
        hashed = hash_password(new, login=visit.context.principal.login)
        change_own_password(visit.context, password_hash=hashed)
    except Failure as refusal:
        notices.refused(refusal)
    else:
        st.session_state[SAID] = _("Enregistré : votre mot de passe est changé.")
        st.rerun()


def _sessions(visit: Visit, mine: OwnAccount) -> None:
    role = visit.context.policy.roles[visit.context.principal.role]
    st.markdown(
        _(
            "Sans clic pendant {minutes} minutes, ou après {hours} heures, une session "
            "se ferme."
        ).format(minutes=role.idle_minutes, hours=role.longest_hours)
    )
    if not mine.others_open:
        st.markdown(_("Aucune autre session n’est ouverte sous votre compte."))
        return
    one = mine.others_open == 1
    text = (
        _("**1 autre session** est ouverte sous votre compte.")
        if one
        else _("**{n} autres sessions** sont ouvertes sous votre compte.")
    )
    st.markdown(text.format(n=mine.others_open))
    _button(
        _("La fermer") if one else _("Les fermer"),
        "end_others",
        lambda: end_other_sessions(visit.context),
        said=_("Enregistré : vos autres sessions sont fermées."),
    )
