"""One indicator in detail: chosen breakdown and period, picture, table, definition."""

import streamlit as st

from app_pages import board_trend
from app_pages.components import formats, notices, tables
from app_pages.components.groups import group_names, in_order
from app_pages.components.words import _, keyed, named
from app_pages.visit import Visit
from cohorts.charts.figures import funnel_chart, intervals_chart
from cohorts.indicating import BoardAnswer
from cohorts.indicators.catalogue import Indicator
from cohorts.indicators.defining import definition_rows
from cohorts.indicators.figures import ALL, WHOLE, Figure
from cohorts.indicators.funnel import funnel_of
from cohorts.indicators.reading import (
    POINTS,
    SHARE,
    breakdown_title,
    cells_beside,
    heads_beside,
    part_name,
    reading,
    rests_on,
    unit_of,
    variant_name,
)
from cohorts.indicators.sentences import period_name
from cohorts.indicators.unsaid import unsaid_by_sex


LEAST_OF_FUNNEL = 3
ORDER = (WHOLE, "sex", "qpv", "age_band", "year", "pillar", "action", "organisation")


def show(visit: Visit, board: BoardAnswer) -> None:
    """Draw the detail of one indicator.

    Args:
        visit: who is here.
        board: definitions and released figures.
    """
    st.header(_("Un indicateur en détail"), anchor=False)
    indicator, breakdown, period = _choices(board)
    _notes(indicator)
    figures = [
        one
        for one in board.figures.of(indicator.id, breakdown=breakdown, period=period)
        if one.months is None or one.months == _months(indicator, board, breakdown)
    ]
    told = [one for one in figures if one.is_told]
    names = _names(visit, board, breakdown, figures)
    if told:
        _picture(visit, board, indicator, told, names)
        _table(visit, indicator, breakdown, figures, names)
    else:
        _nothing(board, indicator)
    unsaid = unsaid_by_sex(board.figures, indicator)
    if unsaid:
        st.caption(unsaid)
    board_trend.show(visit, board, indicator)
    _definition(board, indicator)


def _choices(board: BoardAnswer) -> tuple[Indicator, str, str]:
    left, middle, right = st.columns([3, 2, 2])
    known = board.catalogue.indicators
    chosen = left.selectbox(
        _("Indicateur"),
        list(known),
        format_func=lambda one: named(known[one].label),
        key=keyed("board_indicator"),
    )
    own = list(board.figures.of(chosen))
    breakdowns = [
        one
        for one in sorted({f.breakdown for f in own}, key=_place)
        if any(f.is_told for f in own if f.breakdown == one)
    ]
    breakdown = middle.selectbox(
        _("Détail"),
        breakdowns or [WHOLE],
        format_func=breakdown_title,
        key=keyed(f"board_breakdown_{chosen}"),
    )
    periods = [
        one
        for one in (*board.figures.periods, ALL)
        if any(f.is_told for f in own if (f.breakdown, f.period) == (breakdown, one))
    ]
    if len(periods) > 1:
        period = right.selectbox(
            _("Période"),
            periods,
            format_func=period_name,
            index=_first_pool(periods),
            key=keyed(f"board_period_{chosen}_{breakdown}"),
        )
    else:
        period = periods[0] if periods else ALL
        right.caption(period_name(period))
    return known[chosen], breakdown, period


def _place(breakdown: str) -> tuple[int, str]:
    """Put the whole first, then what people ask first."""
    known = ORDER.index(breakdown) if breakdown in ORDER else len(ORDER)
    return known, breakdown


def _first_pool(periods: list[str]) -> int:
    pools = [place for place, one in enumerate(periods) if not one.isdigit()]
    return pools[0] if pools else 0


def _months(indicator: Indicator, board: BoardAnswer, breakdown: str) -> int | None:
    """Choose the horizon nearest to a year that is told."""
    told = {
        one.months
        for one in board.figures.of(indicator.id, breakdown=breakdown)
        if one.is_told and one.months is not None
    }
    return min(told, key=lambda months: (abs(months - 12), months)) if told else None


def _notes(indicator: Indicator) -> None:
    st.markdown(named(indicator.definition))
    if indicator.notes is not None:
        st.caption(named(indicator.notes))


def _names(
    visit: Visit, board: BoardAnswer, breakdown: str, figures: list[Figure]
) -> dict[str, str]:
    """Name the groups; a list of the territory's knows most of them."""
    labels = list(dict.fromkeys(one.group for one in figures))
    if breakdown == "action":
        titles = dict(board.actions)
        titles |= {one.action: one.title for one in board.figures.actions}
        names = group_names(visit.context, breakdown, labels)
        return {label: titles.get(label, names[label]) for label in labels}
    if breakdown == "neighbourhood":
        return group_names(visit.context, "qpv", labels) | {
            "outside": _("Hors quartier prioritaire")
        }
    if breakdown == "pillar":
        pillars = visit.context.nomenclature.pillars
        return {
            label: named(pillars[label].labels) if label in pillars else label
            for label in labels
        }
    if "-" in "".join(labels) and set(labels) <= {"F-M", "in-out"}:
        return {
            "F-M": _("filles moins garçons"),
            "in-out": _("quartiers prioritaires moins autres"),
        }
    return group_names(visit.context, breakdown or None, labels)


