"""« Tableau de bord »: how many, how fast, who is left out, what changed; then why."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from app_pages import board_actions, board_detail, board_places, board_reports
from app_pages.alone import alone
from app_pages.components import formats, notices
from app_pages.components.words import _, typeset
from app_pages.visit import Visit
from cohorts.disclosure.head_counts import PUBLIC
from cohorts.indicating import BoardAnswer, read_all_indicators
from cohorts.indicators import sentences
from cohorts.indicators.reading import rounding_caveat
from config.failure import Failure


ANSWER = "board_answer"  # released figures, gone with the session


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Tableau de bord"), anchor=False)
    place = st.empty()
    with place, st.spinner(_("Calcul en cours…")):
        try:
            board: BoardAnswer | None = _read(visit)
        except Failure as refusal:
            board, failure = None, refusal
    with place.container():
        if board is None:
            notices.refused(failure)
            return
        _four_answers(board)
        alone(_detail(visit, board))
        board_actions.show(visit, board)
        board_places.show(visit, board)
        board_reports.show(visit, board)
        _foot(board)


def _read(visit: Visit) -> BoardAnswer:
    """Read the set once per session and day: released figures, no person."""
    kept = st.session_state.get(ANSWER)
    if kept is None or kept[0] != visit.today:
        kept = (visit.today, read_all_indicators(visit.context))
        st.session_state[ANSWER] = kept
    found: BoardAnswer = kept[1]
    return found


def _detail(visit: Visit, board: BoardAnswer) -> Callable[[], None]:
    """Draw the detail by itself: another indicator does not draw the page anew.

    No operation stands behind it: what the page read is told. So it asks itself, at
    each later run, whether the session still counts.
    """
    is_later: list[bool] = []

    def draw() -> None:
        if is_later and not visit.is_here():
            st.rerun()
        is_later[:] = [True]
        board_detail.show(visit, board)

    return draw


def _four_answers(board: BoardAnswer) -> None:
    figures = board.figures
    parts = (
        (_("Combien ?"), sentences.how_many(figures)),
        (_("À quelle vitesse ?"), sentences.how_fast(figures)),
        (_("Qui est laissé de côté ?"), sentences.left_out(figures)),
        (
            _("Qu’est-ce qui a changé ?"),
            sentences.what_changed(figures, board.catalogue),
        ),
    )
    for place in (parts[:2], parts[2:]):
        columns = st.columns(2, gap="medium")
        for column, (title, told) in zip(columns, place, strict=True):
            with column.container(border=True, height="stretch"):
                st.markdown(f"## {title}", anchors=False)
                for sentence in told:
                    st.markdown(sentence)


def _foot(board: BoardAnswer) -> None:
    figures = board.figures
    st.caption(
        _(
            "Extrait « {extract} », connu au {day} ; règles de décrochage version "
            "{rules} ; règles de diffusion version {version}. Entre parenthèses : "
            "fourchette à 95 %. Effectifs arrondis ; aucun groupe de moins de {n} "
            "jeunes. Les années sont réunies quand une seule n’en compte pas assez."
        ).format(
            extract=figures.extract,
            day=formats.day(date.fromisoformat(figures.as_of)),
            rules=figures.path_rules,
            version=figures.rules_version,
            n=figures.threshold,
        )
    )
    if figures.rules_version != PUBLIC:
        st.caption(typeset(rounding_caveat()))
