"""A cohort on an open extract → its rates at the horizons, released, by breakdown.

Counted by the cohort engine, estimated by `estimates.describe` and bounded by
`estimates.bounds` on the very counts that disclosure passed: a figure and what stands
beside it always agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import isfinite

from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.complementary import MASKED
from cohorts.disclosure.failures import NotProtectable, TooFew
from cohorts.disclosure.head_counts import PUBLIC, is_rough, rounded_by
from cohorts.disclosure.released import Provenance, ReleasedEstimate, release
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.series import Series
from cohorts.disclosure.suppress import protect
from cohorts.estimates.bounds import Bounds, bounds_of
from cohorts.estimates.describe import describe
from cohorts.event_table.build import CohortCells, Grouping
from cohorts.event_table.load import Manifest
from cohorts.indicators.figures import WHOLE, Figure
from cohorts.indicators.of_activity import name_of
from cohorts.indicators.reengagement import IndicatorRow, answer_indicator
from cohorts.risk_table.counts import Counts, counts_from_frame


MEDIAN = "median"


def rates_of(
    cells: CohortCells,
    *,
    like: Figure,
    breakdowns: Sequence[str],
    horizons: Sequence[int],
    rules: Rules,
    manifest: Manifest,
    with_median: str = "",
    series: Series | None = None,
) -> list[Figure]:
    """Release a cohort's rates, of the whole and by breakdown.

    Args:
        cells: of the cohort, counted by each breakdown.
        like: indicator and variant of each figure.
        breakdowns: those that were counted, beside the whole.
        horizons: months at which the rates are read.
        rules: the disclosure rules in force.
        manifest: of the extract.
        with_median: id of the indicator that the median is told under, "" = none.
        series: what was told before, None = nothing is known of it.

    Returns:
        One figure per group and horizon, told or hidden with the reason.
    """
    definition = replace(cells.definition, horizons_months=tuple(horizons))
    found: list[Figure] = []
    for breakdown in (WHOLE, *breakdowns):
        grouping: Grouping = (breakdown,) if breakdown else ()
        counts = counts_from_frame(
            cells.cells[grouping],
            causes=[cause.code for cause in definition.causes],
            clock=definition.clock,
        )
        own = replace(like, breakdown=breakdown)
        source = _source(cells.definition, manifest)
        day = ""
        if series is not None and manifest.disclosure != PUBLIC:
            counts, source = series.curve(counts, source, grouping=breakdown)
            day = "" if source.extract == manifest.extract else source.as_of
        made = _released(counts, definition, own, rules, manifest, source, with_median)
        base = rounded_by(rules, manifest.disclosure)
        told = [
            replace(one, told_on=day, rough=is_rough(one.n, base=base))
            if one.is_told
            else one
            for one in made
        ]
        if series is not None and manifest.disclosure != PUBLIC:
            _note(series, told, own, day)
        found += told
    return found


def _source(definition: CohortDefinition, manifest: Manifest) -> Provenance:
    """Say where the figures come from; as the pages of cohorts do, in one ledger."""
    return Provenance(
        definition.name,
        definition.hash,
        manifest.extract,
        manifest.as_of.isoformat(),
        str(manifest.rules_version),
    )


def _note(series: Series, told: list[Figure], like: Figure, day: str) -> None:
    """Note what became of the groups of a breakdown."""
    groups = {one.group for one in told if one.is_told}
    series.note_curve(
        name_of(like),
        told=len(groups),
        hidden=len({one.group for one in told} - groups),
        evidence=(
            f"threshold={series.rules.threshold_publication}",
            f"rounding_base={series.rules.rounding_base}",
            f"minimum_at_risk={series.rules.minimum_at_risk}",
        ),
        told_on=day if groups else "",
    )


def _released(
    counts: Counts,
    definition: CohortDefinition,
    like: Figure,
    rules: Rules,
    manifest: Manifest,
    source: Provenance,
    with_median: str,
) -> Iterator[Figure]:
    outcome = definition.outcomes[0].code
    estimator = partial(
        describe,
        at=definition.horizons,
        rmst=definition.horizons[-1:],
        outcome=outcome,
    )
    try:
        told = release(
            counts,
            estimator,
            rules=rules,
            provenance=source,
            disclosure=manifest.disclosure,
        )
        shown = (
            counts if manifest.disclosure == PUBLIC else protect(counts, rules).counts
        )
    except (TooFew, NotProtectable):
        for group in counts.groups:
            for months in definition.horizons_months:
                yield replace(like, group=group, months=months, hidden=MASKED)
        return
    yield from _rows(told, shown, definition, like, with_median)


def _rows(
    told: ReleasedEstimate,
    shown: Counts,
    definition: CohortDefinition,
    like: Figure,
    with_median: str,
) -> Iterator[Figure]:
    answer = answer_indicator(
        told, definition=definition, variant="", breakdown=None, threshold=0
    )
    outcome = definition.outcomes[0].code
    bounds = {
        (one.group, time): one
        for time in definition.horizons
        for one in bounds_of(shown, cause=outcome, at=time)
    }
    for row in answer.rows:
        for rate, time in zip(row.rates, definition.horizons, strict=True):
            figure = replace(
                like,
                group=row.group,
                months=rate.months,
                n=row.n,
                value=rate.estimate,
                low=rate.low,
                high=rate.high,
                at_risk=rate.n_at_risk,
                lost=None if rate.estimate is None else rate.left_before,
                hidden="" if rate.estimate is not None else "few_at_risk",
            )
            beside = bounds.get((row.group, time))
            yield _with_bounds(figure, beside) if figure.is_told else figure
        if with_median:
            yield _median(row, like, with_median)
    for group, why in told.hidden.items():
        for months in definition.horizons_months:
            yield replace(like, group=group, months=months, hidden=why)


def _with_bounds(figure: Figure, bounds: Bounds | None) -> Figure:
    if bounds is None or not bounds.n:
        return figure
    values = (bounds.n_events / bounds.n, bounds.low, bounds.high)
    naive, worst, best = (v if isfinite(v) else None for v in values)
    return replace(figure, naive=naive, worst=worst, best=best)


def _median(row: IndicatorRow, like: Figure, indicator: str) -> Figure:
    """Tell the median; not reached is told as such: value None, not hidden."""
    return replace(
        like,
        indicator=indicator,
        group=row.group,
        part=MEDIAN,
        n=row.n,
        value=row.median_months,
        low=row.median_low,
        high=row.median_high,
    )
