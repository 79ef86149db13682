"""Regressions of an outside table: each cause fitted in turn."""

from pathlib import Path

import pandas as pd

from cohorts.estimates.notes import zero_durations
from cohorts.estimates.results import Estimate, Term, TestResult
from cohorts.event_table.file_failures import EventCodeUnknown
from cohorts.event_table.rows_from_file import Wanted, levels_of, read_rows
from cohorts.outside.failures import TiesNotTaken
from cohorts.outside.wish import Wish
from cohorts.regression.cells import Cells, Names, cells_from_frame
from cohorts.regression.cox import CoxFit, fit_cox
from cohorts.regression.design import Categorical, Covariate, Numeric
from cohorts.regression.discrete import fit_discrete
from cohorts.regression.exact import fit_exact
from cohorts.regression.failures import TimeDoesNotVary
from cohorts.regression.fine_gray import fit_fine_gray
from cohorts.regression.firth import fit_firth
from cohorts.regression.proportional import check_proportional
from cohorts.regression.recurrent import andersen_gill, prentice_williams_peterson
from cohorts.regression.results import Regression
from config.failure import Where
from config.translation import _


LARGEST_CODE = 99


def from_rows(path: Path, wish: Wish) -> Estimate:
    """Fit a regression on the rows of a table.

    Args:
        path: CSV or Parquet.
        wish: what is wanted; its method one of `wish.MODELS`.

    Returns:
        The coefficients of each cause, and the tests.

    Raises:
        Failure: the table or the model is refused, with the reason.
    """
    rows, covariates = _rows(path, wish)
    cells, causes = _cells(path, wish, rows, covariates)
    terms: list[Term] = []
    tests: list[TestResult] = []
    n_zero = int((rows[wish.stop or wish.duration] == 0).sum())
    notes: list[str] = [zero_durations(n_zero)] if n_zero else []
    fitted = []
    for k, name in enumerate(causes, start=1):
        cause = name if len(causes) > 1 else None
        model, checks = _fit(cells, wish, k)
        fitted.append(model)
        terms += [
            _term(model, place, cause) for place in range(len(model.coefficients))
        ]
        tests += [_about(test, cause) for test in (*model.tests, *checks)]
        notes += [note for note in model.notes if note not in notes]
    return Estimate(
        method=wish.method,
        n=cells.n_persons,
        n_events=float(sum(model.n_events for model in fitted)),
        confidence=wish.confidence,
        groups=(),
        tests=tuple(tests),
        notes=tuple(notes),
        terms=tuple(terms),
        log_likelihood=fitted[0].log_likelihood if len(fitted) == 1 else None,
    )


def _rows(path: Path, wish: Wish) -> tuple[pd.DataFrame, list[Covariate]]:
    asked = wish.covariates or ((f"factor({wish.group})",) if wish.group else ())
    names, levels = levels_of(asked)
    numbers = (
        wish.stop or wish.duration,
        wish.event,
        wish.start or wish.entry,
        wish.weights,
    )
    person = wish.person or wish.cluster
    wanted = Wanted(
        numbers=tuple(name for name in numbers if name),
        labels=(*levels, *wish.strata, *((person,) if person else ())),
        either=tuple(name for name in names if name not in levels),
    )
    rows = read_rows(path, wanted)
    covariates: list[Covariate] = [
        Numeric(name) if rows[name].dtype.kind == "f" else Categorical(name)
        for name in names
    ]
    return rows, covariates


def _cells(
    path: Path, wish: Wish, rows: pd.DataFrame, covariates: list[Covariate]
) -> tuple[Cells, list[str]]:
    codes = rows[wish.event]
    known = (codes >= 0) & (codes <= LARGEST_CODE) & (codes % 1 == 0)
    if not known.all():
        raise EventCodeUnknown(Where(path.name, column=wish.event))
    causes = sorted({int(code) for code in codes} - {0})
    place = {0: 0} | {code: k for k, code in enumerate(causes, start=1)}
    cells = cells_from_frame(
        rows.assign(**{"cause of exit": codes.astype("int64").map(place)}),
        covariates,
        names=Names(
            exit=wish.stop or wish.duration or "",
            cause="cause of exit",
            entry=wish.start or wish.entry,
            stratum=wish.strata,
            weight=wish.weights,
            person=wish.person or wish.cluster,
        ),
    )
    return cells, [str(code) for code in causes] or ["1"]


def _fit(
    cells: Cells, wish: Wish, cause: int
) -> tuple[Regression, tuple[TestResult, ...]]:
    if wish.method == "firth":
        return _firth(cells, wish, cause), ()
    if wish.method == "discrete-time":
        model = fit_discrete(
            cells, cause=cause, link=wish.link, confidence=wish.confidence
        )
        return model, ()
    if wish.method == "fine-gray":
        return _fine_gray(cells, wish, cause), ()
    if wish.method == "andersen-gill":
        cells = andersen_gill(cells)
    if wish.method == "pwp":
        cells = prentice_williams_peterson(cells, clock=wish.clock)
    if wish.ties == "exact":
        return fit_exact(cells, cause=cause, confidence=wish.confidence), ()
    ties = wish.ties or "efron"
    fit = fit_cox(cells, cause=cause, ties=ties, confidence=wish.confidence)
    return fit.model, _proportional(fit)


def _firth(cells: Cells, wish: Wish, cause: int) -> Regression:
    if wish.ties == "exact":
        raise TiesNotTaken(wish.method, wish.ties, ("efron", "breslow"))
    ties = wish.ties or "efron"
    return fit_firth(cells, cause=cause, ties=ties, confidence=wish.confidence)


def _fine_gray(cells: Cells, wish: Wish, cause: int) -> Regression:
    """Take ties as asked: each way is that of one R package, with its errors."""
    is_late = bool((cells.entry > 0).any())
    taken = ("efron",) if is_late else ("efron", "breslow")
    if wish.ties is not None and wish.ties not in taken:
        raise TiesNotTaken(wish.method, wish.ties, taken)
    ties = wish.ties or taken[-1]
    fit = fit_fine_gray(
        cells,
        cause=cause,
        convention="survival" if ties == "efron" else "cmprsk",
        confidence=wish.confidence,
    )
    said = (
        _("ex æquo selon Efron, erreurs comme R survival::finegray")
        if ties == "efron"
        else _("ex æquo selon Breslow, erreurs comme R cmprsk::crr")
    )
    return fit.model.with_notes([said])


def _proportional(fit: CoxFit) -> tuple[TestResult, ...]:
    try:
        check = check_proportional(fit)
    except TimeDoesNotVary:
        return ()
    return tuple(
        TestResult(f"zph {test.name}", test.cause, test.statistic, test.df, test.p)
        for test in (*check.terms, check.whole)
    )


def _term(model: Regression, place: int, cause: str | None) -> Term:
    one = model.coefficients[place]
    low, high = one.ratio_limits
    return Term(
        term=one.name,
        cause=cause,
        coef=one.estimate,
        std_error=one.model_error,
        robust_std_error=one.std_error if model.robust else None,
        hazard_ratio=one.ratio,
        low=low,
        high=high,
        z=one.statistic,
        p=one.p,
    )


def _about(test: TestResult, cause: str | None) -> TestResult:
    return TestResult(test.name, cause, test.statistic, test.df, test.p)
