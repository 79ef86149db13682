"""Episodes and intervals of an outside table: states, repeated events, bounds."""

from pathlib import Path

import numpy as np
import pandas as pd

from cohorts.estimates.failures import NobodyInState
from cohorts.estimates.multistate import occupation, passage
from cohorts.estimates.recurrent import mean_cumulative
from cohorts.estimates.results import (
    NOT_KNOWN,
    AtTime,
    Curve,
    Estimate,
    GroupEstimate,
    RestrictedMean,
    Transition,
)
from cohorts.estimates.survival import median_time
from cohorts.estimates.turnbull import count_intervals, turnbull
from cohorts.event_table.rows_from_file import Wanted, read_rows
from cohorts.outside.wish import Wish
from cohorts.risk_table.counts import WHOLE, in_natural_order
from cohorts.risk_table.episodes import STAYS, Episodes, sort_episodes
from cohorts.risk_table.numbers import Integers
from cohorts.risk_table.ties import same_time
from config.translation import _


CENSOR = "censor"


def from_episodes(path: Path, wish: Wish) -> Estimate:
    """Estimate shares in states or mean numbers of events from episodes.

    Args:
        path: CSV or Parquet, one row per episode.
        wish: what is wanted; "multi-state" or "mean-cumulative".

    Returns:
        One curve per state, or one for the events; expected times in states stand as
        restricted means in the order of the states.

    Raises:
        Failure: the table is refused, with the reason.
    """
    of_states = wish.method == "multi-state"
    start, stop = wish.start or wish.entry, wish.stop or wish.duration
    wanted = Wanted(
        numbers=tuple(n for n in (start, stop, None if of_states else wish.event) if n),
        labels=tuple(n for n in (wish.person, wish.group, wish.state_from) if n),
        open_labels=(wish.state_to,) if wish.state_to else (),
    )
    rows = read_rows(path, wanted)
    groups, n_events = [], 0
    states = _states(rows, wish) if of_states else ("1",)
    for label, part in _by_group(rows, wish):
        episodes = sort_episodes(
            part[wish.person],
            part[start] if start else np.zeros(len(part)),
            part[stop],
            state=_codes(part[wish.state_from], states) if of_states else None,
            to=_codes(part[wish.state_to], states)
            if of_states
            else np.where(part[wish.event] > 0, 0, STAYS),
            states=states,
        )
        n_events += int((episodes.to != STAYS).sum())
        groups.append(_group(episodes, wish, label, of_states=of_states))
    return Estimate(
        method=wish.method,
        n=sum(group.n for group in groups),
        n_events=n_events,
        confidence=wish.confidence,
        groups=tuple(groups),
        notes=(_about(states) if of_states else _of_events(),),
    )


def from_intervals(path: Path, wish: Wish) -> Estimate:
    """Estimate a survival curve from bounds of the event.

    Args:
        path: CSV or Parquet, one row per person.
        wish: what is wanted; "turnbull".

    Returns:
        One curve per group.

    Raises:
        Failure: the table is refused, with the reason.
    """
    wanted = Wanted(
        open_numbers=(wish.lower or "", wish.upper or ""),
        labels=(wish.group,) if wish.group else (),
    )
    rows = read_rows(path, wanted)
    groups = []
    for label, part in _by_group(rows, wish):
        intervals = count_intervals(part[wish.lower], part[wish.upper])
        curve = turnbull(intervals, group=label, confidence=wish.confidence)
        seen = float(intervals.n[np.isfinite(intervals.upper)].sum())
        groups.append(
            GroupEstimate(
                group=label,
                n=len(part),
                n_events=seen,
                curves=(curve,),
                at=tuple(_read(curve, time) for time in wish.at),
                median=median_time(curve),
            )
        )
    return Estimate(
        method=wish.method,
        n=len(rows),
        n_events=sum(group.n_events for group in groups),
        confidence=wish.confidence,
        groups=tuple(groups),
        notes=(
            _(
                "entre deux temps de la courbe, sa place n’est pas connue : elle est "
                "dessinée à la fin de chaque intervalle"
            ),
        ),
    )


