"""The partial likelihood, its slope and its curvature, from the operators.

With a, b the sums over the events at a time of 1 / c and share / c (see `tied_sums`),
the slope needs one number per pattern: how much hazard it met. The curvature needs that
number, and the means of the risk sets, (T, p); never a matrix per time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cohorts.regression.risk_sets import RiskSets
from cohorts.regression.tied_sums import TiedSums, breslow_sums, efron_sums
from cohorts.risk_table.numbers import Floats


Ties = Literal["efron", "breslow"]


@dataclass(frozen=True, eq=False)
class Moments:
    """What the risk sets hold at one value of the coefficients; T times, p columns.

    Attributes:
        risk: exp(x b) of each pattern, (P,).
        at_risk: its sum over the risk sets, (T,).
        mean_at_risk: sum of risk times x over the risk sets, (T, p).
        leaving: sum of risk over the events, (T,).
        mean_leaving: sum of risk times x over the events, (T, p).
        sums: the sums over the events at each time.
    """

    risk: Floats
    at_risk: Floats
    mean_at_risk: Floats
    leaving: Floats
    mean_leaving: Floats
    sums: TiedSums


@dataclass(frozen=True, eq=False)
class Slope:
    """The log likelihood at one value of the coefficients; p columns.

    Attributes:
        log_likelihood: its value.
        score: first derivatives, (p,).
        information: minus the second derivatives, (p, p).
    """

    log_likelihood: float
    score: Floats
    information: Floats


def moments(x: Floats, sets: RiskSets, beta: Floats, *, ties: Ties) -> Moments:
    """Sum the risk sets.

    Args:
        x: the columns, (P, p); centred, so that the exponential stays small.
        sets: the operators.
        beta: coefficients, (p,).
        ties: how events at one time are taken.

    Returns:
        The moments.
    """
    risk = np.exp(x @ beta)
    both = np.column_stack((risk, risk[:, None] * x))
    at_risk = sets.at_risk(both)
    leaving = sets.leaving(both)
    sums = (
        efron_sums(sets.n_events, at_risk[:, 0], leaving[:, 0])
        if ties == "efron"
        else breslow_sums(sets.n_events, at_risk[:, 0])
    )
    return Moments(
        risk, at_risk[:, 0], at_risk[:, 1:], leaving[:, 0], leaving[:, 1:], sums
    )


def slope(x: Floats, sets: RiskSets, beta: Floats, *, ties: Ties) -> Slope:
    """Evaluate the log partial likelihood and its derivatives.

    Args:
        x: the columns, (P, p), centred.
        sets: the operators.
        beta: coefficients, (p,).
        ties: how events at one time are taken.

    Returns:
        Value, score and information.

    Source: Cox (1972, 1975); Efron (1977); weights as R `coxph`: the mean weight of
        the events at a time weighs that time.
    """
    found = moments(x, sets, beta, ties=ties)
    died = sets.had(np.ones_like(found.at_risk))
    value = float(died @ (x @ beta) - sets.mean_weight @ found.sums.log)
    met = hazard_met(sets, found) * found.risk
    score = x.T @ (died - met)
    return Slope(value, score, information(x, sets, found))


def hazard_met(
    sets: RiskSets, found: Moments, *, weights: Floats | None = None
) -> Floats:
    """Sum the baseline hazard that the rows of each pattern met, (P,).

    Args:
        sets: the operators.
        found: the moments.
        weights: a weight per time, (T,); None = 1.

    Returns:
        Size times cumulative hazard of each pattern.
    """
    weigh = sets.mean_weight if weights is None else sets.mean_weight * weights
    met: Floats = sets.exposed(weigh * found.sums.first) - sets.had(
        weigh * found.sums.first_share
    )
    return met


def information(
    x: Floats, sets: RiskSets, found: Moments, *, weights: Floats | None = None
) -> Floats:
    """Sum the variances of the columns within the risk sets.

    Args:
        x: the columns, (P, p).
        sets: the operators.
        found: the moments.
        weights: a weight per time, (T,); None = 1.

    Returns:
        The matrix, (p, p).
    """
    weigh = sets.mean_weight if weights is None else sets.mean_weight * weights
    met = hazard_met(sets, found, weights=weights) * found.risk
    inside, outside = found.mean_at_risk, found.mean_leaving
    second, cross, square = (
        (weigh * column)[:, None]
        for column in (
            found.sums.second,
            found.sums.second_share,
            found.sums.second_square,
        )
    )
    mixed = (cross * inside).T @ outside
    squares = (second * inside).T @ inside - mixed - mixed.T
    squares += (square * outside).T @ outside
    matrix: Floats = x.T @ (met[:, None] * x) - squares
    return (matrix + matrix.T) / 2


Evaluate = Callable[[Floats], Slope]
