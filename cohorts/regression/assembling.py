"""What a fit found on scaled columns → the `Regression` told on the given ones."""

from collections.abc import Sequence

import numpy as np

from cohorts.estimates.results import TestResult
from cohorts.regression.cells import Cells
from cohorts.regression.newton import Maximum, Scaled
from cohorts.regression.notes import share_tied
from cohorts.regression.results import Regression, tell_coefficients
from cohorts.regression.risk_sets import RiskSets
from cohorts.risk_table.numbers import Floats


def assemble(
    cells: Cells,
    sets: RiskSets,
    scaled: Scaled,
    top: Maximum,
    *,
    method: str,
    ties: str | None,
    covariance: Floats,
    model_covariance: Floats | None = None,
    confidence: float,
    tests: Sequence[TestResult],
    notes: Sequence[str],
    log_shift: float = 0.0,
) -> Regression:
    """Put a fitted model together.

    Args:
        cells: the cells.
        sets: the operators on their risk sets.
        scaled: the columns, scaled.
        top: the maximum, on the scaled columns.
        method: the model's name.
        ties: how events at one time were taken; None where that means nothing.
        covariance: of the scaled columns' coefficients, (p, p).
        model_covariance: the model's own, (p, p), where `covariance` is robust; None =
            it is the model's own.
        confidence: width of the limits, strictly between 0 and 1.
        tests: of all coefficients together, and others.
        notes: what the reader should know.
        log_shift: what the log likelihoods lack by the scaling.

    Returns:
        The model, on the columns as given.
    """
    back = np.outer(scaled.scale, scaled.scale)
    own = covariance if model_covariance is None else model_covariance
    return Regression(
        method=method,
        ties=ties,
        n=cells.n_persons,
        n_rows=int(cells.n_rows.sum()),
        n_events=int(sets.n_events.sum()),
        n_strata=int(np.unique(sets.clock.stratum).size),
        confidence=confidence,
        robust=model_covariance is not None,
        coefficients=tell_coefficients(
            cells.design,
            top.beta / scaled.scale,
            covariance=covariance / back,
            model_covariance=own / back,
            confidence=confidence,
        ),
        covariance=covariance / back,
        model_covariance=own / back,
        log_likelihood=top.at.log_likelihood + log_shift,
        null_log_likelihood=top.at_start.log_likelihood + log_shift,
        tests=tuple(tests),
        n_iterations=top.n_iterations,
        share_tied=share_tied(sets),
        notes=tuple(notes),
    )
