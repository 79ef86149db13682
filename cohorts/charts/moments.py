"""A time on a cohort's own clock → words: a delay since the origin, or an age.

On the clock of age a horizon is an age in months, not a delay: « avant 18 ans », never
« dans les 216 mois ». Every time is written with its interval, and said where a curve
does not get there.
"""

import math

from cohorts.definition.language import (
    DAYS_PER_MONTH,
    MONTHS_PER_YEAR,
    CohortDefinition,
)
from cohorts.estimates.results import AtTime, Estimate, GroupEstimate, Median
from config.numbers import decimal, of_hundred, whole
from config.translation import label
from config.typography import _, typeset


HEADLINE_MONTHS = 12


def is_by_age(definition: CohortDefinition) -> bool:
    """Tell whether a cohort's times are ages."""
    return definition.clock == "age"


def per_month(definition: CohortDefinition) -> float:
    """Give the units of the cohort's clock in a month."""
    return DAYS_PER_MONTH if definition.clock == "days" else 1.0


def tick(definition: CohortDefinition, months: float) -> str:
    """Write the number of a horizon, without its unit.

    Args:
        definition: the cohort.
        months: since the origin, or of age.

    Returns:
        "12"; for ages "18" or "18,5".
    """
    if not is_by_age(definition):
        return whole(months)
    years = months / MONTHS_PER_YEAR
    return whole(years) if years.is_integer() else decimal(years)


def delay(definition: CohortDefinition, months: float) -> str:
    """Write a horizon.

    Args:
        definition: the cohort.
        months: since the origin, or of age.

    Returns:
        "12 mois", or "18 ans".
    """
    text = _("{n} ans") if is_by_age(definition) else _("{n} mois")
    return text.format(n=tick(definition, months))


def within(definition: CohortDefinition, months: float) -> str:
    """Say by when.

    Args:
        definition: the cohort.
        months: since the origin, or of age.

    Returns:
        "dans les 12 mois", or "avant 18 ans".
    """
    text = _("avant {n} ans") if is_by_age(definition) else _("dans les {n} mois")
    return text.format(n=tick(definition, months))


def at(definition: CohortDefinition, months: float) -> str:
    """Say when, of a figure: "à 12 mois", "à 18 ans"."""
    return _("à {delay}").format(delay=delay(definition, months))


def headline_months(definition: CohortDefinition) -> int:
    """Choose the horizon of the first sentence.

    Args:
        definition: the cohort.

    Returns:
        Twelve months where the cohort has them, else its last horizon.
    """
    months = definition.horizons_months
    return HEADLINE_MONTHS if HEADLINE_MONTHS in months else months[-1]


def time_of(definition: CohortDefinition, months: int) -> float:
    """Place a horizon on the cohort's own clock.

    Args:
        definition: the cohort.
        months: one of its horizons.

    Returns:
        Days or months.
    """
    horizons = zip(definition.horizons_months, definition.horizons, strict=True)
    return float(dict(horizons)[months])


def point_at(group: GroupEstimate, cause: str, time: float) -> AtTime | None:
    """Find what is said of a cause at a time.

    Args:
        group: one group's figures.
        cause: code of the cause.
        time: on the cohort's clock.

    Returns:
        The point, None where nothing is said.
    """
    for point in group.at:
        if point.time == time and point.cause in (cause, None):
            return point
    return None


def headline(definition: CohortDefinition, estimate: Estimate) -> str:
    """Answer the cohort's question in plain words, with its uncertainty.

    Args:
        definition: the cohort.
        estimate: figures of the whole.

    Returns:
        Two sentences.
    """
    group, outcome = estimate.groups[0], definition.outcomes[0]
    name = typeset(label(dict(outcome.label)))
    if not any(curve.cause in (outcome.code, None) for curve in group.curves):
        few = _(
            "Trop peu de jeunes ont connu cette issue pour en dire la part : {name}."
        )
        return few.format(name=name)
    months = headline_months(definition)
    median = median_sentence(definition, group.median)
    point = point_at(group, outcome.code, time_of(definition, months))
    if point is None or math.isnan(point.estimate) or math.isnan(point.low):
        first = _("Le suivi est trop court pour donner un chiffre {when}.")
        return first.format(when=at(definition, months)) + " " + median
    text = _(
        "Sur 100 jeunes, on estime que {n} ont connu cette issue {within} : {outcome}."
    )
    first = text.format(
        n=of_hundred(point.estimate, point.low, point.high),
        within=within(definition, months),
        outcome=name,
    )
    return first + " " + median


