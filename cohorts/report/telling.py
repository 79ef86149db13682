"""Released figures → the words, cells and charts of a report."""

import math
from collections.abc import Mapping, Sequence

from cohorts.charts.curve import Words, curve_chart
from cohorts.charts.look import Look
from cohorts.charts.series import Spec, not_drawn
from cohorts.definition.language import DAYS_PER_MONTH, CohortDefinition
from cohorts.disclosure.head_counts import Told
from cohorts.disclosure.released import ReleasedEstimate
from cohorts.estimates.results import AtTime, GroupEstimate, Median
from config.numbers import NOTHING, decimal, interval, of_hundred, whole
from config.translation import label
from config.typography import _, typeset


HEADLINE_MONTHS = 12
MOST_CURVES = 4  # more of them overprint each other; the table says them all
RULE_OF_THREE = 3.0  # nobody seen among n: up to 3 / n, at 95 %
Z_95 = 1.96


def headline(definition: CohortDefinition, released: ReleasedEstimate) -> str:
    """Answer the cohort's question in plain words, with its uncertainty.

    Args:
        definition: the cohort.
        released: figures of the whole.

    Returns:
        Two sentences.
    """
    group = released.estimate.groups[0]
    outcome = definition.outcomes[0]
    months = headline_months(definition)
    point = point_at(group, outcome.code, time_of(definition, months))
    if not any(curve.cause in (outcome.code, None) for curve in group.curves):
        few = _(
            "Trop peu de jeunes ont connu cette issue pour en dire la part : {name}."
        )
        return few.format(name=named(outcome.label))
    median = median_sentence(definition, group.median)
    if point is None or math.isnan(point.estimate) or math.isnan(point.low):
        first = _("Le suivi est trop court pour donner un chiffre à {months} mois.")
        return first.format(months=months) + " " + median
    text = _(
        "Sur 100 jeunes, on estime que {n} ont connu cette issue dans les "
        "{months} mois : {outcome}."
    )
    first = text.format(
        n=of_hundred(point.estimate, point.low, point.high),
        months=months,
        outcome=named(outcome.label),
    )
    return first + " " + median


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
    unit = per_month(definition)
    n = decimal(median.estimate / unit, 0)
    if math.isnan(median.low) or math.isnan(median.high):
        return _("Un jeune sur deux en est là au bout de {n} mois.").format(n=n)
    text = _("Un jeune sur deux en est là au bout de {n} mois ({low} à {high}).")
    return text.format(
        n=n, low=decimal(median.low / unit, 0), high=decimal(median.high / unit, 0)
    )


def median_cell(definition: CohortDefinition, median: Median | None) -> str:
    """Write a median in a cell.

    Args:
        definition: the cohort.
        median: of the outcome.

    Returns:
        "12,4 mois", or that it is not reached.
    """
    if median is None or not median.reached:
        return _("non atteinte")
    return _("{n} mois").format(n=decimal(median.estimate / per_month(definition)))


def means_sentence(definition: CohortDefinition, group: GroupEstimate) -> str:
    """Say the mean times before any outcome.

    Args:
        definition: the cohort.
        group: one group's figures.

    Returns:
        A sentence, "" where there is no mean.
    """
    unit = per_month(definition)
    texts = [
        _("{mean} mois (± {error}) sur les {months} premiers mois").format(
            mean=decimal(mean.estimate / unit),
            error=decimal(Z_95 * mean.std_error / unit),
            months=whole(mean.horizon / unit),
        )
        for mean in group.restricted_means
        if math.isfinite(mean.estimate)
    ]
    head = _("Temps moyen avant toute issue : {means}.")
    return head.format(means=_(" ; ").join(texts)) if texts else ""


