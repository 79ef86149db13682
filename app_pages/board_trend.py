"""An indicator year by year, with what is aimed at and what could be seen at all."""

import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.words import _, keyed, named, plain, typeset
from app_pages.visit import Visit
from cohorts.charts.years import AimPath, years_chart
from cohorts.indicating import BoardAnswer
from cohorts.indicators.aims import (
    Aim,
    aims_of_indicator,
    axis_years,
    of_the_whole,
)
from cohorts.indicators.catalogue import Indicator
from cohorts.indicators.figures import Figure
from cohorts.indicators.reading import SHARE, reading, rests_on, unit_of, variant_name
from cohorts.indicators.sentences import could_be_seen
from cohorts.indicators.trend import by_year
from config.numbers import decimal, percent


LEAST_YEARS = 2


def show(visit: Visit, board: BoardAnswer, indicator: Indicator) -> None:
    """Tell the years of an indicator; nothing where fewer than two are told.

    The picture is drawn when it is asked for: a second chart would make every changed
    filter wait for a browser to draw it, whether anybody looks at it or not.

    Args:
        visit: who is here.
        board: definitions and released figures.
        indicator: which.
    """
    own = {
        variant: told
        for variant in indicator.variants or ("",)
        if len(told := _years(board, indicator, variant)) >= LEAST_YEARS
    }
    if not own:
        return
    st.subheader(_("D’année en année"), anchor=False)
    variant = next(iter(own))
    if len(own) > 1:
        variant = st.segmented_control(
            _("Sens"),
            list(own),
            default=variant,
            required=True,
            format_func=variant_name,
            key=keyed(f"board_trend_{indicator.id}"),
        )
    told = own[variant or next(iter(own))]
    if st.toggle(_("Dessiner les années"), key=keyed("board_trend_drawn")):
        _picture(visit, board, indicator, told)
    st.caption(" ".join(_beside(told, board)))
    _table(board, indicator, told)


def _years(board: BoardAnswer, indicator: Indicator, variant: str) -> dict[str, Figure]:
    """Give the told years at the horizon nearest to one year."""
    months = sorted(indicator.horizons_months, key=lambda n: (abs(n - 12), n))
    horizons: list[int | None] = [*months] or [None]
    for horizon in horizons:
        told = by_year(board.figures, indicator.id, variant=variant, months=horizon)
        if len(told) >= LEAST_YEARS:
            return dict(sorted(told.items()))
    return {}


def _picture(
    visit: Visit, board: BoardAnswer, indicator: Indicator, told: dict[str, Figure]
) -> None:
    is_share = unit_of(next(iter(told.values()))) == SHARE
    every = aims_of_indicator(board.figures, indicator, is_share=is_share)
    aims = of_the_whole(every)
    years = axis_years(list(told), aims)
    chart = years_chart(
        told,
        words={year: reading(one) for year, one in told.items()},
        years=years,
        aims=[_path(one, years, is_share=is_share) for one in aims],
        is_share=is_share,
        look=visit.look,
    )
    alt = _("{name}, année par année, répété dans le tableau.")
    st.vega_lite_chart(
        chart,
        theme=None,
        width="stretch",
        alt=alt.format(name=named(indicator.label)),
        key="board_trend",
    )
    if len(aims) < len(every):
        st.caption(
            _(
                "Ce graphique est de tout le territoire : les cibles d’un seul niveau "
                "du contrat se lisent dans le tableau, sans y être tracées."
            )
        )


def _path(aim: Aim, years: list[str], *, is_share: bool) -> AimPath:
    first = aim.baseline if aim.baseline is not None else aim.aim
    return AimPath(
        _aim_words(aim, is_share=is_share),
        ((aim.since or years[0], first), (aim.due or years[-1], aim.aim)),
    )


def _aim_words(aim: Aim, *, is_share: bool) -> str:
    value = _amount(aim.aim, is_share=is_share)
    if aim.due:
        return _("Cible {year} : {value}").format(year=aim.due, value=value)
    return _("Cible : {value}").format(value=value)


def _amount(value: float, *, is_share: bool) -> str:
    if is_share:
        return percent(value)
    return formats.whole(value) if value == round(value) else decimal(value)


def _beside(told: dict[str, Figure], board: BoardAnswer) -> list[str]:
    """Say what the bars are, and what size of change two years could show."""
    said = [
        _("Le trait épais est la fourchette à 95 % ; une année masquée laisse un vide.")
    ]
    months = {one.months for one in told.values()} - {None}
    said += [_("À {n} mois.").format(n=n) for n in months]
    past = [told[year] for year in sorted(told) if year < board.figures.as_of[:4]]
    if len(past) >= LEAST_YEARS and unit_of(past[-1]) == SHARE:
        said += could_be_seen(past[-2:])
    if any(year >= board.figures.as_of[:4] for year in told):
        said.append(_("La dernière année n’est pas finie."))
    return [typeset(one) for one in said]


def _table(board: BoardAnswer, indicator: Indicator, told: dict[str, Figure]) -> None:
    is_share = unit_of(next(iter(told.values()))) == SHARE
    aims = aims_of_indicator(board.figures, indicator, is_share=is_share)
    with st.expander(_("Tableau par année")):
        tables.table(
            (_("Année"), _("Valeur (fourchette)"), rests_on(indicator.id)),
            [
                (year, reading(one), "" if one.n is None else formats.whole(one.n))
                for year, one in told.items()
            ],
            alt=_("{name}, année par année").format(name=named(indicator.label)),
        )
        if aims:
            tables.table(
                (_("Cible"), _("Niveau"), _("Départ"), _("Visé")),
                [_aim_row(one, is_share=is_share) for one in aims],
                alt=_("Ce qui est visé"),
            )


def _aim_row(aim: Aim, *, is_share: bool) -> tuple[str, str, str, str]:
    start = (
        formats.NOTHING
        if aim.baseline is None
        else _amount(aim.baseline, is_share=is_share)
    )
    if aim.since and aim.baseline is not None:
        start = _("{value} en {year}").format(value=start, year=aim.since)
    end = _amount(aim.aim, is_share=is_share)
    if aim.due:
        end = _("{value} en {year}").format(value=end, year=aim.due)
    level = plain(aim.level) or _("tout le contrat")
    return plain(aim.label) or _("Cible de l’indicateur"), level, start, end
