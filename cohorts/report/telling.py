"""Released figures → the words, cells and charts of a report."""

import math
from collections.abc import Mapping, Sequence

from cohorts.charts import moments
from cohorts.charts.curve import Words, curve_chart
from cohorts.charts.look import Look
from cohorts.charts.series import Spec, not_drawn
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.head_counts import Told
from cohorts.disclosure.released import ReleasedEstimate
from cohorts.estimates.results import AtTime
from config.numbers import NOTHING, interval, whole
from config.translation import label
from config.typography import _, typeset


MOST_CURVES = 4  # more of them overprint each other; the table says them all
RULE_OF_THREE = 3.0  # nobody seen among n: up to 3 / n, at 95 %
Z_95 = 1.96


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
        at_risk=several if by_group else _("Encore suivis, sans issue"),
        by_group=by_group,
        left=_("Suivi arrêté ou encore trop court"),
    )


def alt_text(
    rows: Sequence[tuple[str, str, Sequence[str]]], definition: CohortDefinition
) -> str:
    """Say a chart in words.

    Args:
        rows: name of a line, its group or cause, and its reading at each horizon.
        definition: the cohort, for its horizons.

    Returns:
        One sentence per line.
    """
    texts = []
    for name, _of, readings in rows:
        told = [
            _("{reading} {when}").format(
                reading=reading, when=moments.at(definition, n)
            )
            for reading, n in zip(readings, definition.horizons_months, strict=True)
            if reading != NOTHING
        ]
        if told:
            text = _("{name} : {readings}.")
            texts.append(text.format(name=name, readings=", ".join(told)))
    head = _("Courbes de la part ayant connu l’issue selon le temps écoulé.")
    tail = _("Le tableau qui suit les répète.")
    return " ".join([head, *texts, tail])
