"""The pieces of a cohort's page: sentence, curve, numbers, attrition, definition."""

import math
from functools import partial

import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.groups import as_choice, breakdown_name, group_names
from app_pages.components.words import _, named, typeset
from app_pages.visit import Visit
from cohorts.answer import CohortAnswer
from cohorts.charts.at_risk import Shown
from cohorts.charts.curve import Words, curve_chart
from cohorts.definition.explain import Explanation
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.released import ReleasedEstimate
from cohorts.estimates.results import AtTime, GroupEstimate, Median


SIGNIFICANT = 0.05
HEADLINE_MONTHS = 12
MOST_CURVES = 4  # more of them overprint each other; the table says them all


def sentence(answer: CohortAnswer, shown: Shown) -> str:
    """Answer the page's question in plain words, with its uncertainty.

    Args:
        answer: the analysed cohort.
        shown: figures of the whole, exact or released.

    Returns:
        Two sentences.
    """
    definition = answer.definition
    group = shown.estimate.groups[0]
    outcome = definition.outcomes[0]
    months = _headline_months(definition)
    point = _at(group, outcome.code, _time(definition, months))
    text = _(
        "Sur 100 jeunes, on estime que {n} ont connu cette issue dans les "
        "{months} mois : {outcome}."
    )
    if point is None or math.isnan(point.estimate) or math.isnan(point.low):
        first = _("Le suivi est trop court pour donner un chiffre à {months} mois.")
        return first.format(months=months) + " " + _median(definition, group.median)
    first = text.format(
        n=formats.of_hundred(point.estimate, point.low, point.high),
        months=months,
        outcome=named(outcome.label),
    )
    return first + " " + _median(definition, group.median)


def _headline_months(definition: CohortDefinition) -> int:
    months = definition.horizons_months
    return HEADLINE_MONTHS if HEADLINE_MONTHS in months else months[-1]


def _time(definition: CohortDefinition, months: int) -> float:
    return dict(zip(definition.horizons_months, definition.horizons, strict=True))[
        months
    ]


def _per_month(definition: CohortDefinition) -> float:
    return formats.DAYS_PER_MONTH if definition.clock == "days" else 1.0


def _at(group: GroupEstimate, cause: str, time: float) -> AtTime | None:
    for point in group.at:
        if point.time == time and point.cause in (cause, None):
            return point
    return None


def _median(definition: CohortDefinition, median: Median | None) -> str:
    if median is None or not median.reached:
        return _("Médiane non atteinte : plus de la moitié n’en sont pas encore là.")
    per_month = _per_month(definition)
    n = formats.decimal(median.estimate / per_month, 0)
    if math.isnan(median.low) or math.isnan(median.high):
        text = _("Un jeune sur deux en est là au bout de {n} mois.")
        return text.format(n=n)
    text = _("Un jeune sur deux en est là au bout de {n} mois ({low} à {high}).")
    return text.format(
        n=n,
        low=formats.decimal(median.low / per_month, 0),
        high=formats.decimal(median.high / per_month, 0),
    )


def provenance(answer: CohortAnswer, shown: Shown) -> str:
    """Say on what the answer rests.

    Args:
        answer: the analysed cohort.
        shown: figures of the whole, exact or released.

    Returns:
        One line of Markdown.
    """
    text = _(
        "{n} jeunes · extrait « {extract} » connu au {day} · règles version {rules}"
    ).format(
        n=formats.whole(shown.estimate.n if _is_released(shown) else answer.persons),
        extract=answer.manifest.extract,
        day=formats.day(answer.manifest.as_of),
        rules=answer.manifest.rules_version,
    )
    if answer.late and not _is_released(shown):
        late = _("{share} repérés après coup, ce que le calcul prend en compte")
        share = formats.percent(answer.late / max(answer.cases, 1))
        text += " · " + late.format(share=share)
    return f":small[{text}]"