def _line_name(one: Figure, names: dict[str, str]) -> str:
    parts = (
        names.get(one.group, one.group),
        variant_name(one.variant),
        part_name(one.part),
    )
    return " · ".join(part for part in parts if part)


def _picture(
    visit: Visit,
    board: BoardAnswer,
    indicator: Indicator,
    told: list[Figure],
    names: dict[str, str],
) -> None:
    breakdown = told[0].breakdown
    if breakdown == "organisation" and len(told) >= LEAST_OF_FUNNEL:
        _funnel(visit, board, indicator, told, names)
        return
    unit = unit_of(told[0])
    same = [one for one in told if unit_of(one) == unit]
    scale = {POINTS: (-1.0, 1.0), SHARE: (0.0, 1.0)}.get(unit)
    chart = intervals_chart(
        same,
        words=[f"{_line_name(one, names)}  {reading(one)}" for one in same],
        scale=scale,
        target=indicator.target,
        look=visit.look,
    )
    alt = _("{name}, répété dans le tableau.").format(name=named(indicator.label))
    st.vega_lite_chart(chart, theme=None, width="stretch", alt=alt, key="board_chart")


def _funnel(
    visit: Visit,
    board: BoardAnswer,
    indicator: Indicator,
    told: list[Figure],
    names: dict[str, str],
) -> None:
    like = told[0]
    own = [one for one in told if (one.variant, one.part) == (like.variant, like.part)]
    if unit_of(like) != SHARE:
        return
    whole = board.figures.one(
        indicator.id,
        breakdown=WHOLE,
        period=like.period,
        variant=like.variant,
        part=like.part,
        months=like.months,
    )
    if whole is None or whole.value is None:
        return
    funnel = funnel_of(own, centre=whole.value)
    st.markdown(
        _(
            "{n} structures : {above} au-dessus et {below} au-dessous de ce que le "
            "hasard seul explique."
        ).format(n=len(funnel.points), above=funnel.n_above, below=funnel.n_below)
    )
    chart = funnel_chart(
        funnel, names=names, n_title=_("jeunes (arrondi)"), look=visit.look
    )
    alt = _("Entonnoir : chaque structure selon son effectif, répétée dans le tableau.")
    st.vega_lite_chart(chart, theme=None, width="stretch", alt=alt, key="board_funnel")
    st.caption(
        _(
            "Les bandes montrent où le hasard seul place une structure selon son "
            "effectif (95 et 99,8 fois sur 100). Ce n’est pas un classement : les "
            "publics diffèrent."
        )
    )


def _table(
    visit: Visit,
    indicator: Indicator,
    breakdown: str,
    figures: list[Figure],
    names: dict[str, str],
) -> None:
    order = in_order(visit.context, breakdown or None, list(names))
    rows = sorted(figures, key=lambda one: order.index(one.group))
    heads = [_("Groupe"), _("Valeur (fourchette)"), rests_on(indicator.id)]
    heads += heads_beside(rows)
    lines = []
    for one in rows:
        n = "" if one.n is None else formats.whole(one.n)
        lines.append(
            [_line_name(one, names), reading(one), n, *cells_beside(one, rows)]
        )
    months = next((one.months for one in rows if one.months is not None), None)
    with st.expander(_("Tableau")):
        if months is not None:
            st.caption(_("À {n} mois").format(n=months))
        tables.table(heads, lines, alt=named(indicator.label))
        if any(one.hidden for one in rows):
            st.caption(
                _(
                    "« masqué » : effectif trop faible, ou masqué pour qu’on ne "
                    "déduise pas un groupe trop petit."
                )
            )


def _nothing(board: BoardAnswer, indicator: Indicator) -> None:
    why = board.figures.missing.get(indicator.id)
    if not indicator.available:
        text, hint = _("Cet indicateur n’est pas encore calculé."), ""
    elif why == "no_population":
        text = _("La population des quartiers n’a pas été saisie.")
        hint = _(
            "Ajoutez-la à config/comparators.csv, avec sa source et son millésime."
        )
    elif why == "no_definition":
        text = _("La définition de sa cohorte manque à la configuration.")
        hint = ""
    else:
        text = _("Effectif trop faible : moins de {n} jeunes, toutes années réunies.")
        text, hint = text.format(n=board.figures.threshold), ""
    notices.nothing(text, hint)


def _definition(board: BoardAnswer, indicator: Indicator) -> None:
    with st.expander(_("Définition")):
        tables.table(
            (_("Élément"), _("Contenu")),
            definition_rows(indicator),
            alt=_("Définition de l’indicateur"),
        )
        others = [c for c in board.comparators if c.indicator == indicator.id]
        for one in others:
            st.markdown(
                _("{place}, {year} : {value} ({source})").format(
                    place=one.place,
                    year=one.year,
                    value=formats.percent(one.value),
                    source=one.source,
                )
            )
