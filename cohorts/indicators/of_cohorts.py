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
from cohorts.disclosure.failures import NotProtectable, TooFew
from cohorts.disclosure.head_counts import PUBLIC
from cohorts.disclosure.released import Provenance, ReleasedEstimate, release
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.suppress import protect
from cohorts.estimates.bounds import Bounds, bounds_of
from cohorts.estimates.describe import describe
from cohorts.event_table.build import CohortCells, Grouping
from cohorts.event_table.load import Manifest
from cohorts.indicators.figures import WHOLE, Figure
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
        found += _released(counts, definition, own, rules, manifest, with_median)
    return found


def _released(
    counts: Counts,
    definition: CohortDefinition,
    like: Figure,
    rules: Rules,
    manifest: Manifest,
    with_median: str,
) -> Iterator[Figure]:
    outcome = definition.outcomes[0].code
    estimator = partial(
        describe,
        at=definition.horizons,
        rmst=definition.horizons[-1:],
        outcome=outcome,
    )
    source = Provenance(
        definition.name,
        definition.hash,
        manifest.extract,
        manifest.as_of.isoformat(),
        str(manifest.rules_version),
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
                yield replace(like, group=group, months=months, hidden="small")
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
                lost=rate.left_before,
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
