"""A Cox model whose ties are exact: who had the event, given how many had it.

Among those at risk at a time with d events, every set of d persons could have been the
one; the likelihood is the chance of the set that was. Its denominator sums over all
sets of d: the d-th coefficient of the product of (1 + r z) over the persons at risk, r
their ratio. Equal persons are taken together, (1 + r z)^n, so that a month with
hundreds of events among few patterns costs little. The sums of the sets' covariates and
of their squares are carried along: they are the score and the information.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from cohorts.regression.assembling import assemble
from cohorts.regression.cells import Cells
from cohorts.regression.cox import repeats
from cohorts.regression.failures import TooLargeForExact, TooManyColumns
from cohorts.regression.newton import check_identified, inverse, maximise, scale_columns
from cohorts.regression.partial_likelihood import Slope
from cohorts.regression.results import Regression, chi_square, wald
from cohorts.regression.risk_sets import risk_sets
from cohorts.risk_table.numbers import Floats, Integers
from config.translation import _


MOST_SETS = 50_000_000  # persons at risk times events, summed over times
CENTRING_STEPS = 60


@dataclass(frozen=True, eq=False)
class _Time:
    """One time with events in one stratum; Q patterns are at risk.

    Attributes:
        patterns: rows of the design, (Q,).
        at_risk: persons of each, (Q,).
        died: events of each, (Q,).
    """

    patterns: Integers
    at_risk: Integers
    died: Integers


def fit_exact(
    cells: Cells, *, cause: int | None = None, confidence: float = 0.95
) -> Regression:
    """Fit a Cox model with the exact treatment of ties (conditional logistic).

    Args:
        cells: the cells; one row per person, weights none.
        cause: the cause that is the event, the others censored; None = any cause.
        confidence: width of the limits.

    Returns:
        The model; its ratios are of odds within each time, which on months with many
        events are farther from 1 than ratios of hazards.

    Raises:
        TooLargeForExact: too many persons times events, weights, or repeated persons.
        NoEvent, TooManyColumns, ConstantCovariate, CollinearCovariates, Separation,
        NotConverged: as `cox.fit_cox`.

    Source: Cox (1972), §6; Gail, Lubin & Rubinstein (1981); as R
        `coxph(ties = "exact")`.
    """
    chosen = cells.with_event(cause)
    sets = risk_sets(chosen)
    n_events = int(sets.n_events.sum())
    design = chosen.design
    if design.x.shape[1] > n_events:
        raise TooManyColumns(design.x.shape[1], n_events)
    if chosen.weight is not None or repeats(chosen):
        raise TooLargeForExact
    times = _times(chosen)
    if sum(int(t.at_risk.sum()) * int(t.died.sum()) for t in times) > MOST_SETS:
        raise TooLargeForExact
    scaled = scale_columns(design, chosen.pattern_size)
    start = _evaluate(scaled.x, times, np.zeros(scaled.scale.size))
    check_identified(start.information, design.names, n_events=float(n_events))
    top = maximise(
        lambda beta: _evaluate(scaled.x, times, beta),
        names=design.names,
        reach=scaled.reach,
    )
    covariance = inverse(top.at.information)
    gained = 2 * (top.at.log_likelihood - top.at_start.log_likelihood)
    score = top.at_start.score
    by_score = score @ np.linalg.solve(top.at_start.information, score)
    n_columns = scaled.scale.size
    return assemble(
        chosen,
        sets,
        scaled,
        top,
        method="cox",
        ties="exact",
        covariance=covariance,
        confidence=confidence,
        tests=(
            chi_square("likelihood-ratio", gained, n_columns),
            wald("wald", top.beta, covariance),
            chi_square("score", float(by_score), n_columns),
        ),
        notes=(_("ex æquo exacts : les rapports sont des rapports de cotes par date"),),
    )


def _times(cells: Cells) -> list[_Time]:
    length = cells.design.x.shape[0]
    found = []
    for stratum in np.unique(cells.stratum):
        there = cells.stratum == stratum
        for time in np.unique(cells.exit[there & (cells.cause > 0)]):
            present = there & (cells.exit >= time) & _entered(cells, float(time))
            having = there & (cells.exit == time) & (cells.cause > 0)
            at_risk = _count(cells, present, length)
            patterns = np.flatnonzero(at_risk)
            died = _count(cells, having, length)
            found.append(_Time(patterns, at_risk[patterns], died[patterns]))
    return found


def _entered(cells: Cells, time: float) -> np.ndarray:
    return np.asarray((cells.entry < time) | (cells.entry <= 0))


def _count(cells: Cells, where: np.ndarray, length: int) -> Integers:
    counted: Integers = np.bincount(
        cells.pattern[where], weights=cells.n_rows[where], minlength=length
    ).astype(np.int64)
    return counted


def _evaluate(x: Floats, times: list[_Time], beta: Floats) -> Slope:
    total, score = 0.0, np.zeros(beta.size)
    information = np.zeros((beta.size, beta.size))
    for time in times:
        rows = x[time.patterns]
        log_sets, mean, spread = _over_sets(rows, time, rows @ beta)
        total += float(time.died @ (rows @ beta)) - log_sets
        score += time.died @ rows - mean
        information += spread
    return Slope(total, score, information)


def _over_sets(
    rows: Floats, time: _Time, predictor: Floats
) -> tuple[float, Floats, Floats]:
    """Sum over all sets of d persons: log of the sum, mean and covariance of sum x."""
    n_events, n_columns = int(time.died.sum()), rows.shape[1]
    shift = _centre(predictor, time.at_risk, n_events)
    sums = np.zeros((n_events + 1, 1 + n_columns + n_columns**2))
    sums[0, 0] = 1.0
    scale = 0.0
    for row, n, log_ratio in zip(
        rows, time.at_risk.tolist(), predictor + shift, strict=True
    ):
        chosen = np.arange(min(n, n_events) + 1)
        ways = gammaln(n + 1) - gammaln(chosen + 1) - gammaln(n - chosen + 1)
        logs = ways + chosen * log_ratio
        sums = _joined(sums, np.exp(logs - logs.max()), row)
        largest = sums[:, 0].max()
        sums /= largest
        scale += float(logs.max()) + float(np.log(largest))
    sets = sums[n_events, 0]
    mean = sums[n_events, 1 : 1 + n_columns] / sets
    second = sums[n_events, 1 + n_columns :].reshape(n_columns, n_columns) / sets
    log_sets = scale + float(np.log(sets)) - n_events * shift
    return log_sets, mean, second - np.outer(mean, mean)


def _joined(sums: Floats, ways: Floats, row: Floats) -> Floats:
    """Add one pattern: from none to all of its persons may be of the set."""
    n_columns = row.size
    first = slice(1, 1 + n_columns)
    found = np.zeros_like(sums)
    square = np.outer(row, row).ravel()
    for k, amount in enumerate(ways.tolist()):
        part = sums[: len(sums) - k] * amount
        moved = part.copy()
        if k:
            mean = part[:, first]
            cross = mean[:, :, None] * row[None, None, :]
            both = (cross + cross.transpose(0, 2, 1)).reshape(len(part), -1)
            moved[:, first] += k * part[:, :1] * row
            moved[:, 1 + n_columns :] += k * both + k**2 * part[:, :1] * square
        found[k:] += moved
    return found


def _centre(predictor: Floats, at_risk: Integers, n_events: int) -> float:
    """Shift all ratios alike so that sets of d are the usual ones: sums stay exact."""
    if n_events >= at_risk.sum():
        return float(-predictor.min())
    low, high = -predictor.max() - 50.0, -predictor.min() + 50.0
    for _step in range(CENTRING_STEPS):
        middle = (low + high) / 2
        expected = float(at_risk @ (1 / (1 + np.exp(-(predictor + middle)))))
        low, high = (middle, high) if expected < n_events else (low, middle)
    return float(low + high) / 2
