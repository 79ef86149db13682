"""« Raccrochage »: how many find a solution again, for whom, how sure we are."""

from dataclasses import replace
from datetime import date

import streamlit as st

from app_pages.components import formats, notices, tables
from app_pages.components.groups import (
    as_choice,
    breakdown_name,
    group_names,
    in_order,
)
from app_pages.components.words import _, keyed, named, typeset
from app_pages.visit import Visit
from cohorts.charts.rates import rates_chart
from cohorts.indicators.reading import (
    hundred_words,
    point_words,
    rounding_caveat,
    share_words,
)
from cohorts.indicators.reengagement import IndicatorAnswer, IndicatorRow, Rate
from cohorts.operations import read_indicators
from config.failure import Failure
from config.numbers import near_hundred


BREAKDOWNS = ("sex", "age_band", "qpv", "year")
VARIANTS = ("wide", "strict")
MAIN_MONTHS = 12
ANSWERS = "indicator_answers"  # gone with the session
CARD_PIXELS = 168


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Raccrochage"), anchor=False)
    variant, months, breakdown = _choices()
    place = st.empty()  # clears the former figures: none stands under a new choice
    with place, st.spinner(_("Calcul en cours…")):
        try:
            whole = _read(visit, variant, None)
            groups = _read_groups(visit, variant, breakdown)
        except Failure as refusal:
            whole, failure = None, refusal
    with place.container():
        if whole is None:
            notices.refused(failure)
            return
        _answer(whole, months)
        _breakdown(visit, groups, breakdown, months)
        _foot(whole)


def _read_groups(
    visit: Visit, variant: str, breakdown: str
) -> IndicatorAnswer | Failure:
    """Read a breakdown; where it is refused, the whole still stands."""
    try:
        return _read(visit, variant, breakdown)
    except Failure as refusal:
        return refusal


def _answer(whole: IndicatorAnswer, months: int) -> None:
    row = whole.rows[0]
    st.markdown(f"## {_sentence(whole, row, _rate(row, months))}", anchors=False)
    _horizons(row)
    st.caption(
        _(
            "Entre parenthèses ou sous le chiffre : entre quelles valeurs se trouve "
            "très probablement le vrai résultat (fourchette à 95 %)."
        )
        + " "
        + typeset(rounding_caveat())
    )


def _read(visit: Visit, variant: str, breakdown: str | None) -> IndicatorAnswer:
    """Read an indicator once per session and day: released figures, no person."""
    answers = st.session_state.setdefault(ANSWERS, {})
    key = (visit.today, variant, breakdown)
    if key not in answers:
        answers[key] = read_indicators(
            visit.context, variant=variant, breakdown=breakdown
        )
    found: IndicatorAnswer = answers[key]
    return found


def _choices() -> tuple[str, int, str]:
    left, middle, right = st.columns([2, 2, 3])
    variants = {
        "wide": _("Formation ou emploi"),
        "strict": _("Retour en formation"),
    }
    variant = left.selectbox(
        _("Solution"), VARIANTS, format_func=variants.__getitem__, key=keyed("variant")
    )
    breakdown = middle.selectbox(
        _("Comparer par"), BREAKDOWNS, format_func=as_choice, key=keyed("breakdown")
    )
    with right:
        key = keyed("months")
        months = st.segmented_control(
            _("À combien de mois"),
            (3, 6, 12, 24),
            default=None if key in st.session_state else MAIN_MONTHS,
            required=True,
            format_func=lambda n: _("{n} mois").format(n=n),
            key=key,
        )
    return variant, months or MAIN_MONTHS, breakdown


def _rate(row: IndicatorRow, months: int) -> Rate:
    return next(rate for rate in row.rates if rate.months == months)


def _sentence(answer: IndicatorAnswer, row: IndicatorRow, rate: Rate) -> str:
    who = _who(answer)
    if rate.estimate is None or rate.low is None or rate.high is None:
        return _(
            "Trop peu de jeunes {who} sont encore suivis à {months} mois pour donner "
            "un chiffre."
        ).format(who=who, months=rate.months)
    found = {
        "wide": _("ont retrouvé une solution"),
        "strict": _("sont retournés en formation"),
    }[answer.variant]
    text = _(
        "Sur 100 jeunes {who}, on estime que {n} {found} dans les {months} mois ; "
        "pour {left}, le suivi s’est arrêté ou est encore trop court pour le dire."
    )
    return text.format(
        who=who,
        n=hundred_words(rate),
        found=found,
        months=rate.months,
        left=near_hundred(rate.left_before),
    )


def _who(answer: IndicatorAnswer) -> str:
    first, last = answer.definition.origin.between
    if first is None and last is None:
        return _("décrochés")
    if first is not None and last is not None:
        return _("décrochés en {first}–{last}").format(first=first.year, last=last.year)
    if first is not None:
        return _("décrochés depuis {year}").format(year=first.year)
    return _("décrochés jusqu’en {year}").format(year=last.year if last else "")


def _horizons(row: IndicatorRow) -> None:
    with st.container(horizontal=True, gap="small"):
        for rate in row.rates:
            st.metric(
                _("{n} mois").format(n=rate.months),
                _share(rate),
                delta=_limits(rate),
                delta_color="off",
                delta_arrow="off",
                border=True,
                width=CARD_PIXELS,
            )


