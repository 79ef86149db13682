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
        text = _(
            "Aussi suivi par : {names}. Cela se lit ici parce qu’une convention de "
            "partage ou l’accord du jeune l’ouvre à votre structure, et que le jeune "
            "ne l’a pas fermé."
        )
        st.caption(text.format(names=names))
