"""How eventful paths are, of everybody and of each type, with what the numbers mean."""

from collections.abc import Mapping

import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.words import _
from cohorts.workbench.answers import PathsAnswer, TypeOfPath


def eventful(answer: PathsAnswer, types: Mapping[int, TypeOfPath]) -> None:
    """Say how eventful paths are.

    Args:
        answer: typical paths.
        types: those that may be told, by their place.
    """
    st.header(_("Des parcours plus ou moins mouvementés"), anchor=False)
    rows = [
        [
            _("Type {n}").format(n=place + 1),
            formats.decimal(one.visited),
            formats.decimal(one.transitions),
            formats.decimal(one.complexity, 2),
            formats.decimal(one.turbulence, 2),
        ]
        for place, one in types.items()
    ]
    everybody = [
        _("Tous ensemble"),
        "",
        "",
        formats.decimal(answer.complexity, 2),
        formats.decimal(answer.turbulence, 2),
    ]
    heads = [
        _("Type"),
        _("Situations vécues"),
        _("Changements"),
        _("Complexité"),
        _("Turbulence"),
    ]
    tables.table(
        heads,
        [*rows, everybody],
        alt=_("Complexité et turbulence par type"),
    )
    st.caption(
        _(
            "Moyennes par jeune. Complexité : 0, une seule situation tout du long ; "
            "1, on en change chaque mois et toutes sont vécues autant. Turbulence : "
            "0, aucun changement ; plus près de 1, plus de suites de situations "
            "différentes, de durées semblables. Un parcours mouvementé n’est pas un "
            "mauvais parcours : chercher et essayer en font aussi un."
        )
    )
