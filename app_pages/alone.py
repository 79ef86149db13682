"""A part of a page that is redrawn by itself, in the language and under the guard."""

from collections.abc import Callable

import streamlit as st

from app_pages.components import notices
from app_pages.components.words import same_language
from config.failure import Failure
from parcours.access.failures import SessionOver


def alone(draw: Callable[[], None]) -> None:
    """Draw a part that its own fields redraw; an ended session redraws the page.

    Args:
        draw: draws it.
    """

    def drawn() -> None:
        try:
            draw()
        except SessionOver:
            st.rerun()
        except Failure as refusal:
            notices.refused(refusal)
        except Exception as error:  # the page says a reference, the log says where
            notices.broke(error)

    st.fragment(same_language(drawn))()
