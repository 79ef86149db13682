"""The frozen values that estimates are: curves, medians, means, tests.

`Estimate.as_dict` is the JSON that programs read: NaN and infinity become null, whole
numbers stay whole, absent parts are left out.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any

import numpy as np

from cohorts.risk_table.numbers import Floats, Numbers


NOT_KNOWN = math.nan


@dataclass(frozen=True, eq=False)
class Curve:
    """A step function of time, right-continuous, with its at-risk table; T times.

    Attributes:
        group: label of the group.
        cause: name of the cause; None where there is only one.
        times: (T,) rising.
        n_at_risk: just before each time, (T,).
        n_events: events of the curve's own cause at each time, (T,).
        n_censored: (T,).
        estimate: share (or cumulative hazard) at each time, (T,).
        std_error: of the estimate itself, (T,); NaN where undefined.
        low: lower limit, (T,); NaN where undefined.
        high: upper limit, (T,).
        origin: value before the first time: 1 for survival, 0 for incidence.
        n_followed: still there at each time, (T,), where counts are laid on the ends of
            months, so that `n_at_risk` is of the whole month; NaN where it is not told.
            None = `n_at_risk` says it.
    """

    group: str
    cause: str | None
    times: Numbers
    n_at_risk: Numbers
    n_events: Numbers
    n_censored: Numbers
    estimate: Floats
    std_error: Floats
    low: Floats
    high: Floats
    origin: float = 1.0
    n_followed: Floats | None = None


@dataclass(frozen=True)
class AtTime:
    """A curve read at one time; NaN after the last time observed.

    `n_at_risk` is just before the time, or at it for figures told by month (`Curve`).
    """

    time: float
    cause: str | None
    n_at_risk: float
    estimate: float
    std_error: float
    low: float
    high: float


@dataclass(frozen=True)
class Median:
    """The time at which half have left, NaN where the curve does not get there.

    Attributes:
        estimate: the median; NaN where not reached.
        low: lower limit.
        high: upper limit; NaN where the limit's curve stays above one half.
        reached: whether the curve gets down to one half.
    """

    estimate: float
    low: float
    high: float
    reached: bool


@dataclass(frozen=True)
class Quantile:
    """The time at which a share has left.

    Attributes:
        share: the share, strictly between 0 and 1.
        time: its time, with limits; see `Median`.
    """

    share: float
    time: Median


@dataclass(frozen=True)
class RestrictedMean:
    """The mean time up to a horizon: the area under a curve.

    Attributes:
        horizon: end of the mean.
        estimate: mean time without event, or in a state.
        std_error: its error.
        cause: the state, for a mean time in it; None for the time without event.
    """

    horizon: float
    estimate: float
    std_error: float
    cause: str | None = None

    def limits(self, confidence: float) -> tuple[float, float]:
        """Give the interval of the mean.

        Args:
            confidence: its width, strictly between 0 and 1.

        Returns:
            Lower and upper limit, kept between 0 and the horizon; NaN where the error
            is not known.
        """
        if math.isnan(self.std_error):
            return NOT_KNOWN, NOT_KNOWN
        half = NormalDist().inv_cdf((1 + confidence) / 2) * self.std_error
        high = min(self.estimate + half, max(self.horizon, self.estimate))
        return max(self.estimate - half, 0.0), high


@dataclass(frozen=True)
class Transition:
    """The chance of being in one state later, for those who are in another now.

    Attributes:
        source: state at `since`.
        target: state at `time`; may be the same.
        since: the time from which they are followed.
        time: the time at which the chance is read.
        n_at_start: persons in `source` just after `since`.
        n_changes: changes seen straight from `source` to `target`, whenever.
        estimate: the chance; NaN where nobody is followed that long.
        std_error: its error.
        low: lower limit.
        high: upper limit.
    """

    source: str
    target: str
    since: float
    time: float
    n_at_start: int
    n_changes: int
    estimate: float
    std_error: float
    low: float
    high: float


@dataclass(frozen=True)
class TestResult:
    """A test between groups; `cause` is None where every event counts."""

    __test__ = False  # not a test of ours, whatever the name says to pytest

    name: str
    cause: str | None
    statistic: float
    df: int
    p: float


@dataclass(frozen=True)
class Term:
    """One coefficient of a regression, as `parcours estimate` prints it.

    Attributes:
        term: `covariate`, or `covariate=level`.
        cause: the cause that is the event; None where there is one.
        coef: log of the ratio.
        std_error: the model's error of it.
        robust_std_error: the robust error, None where it is not used.
        hazard_ratio: the ratio (of odds for a logit).
        low: lower limit of the ratio, by the error that is used.
        high: upper limit.
        z: coef over the error that is used.
        p: two-sided.
    """

    term: str
    cause: str | None
    coef: float
    std_error: float
    robust_std_error: float | None
    hazard_ratio: float
    low: float
    high: float
    z: float
    p: float


@dataclass(frozen=True)
class GroupEstimate:
    """What is estimated for one group.

    Attributes:
        group: its label.
        n: persons.
        n_events: events of any cause.
        curves: one per cause.
        at: the curves read at the times asked for.
        median: of the survival curve, if the method has one.
        restricted_means: at the horizons asked for.
        n_expected: events expected if the groups were alike (log-rank only).
        quantiles: of the survival curve, at the shares asked for.
        transitions: chances of passing between states (multi-state only).
    """

    group: str
    n: int
    n_events: float
    curves: tuple[Curve, ...] = ()
    at: tuple[AtTime, ...] = ()
    median: Median | None = None
    restricted_means: tuple[RestrictedMean, ...] = ()
    n_expected: float | None = None
    quantiles: tuple[Quantile, ...] = ()
    transitions: tuple[Transition, ...] = ()


@dataclass(frozen=True)
class Estimate:
    """The answer of one method on one set of counts.

    Attributes:
        method: its name, as on the command line.
        n: persons.
        n_events: events of any cause.
        confidence: width of the pointwise intervals.
        groups: one per group, in the order of the labels.
        tests: between the groups.
        notes: what the reader should know, in the reader's language.
        terms: coefficients, for a regression.
        log_likelihood: of a regression of one cause.
    """

    method: str
    n: int
    n_events: float
    confidence: float
    groups: tuple[GroupEstimate, ...]
    tests: tuple[TestResult, ...] = ()
    notes: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    log_likelihood: float | None = None

    def with_notes(self, notes: Sequence[str]) -> "Estimate":
        """Give the same estimate with more notes after its own."""
        return replace(self, notes=(*self.notes, *notes))

    def as_dict(self) -> dict[str, Any]:
        """Give the estimate as the JSON of `parcours estimate`.

        Returns:
            Plain lists and numbers; null where a value is not defined.
        """
        parts: dict[str, Any] = {
            "method": self.method,
            "n": self.n,
            "n_events": number(self.n_events),
            "confidence": self.confidence,
            "groups": [_group(group, self.confidence) for group in self.groups],
            "tests": [_test(test) for test in self.tests],
        }
        if self.terms:
            parts["terms"] = [_term(term) for term in self.terms]
        if self.log_likelihood is not None:
            parts["log_likelihood"] = number(self.log_likelihood)
        return parts | {"notes": list(self.notes)}


def number(value: float) -> float | int | None:
    """Make one number fit for JSON.

    Args:
        value: any number.

    Returns:
        None for NaN and infinity, an int where the value is whole, else a float.
    """
    plain = float(value)
    if not math.isfinite(plain):
        return None
    return int(plain) if plain.is_integer() else plain


def _group(group: GroupEstimate, confidence: float) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "group": group.group,
        "n": group.n,
        "n_events": number(group.n_events),
    }
    if group.n_expected is not None:
        parts["n_expected"] = number(group.n_expected)
    if group.curves:
        parts["curves"] = [_curve(curve) for curve in group.curves]
    if group.at:
        parts["at"] = [_at(point) for point in group.at]
    if group.median is not None:
        parts["median"] = _limits(group.median)
    if group.quantiles:
        parts["quantiles"] = [_quantile(one) for one in group.quantiles]
    if group.restricted_means:
        parts["rmst"] = [_mean(mean, confidence) for mean in group.restricted_means]
    if group.transitions:
        parts["transitions"] = [_transition(one) for one in group.transitions]
    return parts


def _mean(mean: RestrictedMean, confidence: float) -> dict[str, Any]:
    low, high = mean.limits(confidence)
    values = {"horizon": mean.horizon, "estimate": mean.estimate}
    values |= {"std_error": mean.std_error, "low": low, "high": high}
    named = {} if mean.cause is None else {"cause": mean.cause}
    return named | {name: number(value) for name, value in values.items()}


def _transition(one: Transition) -> dict[str, Any]:
    counted = ("since", "time", "n_at_start", "n_changes")
    figures = (*counted, "estimate", "std_error", "low", "high")
    return {"from": one.source, "to": one.target} | {
        name: number(getattr(one, name)) for name in figures
    }


def _quantile(one: Quantile) -> dict[str, Any]:
    return {"share": number(one.share)} | _limits(one.time)


def _limits(time: Median) -> dict[str, Any]:
    return {
        "estimate": number(time.estimate),
        "low": number(time.low),
        "high": number(time.high),
    }


def _curve(curve: Curve) -> dict[str, Any]:
    columns = ["times", "n_at_risk", "n_events", "n_censored"]
    columns += ["estimate", "std_error", "low", "high"]
    if curve.n_followed is not None:
        columns.insert(2, "n_followed")
    return {"cause": curve.cause} | {
        column: _column(getattr(curve, column)) for column in columns
    }


def _column(values: Numbers) -> list[float | int | None]:
    if values.dtype.kind == "f" and not np.all(np.isfinite(values)):
        return [number(value) for value in values.tolist()]
    plain: list[float | int | None] = values.tolist()
    return plain


def _at(point: AtTime) -> dict[str, Any]:
    return {
        "time": number(point.time),
        "cause": point.cause,
        "n_at_risk": number(point.n_at_risk),
        "estimate": number(point.estimate),
        "std_error": number(point.std_error),
        "low": number(point.low),
        "high": number(point.high),
    }


def _term(term: Term) -> dict[str, Any]:
    robust = term.robust_std_error
    values = ("hazard_ratio", "low", "high", "z", "p")
    return {
        "term": term.term,
        "cause": term.cause,
        "coef": number(term.coef),
        "std_error": number(term.std_error),
        "robust_std_error": None if robust is None else number(robust),
    } | {name: number(getattr(term, name)) for name in values}


def _test(test: TestResult) -> dict[str, Any]:
    return {
        "name": test.name,
        "cause": test.cause,
        "statistic": number(test.statistic),
        "df": test.df,
        "p": number(test.p),
    }
