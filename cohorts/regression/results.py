"""The frozen values that regressions are: coefficients, errors, tests, notes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import chdtrc, ndtr

from cohorts.estimates.intervals import quantile_of_normal
from cohorts.estimates.results import TestResult, number
from cohorts.regression.design import Column, Design
from cohorts.risk_table.numbers import Floats


@dataclass(frozen=True)
class Coefficient:
    """One coefficient: the log of a ratio (of hazards, or of odds).

    Attributes:
        name: `term` or `term=level`.
        term: the covariate.
        level: the level compared; None for a number.
        reference: the level it is compared with; None for a number.
        estimate: the log ratio.
        std_error: its error, robust where the model says so.
        model_error: the error of the model alone.
        statistic: estimate / std_error.
        p: two-sided.
        low: lower limit of the log ratio.
        high: upper limit of the log ratio.
    """

    name: str
    term: str
    level: str | None
    reference: str | None
    estimate: float
    std_error: float
    model_error: float
    statistic: float
    p: float
    low: float
    high: float

    @property
    def ratio(self) -> float:
        """The ratio itself."""
        return math.exp(self.estimate)

    @property
    def ratio_limits(self) -> tuple[float, float]:
        """Its limits."""
        return math.exp(self.low), math.exp(self.high)


@dataclass(frozen=True, eq=False)
class Regression:
    """A fitted model; p coefficients.

    Attributes:
        method: "cox", "fine-gray", "cloglog", "logit", "firth".
        ties: how events at one time were taken; None where that means nothing.
        n: persons.
        n_rows: rows (episodes).
        n_events: events, not weighted.
        n_strata: strata with an event.
        confidence: width of the limits.
        robust: errors are robust (sandwich), by person where persons repeat.
        coefficients: p.
        covariance: of the coefficients, as `std_error`, (p, p).
        model_covariance: inverse of the information, (p, p).
        log_likelihood: at the coefficients.
        null_log_likelihood: at coefficients of 0.
        tests: likelihood-ratio, wald, score, of all coefficients together.
        n_iterations: steps made.
        share_tied: share of the events that share their time with another, 0 to 1.
        notes: what the reader should know, in the reader's language.
    """

    method: str
    ties: str | None
    n: int
    n_rows: int
    n_events: int
    n_strata: int
    confidence: float
    robust: bool
    coefficients: tuple[Coefficient, ...]
    covariance: Floats
    model_covariance: Floats
    log_likelihood: float
    null_log_likelihood: float
    tests: tuple[TestResult, ...]
    n_iterations: int
    share_tied: float
    notes: tuple[str, ...] = ()

    @property
    def beta(self) -> Floats:
        """The coefficients, (p,)."""
        return np.array([one.estimate for one in self.coefficients])

    @property
    def errors(self) -> Floats:
        """Their errors, (p,)."""
        return np.array([one.std_error for one in self.coefficients])

    def with_notes(self, notes: Sequence[str]) -> "Regression":
        """Give the same model with more notes after its own."""
        return replace(self, notes=(*self.notes, *notes))

    def as_dict(self) -> dict[str, Any]:
        """Give the model as plain lists and numbers; null where not defined."""
        return {
            "method": self.method,
            "ties": self.ties,
            "n": self.n,
            "n_rows": self.n_rows,
            "n_events": self.n_events,
            "n_strata": self.n_strata,
            "confidence": self.confidence,
            "robust": self.robust,
            "log_likelihood": number(self.log_likelihood),
            "null_log_likelihood": number(self.null_log_likelihood),
            "share_tied": number(self.share_tied),
            "coefficients": [_coefficient(one) for one in self.coefficients],
            "tests": [
                {
                    "name": test.name,
                    "statistic": number(test.statistic),
                    "df": test.df,
                    "p": number(test.p),
                }
                for test in self.tests
            ],
            "notes": list(self.notes),
        }


def tell_coefficients(
    design: Design,
    beta: Floats,
    *,
    covariance: Floats,
    model_covariance: Floats,
    confidence: float,
) -> tuple[Coefficient, ...]:
    """Put names, errors and limits to coefficients.

    Args:
        design: whose columns they belong to.
        beta: coefficients, (p,).
        covariance: of the coefficients, (p, p).
        model_covariance: the model's own, (p, p).
        confidence: width of the limits, strictly between 0 and 1.

    Returns:
        One per column.
    """
    z = quantile_of_normal(confidence)
    errors = np.sqrt(np.diag(covariance))
    own = np.sqrt(np.diag(model_covariance))
    return tuple(
        _told(column, float(b), float(e), float(m), z)
        for column, b, e, m in zip(design.columns, beta, errors, own, strict=True)
    )


def chi_square(name: str, statistic: float, df: int) -> TestResult:
    """Make a test of a statistic that is chi-square under the null.

    Args:
        name: the test's name.
        statistic: its value.
        df: degrees of freedom.

    Returns:
        The test, with its p.
    """
    value = float(statistic)
    p = float(chdtrc(df, value)) if value >= 0 else math.nan
    return TestResult(name=name, cause=None, statistic=value, df=df, p=p)


def wald(name: str, values: Floats, covariance: Floats) -> TestResult:
    """Test that all values are 0.

    Args:
        name: the test's name.
        values: (k,).
        covariance: of the values, (k, k).

    Returns:
        The test, k degrees of freedom.
    """
    statistic = float(values @ np.linalg.solve(covariance, values))
    return chi_square(name, statistic, values.size)


def _told(
    column: Column, estimate: float, error: float, own: float, z: float
) -> Coefficient:
    statistic = estimate / error
    return Coefficient(
        name=column.name,
        term=column.term,
        level=column.level,
        reference=column.reference,
        estimate=estimate,
        std_error=error,
        model_error=own,
        statistic=statistic,
        p=float(2 * ndtr(-abs(statistic))),
        low=estimate - z * error,
        high=estimate + z * error,
    )


def _coefficient(one: Coefficient) -> dict[str, Any]:
    low, high = one.ratio_limits
    return {
        "name": one.name,
        "term": one.term,
        "level": one.level,
        "reference": one.reference,
        "estimate": number(one.estimate),
        "std_error": number(one.std_error),
        "model_error": number(one.model_error),
        "statistic": number(one.statistic),
        "p": number(one.p),
        "low": number(one.low),
        "high": number(one.high),
        "ratio": number(one.ratio),
        "ratio_low": number(low),
        "ratio_high": number(high),
    }
