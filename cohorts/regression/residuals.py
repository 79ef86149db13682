"""Score residuals and the errors made from them: what each row adds to the slope.

Nothing of the sandwich needs the rows one by one: rows with the same pattern, entry,
exit and cause add the same, so that counted cells are enough. A person with several
rows is summed first, with or without late entry.
"""

import numpy as np

from cohorts.regression.cells import Cells
from cohorts.regression.failures import RobustErrorUnknown
from cohorts.regression.partial_likelihood import Moments
from cohorts.regression.risk_sets import RiskSets
from cohorts.risk_table.numbers import Floats, Integers


CANCELLED = 1e-16  # share of the squares left in the sums by person: nothing but dust


def score_residuals(cells: Cells, x: Floats, sets: RiskSets, found: Moments) -> Floats:
    """Share the slope out among the rows.

    Args:
        cells: the cells, n.
        x: the columns, (P, p).
        sets: the operators of these cells.
        found: the moments at the coefficients.

    Returns:
        The residual of one row of each cell, not weighted, (n, p); weighted by the
        cells' size they sum to the slope.

    Source: Therneau & Grambsch (2000), 4.6 and 3.3 (Efron); R `residuals(type =
        "score")`.
    """
    clock, sums = sets.clock, found.sums
    weight = sets.mean_weight
    own = x[cells.pattern]
    risk = found.risk[cells.pattern][:, None]
    inside, outside = found.mean_at_risk, found.mean_leaving
    hazard = clock.summed(weight * sums.first)
    mean_hazard = clock.summed(
        weight[:, None]
        * (inside * sums.second[:, None] - outside * sums.second_share[:, None])
    )
    met = hazard[clock.left] - hazard[clock.entered]
    mean_met = mean_hazard[clock.left] - mean_hazard[clock.entered]
    residual: Floats = risk * (mean_met - met[:, None] * own)
    event = np.flatnonzero(cells.cause > 0)
    at = clock.left[event] - 1
    mean = inside * sums.first[:, None] - outside * sums.first_share[:, None]
    mean /= sets.n_events[:, None]
    # An event is at risk for part of its own time only: Efron's shares of it.
    spared = (
        sums.first_share[at][:, None] * own[event]
        - (inside * sums.second_share[:, None] - outside * sums.second_square[:, None])[
            at
        ]
    )
    residual[event] += own[event] - mean[at]
    residual[event] += risk[event] * weight[at][:, None] * spared
    return residual


def sandwich(cells: Cells, residuals: Floats, bread: Floats) -> Floats:
    """Make the robust covariance.

    Args:
        cells: the cells, n.
        residuals: of one row of each cell, (n, p).
        bread: the model's covariance, (p, p).

    Returns:
        The covariance, (p, p): grouped jackknife by person where the cells name them.

    Raises:
        RobustErrorUnknown: too few persons, or what theirs add up to is nothing.

    Source: Lin & Wei (1989), JASA 84, 1074-1078.
    """
    if cells.person is not None:
        own = residuals * cells.size[:, None]
        sums = sum_by(cells.person, own)
        meat = sums.T @ sums
        cancelled = np.diag(meat) <= CANCELLED * (own**2).sum(axis=0)
        if cells.n_persons <= bread.shape[0] or np.any(cancelled):
            raise RobustErrorUnknown(cells.n_persons, bread.shape[0])
    else:
        rows = cells.n_rows.astype(np.float64)
        each = rows if cells.weight is None else rows * cells.weight**2
        meat = (residuals * each[:, None]).T @ residuals
    covariance: Floats = bread @ meat @ bread
    return (covariance + covariance.T) / 2


def sum_by(codes: Integers, values: Floats) -> Floats:
    """Sum rows of equal code.

    Args:
        codes: one per row, >= 0, (n,).
        values: (n, p).

    Returns:
        The sums, (codes, p).
    """
    length = int(codes.max()) + 1
    return np.stack(
        [np.bincount(codes, column, minlength=length) for column in values.T], axis=1
    )
