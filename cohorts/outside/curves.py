"""Curves and tests of an outside table, from its counts."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from cohorts.estimates.analysis import analyse
from cohorts.estimates.comparison import (
    LogRank,
    fleming_harrington,
    log_rank,
    trend,
)
from cohorts.estimates.gray import gray_test
from cohorts.estimates.means import compare_means
from cohorts.estimates.notes import about_ties, zero_durations
from cohorts.estimates.results import Estimate, GroupEstimate, Quantile, TestResult
from cohorts.estimates.survival import kaplan_meier, quantile_time
from cohorts.event_table.from_file import Columns, read_outside_table
from cohorts.guards.caution import Caution, by_gravity
from cohorts.guards.competing import competing_ends
from cohorts.guards.repeated import repeats
from cohorts.guards.small_numbers import small_numbers
from cohorts.guards.ties import ties
from cohorts.guards.wording import as_note
from cohorts.outside.failures import ClusterNotTaken
from cohorts.outside.wish import Wish
from cohorts.risk_table.counts import Counts, counts_from_frame
from cohorts.risk_table.margins import any_cause, only_group
from cohorts.risk_table.risk_table import risk_tables
from config.translation import _


STRATUM = " | "  # between the labels of several columns


def from_counts(path: Path, wish: Wish) -> Estimate:
    """Count a table and compute curves or tests on the counts.

    Args:
        path: CSV or Parquet.
        wish: what is wanted; its method one of `wish.CURVES`.

    Returns:
        The estimate.

    Raises:
        Failure: the table or the wish is refused, with the reason.
    """
    if wish.cluster and wish.method != "kaplan-meier":
        raise ClusterNotTaken(wish.method)
    counts, lines, notes = _counts(path, wish)
    notes += _cautions(path, lines, wish)
    with_ties = lines is counts
    if wish.method == "log-rank" and (wish.rho or wish.trend or wish.strata):
        return _tests(path, counts, wish).with_notes(notes)
    method = "aalen-johansen" if wish.method == "gray" else wish.method
    answer = analyse(
        counts,
        method=method,
        at=wish.at,
        rmst=wish.rmst,
        confidence=wish.confidence,
        with_ties=with_ties,
    )
    if wish.method == "gray":
        tests = _gray(path, counts, wish)
        if counts.has_late_entry:
            notes = [*notes, _about_late_entry()]
        return replace(answer, method="gray", tests=tests).with_notes(notes)
    if wish.method == "kaplan-meier" and (wish.cluster or wish.person):
        from cohorts.outside.clustered import with_clusters

        return with_clusters(answer, path, counts, wish).with_notes(notes)
    if wish.method == "kaplan-meier":
        answer = _with_quantiles(answer, counts, wish)
    return replace(answer, tests=(*answer.tests, *_means(answer))).with_notes(notes)


def _counts(path: Path, wish: Wish) -> tuple[Counts, Counts, list[str]]:
    """Count the table, and its lines where weights count as lines.

    Returns:
        Counts for the estimate; counts of lines, the same where these are; notes.
    """
    columns = Columns(
        wish.duration or "",
        wish.event or "",
        entry=wish.entry,
        group=wish.group,
        weight=wish.weights,
    )
    counts, is_multiplied = _read(path, columns)
    lines, notes = counts, []
    if is_multiplied:
        lines, _never = _read(path, replace(columns, weight=None))
        notes = [
            _(
                "poids entiers : chaque ligne compte autant de personnes que son "
                "poids ; pour des poids de sondage, nommez les personnes (--cluster)"
            ),
            *about_ties(lines),
        ]
    n_zero = int(lines.n_rows[lines.exit == 0].sum())
    return counts, lines, [*notes, *([zero_durations(n_zero)] if n_zero else [])]


def _read(path: Path, columns: Columns) -> tuple[Counts, bool]:
    outside = read_outside_table(path, columns=columns)
    counts = counts_from_frame(outside.cells, causes=outside.causes, clock="unstated")
    return counts, outside.weights_counted


def _cautions(path: Path, counts: Counts, wish: Wish) -> list[str]:
    """Say what the estimate's own notes do not: other ends, few, ties, persons."""
    found = [*small_numbers(counts, horizons=wish.at), *ties(counts)]
    last = max((t for t in wish.at if 0 < t <= counts.exit.max()), default=0.0)
    if wish.method == "kaplan-meier" and last and counts.is_whole:
        found += _other_ends(counts, last)
    person = wish.person or wish.cluster
    if person:
        from cohorts.event_table.rows_from_file import Wanted, read_rows

        rows = read_rows(path, Wanted(labels=(person,)))
        found += repeats(len(rows), int(rows[person].nunique()))
    return [_of_cause(one, counts) for one in by_gravity(found)]


