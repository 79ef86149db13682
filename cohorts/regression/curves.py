"""A Cox model → the baseline, the curve of one profile, and adjusted curves.

An adjusted curve answers: what would the whole cohort's curve be, had everybody this
level, all else as it is? It is the mean of the curves predicted for each person
(standardisation), and not the curve of a mean person, whom nobody is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cohorts.estimates.intervals import limits
from cohorts.regression.cox import CoxFit
from cohorts.regression.design import Design
from cohorts.regression.table_failures import ColumnMissing, LevelEmpty
from cohorts.risk_table.numbers import Floats, Integers, Numbers
from cohorts.risk_table.risk_table import total_by


@dataclass(frozen=True, eq=False)
class ModelCurve:
    """A survival curve that a model predicts; T event times of a stratum.

    Attributes:
        label: whose curve.
        stratum: label of the stratum.
        times: event times, (T,), rising.
        estimate: share still without the event, (T,).
        std_error: of the share, (T,).
        low: lower limit (log-log), (T,); NaN where the share is 0 or 1.
        high: upper limit, (T,).
    """

    label: str
    stratum: str
    times: Numbers
    estimate: Floats
    std_error: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class Baseline:
    """The cumulative hazard where every column is 0; T event times of all strata.

    Attributes:
        times: event times, rising within each stratum, (T,).
        stratum: code of each time's stratum, (T,).
        hazard: cumulative hazard, (T,).
    """

    times: Numbers
    stratum: Integers
    hazard: Floats


def baseline(fit: CoxFit) -> Baseline:
    """Sum the baseline hazard.

    Args:
        fit: a Cox model.

    Returns:
        The cumulative hazard of a person with the references and numbers 0.

    Source: Efron's or Breslow's, as the model's ties; R `basehaz(centered = FALSE)`.
    """
    zero = -fit.scaled.centre / fit.scaled.scale
    clock = fit.sets.clock
    hazard = np.exp(zero @ fit.beta) * fit.sets.mean_weight * fit.found.sums.first
    cumulated = np.concatenate([np.cumsum(hazard[part]) for part in clock.of_strata()])
    return Baseline(clock.times, clock.stratum, cumulated)


def predict_curve(
    fit: CoxFit,
    profile: Mapping[str, str | float],
    *,
    stratum: str | None = None,
    confidence: float = 0.95,
) -> ModelCurve:
    """Draw the curve that the model predicts for one profile.

    Args:
        fit: a Cox model.
        profile: for each covariate a level, or a number.
        stratum: whose baseline; None = the first.
        confidence: width of the limits.

    Returns:
        The curve, its error that of the model (coefficients and baseline); weights
        are taken as sampling weights, so that their scale does not matter (R takes
        them as numbers of persons in the baseline's part).

    Raises:
        ColumnMissing: a covariate without a value.
        LevelEmpty: a level, or a stratum, that the model does not know.

    Source: Tsiatis (1981); Link (1984); as R `survfit.coxph`.
    """
    row = _row(fit.cells.design, profile)
    x = (row - fit.scaled.centre) / fit.scaled.scale
    label = ", ".join(f"{name}={value}" for name, value in profile.items())
    return _mean_curve(
        fit, x[None, :], np.ones(1), label, _stratum(fit, stratum), confidence
    )


def adjusted_curves(
    fit: CoxFit,
    term: str,
    *,
    stratum: str | None = None,
    confidence: float = 0.95,
) -> tuple[ModelCurve, ...]:
    """Draw the curve of the whole cohort for each level of one covariate.

    Args:
        fit: a Cox model.
        term: a covariate with levels.
        stratum: whose baseline and whose persons; None = the first stratum.
        confidence: width of the limits.

    Returns:
        One curve per level, the reference first. Errors take the mix of the other
        covariates as given, and the coefficients and baseline as estimated.

    Raises:
        ColumnMissing: no such covariate with levels in the model.
        LevelEmpty: a stratum that the model does not know.

    Source: Makuch (1982); Gail & Byar (1986); delta method on `survfit.coxph`'s parts.
    """
    design = fit.cells.design
    places = design.terms.get(term, [])
    if not places or design.columns[places[0]].level is None:
        raise ColumnMissing(term)
    code = _stratum(fit, stratum)
    within = fit.cells.stratum == code
    size = total_by(
        fit.cells.pattern[within],
        fit.cells.size[within],
        design.x.shape[0],
        whole=False,
    )
    curves = []
    for place in (None, *places):
        x = design.x[size > 0].copy()
        x[:, places] = 0.0
        if place is not None:
            x[:, place] = 1.0
        column = design.columns[places[0] if place is None else place]
        label = column.reference if place is None else column.level
        curves.append(
            _mean_curve(
                fit,
                (x - fit.scaled.centre) / fit.scaled.scale,
                size[size > 0],
                str(label),
                code,
                confidence,
            )
        )
    return tuple(curves)


def _mean_curve(
    fit: CoxFit, x: Floats, size: Floats, label: str, code: int, confidence: float
) -> ModelCurve:
    """Average the patterns' curves; the error by the delta method."""
    clock, sums = fit.sets.clock, fit.found.sums
    part = clock.of_strata()[code]
    weight = fit.sets.mean_weight[part]
    hazard = np.cumsum(weight * sums.first[part])
    spread = np.cumsum(weight**2 * sums.second[part])
    mean = np.cumsum(
        weight[:, None]
        * (
            fit.found.mean_at_risk[part] * sums.second[part, None]
            - fit.found.mean_leaving[part] * sums.second_share[part, None]
        ),
        axis=0,
    )
    risk = np.exp(x @ fit.beta)
    share = size / size.sum()
    curves = np.exp(-hazard[:, None] * risk)
    moved = curves * (share * risk)
    total = moved.sum(axis=1)
    by_beta = hazard[:, None] * (moved @ x) - total[:, None] * mean
    covariance = fit.model.covariance * np.outer(fit.scaled.scale, fit.scaled.scale)
    variance = total**2 * spread + np.sum((by_beta @ covariance) * by_beta, axis=1)
    estimate, error = curves @ share, np.sqrt(variance)
    low, high = limits(estimate, error, confidence=confidence, scale="log-log")
    return ModelCurve(
        label, fit.cells.strata[code], clock.times[part], estimate, error, low, high
    )


def _stratum(fit: CoxFit, label: str | None) -> int:
    if label is None:
        return 0
    if label not in fit.cells.strata:
        raise LevelEmpty("strata", label)
    return fit.cells.strata.index(label)


def _row(design: Design, profile: Mapping[str, str | float]) -> Floats:
    row = np.zeros(len(design.columns))
    for term, places in design.terms.items():
        if term not in profile:
            raise ColumnMissing(term)
        value = profile[term]
        first = design.columns[places[0]]
        if first.level is None:
            row[places[0]] = float(value) / first.unit
            continue
        levels = [design.columns[place].level for place in places]
        if str(value) in levels:
            row[places[levels.index(str(value))]] = 1.0
        elif str(value) != first.reference:
            raise LevelEmpty(term, str(value))
    return row
