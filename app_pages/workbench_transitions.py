"""The transition diagram of a cohort's situations, and its table."""

import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.paints import Palette
from app_pages.components.words import _
from app_pages.visit import Visit
from cohorts.charts.transitions import (
    MOST_ARROWS,
    Arrow,
    Node,
    transition_chart,
)
from cohorts.workbench.answers import Passage, StatesAnswer


def draw_transitions(
    visit: Visit, answer: StatesAnswer, told: list[Passage], look: Palette
) -> None:
    """Draw circles of situations and arrows of changes, and repeat them as a table.

    Args:
        visit: who is here.
        answer: situations over time.
        told: changes that may be told, the most frequent first; at least one.
        look: words and colours.
    """
    st.vega_lite_chart(
        transition_chart(
            _nodes(answer, look),
            [_arrow(one, look) for one in told],
            order=tuple(reversed(look.order)),
            paints=look.paints,
            look=visit.look,
        ),
        theme=None,
        width="stretch",
        alt=_(
            "Diagramme de transition : un cercle par situation, une flèche par sorte "
            "de changement ; nombres et parts sont répétés dans le tableau."
        ),
        key="bench_transitions",
    )
    st.caption(
        _(
            "Cercle : d’autant plus grand que les jeunes y passent de temps. Flèche : "
            "d’autant plus épaisse que le changement est fréquent ; le chiffre est la "
            "part de ceux qui, quittant la situation, vont là (dès 10 %). Effectifs "
            "arrondis ; au plus {most} flèches, toutes dans le tableau."
        ).format(most=MOST_ARROWS)
    )
    with st.expander(_("Les changements en tableau")):
        tables.table(
            [
                _("Situation quittée"),
                _("Situation suivante"),
                _("Changements"),
                _("Part des départs"),
            ],
            [
                [
                    look.marks[one.left],
                    look.marks[one.entered],
                    tables.count(one.n),
                    _chance(one),
                ]
                for one in told
            ],
            alt=_("Changements de situation"),
        )


def _chance(one: Passage) -> str:
    return formats.NOTHING if one.chance is None else formats.percent(one.chance)


def _nodes(answer: StatesAnswer, look: Palette) -> list[Node]:
    text = _("{name} : {n} mois en moyenne")
    return [
        Node(
            stay.state,
            stay.months,
            text.format(
                name=look.paints[stay.state].name, n=formats.decimal(stay.months)
            ),
        )
        for stay in answer.stays
    ]


def _arrow(one: Passage, look: Palette) -> Arrow:
    text = _("{left} → {entered} : {n}, {share} des départs").format(
        left=look.paints[one.left].name,
        entered=look.paints[one.entered].name,
        n=tables.count(one.n),
        share=_chance(one),
    )
    return Arrow(one.left, one.entered, one.n.n, one.chance, _chance(one), text)
