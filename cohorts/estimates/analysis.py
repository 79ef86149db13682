"""One method's name and counts → one `Estimate`, with its notes and tests."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from cohorts.estimates.comparison import LogRank, log_rank
from cohorts.estimates.competing import aalen_johansen
from cohorts.estimates.failures import (
    MethodNotThere,
    NothingToCompare,
    WeightsNotWhole,
)
from cohorts.estimates.intervals import read_at
from cohorts.estimates.notes import about_counts, about_horizons, about_table
from cohorts.estimates.results import (
    Curve,
    Estimate,
    GroupEstimate,
    TestResult,
)
from cohorts.estimates.survival import (
    kaplan_meier,
    median_time,
    nelson_aalen,
    restricted_mean,
)
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.margins import only_group
from cohorts.risk_table.risk_table import RiskTable, risk_tables
from config.translation import _


METHODS = ("kaplan-meier", "nelson-aalen", "aalen-johansen", "log-rank")


@dataclass(frozen=True)
class _Wish:
    at: tuple[float, ...]
    horizons: tuple[float, ...]
    confidence: float
    with_ties: bool


def analyse(
    counts: Counts,
    *,
    method: str,
    at: Sequence[float] = (),
    rmst: Sequence[float] = (),
    confidence: float = 0.95,
    with_ties: bool = True,
) -> Estimate:
    """Compute one method on counts.

    Args:
        counts: any counts.
        method: one of `METHODS`.
        at: times at which the curves are read, on the counts' clock.
        rmst: horizons of the restricted mean.
        confidence: width of the pointwise intervals, strictly between 0 and 1.
        with_ties: note how many events share their time; not where weights are
            counted as rows, which would make a tie of each.

    Returns:
        The estimate; a Kaplan-Meier with several groups comes with its log-rank test.

    Raises:
        MethodNotThere: a method that is not one of `METHODS`.
        NothingToCompare: a log-rank test without two groups to compare.
        WeightsNotWhole: weights that are not whole, where no right error exists.
    """
    if method not in METHODS:
        raise MethodNotThere(method, METHODS)
    if method == "nelson-aalen" and not counts.is_whole:
        raise WeightsNotWhole
    wish = _Wish(tuple(at), tuple(rmst), confidence, with_ties)
    if method == "log-rank":
        return _compare(counts, wish)
    return _estimate_curves(counts, method, wish)


def _estimate_curves(counts: Counts, method: str, wish: _Wish) -> Estimate:
    draw: dict[str, Callable[[Counts, RiskTable, _Wish], tuple[Curve, ...]]] = {
        "kaplan-meier": _survival,
        "nelson-aalen": lambda _cells, table, w: nelson_aalen(
            table, confidence=w.confidence
        ),
        "aalen-johansen": lambda cells, table, w: aalen_johansen(
            table, counts=cells, confidence=w.confidence
        ),
    }
    notes = about_counts(counts, with_ties=wish.with_ties)
    if method == "kaplan-meier" and len(counts.causes) > 1:
        notes.append(
            _(
                "plusieurs causes : ici, tout code non nul est un événement ; pour la "
                "part de chaque cause, utilisez aalen-johansen"
            )
        )
    groups = []
    for table in risk_tables(counts):
        cells = only_group(counts, table.group)
        curves = draw[method](cells, table, wish)
        with_mean = method != "nelson-aalen"
        groups.append(_group(cells, table, curves, wish, with_mean=with_mean))
        notes += about_table(table)
        notes += about_horizons(table, at=wish.at, horizons=wish.horizons)
    tests = _tests(counts, notes) if method == "kaplan-meier" else ()
    return _assemble(counts, method, wish, groups, tests, notes)


def _survival(cells: Counts, table: RiskTable, wish: _Wish) -> tuple[Curve, ...]:
    weighted = None if cells.is_whole else cells
    return (kaplan_meier(table, confidence=wish.confidence, weighted=weighted),)


def _group(
    cells: Counts,
    table: RiskTable,
    curves: tuple[Curve, ...],
    wish: _Wish,
    *,
    with_mean: bool,
) -> GroupEstimate:
    """Read one group's curves; median and mean are of the time to any event."""
    plain = GroupEstimate(
        group=table.group,
        n=table.n,
        n_events=float(table.n_events_any.sum()),
        curves=curves,
        at=tuple(point for curve in curves for point in read_at(curve, table, wish.at)),
    )
    if not with_mean:
        return plain
    weighted = None if cells.is_whole else cells
    means = tuple(
        restricted_mean(table, horizon, weighted=weighted) for horizon in wish.horizons
    )
    (whole,) = _survival(cells, table, wish)
    return replace(plain, median=median_time(whole), restricted_means=means)


def _tests(counts: Counts, notes: list[str]) -> tuple[TestResult, ...]:
    if len(counts.groups) < 2:
        return ()
    try:
        return (log_rank(counts).test,)
    except (NothingToCompare, WeightsNotWhole) as refusal:
        notes.append(_("pas de log-rank : {why}").format(why=refusal.what))
        return ()


def _compare(counts: Counts, wish: _Wish) -> Estimate:
    whole = log_rank(counts)
    tests = [whole.test]
    notes = about_counts(counts, with_ties=wish.with_ties)
    if len(counts.causes) > 1:
        tests += _tests_by_cause(counts)
    groups = []
    for table in risk_tables(counts):
        groups.append(_compared(table, whole))
        notes += about_table(table)
    return _assemble(counts, "log-rank", wish, groups, tuple(tests), notes)


def _tests_by_cause(counts: Counts) -> list[TestResult]:
    """Compare each cause that has an event; a rare one must not hide the others."""
    tests = []
    for cause in counts.causes:
        with suppress(NothingToCompare):
            tests.append(log_rank(counts, cause=cause).test)
    return tests


def _compared(table: RiskTable, whole: LogRank) -> GroupEstimate:
    row = whole.groups.index(table.group)
    return GroupEstimate(
        group=table.group,
        n=table.n,
        n_events=float(whole.n_observed[row]),
        n_expected=float(whole.n_expected[row]),
    )


def _assemble(
    counts: Counts,
    method: str,
    wish: _Wish,
    groups: Sequence[GroupEstimate],
    tests: tuple[TestResult, ...],
    notes: Sequence[str],
) -> Estimate:
    return Estimate(
        method=method,
        n=int(counts.n_persons.sum()),
        n_events=float(counts.size[counts.cause > 0].sum()),
        confidence=wish.confidence,
        groups=tuple(groups),
        tests=tests,
        notes=tuple(notes),
    )
