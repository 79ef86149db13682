"""« Tableau de bord »: how many find a solution again, for whom, how sure we are."""

import streamlit as st

from app_pages.components import formats, notices, tables
from app_pages.components.groups import as_choice, breakdown_name, group_names
from app_pages.components.words import _, keyed, named
from app_pages.visit import Visit
from cohorts.charts.rates import rates_chart
from cohorts.indicators.reengagement import IndicatorAnswer, IndicatorRow, Rate
from cohorts.operations import read_indicators
from config.failure import Failure


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
    st.title(_("Tableau de bord"), anchor=False)
    place = st.container()
    variant, months, breakdown = _choices()
    with place:
        try:
            whole = _read(visit, variant, None)
        except Failure as refusal:
            notices.refused(refusal)
            return
        row = whole.rows[0]
        sentence = _sentence(whole, row, _rate(row, MAIN_MONTHS))
        st.markdown(f"### {sentence}", anchors=False)
        _horizons(row)
    st.subheader(
        _("Qui retrouve une solution ? Par {what}").format(
            what=breakdown_name(breakdown)
        ),
        anchor=False,
    )
    _breakdown(visit, variant, breakdown, months)
    _foot(whole)


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
        months = st.segmented_control(
            _("À combien de mois"),
            (3, 6, 12, 24),
            default=MAIN_MONTHS,
            required=True,
            format_func=lambda n: _("{n} mois").format(n=n),
            key=keyed("months"),
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
        n=formats.of_hundred(rate.estimate, rate.low, rate.high),
        found=found,
        months=rate.months,
        left=formats.whole(100 * rate.left_before),
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
    if formats.is_nearly_none(rate.estimate) or formats.is_nearly_all(rate.estimate):
        return formats.interval(rate.estimate, rate.low, rate.high)
    return formats.percent(rate.estimate)


def _limits(rate: Rate) -> str:
    if rate.estimate is None or rate.low is None or rate.high is None:
        return _("trop peu encore suivis")
    return _("de {low} à {high}").format(
        low=formats.percent(rate.low), high=formats.percent(rate.high)
    )


def _breakdown(visit: Visit, variant: str, breakdown: str, months: int) -> None:
    try:
        answer = _read(visit, variant, breakdown)
    except Failure as refusal:
        notices.refused(refusal)
        return
    labels = [row.group for row in answer.rows] + list(answer.hidden)
    names = group_names(visit.context, breakdown, labels)
    chart = rates_chart(
        answer, months=months, names=names, reading=formats.interval, look=visit.look
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
    tables.table(
        (
            as_choice(breakdown),
            _("Jeunes (arrondi)"),
            *(_("{n} mois").format(n=rate.months) for rate in answer.rows[0].rates),
        ),
        [_line(row, names) for row in answer.rows]
        + [_hidden(label, why, names, answer) for label, why in answer.hidden.items()],
        alt=_("Taux de raccrochage par groupe et par durée"),
    )


def _line(row: IndicatorRow, names: dict[str, str]) -> tuple[str, ...]:
    cells = [
        formats.interval(rate.estimate, rate.low, rate.high)
        if rate.estimate is not None
        else f":small[{_('trop peu encore suivis')}]"
        for rate in row.rates
    ]
    return (names[row.group], formats.whole(row.n), *cells)


def _hidden(
    label: str, why: str, names: dict[str, str], answer: IndicatorAnswer
) -> tuple[str, ...]:
    reasons = {
        "small": _("Effectif trop faible : moins de {n} jeunes").format(
            n=answer.threshold
        ),
        "complement": _("Masqué pour protéger un autre groupe"),
        "few_at_risk": _("Trop peu de jeunes encore suivis"),
    }
    text = f":small[{reasons.get(why, why)}]"
    n_columns = len(answer.rows[0].rates) if answer.rows else 1
    return (names[label], formats.NOTHING, text, *[""] * (n_columns - 1))


def _foot(answer: IndicatorAnswer) -> None:
    from datetime import date

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