def _of_cause(caution: Caution, counts: Counts) -> str:
    """Say a caution as a note, of which cause where there are several."""
    cause = caution.names.get("cause")
    if cause is None or len(counts.causes) == 1:
        return as_note(caution)
    return _("cause {cause} : {note}").format(cause=cause, note=as_note(caution))


def _other_ends(counts: Counts, at: float) -> tuple[Caution, ...]:
    """Tell it once, of the cause whose share counting others as censored widens most.

    The cautions of the others would say the same words of other figures.
    """

    def gap(found: tuple[Caution, ...]) -> float:
        return max((_widened(one) for one in found), default=0.0)

    each = [competing_ends(counts, cause=one, at=at) for one in counts.causes]
    return max(each, key=gap, default=())


def _widened(caution: Caution) -> float:
    return caution.measures["share_naive"] - caution.measures["share_right"]


def _strata(path: Path, counts: Counts, wish: Wish) -> list[Counts]:
    """Count the table once per stratum, groups and causes those of the whole."""
    if not wish.strata:
        return [counts]
    from cohorts.event_table.rows_from_file import Wanted, read_rows

    numbers = [wish.duration, wish.event, wish.entry]
    wanted = Wanted(
        numbers=tuple(name for name in numbers if name),
        labels=(wish.group or "", *wish.strata),
    )
    rows = read_rows(path, wanted)
    frame = pd.DataFrame(
        {
            "exit": rows[wish.duration],
            "cause": rows[wish.event].map(
                {0.0: 0} | {float(code): k for k, code in enumerate(counts.causes, 1)}
            ),
            "group": rows[wish.group],
        }
    )
    if wish.entry:
        frame["entry"] = rows[wish.entry]
    names = rows[list(wish.strata)].agg(STRATUM.join, axis=1)
    return [
        counts_from_frame(part, causes=counts.causes, groups=counts.groups)
        for _name, part in frame.groupby(names)
    ]


def _tests(path: Path, counts: Counts, wish: Wish) -> Estimate:
    parts = _strata(path, counts, wish)
    weighting = fleming_harrington(wish.rho) if wish.rho else None
    plain = analyse(counts, method="log-rank", confidence=wish.confidence)
    whole = log_rank(parts, weighting=weighting)
    tests = [whole.test]
    if wish.trend:
        tests.append(trend(parts, weighting=weighting))
    plain = replace(plain, groups=tuple(_compared(one, whole) for one in plain.groups))
    notes = []
    if wish.strata:
        notes.append(_("test stratifié : {n} strates").format(n=len(parts)))
    if wish.rho:
        notes.append(_("test pondéré : rho = {rho:g}").format(rho=wish.rho))
    return replace(plain, tests=tuple(tests)).with_notes(notes)


def _compared(group: GroupEstimate, whole: LogRank) -> GroupEstimate:
    """Give a group what the test itself saw and expected, weights and strata too."""
    row = whole.groups.index(group.group)
    return replace(
        group,
        n_events=float(whole.n_observed[row]),
        n_expected=float(whole.n_expected[row]),
    )


def _about_late_entry() -> str:
    return _(
        "test de Gray avec entrées tardives : étendu à ceux qui sont observés ; aucun "
        "logiciel de référence ne le donne, lisez-le avec les courbes"
    )


def _gray(path: Path, counts: Counts, wish: Wish) -> tuple[TestResult, ...]:
    parts = _strata(path, counts, wish)
    return tuple(gray_test(parts, cause=cause, rho=wish.rho) for cause in counts.causes)


def _with_quantiles(answer: Estimate, counts: Counts, wish: Wish) -> Estimate:
    if not wish.quantiles:
        return answer
    groups = []
    for group in answer.groups:
        cells = only_group(counts, group.group)
        (table,) = risk_tables(any_cause(cells))
        curve = kaplan_meier(
            table,
            confidence=wish.confidence,
            weighted=None if cells.is_whole else any_cause(cells),
        )
        found = tuple(Quantile(q, quantile_time(curve, q)) for q in wish.quantiles)
        groups.append(replace(group, quantiles=found))
    return replace(answer, groups=tuple(groups))


def _means(answer: Estimate) -> list[TestResult]:
    """Compare the restricted means of the groups, the last horizon."""
    lasts = [group.restricted_means[-1:] for group in answer.groups]
    means = [last[0] for last in lasts if last and last[0].std_error > 0]
    if len(means) < 2 or len(means) < len(answer.groups):
        return []
    return [compare_means(means)]
