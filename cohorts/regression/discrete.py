"""Whole months → a model of the chance that the event comes in a month, if not before.

Where most events share their month, time is not continuous and Cox's ties are a guess.
Here each month has its own level and the covariates shift it: with the complementary
log-log link the ratios are those of hazards, as Cox's; with the logit, of odds. The
person-months are never made: what is needed is how many of each pattern were at risk in
each month, and how many had the event. The months' levels are found anew for each value
of the coefficients, so that only these are climbed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit, log_expit

from cohorts.regression.assembling import assemble
from cohorts.regression.cells import Cells
from cohorts.regression.cox import repeats
from cohorts.regression.failures import NoEvent, TooManyColumns
from cohorts.regression.newton import (
    check_identified,
    check_levels,
    inverse,
    maximise,
    scale_columns,
)
from cohorts.regression.notes import about_model
from cohorts.regression.partial_likelihood import Slope
from cohorts.regression.periods import Periods, count_periods, whole_risk_sets
from cohorts.regression.residuals import sandwich
from cohorts.regression.results import Regression, chi_square, wald
from cohorts.risk_table.numbers import Floats
from config.translation import _


Link = Literal["cloglog", "logit"]
MOST_INNER = 100
AT_REST = 1e-14  # step of a period's level
ALL = 1e-12  # share of those at risk that may be rounding
FURTHEST = 2.0  # longest step of a period's level


@dataclass(frozen=True, eq=False)
class _Derivatives:
    """Per period and pattern, of the log likelihood by the linear predictor; (T, P).

    Attributes:
        value: the log likelihood.
        at_risk: first derivative for a row at risk without event, its sign changed.
        event: what an event adds to it.
        observed: minus the second derivative.
        expected: its expectation.
    """

    value: Floats
    at_risk: Floats
    event: Floats
    observed: Floats
    expected: Floats


class _Levels:
    """The periods and their levels, kept between calls as a warm start."""

    def __init__(self, x: Floats, periods: Periods, link: Link) -> None:
        at_risk, events = periods.at_risk.sum(axis=1), periods.events.sum(axis=1)
        # Nothing is learnt where nobody, or everybody, has the event: the level that
        # fits is infinite, and the period's likelihood is 1.
        self.kept = (events > 0) & (events < at_risk * (1 - ALL))
        self.x, self.link = x, link
        self.n, self.d = periods.at_risk[self.kept], periods.events[self.kept]
        rate = events[self.kept] / at_risk[self.kept]
        odds = np.log(rate) - np.log1p(-rate)
        self.level = np.log(-np.log1p(-rate)) if link == "cloglog" else odds

    def at(self, beta: Floats) -> _Derivatives:
        """Settle the periods' levels, then give the derivatives."""
        predictor = self.x @ beta
        for _round in range(MOST_INNER):
            found = _derivatives(self.level[:, None] + predictor, self, self.link)
            slope = np.sum(self.d * found.event - self.n * found.at_risk, axis=1)
            step = slope / found.observed.sum(axis=1)
            if not np.all(np.isfinite(step)) or np.max(np.abs(step)) <= AT_REST:
                return found
            self.level = self.level + np.clip(step, -FURTHEST, FURTHEST)
        return found

    def slope(self, beta: Floats) -> Slope:
        """Give the profile likelihood's slope in the coefficients."""
        found = self.at(beta)
        met = np.sum(self.d * found.event - self.n * found.at_risk, axis=0)
        return Slope(
            float(found.value.sum()), met @ self.x, self.curvature(found.observed)
        )

    def curvature(self, weight: Floats) -> Floats:
        """Give the information on the coefficients, the levels being free."""
        of_time = weight.sum(axis=1)
        mean = weight @ self.x
        matrix = self.x.T @ (weight.sum(axis=0)[:, None] * self.x)
        matrix -= (mean / of_time[:, None]).T @ mean
        symmetric: Floats = (matrix + matrix.T) / 2
        return symmetric


