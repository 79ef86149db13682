"""The neighbourhoods: a map where the territory gave their outlines, and a list."""

import streamlit as st

from app_pages.components import formats, notices, tables
from app_pages.components.groups import group_names
from app_pages.components.words import _
from app_pages.visit import Visit
from cohorts.charts.figures import map_chart
from cohorts.indicating import BoardAnswer
from cohorts.indicators.figures import Figure
from cohorts.indicators.outlines import read_outlines
from cohorts.indicators.sentences import period_name
from config.failure import Failure


def show(visit: Visit, board: BoardAnswer) -> None:
    """Draw how many are reached in each neighbourhood.

    Args:
        visit: who is here.
        board: released figures.
    """
    st.header(_("Quartiers"), anchor=False)
    period, figures = _shown(board)
    if not figures:
        notices.nothing(_("Aucun quartier ne compte assez de jeunes accompagnés."), "")
        return
    names = group_names(visit.context, "qpv", [one.group for one in figures])
    names |= {
        "outside": _("Hors quartier prioritaire"),
        "unknown": _("Résidence inconnue"),
    }
    words = {one.group: f"{names[one.group]} : {_reading(one)}" for one in figures}
    _map(visit, figures, words)
    tables.table(
        (_("Quartier"), _("Jeunes accompagnés ({period})").format(period=period)),
        [
            (names[one.group], _reading(one))
            for one in sorted(figures, key=lambda one: names[one.group])
        ],
        alt=_("Jeunes accompagnés par quartier de résidence"),
    )


def _shown(board: BoardAnswer) -> tuple[str, list[Figure]]:
    """Choose the fewest years together that tell a neighbourhood."""
    for period in reversed(sorted(board.figures.periods, key=len)):
        own = list(
            board.figures.of("file_active", breakdown="neighbourhood", period=period)
        )
        if any(one.is_told for one in own):
            return period_name(period), own
    return "", []


def _reading(one: Figure) -> str:
    return _("masqué") if one.value is None else formats.whole(one.value)


def _map(visit: Visit, figures: list[Figure], words: dict[str, str]) -> None:
    try:
        outlines = read_outlines(visit.context.config)
    except Failure as refusal:
        notices.refused(refusal)
        return
    if not outlines:
        st.caption(
            _(
                "Sans contours des quartiers (config/quartiers.geojson), une liste "
                "remplace la carte."
            )
        )
        return
    chart = map_chart(
        outlines,
        values={one.group: one.value for one in figures if one.value is not None},
        words=words,
        look=visit.look,
    )
    alt = _("Carte des quartiers, répétée dans la liste.")
    st.vega_lite_chart(chart, theme=None, width="stretch", alt=alt, key="board_map")
