"""Exact figures of an operation → what of them may leave, beside the answer itself."""

import json
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from cohorts.analysing import provenance_of
from cohorts.disclosure.bench import Behind, ReleasedTables, release_tables
from cohorts.disclosure.bench_again import axes_of
from cohorts.disclosure.bench_parts import Changes, Means, Part, Ratio, Ratios, Shares
from cohorts.disclosure.failures import TooFew
from cohorts.estimates.results import Curve
from cohorts.event_table.build import CASES
from cohorts.exposure.time_varying import TimeVarying
from cohorts.regression.results import Regression
from cohorts.risk_table.numbers import Integers
from cohorts.workbench.answers import Stay
from cohorts.workbench.frame import OpenCohort
from cohorts.workbench.windows import Sides


CASES_KEPT = "SELECT COUNT(*) AS n FROM {cases} WHERE left_at IS NULL"
ALL = "all"


def count_cases(cohort: OpenCohort) -> int:
    """Count the cases of a cohort, as `cohort.run` does, for the ledger.

    Args:
        cohort: open.

    Returns:
        The exact number.
    """
    return int(cohort.engine.run(CASES_KEPT.format(cases=CASES))["n"].iloc[0])


def leaving(
    cohort: OpenCohort,
    question: str,
    parts: Sequence[Part],
    *,
    n: int,
    asked: Sequence[object],
    labels: Mapping[str, Mapping[str, str]] | None = None,
) -> ReleasedTables | None:
    """Protect what an operation found.

    Args:
        cohort: it was found in.
        question: states, types, factors or exposure.
        parts: exact figures.
        n: cases of the cohort.
        asked: all that was chosen in asking, but chance: two answers of one question
            are compared.
        labels: code → French and English.

    Returns:
        The tables that may leave; None where nothing may.
    """
    try:
        return release_tables(
            question,
            parts,
            labels=labels or {},
            n=n,
            rules=cohort.rules,
            provenance=provenance_of(cohort.definition, cohort.manifest),
            disclosure=cohort.manifest.disclosure,
            behind=Behind(json.dumps(asked, default=str), axes_of(parts)),
        )
    except TooFew:
        return None


def states_parts(
    curves: Sequence[Curve],
    stays: Sequence[Stay],
    rows: pd.DataFrame,
    states: tuple[str, ...],
    *,
    horizon: int,
) -> list[Part]:
    """Give the exact figures of situations over time.

    Args:
        curves: at whole months, nothing kept back, one per situation.
        stays: expected months, one per situation.
        rows: stays of persons, with `state` and `to`.
        states: situations, S.
        horizon: of the expected months.

    Returns:
        Occupation, expected times, changes.
    """
    there = np.stack([one.n_at_risk for one in curves], axis=1).astype(np.int64)
    ever = rows.groupby("state")["person"].nunique()
    months = {stay.state: stay for stay in stays}
    moves = rows.dropna(subset=["to"])
    return [
        Shares(
            key="occupation",
            states=states,
            times=np.asarray(curves[0].times, np.int64),
            shares=np.stack([one.estimate for one in curves], axis=1),
            there=there,
            followed=there.sum(axis=1),
            low=np.stack([one.low for one in curves], axis=1),
            high=np.stack([one.high for one in curves], axis=1),
        ),
        Means(
            key="stays",
            states=states,
            values=np.array([months[state].months for state in states]),
            low=np.array([months[state].low for state in states]),
            high=np.array([months[state].high for state in states]),
            persons=np.array([int(ever[state]) for state in states]),
            n=int(rows["person"].nunique()),
            reach=float(horizon),
        ),
        Changes(
            key="changes",
            states=states,
            changes=_table(moves, states, "size"),
            persons=_table(moves, states, "nunique"),
        ),
    ]


def _table(moves: pd.DataFrame, states: tuple[str, ...], how: str) -> Integers:
    place = {state: k for k, state in enumerate(states)}
    table = np.zeros((len(states), len(states)), np.int64)
    for (left, entered), persons in moves.groupby(["state", "to"])["person"]:
        n = persons.nunique() if how == "nunique" else len(persons)
        table[place[str(left)], place[str(entered)]] = int(n)
    return table


def model_parts(
    model: Regression, rows: pd.DataFrame, covariates: Sequence[str], *, cause: int
) -> list[Part]:
    """Give the exact figures of a model.

    Args:
        model: fitted.
        rows: counted cells, or persons, that it saw.
        covariates: their columns.
        cause: its outcome.

    Returns:
        Its ratios, each with persons, outcomes and others on both sides; no persons
        of a level: beside a release by the same groups, they would give back the ones
        which that keeps back.
    """
    sides = {group: _sides(rows, group, cause) for group in covariates}
    found: list[Ratio] = []
    for term in dict.fromkeys(one.term for one in model.coefficients):
        mine = [one for one in model.coefficients if one.term == term]
        reference = str(mine[0].reference)
        here = sides[term][reference]
        found.append(Ratio((term, reference), 1.0, None, None, None, here))
        for one in mine:
            low, high = one.ratio_limits
            other = sides[term][str(one.level)]
            words = (term, str(one.level))
            both = (*other, *here)
            found.append(Ratio(words, one.ratio, low, high, one.p, both))
    n = len(model.coefficients)
    return [Ratios("ratios", ("term", "level"), tuple(found), model.n_events, n)]


def _sides(rows: pd.DataFrame, group: str, cause: int) -> dict[str, tuple[int, ...]]:
    """Give each level's rows, outcomes, and rows without."""
    weighed = rows.assign(events=rows["n_rows"] * (rows["cause"] == cause))
    sums = weighed.groupby(group)[["n_rows", "events"]].sum()
    return {
        str(level): (int(n), int(events), int(n - events))
        for level, n, events in zip(
            sums.index, sums["n_rows"], sums["events"], strict=True
        )
    }


def exposure_parts(
    whole: TimeVarying,
    parts: TimeVarying,
    ends: Sequence[int],
    *,
    behind: Sequence[Sides],
) -> list[Part]:
    """Give the exact figures of an exposure that changes with time.

    Args:
        whole: one ratio for all the time.
        parts: one a window.
        ends: of the windows, in months.
        behind: persons and outcomes on both sides of each window.

    Returns:
        The ratios, each with persons and outcomes on both sides.
    """
    sides = (
        whole.n_exposed,
        whole.n_persons - whole.n_exposed,
        whole.events_exposed,
        whole.events_unexposed,
    )
    names = [ALL, *windows_named(ends)]
    rows = []
    every = (*whole.effects, *parts.effects)
    for name, one, here in zip(names, every, (sides, *behind), strict=True):
        both = (*sides, *here, one.n_events)
        figures = (one.ratio, one.low, one.high, one.p)
        n = whole.n_exposed if name == ALL else None
        rows.append(Ratio((name,), *figures, sides=both, n=n))
    found = Ratios(
        "windows", ("window",), tuple(rows), whole.events_exposed, len(parts.effects)
    )
    return [found]


def windows_named(ends: Sequence[int]) -> list[str]:
    """Give the codes of windows: "0-3", "3-12", "12-".

    Args:
        ends: in months, rising.

    Returns:
        One more than the ends.
    """
    starts = [0, *ends]
    stops: list[int | str] = [*ends, ""]
    return [f"{start}-{stop}" for start, stop in zip(starts, stops, strict=True)]
