"""The pieces of a cohort's page: sentence, curve, numbers, comparison."""

import math

import streamlit as st

from app_pages.cohort_verdict import verdict
from app_pages.components import formats, notices, tables
from app_pages.components.groups import (
    as_choice,
    breakdown_name,
    group_names,
    in_order,
)
from app_pages.components.words import _, named
from app_pages.visit import Visit
from cohorts.answer import CohortAnswer
from cohorts.charts import moments
from cohorts.charts.apart import apart_sentence
from cohorts.charts.at_risk import Shown
from cohorts.charts.curve import Words, curve_chart
from cohorts.charts.series import not_drawn
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.released import ReleasedEstimate
from cohorts.estimates.results import AtTime, GroupEstimate


RULE_OF_THREE = 3.0  # nobody seen among n: up to 3 / n, at 95 %
MOST_CURVES = 4  # more of them overprint each other; the table says them all


def sentence(answer: CohortAnswer, shown: Shown) -> str:
    """Answer the page's question in plain words, with its uncertainty.

    Args:
        answer: the analysed cohort.
        shown: figures of the whole, exact or released.

    Returns:
        Two sentences.
    """
    return moments.headline(answer.definition, shown.estimate)


def provenance(answer: CohortAnswer) -> str:
    """Say on what the answer rests.

    Args:
        answer: the analysed cohort.

    Returns:
        One line of Markdown.
    """
    text = _(
        "{n} jeunes · extrait « {extract} » connu au {day} · règles version {rules}"
    ).format(
        n=tables.count(answer.flow.total(answer.flow.persons)),
        extract=answer.manifest.extract,
        day=formats.day(answer.manifest.as_of),
        rules=answer.manifest.rules_version,
    )
    late = answer.flow.late
    if late.value:
        said = _("{n} repérés après coup, ce que le calcul prend en compte")
        text += " · " + said.format(n=tables.count(late))
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
    absent = not_drawn(shown, definition)
    if len(absent) < len(labels):
        words = _chart_words(names, by_group=bool(group))
        st.vega_lite_chart(
            curve_chart(shown, definition=definition, words=words, look=visit.look),
            theme=None,
            width="stretch",
            alt=_(
                "Courbes de la part ayant connu l’issue, répétées dans les tableaux."
            ),
            key="curve",
        )
        st.caption(
            _(
                "Part des jeunes ayant connu l’issue selon le temps écoulé (incidence "
                "cumulée, Aalen-Johansen). Bandes : fourchettes d’incertitude à 95 %."
            )
        )
    if absent:
        _say_absent([names[one] for one in absent] if group else [])


def _chart_words(names: dict[str, str], *, by_group: bool) -> Words:
    several = _("Encore suivis, sans issue : {name}")
    return Words(
        series=names,
        reading=formats.interval,
        whole=tables.count,
        tip=_("{name}, {months} : {reading}"),
        at_risk=several if by_group else _("Encore suivis, sans issue"),
        by_group=by_group,
        left=_("Suivi arrêté ou encore trop court"),
    )


def _say_absent(names: list[str]) -> None:
    if names:
        st.markdown(
            _(
                "Pas de courbe pour {names} : trop peu de jeunes sont encore suivis, "
                "ou ont connu cette issue."
            ).format(names=", ".join(names))
        )
        return
    notices.nothing(
        _("Pas de courbe à montrer."),
        _("Trop peu de jeunes sont encore suivis, ou ont connu cette issue."),
    )


def _is_released(shown: Shown) -> bool:
    return isinstance(shown, ReleasedEstimate)


def _is_internal(answer: CohortAnswer, shown: Shown) -> bool:
    """Tell whether figures are the evaluators' own."""
    return _is_protected(answer) and not _is_released(shown)


