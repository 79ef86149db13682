"""Cells → a Cox model: which covariates go with an earlier event, and how surely."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cohorts.estimates.results import TestResult
from cohorts.regression.assembling import assemble
from cohorts.regression.cells import Cells
from cohorts.regression.design import Design
from cohorts.regression.failures import NoEvent, TooManyColumns
from cohorts.regression.newton import (
    DEPENDENT,
    Maximum,
    Scaled,
    check_identified,
    check_levels,
    inverse,
    maximise,
    scale_columns,
)
from cohorts.regression.notes import about_model
from cohorts.regression.partial_likelihood import Moments, Slope, Ties, moments, slope
from cohorts.regression.residuals import sandwich, score_residuals
from cohorts.regression.results import Regression, chi_square, wald
from cohorts.regression.risk_sets import RiskSets, risk_sets
from cohorts.risk_table.numbers import Floats


@dataclass(frozen=True, eq=False)
class CoxFit:
    """A Cox model with what curves and checks need of it; P patterns, p columns.

    Attributes:
        model: the result.
        cells: the cells, `cause` 1 for the model's event.
        sets: the operators on the risk sets.
        scaled: the columns, scaled.
        found: the moments at the coefficients, of the scaled columns.
        beta: coefficients of the scaled columns, (p,).
    """

    model: Regression
    cells: Cells
    sets: RiskSets
    scaled: Scaled
    found: Moments
    beta: Floats


def fit_cox(
    cells: Cells,
    *,
    cause: int | None = None,
    ties: Ties = "efron",
    robust: bool | None = None,
    confidence: float = 0.95,
    dense: bool | None = None,
) -> CoxFit:
    """Fit a Cox model; several causes make it cause-specific.

    Late entry, episodes (entry, exit] with covariates that change, strata and weights
    are exact. Several rows of one person need `person` in the cells.

    Args:
        cells: the cells.
        cause: the cause that is the event, the others censored; None = any cause.
        ties: "efron", or "breslow" (never for whole months: it pulls towards 0).
        robust: sandwich errors; None = where persons repeat or weights are given.
        confidence: width of the limits, strictly between 0 and 1.
        dense: keep the whole table of times x patterns; None = where it is small.

    Returns:
        The model and what it rests on.

    Raises:
        NoEvent: no event, or none while another person was at risk.
        TooManyColumns: more coefficients than events.
        ConstantCovariate, CollinearCovariates: what cannot be told apart, by name.
        Separation: a coefficient that would be infinite, by name.
        NotConverged: no rest.

    Source: Cox (1972), JRSS B 34, 187-220; Efron (1977); as R `survival::coxph`.
    """
    chosen = cells.with_event(cause)
    sets = risk_sets(chosen, dense=dense)
    return fit_on(
        chosen,
        sets,
        method="cox",
        ties=ties,
        robust=robust,
        confidence=confidence,
    )


def fit_on(
    cells: Cells,
    sets: RiskSets,
    *,
    method: str,
    ties: Ties,
    robust: bool | None,
    confidence: float,
    more: Callable[[Floats, Moments], Floats] | None = None,
) -> CoxFit:
    """Fit on given risk sets; see `fit_cox`.

    Args:
        cells: the cells, `cause` 1 for the event.
        sets: the operators on the risk sets.
        method: the model's name.
        ties: how events at one time are taken.
        robust: sandwich errors; None = where persons repeat or weights are given.
        confidence: width of the limits.
        more: what the score residuals lack, from the scaled columns and the moments.

    Returns:
        The model and what it rests on.
    """
    design = cells.design
    n_events = int(sets.n_events.sum())
    if design.x.shape[1] > n_events:
        raise TooManyColumns(design.x.shape[1], n_events)
    scaled = scale_columns(design, cells.pattern_size)
    top = climb(design, scaled, sets, ties=ties)
    found = moments(scaled.x, sets, top.beta, ties=ties)
    model_covariance = inverse(top.at.information)
    if robust is None:
        robust = repeats(cells) or cells.weight is not None
    covariance = model_covariance
    if robust:
        residuals = score_residuals(cells, scaled.x, sets, found)
        if more is not None:
            residuals = residuals + more(scaled.x, found)
        covariance = sandwich(cells, residuals, model_covariance)
    model = assemble(
        cells,
        sets,
        scaled,
        top,
        method=method,
        ties=ties,
        covariance=covariance,
        model_covariance=model_covariance if robust else None,
        confidence=confidence,
        tests=_tests(top, covariance),
        notes=about_model(cells, sets, ties=ties, n_columns=top.beta.size),
    )
    return CoxFit(model, cells, sets, scaled, found, top.beta)


def climb(design: Design, scaled: Scaled, sets: RiskSets, *, ties: Ties) -> Maximum:
    """Check what can be estimated, then find the maximum; see `fit_cox`.

    Args:
        design: the columns.
        scaled: the columns, scaled.
        sets: the operators.
        ties: how events at one time are taken.

    Returns:
        The maximum, on the scaled columns.
    """

    def evaluate(beta: Floats) -> Slope:
        return slope(scaled.x, sets, beta, ties=ties)

    start = evaluate(np.zeros(scaled.scale.size))
    n_events = float(sets.n_events @ sets.mean_weight)
    alone = ~np.any(sets.at_risk(np.ones(design.x.shape[0])) > _events(sets))
    if alone and not np.any(np.diag(start.information) > DEPENDENT * n_events):
        raise NoEvent
    check_identified(start.information, design.names, n_events=n_events)
    check_levels(design, sets.had(np.ones(sets.n_events.size)))
    return maximise(evaluate, names=design.names, reach=scaled.reach)


def repeats(cells: Cells) -> bool:
    """Tell whether a person has several rows."""
    return cells.person is not None and cells.n_persons < int(cells.n_rows.sum())


def _events(sets: RiskSets) -> Floats:
    return sets.n_events * sets.mean_weight


def _tests(top: Maximum, covariance: Floats) -> tuple[TestResult, ...]:
    gained = 2 * (top.at.log_likelihood - top.at_start.log_likelihood)
    start = inverse(top.at_start.information)
    return (
        chi_square("likelihood-ratio", gained, top.beta.size),
        wald("wald", top.beta, covariance),
        wald("score", start @ top.at_start.score, start),
    )
