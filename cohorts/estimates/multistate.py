"""Episodes → the share in each state, chances of passing, and expected time in states.

From the state occupied at each time and the changes seen among those under observation,
Aalen and Johansen's product gives the share in each state, late entry and early exit
allowed for. Errors follow each person through the product (infinitesimal jackknife), so
that the steps of one person hang together; they need no assumption that the past is
forgotten. The shares themselves stay right without that assumption where leaving
observation does not depend on the state; chances *from* a state take only the persons
who are in it then (a landmark), for the same reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cohorts.estimates.failures import NobodyInState
from cohorts.estimates.intervals import limits
from cohorts.estimates.results import Curve, RestrictedMean
from cohorts.risk_table.episodes import STAYS, Episodes
from cohorts.risk_table.numbers import Floats, Integers, Numbers


AWAY = -1  # not under observation


@dataclass(frozen=True, eq=False)
class StateEstimate:
    """What becomes of a group through its states; K states.

    Attributes:
        curves: share in each state over time, one curve per state.
        stays: expected time in each state from the beginning to the horizon, or empty.
        transitions: changes seen from (row) to (column), (K, K).
        n_persons: persons who took part.
    """

    curves: tuple[Curve, ...]
    stays: tuple[RestrictedMean, ...]
    transitions: Integers
    n_persons: int


def occupation(
    episodes: Episodes,
    *,
    group: str = "all",
    start: float | None = None,
    fixed_start: bool = True,
    horizon: float | None = None,
    confidence: float = 0.95,
) -> StateEstimate:
    """Estimate the share in each state over time.

    Args:
        episodes: of one group.
        group: its label.
        start: beginning; None = the first time anybody is observed. The shares there
            are those among the persons observed then.
        fixed_start: take the shares at the beginning as given, as R does, and not as
            estimated from these persons, which widens the intervals.
        horizon: end of the expected times in states; None = none.
        confidence: width of the pointwise interval (log scale).

    Returns:
        The shares, which add up to 1 at each time, their errors, the expected times.

    Raises:
        NobodyInState: nobody is observed at the beginning.

    Source: Aalen & Johansen (1978); errors as R `survival` 3.5 `survfit` on states
        with `id`; expected times as `print(survfit, rmean =)`.
    """
    begin = float(episodes.start.min()) if start is None else float(start)
    first = (episodes.start <= begin) & (episodes.stop > begin)
    if not np.any(first):
        raise NobodyInState
    n_states = len(episodes.states)
    counted = np.bincount(episodes.state[first], minlength=n_states)
    share = counted / counted.sum()
    influence = np.zeros((episodes.n_persons, n_states))
    if not fixed_start:
        rows = episodes.person[first]
        influence[rows] = (np.eye(n_states)[episodes.state[first]] - share) / rows.size
    return _follow(
        episodes,
        begin,
        share,
        influence,
        group=group,
        horizon=horizon,
        width=confidence,
    )


def passage(
    episodes: Episodes,
    *,
    state: str,
    start: float,
    group: str = "all",
    horizon: float | None = None,
    confidence: float = 0.95,
) -> StateEstimate:
    """Estimate what becomes of those who are in a state at a time.

    Args:
        episodes: of one group.
        state: name of the state.
        start: the time (the landmark).
        group: label.
        horizon: end of the expected times; None = none.
        confidence: width of the pointwise interval.

    Returns:
        Chances of being in each state later, for the persons in `state` just after
        `start`, followed from there; others do not take part.

    Raises:
        NobodyInState: nobody is in the state then.

    Source: Putter & Spitoni (2018), landmark Aalen-Johansen.
    """
    code = episodes.states.index(state)
    there = (episodes.start <= start) & (episodes.stop > start)
    chosen = episodes.person[there & (episodes.state == code)]
    if not chosen.size:
        raise NobodyInState
    kept = np.isin(episodes.person, chosen) & (episodes.stop > start)
    _codes, who = np.unique(episodes.person[kept], return_inverse=True)
    part = Episodes(
        episodes.states,
        who.astype(np.int64),
        np.maximum(episodes.start[kept], start),
        episodes.stop[kept],
        episodes.state[kept],
        episodes.to[kept],
    )
    return occupation(
        part, group=group, start=start, horizon=horizon, confidence=confidence
    )


def count_transitions(episodes: Episodes) -> Integers:
    """Count the changes of state.

    Args:
        episodes: of one group.

    Returns:
        From (row) to (column), (K, K).
    """
    changed = episodes.to != STAYS
    counted = np.zeros((len(episodes.states),) * 2, np.int64)
    np.add.at(counted, (episodes.state[changed], episodes.to[changed]), 1)
    return counted


def _follow(
    episodes: Episodes,
    begin: float,
    share: Floats,
    influence: Floats,
    *,
    group: str,
    horizon: float | None,
    width: float,
) -> StateEstimate:
    where = np.full(episodes.n_persons, AWAY)
    steps: list[tuple[Numbers, ...]] = []
    area, spread = np.zeros_like(share), np.zeros_like(influence)
    since, until = begin, np.inf if horizon is None else float(horizon)
    for moment in episodes.walk():
        where[episodes.person[moment.begins]] = episodes.state[moment.begins]
        leaving = episodes.person[moment.ends]
        if moment.time > begin:
            lasted = max(0.0, min(moment.time, until) - since)
            area = area + lasted * share
            spread += lasted * influence
            since = max(since, min(moment.time, until))
            into = episodes.to[moment.ends]
            moved = into != STAYS
            at_risk = np.bincount(where[where != AWAY], minlength=share.size)
            change, into_counts = _change(
                episodes.state[moment.ends][moved], into[moved], at_risk
            )
            _influence(
                influence, change, share, at_risk, where, leaving[moved], into[moved]
            )
            share = share + share @ change
            gone = np.bincount(where[leaving[~moved]], minlength=share.size)
            error = np.sqrt(np.einsum("pk,pk->k", influence, influence))
            steps.append((at_risk, into_counts, gone, share, error))
        where[leaving] = AWAY
    curves = _curves(episodes, begin, steps, group, width)
    stays: tuple[RestrictedMean, ...] = ()
    if horizon is not None:
        lasted = max(0.0, until - since)
        spread += lasted * influence
        total, errors = area + lasted * share, np.sqrt((spread**2).sum(axis=0))
        stays = tuple(
            RestrictedMean(until, float(mean), float(error), state)
            for state, mean, error in zip(episodes.states, total, errors, strict=True)
        )
    return StateEstimate(curves, stays, count_transitions(episodes), episodes.n_persons)


def _change(
    left: Integers, into: Integers, at_risk: Integers
) -> tuple[Floats, Integers]:
    """Give the step of the cumulative transition hazards, (K, K); rows sum to 0."""
    n_states = at_risk.size
    moves = np.zeros((n_states, n_states))
    np.add.at(moves, (left, into), 1.0)
    change = moves / np.maximum(at_risk, 1)[:, None]
    change[np.diag_indices(n_states)] -= change.sum(axis=1)
    return change, moves.sum(axis=0).astype(np.int64)


def _influence(
    influence: Floats,
    change: Floats,
    share: Floats,
    at_risk: Integers,
    where: Integers,
    movers: Integers,
    into: Integers,
) -> None:
    """Carry each person's influence over one step, in place."""
    influence += influence @ change
    if not np.any(change):
        return
    weight = share / np.maximum(at_risk, 1)
    here = np.flatnonzero(where != AWAY)
    influence[here] -= (weight[:, None] * change)[where[here]]
    left = where[movers]
    # one mover a person a time, so plain indexing adds each once
    influence[movers, into] += weight[left]
    influence[movers, left] -= weight[left]


def _curves(
    episodes: Episodes,
    begin: float,
    steps: Sequence[tuple[Numbers, ...]],
    group: str,
    width: float,
) -> tuple[Curve, ...]:
    times = episodes.times[episodes.times > begin]
    at_risk, into, gone, shares, errors = (
        np.array(column) for column in zip(*steps, strict=True)
    )
    curves = []
    for k, state in enumerate(episodes.states):
        low, high = limits(shares[:, k], errors[:, k], confidence=width, scale="log")
        curves.append(
            Curve(
                group=group,
                cause=state,
                times=times,
                n_at_risk=at_risk[:, k],
                n_events=into[:, k],
                n_censored=gone[:, k],
                estimate=shares[:, k],
                std_error=errors[:, k],
                low=low,
                high=high,
                origin=0.0,
            )
        )
    return tuple(curves)
