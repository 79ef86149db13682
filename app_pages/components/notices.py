"""What people read when something was refused, went well, or broke."""

import logging
import secrets
import traceback

import streamlit as st

from app_pages.components.words import _, typeset
from config.failure import Failure


_log = logging.getLogger("parcours.pages")


def refused(failure: Failure) -> None:
    """Show an expected failure, calmly: what, what was not done, the remedy.

    Args:
        failure: it holds no value of a person by its own rule.
    """
    lines = [f"**{failure.what}**", failure.not_done, failure.remedy]
    text = "  \n".join(typeset(line) for line in lines if line)
    st.warning(f"{text}  \n:small[{failure.code}]")


def beside_field(failure: Failure) -> None:
    """Show a refused entry under its field, in one sentence with the remedy.

    Args:
        failure: the refusal.
    """
    text = f"**{typeset(failure.what)}** {typeset(failure.remedy)}"
    st.markdown(f":small[:red[{text}]]")  # a caption would fade it under 4.5:1


def broke(error: Exception) -> None:
    """Show a reference number; the log gets where it broke, never what was in it.

    Args:
        error: anything unexpected.
    """
    reference = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(frames))
    _log.error("%s %s at %s", reference, type(error).__name__, places)
    text = _(
        "Cette page n’a pas pu s’afficher. Rien n’a été enregistré. Indiquez la "
        "référence {reference} à l’administrateur du territoire."
    )
    st.error(text.format(reference=reference))


def nothing(text: str, hint: str = "") -> None:
    """Show an empty state: what is not there, and what to do next.

    Args:
        text: one sentence.
        hint: one sentence, optional.
    """
    with st.container(border=True):
        st.markdown(f"**{text}**")
        if hint:
            st.markdown(hint)