def draw_curve(visit: Visit, answer: CohortAnswer, shown: Shown, group: str) -> None:
    """Draw the curve of the whole, or of each group.

    Args:
        visit: who is here.
        answer: the analysed cohort.
        shown: exact or released figures.
        group: the breakdown, "" for the whole.
    """
    definition = answer.definition
    labels = [one.group for one in shown.estimate.groups]
    if len(labels) > MOST_CURVES:
        st.caption(
            _("Plus de quatre groupes : leurs courbes se liraient mal ensemble.")
        )
        return
    names = {cause.code: _first_up(named(cause.label)) for cause in definition.causes}
    if group:
        names = group_names(visit.context, group, labels)
    words = Words(
        series=names,
        reading=formats.interval,
        whole=partial(formats.headcount, least=_least(answer, shown)),
        months=_("{n} mois"),
        at_risk=_("Encore suivis, sans issue : {name}")
        if len(labels) > 1
        else _("Encore suivis, sans issue"),
        left=_("Suivi arrêté ou encore trop court"),
    )
    alt = _("Courbes de la part ayant connu l’issue, répétées dans les tableaux.")
    st.vega_lite_chart(
        curve_chart(shown, definition=definition, words=words, look=visit.look),
        theme=None,
        width="stretch",
        alt=alt,
        key="curve",
    )
    st.caption(
        _(
            "Part des jeunes ayant connu l’issue selon le temps écoulé (incidence "
            "cumulée, Aalen-Johansen). Bandes : fourchettes d’incertitude à 95 %."
        )
    )


def _is_released(shown: Shown) -> bool:
    return isinstance(shown, ReleasedEstimate)


