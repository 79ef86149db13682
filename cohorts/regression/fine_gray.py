"""Competing causes → how covariates go with the share that leaves for one cause.

Fine and Gray's model keeps those who left for another cause at risk, with a weight that
falls as censoring would have taken them: G(t-) / G(x-), G the share not yet censored.
Where some enter late, others like those who left would have come in since: the weight
rises by H(t-) / H(x-), H the share already in (Geskus). The weight is a number per time
over a number per row, so that the risk sets stay cumulative sums and no row is split.
The shares of several causes can add up to more than 1: read this model beside the
cause-specific ones.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from cohorts.regression.cells import Cells
from cohorts.regression.cox import CoxFit, fit_on, repeats
from cohorts.regression.failures import LateEntryNotCovered, TruncationBreaks
from cohorts.regression.partial_likelihood import Moments, Ties
from cohorts.regression.risk_sets import RiskSets, risk_sets
from cohorts.risk_table.numbers import Floats, Integers, Numbers
from cohorts.risk_table.risk_table import total_by
from config.translation import _


Convention = Literal["cmprsk", "survival"]
ALONE = 1e-12  # of those under observation, none was there before


@dataclass(frozen=True, eq=False)
class _Weights:
    """The share under observation; T event times, n cells, m of them competing.

    Attributes:
        at: G(t-) H(t-) at each event time, (T,).
        other: the competing cells, (m,).
        since: first event time after each of them, (m,).
        share: G(x-) H(x-) at their exits, (m,).
    """

    at: Floats
    other: Integers
    since: Integers
    share: Floats


def fit_fine_gray(
    cells: Cells,
    *,
    cause: int,
    convention: Convention | None = None,
    confidence: float = 0.95,
    dense: bool | None = None,
) -> CoxFit:
    """Fit the subdistribution hazard of one cause.

    The two R packages differ where times are tied, and in the errors:
    "cmprsk" takes tied events after Breslow, counts those who leave at a time among
    those who may be censored then, and its errors know that G is estimated;
    "survival" takes tied events after Efron, the censored after all others, and its
    errors are robust with G as if it were known. Late entry is known to "survival"
    alone, H too being taken as if it were known.

    Args:
        cells: the cells, with every cause of exit.
        cause: the cause of interest, 1..K.
        convention: whose answer; None = "survival" where rows enter late, "cmprsk"
            elsewhere.
        confidence: width of the limits.
        dense: keep the whole table of times x patterns; None = where it is small.

    Returns:
        The model, its ratios those of subdistribution hazards.

    Raises:
        LateEntryNotCovered: rows enter late and "cmprsk" is asked for, or a person has
            several such rows.
        TruncationBreaks: some leave for another cause before a time at which all those
            under observation have just entered.
        NoEvent, Separation, ...: as `cox.fit_cox`.

    Source: Fine & Gray (1999), JASA 94, 496-509; Geskus (2011), Biometrics 67, 39-49;
        R `cmprsk::crr`; `survival::finegray` with `coxph(cluster = id)`.
    """
    is_late = bool(np.any(cells.entry > 0))
    if convention is None:
        convention = "survival" if is_late else "cmprsk"
    if is_late and (convention == "cmprsk" or repeats(cells)):
        raise LateEntryNotCovered
    ties: Ties = "breslow" if convention == "cmprsk" else "efron"
    chosen = cells.with_event(cause)
    other = np.flatnonzero((cells.cause > 0) & (cells.cause != cause))
    plain = risk_sets(chosen, dense=dense)
    weights = _weights(cells, plain, other, convention)
    sets = _kept_at_risk(chosen, plain, weights)
    fit = fit_on(
        chosen,
        sets,
        method="fine-gray",
        ties=ties,
        robust=True,
        confidence=confidence,
        more=lambda x, found: _more(cells, x, sets, found, weights, convention),
    )
    notes = [
        _(
            "entrée tardive : poids de Geskus, erreurs robustes comme si les parts "
            "censurées et entrées étaient connues"
        )
    ]
    note = _(
        "sous-répartition (Fine et Gray) : se lit à côté des modèles par cause ; les "
        "parts prédites de plusieurs causes peuvent dépasser 1"
    )
    return replace(fit, model=fit.model.with_notes([note, *notes[: int(is_late)]]))


def _weights(
    cells: Cells, sets: RiskSets, other: Integers, convention: Convention
) -> _Weights:
    grid, censored, at_risk = _censoring(cells, convention)
    share = np.concatenate(([1.0], np.cumprod(1 - censored / at_risk)))

    entered_at, entered = _entered(cells)

    def before(times: Numbers) -> Floats:
        left: Floats = share[np.searchsorted(grid, times, side="left")]
        return left * entered[np.searchsorted(entered_at, times, side="left")]

    left_with = before(cells.exit[other])
    if np.any(left_with == 0):
        raise TruncationBreaks
    return _Weights(
        at=before(sets.clock.times),
        other=other,
        since=sets.clock.left[other],
        share=left_with,
    )


def _censoring(cells: Cells, convention: Convention) -> tuple[Numbers, Floats, Floats]:
    """Give the censoring times, the censored, and those who could have been."""
    size = cells.size
    grid, place = np.unique(cells.exit, return_inverse=True)
    leaving = total_by(place, size, grid.size, whole=False)
    censored = total_by(place, size * (cells.cause == 0), grid.size, whole=False)
    at_risk = leaving[::-1].cumsum()[::-1]
    if convention == "survival":
        at_risk = at_risk - (leaving - censored) - _yet_to_enter(cells, grid)
    some = censored > 0
    return grid[some], censored[some], at_risk[some]


def _yet_to_enter(cells: Cells, grid: Numbers) -> Floats:
    """Count those still to come at each time; at their own entry they are not in."""
    late = np.flatnonzero(cells.entry > 0)
    place = np.searchsorted(grid, cells.entry[late], side="right")
    counted = total_by(place, cells.size[late], grid.size + 1, whole=False)
    to_come: Floats = counted[::-1].cumsum()[::-1][1:]
    return to_come


def _entered(cells: Cells) -> tuple[Numbers, Floats]:
    """Give H: the entry times, and the share in before each of them and after the last.

    Entry is exit read backwards in time: among those under observation, how many have
    just come in. Who is there from the origin never came in later.
    """
    late = np.flatnonzero(cells.entry > 0)
    grid, place = np.unique(cells.entry[late], return_inverse=True)
    size = cells.size
    came = total_by(place, size[late], grid.size, whole=False)
    since = np.searchsorted(grid, cells.entry, side="left")
    until = np.searchsorted(grid, cells.exit, side="left")
    step = total_by(since, size, grid.size + 1, whole=False)
    step -= total_by(until, size, grid.size + 1, whole=False)
    present = step.cumsum()[:-1]
    factors = 1 - came / present
    factors[factors < ALONE] = 0.0  # dust of weights: nobody was there before
    share = np.concatenate((np.cumprod(factors[::-1])[::-1], [1.0]))
    return grid, share


def _kept_at_risk(cells: Cells, sets: RiskSets, weights: _Weights) -> RiskSets:
    """Add those who left for another cause to the risk sets."""
    n_times, n_patterns = sets.clock.times.size, cells.design.x.shape[0]
    starts = sets.clock.starts
    last = starts[cells.stratum[weights.other] + 1]
    stays = weights.since < last
    where, since = weights.other[stays], weights.since[stays]
    until = last[stays]
    size = cells.size[where] / weights.share[stays]
    pattern = cells.pattern[where]

    def kept(values: Floats) -> Floats:
        if values.ndim == 2:
            return np.stack([kept(column) for column in values.T], axis=1)
        amounts = values[pattern] * size
        came = total_by(since, amounts, n_times, whole=False)
        sums = np.empty(n_times)
        for part in sets.clock.of_strata():
            sums[part] = np.cumsum(came[part])
        return sums * weights.at

    def exposed(of_times: Floats) -> Floats:
        sums = sets.clock.summed(of_times * weights.at)
        met: Floats = total_by(
            pattern, (sums[until] - sums[since]) * size, n_patterns, whole=False
        )
        return met

    if sets.table is None:
        return replace(
            sets,
            at_risk=lambda values: sets.at_risk(values) + kept(values),
            exposed=lambda of_times: sets.exposed(of_times) + exposed(of_times),
        )
    came = total_by(
        since * n_patterns + pattern, size, n_times * n_patterns, whole=False
    ).reshape(n_times, n_patterns)
    table = sets.table[0].copy()
    for part in sets.clock.of_strata():
        table[part] += np.cumsum(came[part], axis=0) * weights.at[part, None]
    return replace(
        sets,
        at_risk=lambda values: table @ values,
        exposed=lambda of_times: of_times @ table,
        table=(table, sets.table[1]),
    )


def _more(
    cells: Cells,
    x: Floats,
    sets: RiskSets,
    found: Moments,
    weights: _Weights,
    convention: Convention,
) -> Floats:
    """Give what score residuals lack: time after another cause, and G's own error."""
    clock = sets.clock
    hazard = sets.mean_weight * found.sums.first * weights.at
    mean_hazard = (sets.mean_weight * weights.at)[:, None] * (
        found.mean_at_risk * found.sums.second[:, None]
        - found.mean_leaving * found.sums.second_share[:, None]
    )
    sums, mean_sums = clock.summed(hazard), clock.summed(mean_hazard)
    residual = np.zeros((cells.exit.size, x.shape[1]))
    other, since = weights.other, weights.since
    until = clock.starts[cells.stratum[other] + 1]
    own = x[cells.pattern[other]]
    risk = (found.risk[cells.pattern[other]] / weights.share)[:, None]
    met = (sums[until] - sums[since])[:, None]
    residual[other] = risk * (mean_sums[until] - mean_sums[since] - met * own)
    if convention == "cmprsk":
        residual += _of_censoring(cells, x, sets, found, weights)
    return residual


