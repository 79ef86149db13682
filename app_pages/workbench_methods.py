"""How an answer of the bench was made: a paragraph to quote, and its references."""

import streamlit as st

from app_pages.components.words import _, plain
from cohorts.report.methods_text import MethodsText


def tell_methods(text: MethodsText) -> None:
    """Write a methods paragraph with its numbered references.

    Args:
        text: the paragraph, in the language in use.
    """
    with st.expander(_("Méthode et références")):
        st.markdown(plain(text.paragraph))
        if text.references:
            listed = enumerate(text.references, start=1)
            st.markdown("\n".join(f"{n}. {plain(work)}" for n, work in listed))
