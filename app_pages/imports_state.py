"""What the page of imports remembers between two runs: turns, codes, no cell."""

import streamlit as st

from app_pages.components import notices
from app_pages.components.words import _, plain
from config.failure import Failure


_TURN, _REFUSED, _SHOWN = "imports_turn", "imports_refused", "imports_shown"


def small(text: str) -> None:
    """Say something beside the point; a caption would fade it under 4.5:1.

    Args:
        text: one or two sentences.
    """
    st.markdown(f":small[{text}]")


def turn() -> int:
    """Give the number that names the widgets of this turn.

    Returns:
        It grows whenever they must start anew.
    """
    number: int = st.session_state.get(_TURN, 0)
    return number


def next_turn() -> None:
    """Let every widget start anew: what they held goes with them."""
    st.session_state[_TURN] = turn() + 1


def refuse(refusal: Failure) -> None:
    """Keep a refusal for the next run.

    Args:
        refusal: it holds no value of a person by its own rule.
    """
    st.session_state[_REFUSED] = refusal


def tell_refusal() -> None:
    """Show the last refusal once, and the place in the file that it is about."""
    refusal = st.session_state.pop(_REFUSED, None)
    if not isinstance(refusal, Failure):
        return
    notices.refused(refusal)
    where = refusal.where
    if where.line is not None:
        text = _("Ligne {line} du fichier.")
        if where.column is not None:
            text = _("Ligne {line} du fichier, colonne « {column} ».")
        small(text.format(line=where.line, column=plain(where.column or "")))


def rows_are_shown() -> bool:
    """Tell whether somebody asked to see rows with their identities.

    Returns:
        Whether they did, of the file in hand.
    """
    return st.session_state.get(_SHOWN) == turn_of_file()


def show_rows() -> None:
    """Show the rows of the file in hand from now on."""
    st.session_state[_SHOWN] = turn_of_file()


def turn_of_file() -> int:
    """Give the number of the file in hand.

    Returns:
        It grows with every file.
    """
    number: int = st.session_state.get("imports_file_no", 0)
    return number


def next_file() -> None:
    """Begin with another file, of which nothing is shown yet."""
    st.session_state["imports_file_no"] = turn_of_file() + 1
    next_turn()