def _by_group(rows: pd.DataFrame, wish: Wish) -> list[tuple[str, pd.DataFrame]]:
    if not wish.group:
        return [(WHOLE, rows)]
    parts = {str(label): part for label, part in rows.groupby(wish.group)}
    return [(label, parts[label]) for label in in_natural_order(list(parts))]


def _states(rows: pd.DataFrame, wish: Wish) -> tuple[str, ...]:
    entered = set(rows[wish.state_to].dropna()) - {CENSOR}
    return tuple(in_natural_order(list(set(rows[wish.state_from]) | entered)))


def _codes(labels: "pd.Series[str]", states: tuple[str, ...]) -> "np.ndarray":
    code = {state: k for k, state in enumerate(states)}
    return np.array([code.get(label, STAYS) for label in labels], np.int64)


def _group(
    episodes: Episodes, wish: Wish, label: str, *, of_states: bool
) -> GroupEstimate:
    means: tuple[RestrictedMean, ...] = ()
    transitions: tuple[Transition, ...] = ()
    if of_states:
        horizon = wish.rmst[-1] if wish.rmst else None
        found = occupation(
            episodes, group=label, horizon=horizon, confidence=wish.confidence
        )
        curves, means = found.curves, found.stays
        transitions = _transitions(episodes, wish, found.transitions)
    else:
        curves = (mean_cumulative(episodes, group=label, confidence=wish.confidence),)
    return GroupEstimate(
        group=label,
        n=episodes.n_persons,
        n_events=float((episodes.to != STAYS).sum()),
        curves=curves,
        at=tuple(_read(curve, time) for curve in curves for time in wish.at),
        restricted_means=means,
        transitions=transitions,
    )


def _transitions(
    episodes: Episodes, wish: Wish, changes: Integers
) -> tuple[Transition, ...]:
    """Give the chances of passing from each state that somebody is in at the start."""
    begin = float(episodes.start.min()) if wish.since is None else wish.since
    found: list[Transition] = []
    for row, source in enumerate(episodes.states):
        try:
            later = passage(
                episodes, state=source, start=begin, confidence=wish.confidence
            )
        except NobodyInState:
            continue
        times = wish.at or (float(later.curves[0].times[-1]),)
        found += [
            Transition(
                source=source,
                target=str(curve.cause),
                since=begin,
                time=point.time,
                n_at_start=later.n_persons,
                n_changes=int(changes[row, column]),
                estimate=point.estimate,
                std_error=point.std_error,
                low=point.low,
                high=point.high,
            )
            for point_time in times
            if point_time > begin
            for column, curve in enumerate(later.curves)
            for point in [_read(curve, point_time, origin=float(column == row))]
        ]
    return tuple(found)


def _read(curve: Curve, time: float, *, origin: float = NOT_KNOWN) -> AtTime:
    """Read a curve at a time; the origin before its first step, NaN after the last."""
    at = same_time(curve.times, time)
    step = int(np.searchsorted(curve.times, at, side="right")) - 1
    ahead = int(np.searchsorted(curve.times, at, side="left"))
    if ahead == curve.times.size:
        return AtTime(time, curve.cause, 0, *(NOT_KNOWN,) * 4)
    at_risk = float(curve.n_at_risk[ahead])
    if step < 0:
        error = origin * 0.0  # nothing has moved yet: known for sure, or not at all
        return AtTime(time, curve.cause, at_risk, origin, error, origin, origin)
    columns = (curve.estimate, curve.std_error, curve.low, curve.high)
    return AtTime(time, curve.cause, at_risk, *(float(c[step]) for c in columns))


def _about(states: tuple[str, ...]) -> str:
    return _(
        "parts dans chaque situation ({n}), à partir de celles observées au départ"
    ).format(n=len(states))


def _of_events() -> str:
    return _(
        "nombre moyen d’événements par personne ; l’erreur type tient compte de ce "
        "qu’une personne en a plusieurs"
    )
