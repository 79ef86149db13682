"""Cases → episodes, cut where the exposure switches and where windows begin.

An episode is a part (start, stop] of a case over which nothing changes; the event, if
any, belongs to the last one. Late entries stay late.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from cohorts.exposure.cases import Cases
from cohorts.exposure.failures import OptionImpossible
from cohorts.risk_table.numbers import Floats, Integers


Since = Literal["exposure", "origin"]
UNEXPOSED = "0"
EXPOSED = "1"
CASE = "case"


def split_at_exposure(
    cases: Cases, *, windows: Sequence[float] = (), since: Since = "exposure"
) -> pd.DataFrame:
    """Split cases into episodes that are exposed, or not, from end to end.

    Args:
        cases: the cases.
        windows: ends of all windows but the last, rising, > 0.
        since: what the windows count from: the exposure, or the origin.

    Returns:
        One row an episode, in the order of the cases: case (place), person, start,
        stop, cause (of the last episode, else 0), exposed (0 or 1), window
        (`UNEXPOSED`, or the label of the window in which it is exposed), and the
        covariates.

    Raises:
        OptionImpossible: windows that do not rise.
    """
    check_windows(windows)
    switch = cases.exposed
    place = np.arange(cases.n, dtype=np.int64)
    start, stop, cause = cases.start, cases.stop, cases.cause
    ends = [
        switch + end if since == "exposure" else np.full(cases.n, float(end))
        for end in windows
    ]
    # The time without exposure is not cut: it would make rows and change nothing.
    for anchor in [switch, *(np.where(switch < end, end, np.nan) for end in ends)]:
        place, start, stop, cause = _cut(place, start, stop, cause, anchor)
    is_exposed = start >= switch[place]
    rank = np.zeros(place.size, np.int64)
    for end in ends:
        rank += start >= end[place]
    labels = np.array(window_labels(windows))
    episodes = pd.DataFrame(
        {
            CASE: place,
            "person": cases.person[place],
            "start": start,
            "stop": stop,
            "cause": cause,
            "exposed": is_exposed.astype(np.int64),
            "window": np.where(is_exposed, labels[rank], UNEXPOSED),
        }
    )
    carried = cases.covariates.iloc[place].reset_index(drop=True)
    return pd.concat([episodes, carried], axis=1)


def window_labels(windows: Sequence[float]) -> tuple[str, ...]:
    """Name windows by their bounds: (start, end] on the clock.

    >>> window_labels((3, 12))
    ('0-3', '3-12', '12+')
    >>> window_labels(())
    ('1',)
    """
    if not windows:
        return (EXPOSED,)
    starts = ["0", *(f"{end:g}" for end in windows)]
    ends = [*(f"-{end:g}" for end in windows), "+"]
    return tuple(a + b for a, b in zip(starts, ends, strict=True))


def check_windows(windows: Sequence[float]) -> None:
    """Refuse windows that are not positive and rising.

    Args:
        windows: ends of the windows.

    Raises:
        OptionImpossible: so they are not.
    """
    bounds = np.array([0.0, *windows])
    if not np.all(np.isfinite(bounds)) or np.any(np.diff(bounds) <= 0):
        raise OptionImpossible("windows")


def _cut(
    place: Integers, start: Floats, stop: Floats, cause: Integers, at: Floats
) -> tuple[Integers, Floats, Floats, Integers]:
    """Cut the episodes in two where their case's time lies within them."""
    when = at[place]
    within = (when > start) & (when < stop)
    order = np.argsort(
        np.concatenate((np.arange(place.size), np.flatnonzero(within) + 0.5)),
        kind="stable",
    )
    first_stop = np.where(within, when, stop)
    first_cause = np.where(within, 0, cause)
    return (
        np.concatenate((place, place[within]))[order],
        np.concatenate((start, when[within]))[order],
        np.concatenate((first_stop, stop[within]))[order],
        np.concatenate((first_cause, cause[within]))[order],
    )
