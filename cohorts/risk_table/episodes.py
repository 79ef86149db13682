"""Episodes of persons: the rows that repeated events and changes of state need.

One row says: this person was under observation in this state from `start` to `stop`,
and what happened then. Unlike counts, rows of one person belong together, so episodes
stay on a pseudonymised frame that no page sees; only curves leave it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cohorts.risk_table.failures import EpisodesImpossible
from cohorts.risk_table.numbers import LATEST, Floats, Integers


STAYS = -1  # nothing happens at the end of the episode


@dataclass(frozen=True, eq=False)
class Moment:
    """One time of a walk through episodes.

    Attributes:
        time: when.
        begins: rows that began before it, since the time before.
        ends: rows that end at it.
    """

    time: float
    begins: Integers
    ends: Integers


@dataclass(frozen=True, eq=False)
class Episodes:
    """Episodes sorted by person and start; built by `sort_episodes`; N rows, K states.

    Attributes:
        states: names of the states, K.
        person: 0..P-1, rising, int64, (N,).
        start: beginning, exclusive, (N,).
        stop: end, inclusive, > start, (N,).
        state: state of the episode, index into `states`, (N,).
        to: state entered at `stop`; `STAYS` where none, (N,).
    """

    states: tuple[str, ...]
    person: Integers
    start: Floats
    stop: Floats
    state: Integers
    to: Integers

    @property
    def n_persons(self) -> int:
        """How many persons."""
        return int(self.person[-1]) + 1

    def walk(self) -> Iterator[Moment]:
        """Go through the times at which an episode ends.

        Yields:
            The rows that began since the time before, and those that end.
        """
        times = self.times
        beginning = np.argsort(self.start, kind="stable")
        ending = np.argsort(self.stop, kind="stable")
        begun = np.searchsorted(self.start[beginning], times, side="left")
        ended = np.searchsorted(self.stop[ending], times, side="right")
        since, gone = 0, 0
        for time, until, last in zip(times, begun, ended, strict=True):
            yield Moment(float(time), beginning[since:until], ending[gone:last])
            since, gone = int(until), int(last)

    @property
    def times(self) -> Floats:
        """Distinct times at which an episode ends, rising."""
        ends: Floats = np.unique(self.stop)
        return ends


def sort_episodes(
    person: npt.ArrayLike,
    start: npt.ArrayLike,
    stop: npt.ArrayLike,
    *,
    state: npt.ArrayLike | None = None,
    to: npt.ArrayLike,
    states: Sequence[str] = ("event",),
) -> Episodes:
    """Check episodes and put them in order.

    Args:
        person: any code per row.
        start: beginnings, exclusive.
        stop: ends, inclusive.
        state: state per row, index into `states`; None = all in the first.
        to: state entered at the end, `STAYS` for none.
        states: names of the states.

    Returns:
        The episodes.

    Raises:
        EpisodesImpossible: a row ends where or before it starts, or at no finite
            time, or two rows of one person overlap, or a row does not start in the
            state that the one before it, ending on the same day, led to.
    """
    begin, end = np.asarray(start, np.float64), np.asarray(stop, np.float64)
    _codes, who = np.unique(np.asarray(person), return_inverse=True)
    order = np.lexsort((begin, who))
    into = np.asarray(to, np.int64)[order]
    here = (
        np.zeros(order.size, np.int64)
        if state is None
        else np.asarray(state, np.int64)[order]
    )
    who, begin, end = who[order].astype(np.int64), begin[order], end[order]
    same = who[1:] == who[:-1]
    next_to = same & (begin[1:] == end[:-1])
    expected = np.where(into[:-1] == STAYS, here[:-1], into[:-1])
    possible = (begin < end) & (np.abs(begin) < LATEST) & (end < LATEST)
    broken = int(np.sum(~possible))
    broken += int(np.sum(same & (begin[1:] < end[:-1])))
    if state is not None:
        broken += int(np.sum(next_to & (here[1:] != expected)))
    if broken or not order.size:
        raise EpisodesImpossible(broken)
    return Episodes(tuple(states), who, begin, end, here, into)
