"""Where the young people of a cohort are over time, and how long they stay."""

from dataclasses import replace

import numpy as np
import pandas as pd
from sqlmodel import Session

from cohorts.definition.language import DAYS_PER_MONTH
from cohorts.disclosure.cells import kept_back, told_share, without
from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.head_counts import Told, tell
from cohorts.estimates.intervals import quantile_of_normal
from cohorts.estimates.multistate import StateEstimate, occupation
from cohorts.estimates.results import Curve
from cohorts.event_table.followed import read_episodes
from cohorts.risk_table.episodes import STAYS, sort_episodes
from cohorts.workbench.answers import Passage, StatesAnswer, Stay
from cohorts.workbench.frame import OpenCohort, open_cohort
from cohorts.workbench.leaving import count_cases, leaving, states_parts
from cohorts.workbench.situations import labels_of, pooled
from parcours.access.context import Context
from parcours.access.guard import operation


CONFIDENCE = 0.95


@operation("workbench.states", kind="read", about="name")
def follow_states(
    context: Context,
    session: Session,
    *,
    name: str,
    extract: str | None = None,
    horizon_months: int = 24,
) -> StatesAnswer:
    """Estimate the share of a cohort in each situation over time.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        extract: name of the extract, None = the latest.
        horizon_months: end of the curves and of the expected times.

    Returns:
        Shares, expected months, changes; leaving observation is allowed for.

    Raises:
        CohortUnknown, ExtractUnreadable: as `cohort.run`.
        TooFew: too few young people.
    """
    with open_cohort(context, name=name, extract=extract) as cohort:
        rows = read_episodes(cohort.engine)
        n_cases = count_cases(cohort)
    if rows["person"].nunique() < cohort.threshold:
        raise TooFew(cohort.threshold)
    rows = _merged(_told_together(rows, cohort))
    states = tuple(sorted(rows["state"].unique()))
    code = {state: k for k, state in enumerate(states)}
    episodes = sort_episodes(
        rows["person"],
        rows["start"] / DAYS_PER_MONTH,
        rows["stop"] / DAYS_PER_MONTH,
        state=rows["state"].map(code),
        to=[code.get(state, STAYS) for state in rows["to"]],
        states=states,
    )
    found = occupation(episodes, horizon=horizon_months, confidence=CONFIDENCE)
    curves = _monthly(found, horizon_months, least=_least(cohort))
    stays = _stays(found)
    labels = labels_of(states, cohort.nomenclature)
    exact = states_parts(curves, stays, rows, states, horizon=horizon_months)
    return StatesAnswer(
        definition=cohort.definition,
        manifest=cohort.manifest,
        states=states,
        labels=labels,
        curves=_shown(curves, cohort),
        stays=stays,
        passages=_passages(rows, base=cohort.base),
        horizon_months=horizon_months,
        n=tell(episodes.n_persons, base=cohort.base),
        started=_started(found, base=cohort.base),
        released=leaving(
            cohort, "states", exact, n=n_cases, asked=(horizon_months,), labels=labels
        ),
    )


def _least(cohort: OpenCohort) -> int:
    return cohort.rules.minimum_at_risk if cohort.base else 1


def _told_together(rows: pd.DataFrame, cohort: OpenCohort) -> pd.DataFrame:
    persons = rows.groupby("state")["person"].nunique()
    names = pooled(
        {str(state): int(n) for state, n in persons.items()},
        threshold=cohort.threshold,
    )
    return rows.assign(state=rows["state"].map(names))


def _merged(rows: pd.DataFrame) -> pd.DataFrame:
    """Join stays that follow each other under one name, and name what comes next."""
    same = (rows["state"] == rows["state"].shift()) & (
        rows["person"] == rows["person"].shift()
    )
    together = rows.assign(stay=(~same).cumsum()).groupby("stay", as_index=False)
    stays = together.agg(
        person=("person", "first"),
        start=("start", "first"),
        stop=("stop", "last"),
        state=("state", "first"),
    )
    following = stays.groupby("person")["state"].shift(-1)
    stays["to"] = following.astype(object).mask(following.isna(), other=None)
    return stays


def _monthly(found: StateEstimate, horizon: int, *, least: int) -> tuple[Curve, ...]:
    """Read the curves at whole months: no step tells one person's day.

    They end where fewer persons than the least are still followed.
    """
    times = found.curves[0].times
    followed = np.sum([curve.n_at_risk for curve in found.curves], axis=0)
    enough = np.flatnonzero(followed >= least)
    until = float(times[enough[-1]]) if enough.size else 0.0
    months = np.arange(0, min(horizon, int(until)) + 1)
    at = np.searchsorted(times, months, side="right") - 1
    curves = []
    for curve in found.curves:
        start = float(curve.n_at_risk[0] / followed[0])  # before any change
        pick = np.maximum(at, 0)
        curves.append(
            Curve(
                group=curve.group,
                cause=curve.cause,
                times=months,
                n_at_risk=curve.n_at_risk[pick],
                n_events=curve.n_events[pick],
                n_censored=curve.n_censored[pick],
                estimate=np.where(at >= 0, curve.estimate[pick], start),
                std_error=np.where(at >= 0, curve.std_error[pick], 0.0),
                low=np.where(at >= 0, curve.low[pick], start),
                high=np.where(at >= 0, curve.high[pick], start),
                origin=0.0,
            )
        )
    return tuple(curves)


def _stays(found: StateEstimate) -> tuple[Stay, ...]:
    z = quantile_of_normal(CONFIDENCE)
    return tuple(
        Stay(
            str(stay.cause),
            stay.estimate,
            max(0.0, stay.estimate - z * stay.std_error),
            stay.estimate + z * stay.std_error,
        )
        for stay in found.stays
    )


def _shown(curves: tuple[Curve, ...], cohort: OpenCohort) -> tuple[Curve, ...]:
    """Keep back the shares that few stand behind, and what would tell them.

    Nobody is written like few: were nought told, a share kept back would be someone.
    """
    there = np.stack([curve.n_at_risk for curve in curves], axis=1).astype(np.int64)
    hidden = kept_back(there, threshold=cohort.threshold)
    if cohort.base:
        hidden |= there == 0
    return tuple(
        replace(
            curve,
            estimate=without(curve.estimate, hidden[:, k]),
            std_error=without(curve.std_error, hidden[:, k]),
            low=without(curve.low, hidden[:, k]),
            high=without(curve.high, hidden[:, k]),
        )
        for k, curve in enumerate(curves)
    )


def _started(found: StateEstimate, *, base: int) -> tuple[Told, ...]:
    return tuple(tell(float(one.n_at_risk[0]), base=base) for one in found.curves)


def _passages(rows: pd.DataFrame, *, base: int) -> tuple[Passage, ...]:
    """Tell the changes of each sort; not those that few persons made many times."""
    moves = rows.dropna(subset=["to"])
    departures = moves["state"].value_counts().to_dict()
    told = []
    for (left, entered), persons in moves.groupby(["state", "to"])["person"]:
        few = tell(int(persons.nunique()), base=base)
        n = few if few.value is None else tell(len(persons), base=base)
        chance = told_share(n, tell(int(departures[left]), base=base))
        told.append(Passage(str(left), str(entered), n, chance))
    return tuple(told)
