"""Whom the actions reach: head-counts without names, and distinct young people beside.

Of head-counts and the list alone there is an answer on the first day: participations,
girls, neighbourhoods, money. Distinct young people come from the extract, released.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from app_pages.components import formats, notices, tables
from app_pages.components.words import _, plain
from app_pages.programme_words import euros
from app_pages.visit import Visit
from cohorts.disclosure.head_counts import Told
from cohorts.indicating import BoardAnswer, read_all_indicators
from cohorts.indicators.figures import WHOLE, Figure
from cohorts.indicators.of_head_counts import ALL, Counted, ToldReach
from cohorts.indicators.sentences import period_name
from cohorts.telling import told_reach
from config.failure import Failure
from config.numbers import near
from config.translation import counted
from parcours.programme.reaching import ActionReach, read_reach


BOARD = "programme_board"  # released figures, gone with the session
CARD_PIXELS = 190


def show_contract_reach(visit: Visit, contract: str) -> None:
    """Draw whom the actions of a contract reach in a year, and for how much.

    Args:
        visit: who is here.
        contract: its code.
    """
    if not visit.may("programme.read_reach"):
        return
    mine = [one for one in read_reach(visit.context) if one.contract == contract]
    if not mine:
        return
    st.header(_("Qui est touché, pour combien"), anchor=False)
    years = sorted({one.year for one in mine}, reverse=True)
    year = years[0]
    if len(years) > 1:
        year = st.selectbox(_("Année"), years, key="reach_year", width=160)
    of_year = [one for one in mine if one.year == year]
    told = _released(visit, of_year)
    _cards(of_year, told)
    _distinct(visit)
    if not told:
        notices.nothing(
            _("Aucun participant n’est encore compté."),
            _(
                "Les structures les comptent dans « Actions et chantiers », en nommant "
                "l’action financée."
            ),
        )
    _table(of_year, told)


def _released(visit: Visit, of_year: Sequence[ActionReach]) -> dict[str, ToldReach]:
    sums = {
        one.code: Counted(
            one.reached.n,
            one.reached.n_girls,
            one.reached.of_girls,
            one.reached.n_qpv,
            one.reached.of_qpv,
        )
        for one in of_year
    }
    about = f"{of_year[0].contract}|{of_year[0].year}" if of_year else ""
    return told_reach(visit.context, sums, about=about)


def _cards(of_year: Sequence[ActionReach], told: dict[str, ToldReach]) -> None:
    whole = told.get(ALL, ToldReach(Told(0, is_hidden=True)))
    spent = [one.spent_cents for one in of_year if one.spent_cents is not None]
    granted = sum(one.granted_cents for one in of_year)
    cards = [
        (
            _("Participations de l’année"),
            _number(whole) if told else formats.NOTHING,
        ),
        (_("Filles et femmes"), _share(whole.girls)),
        (_("Quartiers prioritaires"), _share(whole.qpv)),
        (_("Accordé"), euros(granted)),
        (
            _("Dépensé ({known} bilans sur {n})").format(
                known=formats.whole(len(spent)), n=formats.whole(len(of_year))
            ),
            euros(sum(spent) if spent else None),
        ),
    ]
    with st.container(horizontal=True, gap="small"):
        for name, value in cards:
            st.metric(name, value, border=True, width=CARD_PIXELS)


def _number(told: ToldReach) -> str:
    return tables.count(told.n)


def _share(share: float | None) -> str:
    return near(share)


def _table(of_year: Sequence[ActionReach], told: dict[str, ToldReach]) -> None:
    text = counted(
        len(of_year), one=_("{n} action financée"), many=_("{n} actions financées")
    )
    with st.expander(text):
        tables.table(
            (
                _("Action"),
                _("Participations"),
                _("Filles et femmes"),
                _("Quartiers"),
                _("Accordé"),
                _("Dépensé"),
            ),
            [_line(one, told.get(one.code)) for one in of_year],
            alt=_("Participations et montants de chaque action"),
        )
    st.caption(
        _(
            "Des participations, pas des personnes : qui vient quatre fois compte "
            "quatre fois. Nombres arrondis ; « – » : pas compté, ou trop peu pour être "
            "montré."
        )
    )


def _line(one: ActionReach, told: ToldReach | None) -> tuple[str, ...]:
    reach = (formats.NOTHING,) * 3
    if told is not None:
        reach = (_number(told), _share(told.girls), _share(told.qpv))
    money = (euros(one.granted_cents), euros(one.spent_cents))
    return (plain(one.title), *reach, *money)


def show_action_reach(visit: Visit, code: str, action: str) -> None:
    """Draw whom one action reaches: counted without names, and distinct young people.

    Args:
        visit: who is here.
        code: of the application.
        action: code of the action, as extracts know it.
    """
    every = read_reach(visit.context)
    mine = next((one for one in every if one.code == code), None)
    if mine is None:
        return
    same = [x for x in every if (x.contract, x.year) == (mine.contract, mine.year)]
    told = _released(visit, same).get(code)
    if told is None:
        notices.nothing(
            _("Aucun compte de participants n’est rattaché à cette action."),
            _("Les structures les saisissent dans « Actions et chantiers »."),
        )
    else:
        st.markdown(_counted(mine, told))
        st.caption(_("Nombres arrondis : des participations, pas des personnes."))
    _distinct(visit, action)


def _counted(mine: ActionReach, told: ToldReach) -> str:
    text = _("**{n}** participations comptées du {first} au {last}{parts}.")
    parts = []
    if told.girls is not None:
        share = _("{share} de filles et femmes")
        parts.append(share.format(share=near(told.girls)))
    if told.qpv is not None:
        share = _("{share} d’habitants des quartiers prioritaires")
        parts.append(share.format(share=near(told.qpv)))
    return text.format(
        n=_number(told),
        first=formats.day(mine.reached.first_on),
        last=formats.day(mine.reached.last_on),
        parts=f" : {', '.join(parts)}" if parts else "",
    )


def _distinct(visit: Visit, action: str | None = None) -> None:
    """Say how many different young people were named, as disclosure lets it be told."""
    board = _board(visit)
    if board is None:
        return
    figure = _figure(board, action)
    if figure is None or figure.value is None:
        text = _("Jeunes différents, suivis nommément : trop peu pour être montrés.")
        st.markdown(text)
        return
    text = _(
        "**{n}** jeunes différents, suivis nommément ({period}), d’après l’extrait "
        "connu au {day}."
    )
    if action is None:
        text = _(
            "Dans tout le territoire : **{n}** jeunes différents, suivis nommément "
            "({period}), d’après l’extrait connu au {day}."
        )
    st.markdown(
        text.format(
            n=formats.whole(figure.value),
            period=period_name(figure.period),
            day=formats.day(date.fromisoformat(board.figures.as_of)),
        )
    )


def _figure(board: BoardAnswer, action: str | None) -> Figure | None:
    """Choose the latest year that is told, else years together."""
    breakdown, group = (WHOLE, ALL) if action is None else ("action", action)
    own = list(board.figures.of("file_active", breakdown=breakdown, group=group))
    plain_counts = [one for one in own if not one.part]
    told = [one for one in plain_counts if one.value is not None]
    order = list(board.figures.periods)
    told.sort(key=lambda one: order.index(one.period) if one.period in order else 99)
    return told[0] if told else next(iter(plain_counts), None)


def _board(visit: Visit) -> BoardAnswer | None:
    """Read the released figures once per session and day; none without an extract."""
    if not visit.may("indicators.read_all"):
        return None
    held = st.session_state.get(BOARD)
    if held is None or held[0] != visit.today:
        with st.spinner(_("Calcul en cours…")):
            try:
                found: BoardAnswer | None = read_all_indicators(visit.context)
            except Failure:
                found = None  # no extract yet: head-counts stand alone
        held = (visit.today, found)
        st.session_state[BOARD] = held
    answer: BoardAnswer | None = held[1]
    return answer