def _is_protected(answer: CohortAnswer) -> bool:
    return answer.manifest.disclosure != "public_data"


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
    if not causes:
        return
    heads = [_("Délai"), _("Encore suivis"), _("Part (fourchette)")]
    if _is_internal(answer, shown):
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
    st.header(_("Les chiffres"), anchor=False)
    tables.table(heads, rows, alt=_("Parts à chaque délai"))
    confidence = shown.estimate.confidence
    means = moments.means_sentence(definition, exact, confidence=confidence)
    if means:
        st.markdown(means)


def _cells(answer: CohortAnswer, shown: Shown, cause: str, months: int) -> list[str]:
    time = moments.time_of(answer.definition, months)
    point = moments.point_at(shown.estimate.groups[0], cause, time)
    cells = [moments.delay(answer.definition, months), _n(point, shown), _share(point)]
    if _is_internal(answer, shown):
        released = answer.released
        whole = released.estimate.groups[0] if released else None
        other = moments.point_at(whole, cause, time) if whole else None
        cells.append(_share(other))
    return cells


def _n(point: AtTime | None, shown: Shown) -> str:
    if point is None or math.isnan(point.estimate) or math.isnan(point.n_at_risk):
        return formats.NOTHING
    return tables.count(shown.told(point.n_at_risk))


def _share(point: AtTime | None) -> str:
    if point is None:
        return formats.NOTHING
    high = point.high
    if point.estimate == high == 0:  # nobody yet: which does not say that nobody will
        still = point.n_at_risk if point.n_at_risk > 1 else 1.0  # NaN: not told
        high = min(RULE_OF_THREE / still, 1.0)
    return formats.interval(point.estimate, point.low, high)


def comparison(visit: Visit, answer: CohortAnswer, shown: Shown, group: str) -> None:
    """Compare the groups of a breakdown: figures, and whether chance explains them.

    Args:
        visit: who is here.
        answer: the analysed cohort.
        shown: figures of the breakdown, exact or released.
        group: the breakdown.
    """
    definition = answer.definition
    labels = [one.group for one in shown.estimate.groups] + list(shown.hidden)
    names = group_names(visit.context, group, labels)
    st.header(
        _("Comparaison par {what}").format(what=breakdown_name(group)), anchor=False
    )
    is_rounded = _is_released(shown) and _is_protected(answer)
    st.markdown(verdict(answer, shown, is_rounded=is_rounded))
    lines = {one.group: _line(definition, one, shown) for one in shown.estimate.groups}
    blank = [""] * len(definition.horizons)
    lines |= {label: [_("masqué"), *blank, ""] for label in shown.hidden}
    rows = [
        [names[label], *lines[label]]
        for label in in_order(visit.context, group, labels)
    ]
    months = [moments.delay(definition, n) for n in definition.horizons_months]
    heads = [as_choice(group), _("Jeunes"), *months, _("Médiane")]
    tables.table(heads, rows, alt=_("Parts par groupe et par délai"))
    if is_rounded:
        whole = answer.released.estimate if answer.released else None
        st.caption(apart_sentence(definition, whole, shown.estimate))
    _explain_signs(answer, shown)


def _line(
    definition: CohortDefinition, group: GroupEstimate, shown: Shown
) -> list[str]:
    outcome = definition.outcomes[0].code
    times = map(float, definition.horizons)
    return [
        tables.count(shown.told(group.n)),
        *(_share(moments.point_at(group, outcome, time)) for time in times),
        moments.median_cell(definition, group.median),
    ]


def _explain_signs(answer: CohortAnswer, shown: Shown) -> None:
    parts = [
        _("Parts exactes, usage interne ; effectifs arrondis.")
        if _is_internal(answer, shown)
        else _("Chiffres arrondis, tels qu’ils seraient diffusés.")
        if _is_protected(answer)
        else _("Données publiques : chiffres exacts diffusables."),
        _("« – » : trop peu de jeunes encore suivis, ou ayant connu l’issue."),
    ]
    if shown.hidden:
        parts.append(
            _(
                "« Masqué » : groupe trop petit, ou qui en laisserait deviner un trop "
                "petit."
            )
        )
    st.caption(" ".join(parts))
