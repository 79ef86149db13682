"""Counted patterns of covariates → the chance of a yes, by logistic regression.

Small and plain: iteratively reweighted least squares on patterns, with an intercept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_expit

from cohorts.regression.failures import (
    CollinearCovariates,
    ConstantCovariate,
    NotConverged,
    Separation,
)
from cohorts.risk_table.numbers import Floats


MOST_ITERATIONS = 50
SETTLED = 1e-12  # squared length of a step in standard errors
RUNAWAY = 18.0  # log odds that only a separation reaches
FLAT = 1e-12  # deviation, in the column's largest value, that is rounding
DEPENDENT = 1e-10  # share of a column's variance that the others leave


@dataclass(frozen=True, eq=False)
class Logit:
    """A logistic regression; P patterns, p columns.

    Attributes:
        names: "1" for the intercept, then the columns, p + 1.
        beta: log odds, (p + 1,).
        covariance: of `beta`, inverse of the information, (p + 1, p + 1).
        chance: of a yes, per pattern, (P,).
        log_likelihood: at `beta`.
        n_iterations: steps made.
    """

    names: tuple[str, ...]
    beta: Floats
    covariance: Floats
    chance: Floats
    log_likelihood: float
    n_iterations: int


def fit_logit(x: Floats, yes: Floats, total: Floats, *, names: Sequence[str]) -> Logit:
    """Fit a logistic regression with an intercept.

    Args:
        x: columns, (P, p).
        yes: rows that say yes (times weight), (P,).
        total: rows (times weight), (P,), >= yes.
        names: of the columns, p.

    Returns:
        The fit.

    Raises:
        ConstantCovariate, CollinearCovariates: what cannot be told apart, by name.
        Separation: a combination of the columns says yes or no for certain.
        NotConverged: no rest.

    Source: McCullagh & Nelder (1989), § 4.4; as R `glm(family = binomial)`.
    """
    weight = total / total.sum()
    centre = weight @ x
    scale = np.sqrt(weight @ (x - centre) ** 2)
    for column in np.flatnonzero(scale <= FLAT * np.abs(x).max(axis=0)):
        raise ConstantCovariate(names[int(column)])
    z = np.column_stack((np.ones(len(x)), (x - centre) / scale))
    _check_collinear(z, weight, names)
    share = float(yes.sum() / total.sum())
    if not 0 < share < 1:
        raise Separation(["1"])
    beta = np.zeros(z.shape[1])
    beta[0] = np.log(share / (1 - share))
    some = total > 0
    n_iterations, settled = 0, False
    while not settled:
        if n_iterations == MOST_ITERATIONS:
            raise NotConverged(n_iterations)
        n_iterations += 1
        chance = expit(z @ beta)
        information = z.T @ ((total * chance * (1 - chance))[:, None] * z)
        slope = z.T @ (yes - total * chance)
        try:
            step = np.linalg.solve(information, slope)
        except np.linalg.LinAlgError:
            raise Separation(_runaways(beta, names)) from None
        beta = beta + step
        if np.max(np.abs(z[some] @ beta)) > RUNAWAY:
            raise Separation(_runaways(beta, names))
        settled = bool(step @ information @ step <= SETTLED)
    eta = z @ beta
    chance = expit(eta)
    information = z.T @ ((total * chance * (1 - chance))[:, None] * z)
    back = np.diag(np.concatenate(([1.0], 1 / scale)))
    back[0, 1:] = -centre / scale
    return Logit(
        names=("1", *names),
        beta=back @ beta,
        covariance=back @ np.linalg.inv(information) @ back.T,
        chance=chance,
        log_likelihood=float(yes @ log_expit(eta) + (total - yes) @ log_expit(-eta)),
        n_iterations=n_iterations,
    )


def _runaways(beta: Floats, names: Sequence[str]) -> list[str]:
    sizes = np.abs(beta[1:])
    if not sizes.size:
        return ["1"]
    return [names[int(place)] for place in np.flatnonzero(sizes >= sizes.max() / 2)]


def _check_collinear(z: Floats, weight: Floats, names: Sequence[str]) -> None:
    """Refuse a column that those before it make up."""
    kept: list[int] = [0]
    root = np.sqrt(weight)[:, None]
    for column in range(1, z.shape[1]):
        before = root * z[:, kept]
        own = root[:, 0] * z[:, column]
        beta = np.linalg.lstsq(before, own, rcond=None)[0]
        left = own - before @ beta
        if left @ left < DEPENDENT:
            others = [names[k - 1] for k in kept[1:] if abs(beta[kept.index(k)]) > 1e-6]
            raise CollinearCovariates(names[column - 1], others)
        kept.append(column)
