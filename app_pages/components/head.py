"""Who is signed in, in which language, and the way out."""

from collections.abc import Callable

import streamlit as st

from app_pages.components.words import _, plain
from app_pages.sign_in import choose_language
from parcours.access.principal import Principal


def show(principal: Principal, *, leave: Callable[[], None]) -> None:
    """Draw the line over every page.

    Args:
        principal: who is here.
        leave: ends the session.
    """
    with (
        st.container(horizontal=True, horizontal_alignment="right", key="who"),
        st.popover(plain(principal.display_name), type="tertiary"),
    ):
        choose_language()
        st.button(_("Se déconnecter"), key="sign_out", on_click=leave)


def no_screen() -> None:
    """Say where a role without screen works."""
    st.title(_("Rien à l’écran pour ce rôle"), anchor=False)
    st.markdown(
        _(
            "Ce rôle travaille en ligne de commande : « parcours --help » montre ce "
            "qu’il peut faire."
        )
    )
