"""A Cox model → are its ratios constant in time? The score test of R's `cox.zph`.

Each covariate is given a second coefficient, times a function g of time centred on the
events; the score test asks whether these coefficients are 0, the first ones free. Only
the model as fitted is needed: curvatures weighted by g and g².
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from cohorts.estimates.results import TestResult
from cohorts.regression.cells import Cells
from cohorts.regression.cox import CoxFit
from cohorts.regression.failures import TimeDoesNotVary
from cohorts.regression.partial_likelihood import information
from cohorts.regression.results import chi_square
from cohorts.risk_table.numbers import Floats


Transform = Literal["km", "rank", "identity", "log"]
GLOBAL = "GLOBAL"
LEAST = 1e-12


@dataclass(frozen=True)
class ProportionalHazards:
    """The check of one model.

    Attributes:
        transform: the function of time.
        terms: one test per covariate, named after it.
        whole: all of them together.
    """

    transform: str
    terms: tuple[TestResult, ...]
    whole: TestResult


def check_proportional(
    fit: CoxFit, *, transform: Transform = "km"
) -> ProportionalHazards:
    """Test that each covariate's ratio is the same at all times.

    Args:
        fit: a Cox model.
        transform: the time's function: "km" (1 - the left-continuous Kaplan-Meier of
            the whole), "rank", "identity" or "log".

    Returns:
        The tests; a covariate with k levels has k - 1 degrees of freedom.

    Raises:
        TimeDoesNotVary: g is the same at all events that tell something.

    Source: Grambsch & Therneau (1994), Biometrika 81, 515-526; the exact score test of
        R `survival` 3 `cox.zph`.
    """
    sets, x = fit.sets, fit.scaled.x
    g = _centred(fit, _of_time(fit.cells, sets.clock.times, transform))
    n_columns = x.shape[1]
    plain = information(x, sets, fit.found)
    first = information(x, sets, fit.found, weights=g)
    second = information(x, sets, fit.found, weights=g**2)
    score = _score(fit, g)
    terms = []
    for term, places in fit.cells.design.terms.items():
        keep = np.ix_(range(n_columns), places)
        terms.append(
            _test(
                term, plain, first[keep], second[np.ix_(places, places)], score[places]
            )
        )
    whole = _test(GLOBAL, plain, first, second, score)
    return ProportionalHazards(transform, tuple(terms), whole)


def _test(
    name: str, plain: Floats, cross: Floats, own: Floats, score: Floats
) -> TestResult:
    left = own - cross.T @ np.linalg.solve(plain, cross)
    # Measured against what it is left from: the rest must be more than rounding.
    if np.any(np.diag(left) <= LEAST * np.diag(own)):
        raise TimeDoesNotVary
    return chi_square(name, float(score @ np.linalg.solve(left, score)), score.size)


def _score(fit: CoxFit, g: Floats) -> Floats:
    sets, sums, x = fit.sets, fit.found.sums, fit.scaled.x
    weigh = sets.mean_weight * g
    met = sets.exposed(weigh * sums.first) - sets.had(weigh * sums.first_share)
    score: Floats = x.T @ (sets.had(g) - met * fit.found.risk)
    return score


def _centred(fit: CoxFit, g: Floats) -> Floats:
    n_events = fit.sets.n_events
    centred: Floats = g - n_events @ g / n_events.sum()
    return centred


def _of_time(cells: Cells, times: Floats, transform: Transform) -> Floats:
    """Transform the event times as R: over all rows, strata and weights left aside."""
    if transform == "identity":
        return times.astype(np.float64)
    if transform == "log":
        return np.log(times)
    rows = cells.n_rows.astype(np.float64)
    grid, place = np.unique(cells.exit, return_inverse=True)
    leaving = np.bincount(place, rows)
    at = np.searchsorted(grid, times)
    if transform == "rank":
        ranks: Floats = (np.cumsum(leaving) - (leaving - 1) / 2)[at]
        return ranks
    events = np.bincount(place, rows * (cells.cause > 0))
    entered = np.zeros(grid.size + 1)
    late = cells.entry > 0
    first = np.where(late, np.searchsorted(grid, cells.entry, side="right"), 0)
    np.add.at(entered, first, rows)
    at_risk = np.cumsum(entered[:-1]) - (np.cumsum(leaving) - leaving)
    steps = np.divide(events, at_risk, out=np.zeros(grid.size), where=at_risk > 0)
    survival = np.concatenate(([1.0], np.cumprod(1 - steps)))
    curve: Floats = 1 - survival[at]
    return curve
