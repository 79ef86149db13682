"""Intervals → the share still without the event, when its day is known between bounds.

A contact in March found the young person in school, the next one in June found them
out: the dropout lies between. Turnbull's estimate spreads each person over the gaps in
which their event may lie, and repeats until the spread agrees with itself. It says
nothing of where inside a gap the curve falls: there it is undefined, and drawn at the
gap's end.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from cohorts.estimates.failures import IntervalsImpossible, NotConverged
from cohorts.estimates.intervals import limits
from cohorts.estimates.results import NOT_KNOWN, Curve
from cohorts.risk_table.numbers import Floats, Integers


PRECISION = 1e-10  # of the gradient, per person
MAX_ROUNDS = 500
ROUNDING = 1e-13
NO_MASS = 1e-9  # under this share a gap counts as empty


@dataclass(frozen=True, eq=False)
class Intervals:
    """Counted intervals of one group; the event lies in (lower, upper]; C cells.

    Attributes:
        lower: last time known without the event, (C,), >= 0.
        upper: first time known with it, (C,); infinity = never seen; equal to `lower`
            = the day is known exactly.
        n: persons of each cell, (C,), > 0.
    """

    lower: Floats
    upper: Floats
    n: Floats


def count_intervals(
    lower: npt.ArrayLike, upper: npt.ArrayLike, n: npt.ArrayLike | None = None
) -> Intervals:
    """Check intervals and count equal ones.

    Args:
        lower: last time without the event, one per person or cell.
        upper: first time with it; infinity or NaN = not seen.
        n: persons of each; None = one.

    Returns:
        The counted intervals, in order.

    Raises:
        IntervalsImpossible: a bound below 0, an upper bound under its lower one, or
            no interval at all.
    """
    low = np.asarray(lower, np.float64)
    high = np.asarray(upper, np.float64)
    low, high = np.nan_to_num(low, nan=0.0), np.where(np.isnan(high), np.inf, high)
    size = np.ones(low.size) if n is None else np.asarray(n, np.float64)
    if low.size == 0 or np.any(low < 0) or np.any(high < low) or np.any(size <= 0):
        raise IntervalsImpossible
    pairs, cell = np.unique(np.stack([low, high]), axis=1, return_inverse=True)
    n_each: Floats = np.bincount(cell.ravel(), weights=size).astype(np.float64)
    return Intervals(pairs[0], pairs[1], n_each)


def turnbull(
    intervals: Intervals, *, group: str = "all", confidence: float = 0.95
) -> Curve:
    """Estimate the share without the event from interval-censored times.

    Args:
        intervals: one group's counted intervals.
        group: its label.
        confidence: width of the pointwise interval (log-log).

    Returns:
        The curve at the ends of the gaps that hold mass, and after the last of them at
        the last finite bound. `n_at_risk` and `n_events` are expected numbers;
        `std_error` is from the observed information on the gaps that hold mass, which
        is right where inspections fall on few common days, as monthly ones do.

    Raises:
        NotConverged: the rounds did not settle.

    Source: Peto (1973); Turnbull (1976); maximum checked by its gradient (Gentleman &
        Geyer 1994). Equal to R `survfit(Surv(l, u, type = "interval2"))` in the
        estimate; R's error treats expected counts as seen ones and is smaller.
    """
    starts, ends = _gaps(intervals)
    inside = _inside(intervals, starts, ends)
    mass = _maximise(inside, intervals.n)
    total = intervals.n.sum()
    finite = np.isfinite(ends)
    share = np.clip(1 - np.cumsum(mass), 0.0, 1.0)
    errors = _errors(inside, intervals.n, mass)
    times, share, errors = ends[finite], share[finite], errors[finite]
    errors = np.where(share > NO_MASS, errors, NOT_KNOWN)
    share = np.where(share > NO_MASS, share, 0.0)
    low, high = limits(share, errors, confidence=confidence, scale="log-log")
    before = np.concatenate(([1.0], share))[:-1]
    return Curve(
        group=group,
        cause=None,
        times=times,
        n_at_risk=total * before,
        n_events=total * (before - share),
        n_censored=np.zeros(times.size),
        estimate=share,
        std_error=errors,
        low=low,
        high=high,
    )


def _gaps(intervals: Intervals) -> tuple[Floats, Floats]:
    """Find the gaps that can hold mass: from a lower bound to the next upper one.

    At one time come, in order, the lower bounds of exact times, which hold the time
    itself, the upper bounds, which hold it too, and the other lower bounds, which do
    not: the event lies in (lower, upper].
    """
    exact = intervals.lower == intervals.upper
    bounds = np.concatenate((intervals.lower, intervals.upper))
    kind = np.concatenate((np.where(exact, 0, 2), np.ones(exact.size, np.int64)))
    order = np.lexsort((kind, bounds))
    is_lower = np.concatenate(
        (np.ones(intervals.lower.size, bool), np.zeros(intervals.upper.size, bool))
    )[order]
    bounds = bounds[order]
    closes = np.flatnonzero(is_lower[:-1] & ~is_lower[1:])
    return bounds[closes], bounds[closes + 1]


def _inside(intervals: Intervals, starts: Floats, ends: Floats) -> Floats:
    """Tell which gaps lie in which interval, (C, J) of 0 and 1."""
    after = starts[None, :] >= intervals.lower[:, None]
    until = ends[None, :] <= intervals.upper[:, None]
    exact = (starts == ends)[None, :]
    own = (intervals.lower == intervals.upper)[:, None]
    # an exact time at the open lower end of an interval is not in it
    open_end = exact & ~own & (starts[None, :] == intervals.lower[:, None])
    return np.asarray(after & until & ~open_end, np.float64)


def _maximise(inside: Floats, n: Floats) -> Floats:
    """Climb to the maximum by constrained Newton steps on few gaps at a time.

    Each step works on the gaps that hold mass and, between two of them, the one where
    mass would help most; it minimises the quadratic that touches the likelihood, under
    masses >= 0 of sum one, which is a least-squares problem. At the maximum no gap has
    a gradient above one per person.

    Source: Wang (2008), Dimension-reduced nonparametric maximum likelihood computation
        for interval-censored data; Dax (1990).
    """
    from scipy.optimize import nnls

    total = n.sum()
    mass = _few(inside)
    for _turn in range(MAX_ROUNDS):
        fit = inside @ mass
        gradient = (n / fit) @ inside / total
        if gradient.max() <= 1 + PRECISION:
            return np.asarray(mass, np.float64)
        held = _worth_trying(mass, gradient)
        scaled = inside[:, held] * (np.sqrt(n) / fit)[:, None]
        bent = scaled - 2 * np.sqrt(n)[:, None]
        aim = np.append(np.zeros(n.size), 1.0)  # masses sum to one: a last equation
        found = nnls(np.vstack((bent, np.ones(held.size))), aim)[0]
        tried = np.zeros(mass.size)
        tried[held] = found / found.sum()
        mass = _between(inside, n, mass, tried)
    raise NotConverged


def _few(inside: Floats) -> Floats:
    """Start on few gaps, at least one in every interval."""
    first, width = inside.argmax(axis=1), inside.sum(axis=1).astype(np.int64)
    last = first + width - 1  # gaps are in order, so an interval holds a run of them
    chosen: list[int] = []
    for row in np.argsort(last).tolist():
        if not chosen or chosen[-1] < first[row]:
            chosen.append(int(last[row]))
    mass = np.zeros(inside.shape[1])
    mass[chosen] = 1 / len(chosen)
    return mass


def _worth_trying(mass: Floats, gradient: Floats) -> Integers:
    """Take the gaps with mass, and the steepest one between each two of them."""
    held = np.flatnonzero(mass > 0)
    edges = np.concatenate(([0], held, [mass.size]))
    steepest = [
        low + int(np.argmax(gradient[low:high]))
        for low, high in pairwise(edges.tolist())
        if high > low
    ]
    return np.unique(np.concatenate((held, steepest)).astype(np.int64))


def _between(inside: Floats, n: Floats, mass: Floats, tried: Floats) -> Floats:
    """Go as far towards the masses tried as the likelihood rises."""
    start = float(n @ np.log(inside @ mass))
    slope = float((n / (inside @ mass)) @ inside @ (tried - mass))
    slack = ROUNDING * (1 + abs(start))  # near the top a gain is lost in rounding
    size = 1.0
    for _halving in range(40):
        there = mass + size * (tried - mass)
        fit = inside @ there
        if np.all(fit > 0):
            gain = float(n @ np.log(fit)) - start
            if gain >= slope * size / 3 - slack or (size < 1 and gain > 0):
                return np.asarray(np.where(there > NO_MASS**2, there, 0.0), np.float64)
        size /= 2
    return mass


def _errors(inside: Floats, n: Floats, mass: Floats) -> Floats:
    """Give the error of 1 - the running sum of the mass, (J,)."""
    held = np.flatnonzero(mass > NO_MASS)
    part = inside[:, held]
    bend = (part * (n / (inside @ mass) ** 2)[:, None]).T @ part
    # the masses sum to one: information on a base of the plane of sum zero
    if held.size < 2:
        return np.zeros(mass.size)
    base = np.linalg.svd(np.ones((1, held.size)))[2][1:].T
    spread = base @ np.linalg.pinv(base.T @ bend @ base, hermitian=True) @ base.T
    up_to = (held[None, :] <= np.arange(mass.size)[:, None]).astype(np.float64)
    variance = np.einsum("jk,kl,jl->j", up_to, spread, up_to)
    errors: Floats = np.sqrt(np.maximum(variance, 0.0))
    return errors