def share_cell(point: AtTime | None) -> str:
    """Write a share with its limits in a cell.

    Args:
        point: the curve at a time.

    Returns:
        "42 % (35 à 49)", a dash where nothing may be said.
    """
    if point is None:
        return NOTHING
    high = point.high
    if point.estimate == high == 0:  # nobody yet: which does not say that nobody will
        still = point.n_at_risk if point.n_at_risk > 1 else 1.0  # NaN: not told
        high = min(RULE_OF_THREE / still, 1.0)
    return interval(point.estimate, point.low, high)


def at_risk_cell(point: AtTime | None, released: ReleasedEstimate) -> str:
    """Write how many are still followed at a time.

    Args:
        point: the curve at that time.
        released: the figures it belongs to.

    Returns:
        A rounded count, a dash after the end of the curve.
    """
    if point is None or math.isnan(point.estimate) or math.isnan(point.n_at_risk):
        return NOTHING
    return count(released.told(point.n_at_risk))


def count(told: Told) -> str:
    """Write a head count as it may be told.

    Args:
        told: rounded, or kept back.

    Returns:
        "1 234", "< 9", or "masqué".
    """
    if told.is_hidden:
        return _("masqué")
    return f"< {told.under}" if told.under else whole(told.n)


def per_month(definition: CohortDefinition) -> float:
    """Give the units of the cohort's clock in a month."""
    return DAYS_PER_MONTH if definition.clock == "days" else 1.0


def named(labels: Mapping[str, str]) -> str:
    """Choose among labels, set properly."""
    return typeset(label(dict(labels)))


def first_up(text: str) -> str:
    """Give a text its capital."""
    return text[:1].upper() + text[1:]


def chart(
    released: ReleasedEstimate,
    definition: CohortDefinition,
    *,
    names: Mapping[str, str] | None,
    look: Look,
) -> Spec | None:
    """Draw the causes of the whole, or the outcome of each group.

    Args:
        released: the figures.
        definition: the cohort.
        names: label of each group → name, None = the whole.
        look: colours.

    Returns:
        A Vega-Lite specification; None where no curve is long enough, or there are
        too many to be told apart.
    """
    if not is_drawable(released, definition):
        return None
    if names is None:
        series = {one.code: first_up(named(one.label)) for one in definition.causes}
    else:
        series = dict(names)
    words = _words(series, by_group=names is not None)
    return curve_chart(released, definition=definition, words=words, look=look)


def is_drawable(released: ReleasedEstimate, definition: CohortDefinition) -> bool:
    """Tell whether figures make a chart.

    Args:
        released: the figures.
        definition: the cohort.

    Returns:
        Whether one curve at least is long enough, and four groups at most are there.
    """
    n_groups = len(released.estimate.groups)
    n_absent = len(not_drawn(released, definition))
    return n_absent < n_groups <= MOST_CURVES


def _words(series: dict[str, str], *, by_group: bool) -> Words:
    several = _("Encore suivis, sans issue : {name}")
    return Words(
        series=series,
        reading=interval,
        whole=count,
        tip=_("{name}, {months} : {reading}"),
        months=_("{n} mois"),
        at_risk=several if by_group else _("Encore suivis, sans issue"),
        by_group=by_group,
        left=_("Suivi arrêté ou encore trop court"),
    )


def alt_text(
    rows: Sequence[tuple[str, str, Sequence[str]]], months: Sequence[int]
) -> str:
    """Say a chart in words.

    Args:
        rows: name of a line, its group or cause, and its reading at each horizon.
        months: the horizons.

    Returns:
        One sentence per line.
    """
    texts = []
    for name, _of, readings in rows:
        told = [
            _("{reading} à {n} mois").format(reading=reading, n=n)
            for reading, n in zip(readings, months, strict=True)
            if reading != NOTHING
        ]
        if told:
            text = _("{name} : {readings}.")
            texts.append(text.format(name=name, readings=", ".join(told)))
    head = _("Courbes de la part ayant connu l’issue selon le temps écoulé.")
    tail = _("Le tableau qui suit les répète.")
    return " ".join([head, *texts, tail])
