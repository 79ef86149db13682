"""Two things on record that cannot both be true: said where one of them is mended."""

from collections.abc import Sequence

import streamlit as st

from app_pages.components import formats
from app_pages.components.words import _, plain, typeset
from parcours.people.held import AttributeView


Told = tuple[AttributeView, str]


def tell_contradiction(head: str, group: Sequence[Told]) -> None:
    """Say what cannot both be true, and who can mend it.

    Args:
        head: what they are about, in words.
        group: two or more, each with its value in words, harmless as Markdown.
    """
    text = _("{head}, à vérifier : {values} ? Tout cela est inscrit à la fois.")
    values = _(" ou ").join(_told(view, value) for view, value in group)
    mend = (
        _("Retirez ci-dessous la ligne fausse, ou corrigez-la.")
        if any(view.mine for view, _value in group)
        else _("Seule la structure qui l’a inscrit peut le corriger.")
    )
    st.warning(f"{text.format(head=head, values=values)} {mend}")


def _told(view: AttributeView, value: str) -> str:
    since = (
        _("depuis le {day}").format(day=formats.day(view.starts_on))
        if view.starts_on
        else _("date inconnue")
    )
    who = typeset(plain(view.organisation))
    return _("{value} ({since}, {who})").format(value=value, since=since, who=who)