def fit_discrete(
    cells: Cells,
    *,
    cause: int | None = None,
    link: Link = "cloglog",
    ends: Sequence[int] = (),
    robust: bool | None = None,
    confidence: float = 0.95,
) -> Regression:
    """Fit a model by whole periods, with a level for each period with an event.

    Args:
        cells: the cells; whole times. A row is at risk in the periods entry + 1 to
            exit, the one it is censored in too.
        cause: the cause that is the event, the others censored; None = any cause.
        link: "cloglog" (ratios of hazards) or "logit" (ratios of odds).
        ends: last month of each period but the last, rising, where months share a
            level; empty = each month with an event has its own.
        robust: sandwich errors; None = where persons repeat or weights are given.
        confidence: width of the limits.

    Returns:
        The model; errors from the expected information, as R `glm`.

    Raises:
        TimesNotWhole: times that are not whole numbers.
        TooLargeForPeriods: too many periods times patterns.
        NoEvent, TooManyColumns, ConstantCovariate, CollinearCovariates, Separation,
        NotConverged: as `cox.fit_cox`.

    Source: Prentice & Gloeckler (1978), Biometrics 34, 57-67; Allison (1982); as R
        `glm(event ~ factor(period) + x, binomial(link))` on person-periods.
    """
    chosen = cells.with_event(cause)
    sets = whole_risk_sets(chosen)
    counted = count_periods(chosen, sets, tuple(ends))
    design = cells.design
    n_events = int(sets.n_events.sum())
    if design.x.shape[1] > n_events:
        raise TooManyColumns(design.x.shape[1], n_events)
    scaled = scale_columns(design, cells.pattern_size)
    periods = _Levels(scaled.x, counted, link)
    if not np.any(periods.kept):
        raise NoEvent
    start = periods.slope(np.zeros(scaled.scale.size))
    check_identified(start.information, design.names, n_events=float(periods.d.sum()))
    check_levels(design, sets.had(np.ones(sets.n_events.size)))
    top = maximise(periods.slope, names=design.names, reach=scaled.reach)
    found = periods.at(top.beta)
    model_covariance = inverse(periods.curvature(found.expected))
    if robust is None:
        robust = repeats(cells) or cells.weight is not None
    covariance = model_covariance
    if robust:
        residuals = _residuals(cells, counted, periods, found)
        covariance = sandwich(chosen, residuals, model_covariance)
    gained = 2 * (top.at.log_likelihood - top.at_start.log_likelihood)
    notes = about_model(chosen, sets, ties=link, n_columns=top.beta.size, months=True)
    n_dropped = int(np.sum(~periods.kept & (counted.events.sum(axis=1) > 0)))
    if n_dropped:
        notes.append(
            _(
                "{n} périodes où tous ceux à risque ont eu l’événement n’apprennent "
                "rien au modèle"
            ).format(n=n_dropped)
        )
    return assemble(
        cells,
        sets,
        scaled,
        top,
        method=link,
        ties=None,
        covariance=covariance,
        model_covariance=model_covariance if robust else None,
        confidence=confidence,
        tests=(
            chi_square("likelihood-ratio", gained, top.beta.size),
            wald("wald", top.beta, covariance),
        ),
        notes=notes,
    )


def _derivatives(predictor: Floats, periods: _Levels, link: Link) -> _Derivatives:
    n, d = periods.n, periods.d
    if link == "logit":
        chance = expit(predictor)
        spread = n * chance * expit(-predictor)
        value = d * log_expit(predictor) + (n - d) * log_expit(-predictor)
        return _Derivatives(value, chance, np.ones_like(chance), spread, spread)
    hazard = np.exp(np.minimum(predictor, 30.0))
    with np.errstate(over="ignore"):
        shrunk = hazard / np.expm1(hazard)
    chance = -np.expm1(-hazard)
    value = d * np.log(chance) - (n - d) * hazard
    observed = (n - d) * hazard - d * shrunk * (1 - hazard - shrunk)
    return _Derivatives(value, hazard, shrunk + hazard, observed, n * hazard * shrunk)


def _residuals(
    cells: Cells, counted: Periods, levels: _Levels, found: _Derivatives
) -> Floats:
    """Share the slope out among the rows; what the levels take up is taken off."""
    x = levels.x
    shape = counted.at_risk.shape
    mean = np.zeros((shape[0], x.shape[1]))
    mean[levels.kept] = (found.expected @ x) / found.expected.sum(axis=1)[:, None]
    hazard, jump = np.zeros(shape), np.zeros(shape)
    hazard[levels.kept], jump[levels.kept] = found.at_risk, found.event
    residual = -x[cells.pattern] * counted.spent(hazard)[:, None]
    for column in range(x.shape[1]):
        residual[:, column] += counted.spent(hazard * mean[:, column, None])
    event, at = counted.event_cells, counted.event_at
    own = x[cells.pattern[event]] - mean[at]
    residual[event] += jump[at, cells.pattern[event]][:, None] * own
    return residual