def median_sentence(definition: CohortDefinition, median: Median | None) -> str:
    """Say when one in two has met the outcome.

    Args:
        definition: the cohort.
        median: of the outcome.

    Returns:
        A sentence.
    """
    if median is None or not median.reached:
        return _("Médiane non atteinte : plus de la moitié n’en sont pas encore là.")
    digits = 1 if is_by_age(definition) else 0
    time = _with_limits(
        definition, median.estimate, median.low, median.high, digits=digits
    )
    if is_by_age(definition):
        return _("Un jeune sur deux en est là à l’âge de {time}.").format(time=time)
    return _("Un jeune sur deux en est là au bout de {time}.").format(time=time)


def median_cell(definition: CohortDefinition, median: Median | None) -> str:
    """Write a median in a cell, with its interval.

    Args:
        definition: the cohort.
        median: of the outcome.

    Returns:
        "12,4 mois (10,1 à 15)"; or that it, or its upper limit, is not reached.
    """
    if median is None:
        return _("non atteinte")
    if not median.reached:
        if math.isnan(median.low):
            return _("non atteinte")
        least = _length(definition, median.low)
        return _("non atteinte (au moins {least})").format(least=least)
    return _with_limits(definition, median.estimate, median.low, median.high)


def means_sentence(
    definition: CohortDefinition, group: GroupEstimate, *, confidence: float
) -> str:
    """Say the mean times before any outcome, with their intervals.

    Args:
        definition: the cohort.
        group: one group's figures.
        confidence: width of the intervals.

    Returns:
        A sentence, "" where there is no mean.
    """
    by_age = is_by_age(definition)
    over = (
        _("{mean} jusqu’à {horizon}")
        if by_age
        else _("{mean} sur les {horizon} premiers mois")
    )
    texts = []
    for mean in group.restricted_means:
        if not math.isfinite(mean.estimate):
            continue
        low, high = mean.limits(confidence)
        months = mean.horizon / per_month(definition)
        horizon = delay(definition, months) if by_age else whole(months)
        told = _with_limits(definition, mean.estimate, low, high)
        texts.append(over.format(mean=told, horizon=horizon))
    if not texts:
        return ""
    head = (
        _("Âge moyen à la première issue : {means}.")
        if by_age
        else _("Temps moyen avant toute issue : {means}.")
    )
    return head.format(means=_(" ; ").join(texts))


def _with_limits(
    definition: CohortDefinition,
    time: float,
    low: float,
    high: float,
    *,
    digits: int = 1,
) -> str:
    """Write a time and its interval, which may have no upper limit or be unknown."""
    length = _length(definition, time, digits=digits)
    if math.isnan(low) and math.isnan(high):
        return _("{time} (fourchette non atteinte)").format(time=length)
    least = _number(definition, low, digits) if not math.isnan(low) else "0"
    if math.isnan(high):
        text = _("{time} ({low} à plus, borne haute non atteinte)")
        return text.format(time=length, low=least)
    most = _number(definition, high, digits)
    return _("{time} ({low} à {high})").format(time=length, low=least, high=most)


def _length(definition: CohortDefinition, time: float, *, digits: int = 1) -> str:
    text = _("{n} ans") if is_by_age(definition) else _("{n} mois")
    return text.format(n=_number(definition, time, digits))


def _number(definition: CohortDefinition, time: float, digits: int) -> str:
    unit = MONTHS_PER_YEAR if is_by_age(definition) else per_month(definition)
    return decimal(time / unit, digits)
