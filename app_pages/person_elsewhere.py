"""Who else follows a young person, in one quiet line: only those one may hear of."""

import streamlit as st

from app_pages.components.words import _, plain
from parcours.people.path_view import PathView


def show_elsewhere(path: PathView) -> None:
    """Draw the line; nothing where one may hear of nobody, as where nobody is.

    Args:
        path: the young person's path.
    """
    if path.elsewhere:
        names = ", ".join(plain(name) for name in path.elsewhere)
        st.caption(_("Aussi suivi par : {names}.").format(names=names))
