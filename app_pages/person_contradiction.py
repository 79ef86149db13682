"""Two things on record that cannot both be true: said where one of them is mended."""

import streamlit as st

from app_pages.components import formats
from app_pages.components.words import _, plain, typeset
from parcours.people.held import AttributeView


Told = tuple[AttributeView, str]


def tell_contradiction(head: str, pair: tuple[Told, Told]) -> None:
    """Say what cannot both be true, and who can mend it.

    Args:
        head: what both are about, in words.
        pair: each with its value in words, harmless as Markdown.
    """
    text = _("{head}, à vérifier : {first} ou {other} ? Les deux sont inscrits.")
    first, other = (_told(view, value) for view, value in pair)
    mend = (
        _("Retirez ci-dessous la ligne fausse, ou corrigez-la.")
        if any(view.mine for view, _value in pair)
        else _("Seule la structure qui l’a inscrit peut le corriger.")
    )
    st.warning(f"{text.format(head=head, first=first, other=other)} {mend}")


def _told(view: AttributeView, value: str) -> str:
    since = (
        _("depuis le {day}").format(day=formats.day(view.starts_on))
        if view.starts_on
        else _("date inconnue")
    )
    who = typeset(plain(view.organisation))
    return _("{value} ({since}, {who})").format(value=value, since=since, who=who)
