"""Who is signed in, in which language, and the way out."""

from collections.abc import Callable, Mapping

import streamlit as st

from app_pages.components.words import _, named, plain
from app_pages.sign_in import choose_language
from app_pages.visit import GOING, OWN_ACCOUNT
from parcours.access.principal import Principal


def show(
    principal: Principal, *, role: Mapping[str, str], leave: Callable[[], None]
) -> None:
    """Draw the line over every page.

    Args:
        principal: who is here; without a name of their own, their role names them.
        role: labels of their role.
        leave: ends the session.
    """
    acts_as = named(dict(role))
    with (
        st.container(horizontal=True, horizontal_alignment="right", key="who"),
        st.popover(plain(principal.display_name or acts_as), type="tertiary"),
    ):
        login = plain(principal.login)
        st.markdown(f":small[{login} · {plain(acts_as)}]")
        choose_language()
        st.button(_("Mon compte"), key="own_account", on_click=_go_to_account)
        st.button(_("Se déconnecter"), key="sign_out", on_click=leave)


def _go_to_account() -> None:
    st.session_state[GOING] = OWN_ACCOUNT


def no_screen() -> None:
    """Say where a role without screen works."""
    st.title(_("Rien à l’écran pour ce rôle"), anchor=False)
    st.markdown(
        _(
            "Ce rôle travaille en ligne de commande : « parcours --help » montre ce "
            "qu’il peut faire."
        )
    )