def _share(rate: Rate) -> str:
    """Write the share alone: its limits stand under it."""
    if rate.estimate is None:
        return formats.NOTHING
    at_end = formats.is_nearly_none(rate.estimate) or formats.is_nearly_all(
        rate.estimate
    )
    return share_words(rate) if rate.rough or at_end else point_words(rate)


def _limits(rate: Rate) -> str:
    if rate.rough and rate.estimate is not None:
        return _("fourchette à 95 %")
    if rate.estimate is None or rate.low is None or rate.high is None:
        return _("trop peu suivis")
    return _("de {low} à {high}").format(
        low=formats.percent(rate.low), high=formats.percent(rate.high)
    )


def _breakdown(
    visit: Visit, answer: IndicatorAnswer | Failure, breakdown: str, months: int
) -> None:
    st.header(
        _("Qui retrouve une solution ? Par {what}").format(
            what=breakdown_name(breakdown)
        ),
        anchor=False,
    )
    if isinstance(answer, Failure):
        notices.refused(answer)
        return
    labels = [row.group for row in answer.rows] + list(answer.hidden)
    names = group_names(visit.context, breakdown, labels)
    order = in_order(visit.context, breakdown, labels)
    _chart(visit, _ordered(answer, order), names, breakdown, months)
    rows = {row.group: _line(row, names) for row in answer.rows}
    blank = [""] * len(answer.rows[0].rates)
    rows |= {label: (names[label], _("masqué"), *blank) for label in answer.hidden}
    tables.table(
        (
            as_choice(breakdown),
            _("Jeunes (arrondi)"),
            *(_("{n} mois").format(n=rate.months) for rate in answer.rows[0].rates),
        ),
        [rows[label] for label in order],
        alt=_("Taux de raccrochage par groupe et par durée"),
    )
    _explain(answer, names)


def _ordered(answer: IndicatorAnswer, order: list[str]) -> IndicatorAnswer:
    rows = sorted(answer.rows, key=lambda row: order.index(row.group))
    return replace(answer, rows=tuple(rows))


def _chart(
    visit: Visit,
    answer: IndicatorAnswer,
    names: dict[str, str],
    breakdown: str,
    months: int,
) -> None:
    if all(_rate(row, months).estimate is None for row in answer.rows):
        _say_nothing_to_draw(answer, months)
        return
    chart = rates_chart(
        answer,
        months=months,
        names=names,
        reading=share_words,
        tip=_("{name} : {reading}"),
        look=visit.look,
    )
    alt = _("Taux à {months} mois par {what}, répétés dans le tableau.")
    st.vega_lite_chart(
        chart,
        theme=None,
        width="stretch",
        alt=alt.format(months=months, what=breakdown_name(breakdown)),
        key="rates",
    )
    st.caption(
        _(
            "Le point est l’estimation à {months} mois, le trait sa fourchette "
            "d’incertitude à 95 %. Deux traits qui se recouvrent largement : écart non "
            "établi."
        ).format(months=months)
    )


def _say_nothing_to_draw(answer: IndicatorAnswer, months: int) -> None:
    told = [
        rate.months
        for rate in answer.rows[0].rates
        if any(_rate(row, rate.months).estimate is not None for row in answer.rows)
    ]
    hint = _("Choisissez une autre comparaison.")
    if told:
        hint = _("Le plus long délai qui donne un chiffre : {n} mois.").format(
            n=max(told)
        )
    text = _("À {months} mois, trop peu de jeunes de chaque groupe sont encore suivis.")
    notices.nothing(text.format(months=months), hint)


def _line(row: IndicatorRow, names: dict[str, str]) -> tuple[str, ...]:
    cells = [share_words(one) for one in row.rates]
    return (names[row.group], formats.whole(row.n), *cells)


def _explain(answer: IndicatorAnswer, names: dict[str, str]) -> None:
    """Say why a group is hidden, and what a dash means."""
    said = []
    if answer.hidden:
        text = _(
            "{names} : masqué (moins de {n} jeunes suivis, ou pour qu’on ne déduise "
            "pas un groupe trop petit)."
        )
        listed = ", ".join(names[label] for label in sorted(answer.hidden))
        said.append(text.format(names=listed, n=answer.threshold))
    if any(rate.estimate is None for row in answer.rows for rate in row.rates):
        said.append(
            _(
                "« – » : trop peu de jeunes du groupe sont encore suivis à ce délai "
                "pour donner un chiffre."
            )
        )
    if said:
        st.caption(" ".join(said))


def _foot(answer: IndicatorAnswer) -> None:
    source = answer.released.provenance
    st.caption(
        _(
            "{title}. Extrait « {extract} », connu au {day} ; règles de décrochage "
            "version {rules} ; règles de diffusion version {version}. Effectifs "
            "arrondis ; un suivi interrompu n’est pas un échec."
        ).format(
            title=named(answer.definition.label),
            extract=source.extract,
            day=formats.day(date.fromisoformat(source.as_of)),
            rules=source.path_rules,
            version=answer.released.rules_version,
        )
    )
