"""A concave function → its maximum, or the reason why there is none.

Newton-Raphson on centred and scaled columns, steps halved where they overshoot. What
cannot be estimated is told by name before the first step (a column that does not
vary, or that others make up) or as soon as it shows (a coefficient that runs away).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cohorts.regression.design import Design
from cohorts.regression.failures import (
    CollinearCovariates,
    ConstantCovariate,
    NotConverged,
    Separation,
)
from cohorts.regression.partial_likelihood import Slope
from cohorts.risk_table.numbers import Floats


MOST_ITERATIONS = 50
MOST_HALVINGS = 30
SETTLED = 1e-20  # squared length of a step, in standard errors: nothing left to gain
NEARLY = 1e-12  # the next step is the last: the error is squared by it
TURNS_BACK = 0.25  # a step back that gains more than this share of the last overshot
DEPENDENT = 1e-10  # share of a column's variance that the others leave
GAINS_NOTHING = 1e-6  # with a step that changes the hazard, the coefficient is infinite
NEAREST = 1e-100  # a narrower range than this cannot be squared
MOVES = 0.3  # such a step: change of the log hazard over the column's whole range


@dataclass(frozen=True, eq=False)
class Scaled:
    """Columns made alike; P patterns, p columns.

    Attributes:
        x: (x - centre) / scale, (P, p).
        centre: weighted means, (p,).
        scale: weighted standard deviations, (p,).
        reach: range of each scaled column, (p,).
    """

    x: Floats
    centre: Floats
    scale: Floats
    reach: Floats


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where the iterations ended, on the scaled columns; p columns.

    Attributes:
        beta: coefficients, (p,).
        at: the slope there.
        at_start: the slope at the start.
        n_iterations: steps made.
    """

    beta: Floats
    at: Slope
    at_start: Slope
    n_iterations: int


def scale_columns(design: Design, size: Floats) -> Scaled:
    """Centre and scale the columns.

    Args:
        design: the columns, (P, p).
        size: rows (times weight) of each pattern, (P,).

    Returns:
        The scaled columns.

    Raises:
        ConstantCovariate: a column with one value only.
    """
    some = size > 0
    x, weight = design.x[some], size[some]
    low, high = x.min(axis=0), x.max(axis=0)
    for name, a, b in zip(design.names, low, high, strict=True):
        if not b - a > NEAREST:
            raise ConstantCovariate(name)
    centre = weight @ x / weight.sum()
    spread = np.sqrt(weight @ (x - centre) ** 2 / weight.sum())
    return Scaled((design.x - centre) / spread, centre, spread, (high - low) / spread)


def check_identified(
    information: Floats, names: Sequence[str], *, n_events: float
) -> None:
    """Tell which columns cannot be told apart.

    Args:
        information: at coefficients of 0, of the scaled columns, (p, p).
        names: of the columns, p.
        n_events: events, weighted.

    Raises:
        ConstantCovariate: a column that does not vary in any risk set with an event.
        CollinearCovariates: a column that others make up there.
    """
    varies = np.diag(information)
    for j, name in enumerate(names):
        if varies[j] <= DEPENDENT * n_events:
            raise ConstantCovariate(name)
        if not j:
            continue
        own = np.sqrt(varies[: j + 1])
        alike = information[: j + 1, : j + 1] / np.outer(own, own)
        made_of, *_rest = np.linalg.lstsq(alike[:j, :j], alike[:j, j], rcond=None)
        if 1 - alike[j, :j] @ made_of <= DEPENDENT:
            others = [
                name
                for name, share in zip(names, made_of, strict=False)
                if abs(share) > DEPENDENT
            ]
            raise CollinearCovariates(name, others)


def inverse(matrix: Floats) -> Floats:
    """Invert a symmetric matrix.

    Args:
        matrix: of full rank, (p, p).

    Returns:
        Its inverse, symmetric to the last digit.
    """
    found = np.linalg.inv(matrix)
    symmetric: Floats = np.asarray((found + found.T) / 2, np.float64)
    return symmetric


def check_levels(design: Design, n_events: Floats) -> None:
    """Name a level, or a reference, without any event: its ratio is 0 or infinite.

    Args:
        design: the columns, (P, p).
        n_events: events of each pattern, (P,).

    Raises:
        Separation: such levels.
    """
    for term, places in design.terms.items():
        columns = [design.columns[place] for place in places]
        if columns[0].level is None:
            continue
        marks = design.x[:, places]
        names = [
            column.name
            for column, of_level in zip(columns, n_events @ marks, strict=True)
            if of_level == 0
        ]
        if n_events @ (marks.sum(axis=1) == 0) == 0:
            names.append(f"{term}={columns[0].reference}")
        if names:
            raise Separation(names)


def maximise(
    evaluate: Callable[[Floats], Slope],
    *,
    names: Sequence[str],
    reach: Floats,
    bounded: bool = False,
) -> Maximum:
    """Climb from 0 to the maximum.

    Args:
        evaluate: coefficients, (p,) → slope there.
        names: of the first columns, p or fewer.
        reach: range of each of these columns.
        bounded: the function has a maximum whatever the data (Firth): do not look for
            coefficients that run away, and keep steps short.

    Returns:
        The maximum.

    Raises:
        Separation: a coefficient that runs away to infinity.
        NotConverged: no rest after `MOST_ITERATIONS` steps.
    """
    start = evaluate(np.zeros(len(names) if bounded else reach.size))
    beta, here = np.zeros(start.score.size), start
    most = MOST_ITERATIONS * (6 if bounded else 1)
    former, gained = np.zeros_like(beta), np.inf
    for n_made in range(most):
        step = _step(here)
        if bounded:
            step /= max(1.0, float(np.max(np.abs(step) * reach)) / 5)
        gain = float(here.score @ step)
        if abs(gain) <= SETTLED:
            return Maximum(beta, here, start, n_made)
        if bounded and step @ former < 0 and gain > TURNS_BACK * gained:
            step = step / 2  # with few events the penalty bends more than is counted
        former, gained = step, gain
        moved = np.abs(step[: reach.size]) * reach
        if not bounded and gain < GAINS_NOTHING and np.any(moved > MOVES):
            raise Separation(
                [n for n, m in zip(names, moved, strict=True) if m > MOVES]
            )
        step, here = _without_overshooting(evaluate, beta, step, here)
        beta = beta + step
        if abs(gain) <= NEARLY and not bounded:
            return Maximum(beta, here, start, n_made + 1)
    raise NotConverged(most)


def _step(here: Slope) -> Floats:
    own = np.sqrt(np.maximum(np.diag(here.information), np.finfo(np.float64).tiny))
    alike = here.information / np.outer(own, own)
    try:
        step: Floats = np.linalg.solve(alike, here.score / own) / own
    except np.linalg.LinAlgError:
        step = np.linalg.lstsq(alike, here.score / own, rcond=None)[0] / own
    return step


def _without_overshooting(
    evaluate: Callable[[Floats], Slope], beta: Floats, step: Floats, here: Slope
) -> tuple[Floats, Slope]:
    slack = 1e-12 * (1 + abs(here.log_likelihood))
    for _halving in range(MOST_HALVINGS):
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            there = evaluate(beta + step)
        known = np.isfinite(there.log_likelihood) and bool(
            np.all(np.isfinite(there.information))
        )
        if known and there.log_likelihood >= here.log_likelihood - slack:
            return step, there
        step = step / 2
    raise NotConverged(MOST_HALVINGS)