def _least(answer: CohortAnswer, shown: Shown) -> int:
    """Tell the smallest count that may be read; released ones are rounded already."""
    is_open = answer.manifest.disclosure == "public_data" or _is_released(shown)
    return 0 if is_open else answer.threshold


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def numbers(answer: CohortAnswer, shown: Shown) -> None:
    """Set exact figures and what would be released side by side, or these alone.

    Args:
        answer: the analysed cohort.
        shown: figures of the whole, exact or released.
    """
    definition, exact = answer.definition, shown.estimate.groups[0]
    moved = {curve.cause for curve in exact.curves if curve.n_events.sum()}
    causes = [cause for cause in definition.causes if cause.code in moved]
    heads = [_("Délai"), _("Encore suivis"), _("Part (fourchette)")]
    if _least(answer, shown):
        heads.append(_("Serait diffusé"))
    rows = [
        _cells(answer, shown, cause.code, months)
        for cause in causes
        for months in definition.horizons_months
    ]
    if len(causes) > 1:
        heads.insert(0, _("Issue"))
        names = [named(cause.label) for cause in causes]
        for place, row in enumerate(rows):
            row.insert(0, _first_up(names[place // len(definition.horizons_months)]))
    st.subheader(_("Les chiffres"), anchor=False)
    tables.table(heads, rows, alt=_("Parts à chaque délai"))
    _means(definition, exact)


def _cells(answer: CohortAnswer, shown: Shown, cause: str, months: int) -> list[str]:
    time = _time(answer.definition, months)
    point = _at(shown.estimate.groups[0], cause, time)
    least = _least(answer, shown)
    cells = [_("{n} mois").format(n=months), _n(point, least), _share(point)]
    if least:
        released = answer.released
        other = _at(released.estimate.groups[0], cause, time) if released else None
        cells.append(_share(other))
    return cells


def _n(point: AtTime | None, least: int) -> str:
    if point is None or math.isnan(point.estimate):
        return formats.NOTHING
    return formats.headcount(point.n_at_risk, least=least)


def _share(point: AtTime | None) -> str:
    if point is None:
        return formats.NOTHING
    return formats.interval(point.estimate, point.low, point.high)


def _means(definition: CohortDefinition, group: GroupEstimate) -> None:
    per_month = _per_month(definition)
    texts = [
        _("{mean} mois (± {error}) sur les {months} premiers mois").format(
            mean=formats.decimal(mean.estimate / per_month),
            error=formats.decimal(1.96 * mean.std_error / per_month),
            months=formats.whole(mean.horizon / per_month),
        )
        for mean in group.restricted_means
        if math.isfinite(mean.estimate)
    ]
    if texts:
        head = _("Temps moyen avant toute issue : {means}.")
        st.markdown(head.format(means=" ; ".join(texts)))


def comparison(visit: Visit, answer: CohortAnswer, shown: Shown, group: str) -> None:
    """Compare the groups of a breakdown: figures, and whether chance explains them.

    Args:
        visit: who is here.
        answer: the analysed cohort.
        shown: figures of the breakdown, exact or released.
        group: the breakdown.
    """
    definition = answer.definition
    outcome = definition.outcomes[0].code
    labels = [one.group for one in shown.estimate.groups] + list(shown.hidden)
    names = group_names(visit.context, group, labels)
    st.subheader(
        _("Comparaison par {what}").format(what=breakdown_name(group)), anchor=False
    )
    st.markdown(_verdict(answer, shown))
    rows = [
        [
            names[one.group],
            formats.whole(one.n),
            *(
                _share(_at(one, outcome, time))
                for time in map(float, definition.horizons)
            ),
            _short_median(definition, one.median),
        ]
        for one in shown.estimate.groups
    ]
    small = (
        _("Masqué")
        if _is_released(shown)
        else _("moins de {n}").format(n=answer.threshold)
    )
    rows += [
        [names[label], small, *[""] * (len(definition.horizons) + 1)]
        for label in shown.hidden
    ]
    months = [_("{n} mois").format(n=n) for n in definition.horizons_months]
    heads = [as_choice(group), _("Jeunes"), *months, _("Médiane")]
    tables.table(heads, rows, alt=_("Parts par groupe et par délai"))
    st.caption(
        _("Chiffres exacts, usage interne. Diffusables : voir le choix ci-dessus.")
        if _least(answer, shown)
        else _("Chiffres arrondis, tels qu’ils seraient diffusés.")
        if answer.manifest.disclosure != "public_data"
        else _("Données publiques : chiffres exacts diffusables.")
    )


def _short_median(definition: CohortDefinition, median: Median | None) -> str:
    if median is None or not median.reached:
        return _("non atteinte")
    n = formats.decimal(median.estimate / _per_month(definition))
    return _("{n} mois").format(n=n)


def _verdict(answer: CohortAnswer, shown: Shown) -> str:
    estimate = shown.estimate
    outcome = answer.definition.outcomes[0].code
    tests = [t for t in estimate.tests if t.cause in (outcome, None)]
    if len(estimate.groups) < 2 or not tests or math.isnan(tests[0].p):
        return _("Il n’y a pas deux groupes à comparer.")
    test = tests[0]
    word = _("**Écart net**") if test.p < SIGNIFICANT else _("**Écart non établi**")
    detail = _("test du log-rank : χ² = {value}, {df} ddl, p {p}")
    text = detail.format(
        value=formats.decimal(test.statistic), df=test.df, p=_p(test.p)
    )
    return f"{word} :small[({text})]"


def _p(p: float) -> str:
    least = 0.001
    if p < least:
        return "< " + formats.decimal(least, 3)
    return "= " + formats.decimal(p, 3)


def attrition(answer: CohortAnswer) -> None:
    """Show who left before the count, step by step.

    Args:
        answer: the analysed cohort.
    """
    st.subheader(_("De tous les jeunes à la cohorte"), anchor=False)
    least = _stays_inside(answer)
    rows = [
        [
            _first_up(typeset(step.label)),
            formats.headcount(step.persons_out, least=least),
            formats.headcount(step.persons_left, least=least),
        ]
        for step in answer.attrition
    ]
    first = answer.attrition[0].persons_in if answer.attrition else answer.persons
    start = [_("Jeunes connus de l’extrait"), "", formats.whole(first)]
    heads = [_("Étape"), _("Sortis"), _("Restent")]
    tables.table(heads, [start, *rows], alt=_("Attrition de la cohorte"))


def exits(answer: CohortAnswer) -> None:
    """Show how those who were followed left.

    Args:
        answer: the analysed cohort.
    """
    st.subheader(_("Comment le suivi se termine"), anchor=False)
    least = _stays_inside(answer)
    kinds = {
        "outcome": _("issue"),
        "competing": _("autre issue"),
        "censored": _("suivi interrompu"),
    }
    rows = [
        [
            f"{_first_up(named(dict(item.label)))} :small[({kinds[item.kind]})]",
            formats.headcount(item.persons, least=least),
            formats.percent(item.cases / max(answer.cases, 1))
            if min(item.persons, item.cases) >= least
            else formats.NOTHING,
        ]
        for item in answer.exits
        if item.cases
    ]
    heads = [_("Fin"), _("Jeunes"), _("Part")]
    tables.table(heads, rows, alt=_("Fins de suivi"))


def _stays_inside(answer: CohortAnswer) -> int:
    """Say that figures are exact; return the smallest count that may be read."""
    least = _least(answer, answer.whole)
    if least:
        st.caption(_("Chiffres exacts, usage interne"))
    return least


def definition(explanation: Explanation, notes: tuple[str, ...]) -> None:
    """Read the definition aloud.

    Args:
        explanation: of the definition.
        notes: what the estimate says of itself.
    """
    with st.expander(_("Définition en clair")):
        st.markdown(typeset(explanation.paragraph))
        st.markdown("\n".join(f"- {typeset(point)}" for point in explanation.points))
        if explanation.note:
            st.info(typeset(explanation.note))
        for note in notes:
            st.caption(typeset(note))
        said = _("Règles de décrochage version {version} · définition {hash}")
        digest = explanation.hash[:12]
        st.caption(said.format(version=explanation.rules_version, hash=digest))
