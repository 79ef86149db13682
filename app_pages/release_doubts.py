"""« Diffusion »: texts that seem to hold something of a person, each confirmed."""

import streamlit as st

from app_pages.components.words import _, plain
from cohorts.drafting import Draft
from config.translation import counted


def ask_about(draft: Draft) -> frozenset[str]:
    """Draw each doubtful text with a box, inside the form of the request.

    Args:
        draft: what would be published.

    Returns:
        Keys of the texts that were confirmed.
    """
    if not draft.doubts:
        return frozenset()
    st.markdown(
        counted(
            len(draft.doubts),
            one=_("**{n} texte** semble contenir un élément sur une personne."),
            many=_("**{n} textes** semblent contenir un élément sur une personne."),
        )
    )
    st.markdown(
        _(
            "Corrigez-le là où il a été saisi ; ou cochez-le, si personne n’y est "
            "reconnaissable. Ce que vous confirmez est inscrit dans votre demande, et "
            "lu par la deuxième personne avant son accord."
        )
    )
    found = set()
    for one in draft.doubts:
        with st.container(border=True):
            st.markdown(f"**{plain(one.text.place)}** : {plain(one.words)}")
            st.text(one.text.text)
            if st.checkbox(
                _("{place} : relu, personne n’y est reconnaissable").format(
                    place=plain(one.text.place)
                ),
                key=f"release_text_{one.text.key}",
            ):
                found.add(one.text.key)
    return frozenset(found)
