"""The funded actions: what they cost, whom they reached; one of them in detail."""

import streamlit as st

from app_pages.components import formats, notices, tables
from app_pages.components.groups import group_names
from app_pages.components.words import _, keyed, plain, typeset
from app_pages.visit import Visit
from cohorts.indicating import BoardAnswer
from cohorts.indicators.actions import ActionLine
from cohorts.indicators.figures import Figure
from cohorts.indicators.money import money_of, money_said
from cohorts.indicators.of_activity import BAND
from cohorts.indicators.reading import band_name, euros, part_name, reading


NAMED, COUNTED, SPENT = "file_active", "participations", "depense_par_jeune"


def show(visit: Visit, board: BoardAnswer) -> None:
    """Draw the actions of a year.

    Args:
        visit: who is here.
        board: released figures and the programme.
    """
    st.header(_("Actions financées"), anchor=False)
    if not board.figures.actions:
        notices.nothing(
            _("Aucune action financée dans l’extrait."),
            _("Le chef de projet importe la programmation dans « Contrat de ville »."),
        )
        return
    year = _year(board)
    actions = [one for one in board.figures.actions if one.year == year]
    st.markdown(typeset(" ".join(money_said(money_of(actions), year=year))))
    holders = group_names(
        visit.context, "organisation", [one.organisation for one in actions]
    )
    tables.table(
        (
            _("Action"),
            _("Structure"),
            _("Accordé"),
            _("Dépensé"),
            _("Jeunes (arrondi)"),
            _("Participations"),
        ),
        [
            (
                plain(one.title),
                plain(holders[one.organisation]),
                euros(one.granted_cents),
                euros(one.spent_cents),
                _told(board, one, NAMED),
                _told(board, one, COUNTED),
            )
            for one in actions
        ],
        alt=_("Actions financées, leurs montants et les jeunes qu’elles accompagnent"),
    )
    st.caption(
        _(
            "Jeunes : accompagnés nommément, comptés une fois par action. "
            "Participations : comptées sans nom. « masqué » : effectif trop faible."
        )
    )
    _one(board, actions)


def _year(board: BoardAnswer) -> int:
    years = sorted({one.year for one in board.figures.actions}, reverse=True)
    if len(years) == 1:
        return years[0]
    chosen: int = st.selectbox(_("Année"), years, key=keyed("board_actions_year"))
    return chosen


def _figure(
    board: BoardAnswer, one: ActionLine, indicator: str, part: str = ""
) -> Figure | None:
    return board.figures.one(
        indicator,
        breakdown="action",
        group=one.action,
        period=str(one.year),
        part=part,
    )


def _told(board: BoardAnswer, one: ActionLine, indicator: str) -> str:
    figure = _figure(board, one, indicator)
    return formats.NOTHING if figure is None else reading(figure)


def _one(board: BoardAnswer, actions: list[ActionLine]) -> None:
    """Show one action in the breakdowns that funders ask for."""
    titles = {one.application: one.title for one in actions}
    code = st.selectbox(
        _("Une action en détail"),
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        placeholder=_("Choisir"),
        key=keyed("board_action"),
    )
    if code is None:
        return
    one = next(x for x in actions if x.application == code)
    rows = _rows(board, one)
    if not rows:
        notices.nothing(_("Aucun jeune ni aucune feuille n’y est rattaché."), "")
        return
    tables.table((_("Groupe"), _("Part ou effectif")), rows, alt=plain(one.title))
    st.caption(
        _(
            "Dépense : un constat, ni le prix d’une réussite, ni un classement. La "
            "fourchette vient de l’arrondi des effectifs."
        )
    )


def _rows(board: BoardAnswer, one: ActionLine) -> list[tuple[str, str]]:
    wanted = (
        (_("Jeunes distincts (arrondi)"), NAMED, ""),
        (_("Filles et jeunes femmes"), "part_femmes", ""),
        (_("Habitants de QPV"), "part_qpv", ""),
        (_("Participations (arrondi)"), COUNTED, ""),
        (part_name("filles"), COUNTED, "filles"),
        (part_name("qpv"), COUNTED, "qpv"),
        (_("Dépense par jeune accompagné"), SPENT, ""),
        (_("Dépense par participation"), SPENT, "participation"),
    )
    rows = [
        (name, reading(figure))
        for name, indicator, part in wanted
        if (figure := _figure(board, one, indicator, part)) is not None
    ]
    ages = [
        (band_name(figure.part), reading(figure))
        for figure in board.figures.of(
            NAMED, breakdown="action", group=one.action, period=str(one.year)
        )
        if figure.part.startswith(BAND)
    ]
    return [*rows[:1], *ages, *rows[1:]] if ages else rows
