"""A Cox model for few events: Firth's correction of the bias, finite where Cox is not.

The log likelihood is given half the logarithm of the information's determinant; the
coefficients are pulled towards 0 a little, and a level without any event keeps a finite
one. Each event is taken with its own risk set, (events, patterns), which is small where
the method is for.
"""

from dataclasses import dataclass, replace

import numpy as np

from cohorts.estimates.results import TestResult
from cohorts.regression.assembling import assemble
from cohorts.regression.cells import Cells
from cohorts.regression.cox import repeats
from cohorts.regression.failures import TooLargeForFirth, TooManyColumns
from cohorts.regression.newton import check_identified, inverse, maximise, scale_columns
from cohorts.regression.notes import about_model
from cohorts.regression.partial_likelihood import Slope, Ties
from cohorts.regression.profile import profile_limits
from cohorts.regression.results import Regression, chi_square, wald
from cohorts.regression.risk_sets import RiskSets, risk_sets
from cohorts.risk_table.numbers import Floats
from config.translation import _


MOST_EVENTS = 5_000
MOST_CELLS = 20_000_000  # events times patterns


@dataclass(frozen=True, eq=False)
class _Events:
    """Each event with its risk set; E events, P patterns.

    Attributes:
        at_risk: rows of each pattern at risk, Efron's share taken off, (E, P).
        weight: of each event, (E,).
        died: weight of the events of each pattern, (P,).
    """

    at_risk: Floats
    weight: Floats
    died: Floats


def fit_firth(
    cells: Cells,
    *,
    cause: int | None = None,
    ties: Ties = "efron",
    confidence: float = 0.95,
) -> Regression:
    """Fit a Cox model with Firth's correction.

    Args:
        cells: the cells; one row per person.
        cause: the cause that is the event, the others censored; None = any cause.
        ties: "efron", or "breslow" as R `coxphf`.
        confidence: width of the limits.

    Returns:
        The model. `std_error` is the root of the inverse information's diagonal at the
        coefficients. Limits and p are those of the profile of the penalised likelihood,
        and `statistic` its signed root, since with few events Wald's miss; `tests`:
        all together, then one per covariate by name, by the same likelihood.

    Raises:
        TooLargeForFirth: so many events that the correction would change nothing.
        NoEvent, ConstantCovariate, CollinearCovariates, NotConverged: as `fit_cox`.

    Source: Firth (1993), Biometrika 80, 27-38; Heinze & Schemper (2001), Biometrics 57,
        114-119.
    """
    chosen = cells.with_event(cause)
    sets = risk_sets(chosen, dense=_fits(chosen))
    events = _one_by_one(sets, ties)
    design = cells.design
    scaled = scale_columns(design, cells.pattern_size)
    n_events = int(sets.n_events.sum())
    if design.x.shape[1] > n_events:
        raise TooManyColumns(design.x.shape[1], n_events)
    n_columns = scaled.scale.size
    start = _plain(scaled.x, events, np.zeros(n_columns))
    check_identified(start.information, design.names, n_events=float(n_events))
    top = maximise(
        lambda beta: penalised(scaled.x, events, beta),
        names=design.names,
        reach=scaled.reach,
        bounded=True,
    )
    covariance = inverse(_plain(scaled.x, events, top.beta).information)
    gained = 2 * (top.at.log_likelihood - top.at_start.log_likelihood)
    tests = (
        chi_square("likelihood-ratio", gained, n_columns),
        wald("wald", top.beta, covariance),
        *_of_terms(scaled.x, scaled.reach, events, design.terms, top.at.log_likelihood),
    )
    notes = about_model(chosen, sets, ties=ties, n_columns=n_columns, firth=True)
    if repeats(chosen) or chosen.weight is not None:
        notes.append(
            _("Firth : erreurs types du modèle, sans correction des lignes répétées")
        )
    # The determinant is that of the scaled columns: told for those that were given.
    model = assemble(
        cells,
        sets,
        scaled,
        top,
        method="firth",
        ties=ties,
        covariance=covariance,
        confidence=confidence,
        tests=tests,
        notes=notes,
        log_shift=float(np.log(scaled.scale).sum()),
    )
    told = profile_limits(
        lambda free, held: _held(scaled.x, scaled.reach, events, free, held),
        top.beta,
        np.sqrt(np.diag(covariance)),
        top=top.at.log_likelihood,
        confidence=confidence,
    )
    return replace(
        model,
        coefficients=tuple(
            replace(one, low=low / scale, high=high / scale, statistic=root, p=p)
            for one, (low, high, root, p), scale in zip(
                model.coefficients, told, scaled.scale, strict=True
            )
        ),
    )


