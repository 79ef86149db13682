"""« Accessibilité »: what was checked, what is left, whom to tell; open to all."""

import streamlit as st

from app_pages.components.words import _
from app_pages.statement import statement


PATH = "accessibilite"


def show() -> None:
    """Draw the page, for who is signed in and for who is not."""
    st.title(_("Déclaration d’accessibilité"), anchor=False)
    for section in statement():
        st.header(section.title, anchor=False)
        st.markdown(section.text)


def show_link(page: "st.Page") -> None:
    """Draw the line under every page that leads here.

    Args:
        page: the statement's.
    """
    with st.container(key="foot"):
        st.page_link(page, label=_("Accessibilité : partiellement conforme"))