def _of_censoring(
    cells: Cells, x: Floats, sets: RiskSets, found: Moments, weights: _Weights
) -> Floats:
    """Add the error of G: each censoring moved the weights of those kept at risk."""
    clock = sets.clock
    grid, censored, at_risk = _censoring(cells, "cmprsk")
    hazard = sets.mean_weight * found.sums.first * weights.at
    mean = (found.mean_at_risk / found.at_risk[:, None]) * hazard[:, None]
    to_come = hazard.sum() - clock.summed(hazard)
    mean_to_come = mean.sum(axis=0) - clock.summed(mean)
    after = np.searchsorted(clock.times, grid, side="left")
    risk = found.risk[cells.pattern[weights.other]] / weights.share
    risk = risk * cells.size[weights.other]
    own = x[cells.pattern[weights.other]]
    place = np.searchsorted(grid, cells.exit[weights.other], side="right")
    kept = np.cumsum(total_by(place, risk, grid.size + 1, whole=False))[:-1]
    kept_own = np.stack(
        [
            np.cumsum(total_by(place, column, grid.size + 1, whole=False))[:-1]
            for column in (risk[:, None] * own).T
        ],
        axis=1,
    )
    moved = kept_own * to_come[after][:, None] - kept[:, None] * mean_to_come[after]
    moved /= at_risk[:, None]
    expected = np.concatenate(
        (
            np.zeros((1, x.shape[1])),
            np.cumsum(moved * (censored / at_risk)[:, None], axis=0),
        )
    )
    residual: Floats = -expected[np.searchsorted(grid, cells.exit, side="right")]
    own_time = np.flatnonzero(cells.cause == 0)
    residual[own_time] += moved[np.searchsorted(grid, cells.exit[own_time])]
    return residual