def penalised(x: Floats, events: _Events, beta: Floats) -> Slope:
    """Evaluate the penalised log likelihood.

    Args:
        x: the columns, (P, p).
        events: the events with their risk sets.
        beta: coefficients, (p,).

    Returns:
        Its value and slope; the information is the plain one, good enough to climb by.
    """
    plain = _plain(x, events, beta)
    sign, log_determinant = np.linalg.slogdet(plain.information)
    if sign <= 0:
        return replace(plain, log_likelihood=-np.inf)
    spread = inverse(plain.information)
    share, mean = _shares(x, events, beta)
    # Half the trace of inverse times the third moments, column by column.
    turned = x @ spread
    across = mean @ spread
    square = (
        np.sum(turned * x, axis=1)
        - 2 * across @ x.T
        + np.sum(across * mean, axis=1)[:, None]
    )
    weighed = events.weight[:, None] * share * square
    third = weighed.sum(axis=0) @ x - weighed.sum(axis=1) @ mean
    return Slope(
        plain.log_likelihood + log_determinant / 2,
        plain.score + third / 2,
        plain.information,
    )


def _plain(x: Floats, events: _Events, beta: Floats) -> Slope:
    share, mean = _shares(x, events, beta)
    risk = events.at_risk @ np.exp(x @ beta)
    weighed = events.weight @ share
    matrix = x.T @ (weighed[:, None] * x) - (events.weight[:, None] * mean).T @ mean
    return Slope(
        float(events.died @ (x @ beta) - events.weight @ np.log(risk)),
        events.died @ x - events.weight @ mean,
        (matrix + matrix.T) / 2,
    )


def _shares(x: Floats, events: _Events, beta: Floats) -> tuple[Floats, Floats]:
    """Give each pattern's share of each event's risk, (E, P), and the means, (E, p)."""
    share = events.at_risk * np.exp(x @ beta)
    share /= share.sum(axis=1, keepdims=True)
    return share, share @ x


def _of_terms(
    x: Floats,
    reach: Floats,
    events: _Events,
    terms: dict[str, list[int]],
    top: float,
) -> list[TestResult]:
    """Test each covariate: the penalised likelihood with its coefficients held at 0."""
    tests = []
    for term, places in terms.items():
        free = [j for j in range(x.shape[1]) if j not in places]
        without = _held(x, reach, events, free, np.zeros(x.shape[1]))
        tests.append(chi_square(term, 2 * (top - without), len(places)))
    return tests


def _held(
    x: Floats, reach: Floats, events: _Events, free: list[int], held: Floats
) -> float:
    """Maximise over some coefficients, the determinant still that of all."""
    if not free:
        return penalised(x, events, held).log_likelihood

    def evaluate(part: Floats) -> Slope:
        beta = held.copy()
        beta[free] = part
        whole = penalised(x, events, beta)
        return Slope(
            whole.log_likelihood,
            whole.score[free],
            whole.information[np.ix_(free, free)],
        )

    names = [str(j) for j in free]
    top = maximise(evaluate, names=names, reach=reach[free], bounded=True)
    return top.at.log_likelihood


def _fits(cells: Cells) -> bool:
    """Refuse what would not be small; the table is then kept whole."""
    n_events = int(cells.n_rows[cells.cause > 0].sum())
    if n_events > MOST_EVENTS or n_events * cells.design.x.shape[0] > MOST_CELLS:
        raise TooLargeForFirth(n_events, MOST_EVENTS)
    return True


def _one_by_one(sets: RiskSets, ties: Ties) -> _Events:
    assert sets.table is not None  # noqa: S101  (asked for in `_fits`)
    at_risk, leaving = sets.table
    n_events = sets.n_events.astype(np.int64)
    at = np.repeat(np.arange(n_events.size), n_events)
    rows = at_risk[at]
    if ties == "efron":
        first = np.repeat(np.cumsum(n_events) - n_events, n_events)
        share = (np.arange(at.size) - first) / n_events[at]
        rows = rows - share[:, None] * leaving[at]
    return _Events(rows, sets.mean_weight[at], leaving.sum(axis=0))
