"""Rows of a cohort → checked cases, each with the time of its first exposure.

A case is exposed on (exposed, exit] and not before: the exposure switches at the END of
the day, or month, on which it happens, so that an event of that same day is not put
down to it. Times 0 or less mean from the origin, as in `risk_table.counts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from cohorts.exposure.failures import EverExposed
from cohorts.regression.table_failures import (
    ColumnMissing,
    TimesOutOfRange,
    ValueUnknown,
)
from cohorts.risk_table.failures import NoRow
from cohorts.risk_table.numbers import Floats, Integers


@dataclass(frozen=True)
class ExposureNames:
    """Which column says what.

    Attributes:
        exit: last time at risk, inclusive.
        cause: 0 censored, 1..K.
        exposed: time of the first exposure; empty = never.
        entry: start of observation, exclusive; None = all from the origin.
        person: pseudonym, where a person may have several cases; None = each row is
            one person.
    """

    exit: str = "exit"
    cause: str = "cause"
    exposed: str = "exposed"
    entry: str | None = "entry"
    person: str | None = "person"


@dataclass(frozen=True, eq=False)
class Cases:
    """Cases of a cohort; n cases.

    Attributes:
        start: start of observation, exclusive; `origin` from the origin, (n,).
        stop: last time at risk, (n,), > start.
        cause: 0 censored, 1..K, (n,).
        exposed: time of the first exposure, NaN = never seen, (n,).
        person: codes of the persons, (n,).
        origin: what `start` is from the origin: -1 on the clock of days, where an
            event may fall on the day of origin itself, else 0.
        covariates: the other columns, one row a case.
    """

    start: Floats
    stop: Floats
    cause: Integers
    exposed: Floats
    person: Integers
    origin: float
    covariates: pd.DataFrame = field(repr=False)

    @property
    def n(self) -> int:
        """Cases."""
        return int(self.stop.size)

    @property
    def n_persons(self) -> int:
        """Persons."""
        return int(np.unique(self.person).size)

    @property
    def repeats(self) -> bool:
        """Whether a person has several cases."""
        return self.n_persons < self.n

    @property
    def exposed_in_time(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which cases are exposed for some of their observed time, (n,)."""
        found: np.ndarray[Any, np.dtype[np.bool_]] = self.exposed < self.stop
        return found

    def take(self, places: Integers) -> "Cases":
        """Take some cases, each as often as named; persons are renumbered.

        Args:
            places: places of the cases, (m,).

        Returns:
            The cases, in that order, each a person of its own.
        """
        return Cases(
            self.start[places],
            self.stop[places],
            self.cause[places],
            self.exposed[places],
            np.arange(len(places), dtype=np.int64),
            self.origin,
            self.covariates.iloc[places].reset_index(drop=True),
        )


def cases_from_frame(
    frame: pd.DataFrame, *, names: ExposureNames | None = None
) -> Cases:
    """Check rows and keep them as cases.

    Args:
        frame: one row a case, n rows; the columns of `names` and any covariates.
        names: which column says what.

    Returns:
        The checked cases.

    Raises:
        NoRow: no row.
        ColumnMissing: a column that is not in the table.
        ValueUnknown: rows without a time, a cause, or a person.
        TimesOutOfRange: times or causes that cannot be.
    """
    names = names or ExposureNames()
    if frame.empty:
        raise NoRow
    stop = _numbers(frame, names.exit)
    entry = np.zeros(stop.size) if names.entry is None else _numbers(frame, names.entry)
    cause = _numbers(frame, names.cause)
    exposed = _numbers(frame, names.exposed, may_miss=True)
    origin = -1.0 if entry.min() < 0 or stop.min() <= 0 else 0.0
    start = np.where(entry <= 0, origin, entry)
    broken = ~np.isfinite(stop) | (stop <= start) | np.isinf(start)
    broken |= (cause < 0) | (cause != np.floor(cause)) | np.isinf(exposed)
    if np.any(broken):
        raise TimesOutOfRange(int(broken.sum()))
    used = {names.exit, names.cause, names.exposed, names.entry, names.person}
    return Cases(
        start=start,
        stop=stop,
        cause=cause.astype(np.int64),
        exposed=exposed,
        person=_persons(frame, names.person),
        origin=origin,
        covariates=frame.drop(
            columns=[name for name in used if name in frame]
        ).reset_index(drop=True),
    )


def exposed_at_origin(cases: Cases) -> Integers:
    """Give who was exposed, where that was known at time zero; else refuse.

    Args:
        cases: the cases.

    Returns:
        1 where the case was exposed at its origin or before, else 0, (n,).

    Raises:
        EverExposed: some were exposed later: "ever exposed" is not a group that
            existed at time zero.

    Source: Suissa (2008), Am J Epidemiol 167, 492-499 (immortal time).
    """
    after = cases.exposed > 0
    if np.any(after):
        ever = ~np.isnan(cases.exposed)
        lived = cases.stop[ever] - cases.start[ever]
        waited = np.clip(cases.exposed[ever] - cases.start[ever], 0, lived)
        raise EverExposed(
            int(after.sum()), int(ever.sum()), float(waited.sum() / lived.sum())
        )
    return (cases.exposed <= 0).astype(np.int64)


def count_sides(cases: Cases, *, cause: int | None = None) -> Mapping[str, float]:
    """Count persons, time and events on both sides of the exposure.

    Args:
        cases: the cases.
        cause: the cause that is the event; None = any.

    Returns:
        n_exposed, n_never (cases), time_exposed, time_unexposed (on the clock),
        events_exposed, events_unexposed.
    """
    event = cases.cause > 0 if cause is None else cases.cause == cause
    switch = np.clip(np.nan_to_num(cases.exposed, nan=np.inf), cases.start, cases.stop)
    reached = cases.exposed_in_time
    return {
        "n_exposed": int(reached.sum()),
        "n_never": int((~reached).sum()),
        "time_exposed": float(np.sum(cases.stop - switch)),
        "time_unexposed": float(np.sum(switch - cases.start)),
        "events_exposed": int(np.sum(event & reached)),
        "events_unexposed": int(np.sum(event & ~reached)),
    }


def _numbers(frame: pd.DataFrame, name: str, *, may_miss: bool = False) -> Floats:
    if name not in frame:
        raise ColumnMissing(name)
    read = pd.to_numeric(frame[name], errors="coerce")
    numbers: Floats = read.to_numpy(np.float64, na_value=np.nan)
    given = frame[name].notna().to_numpy() if may_miss else np.ones(len(frame), bool)
    unknown = int(np.sum(np.isnan(numbers) & given))
    if unknown:
        raise ValueUnknown(name, unknown)
    return numbers


def _persons(frame: pd.DataFrame, name: str | None) -> Integers:
    if name is None:
        return np.arange(len(frame), dtype=np.int64)
    if name not in frame:
        raise ColumnMissing(name)
    codes, _labels = pd.factorize(frame[name])
    unknown = int(np.sum(codes < 0))
    if unknown:
        raise ValueUnknown(name, unknown)
    return codes.astype(np.int64)
