"""Which covariates go with an earlier outcome, in a cohort.

The engine counts the cohort by all covariates together; the model sees these counts and
no person, unless a person has several cases: then rows are kept, for errors that know
it. Levels under the internal threshold do not take part, and are named as left out.
"""

from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd
from sqlmodel import Session

from cohorts.definition.language import CohortDefinition
from cohorts.definition.sql_groups import column
from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.head_counts import tell
from cohorts.estimates.results import TestResult
from cohorts.event_table.build import CASES
from cohorts.regression.cells import Cells, Names, cells_from_frame
from cohorts.regression.cox import CoxFit, fit_cox
from cohorts.regression.curves import adjusted_curves
from cohorts.regression.design import Categorical
from cohorts.regression.discrete import fit_discrete
from cohorts.regression.failures import TimeDoesNotVary
from cohorts.regression.fine_gray import fit_fine_gray
from cohorts.regression.firth import fit_firth
from cohorts.regression.proportional import check_proportional
from cohorts.regression.results import Regression
from cohorts.workbench.answers import AdjustedCurve, Level, ModelAnswer
from cohorts.workbench.failures import CovariatesMissing, OutcomeUnknown
from cohorts.workbench.frame import OpenCohort, open_cohort
from cohorts.workbench.leaving import count_cases, leaving, model_parts
from cohorts.workbench.told_notes import told_notes
from parcours.access.context import Context
from parcours.access.guard import operation


Kind = Literal["cox", "fine-gray", "discrete", "firth"]
Sizes = dict[str, tuple[int, int]]  # level → persons, events
KINDS: tuple[Kind, ...] = ("cox", "fine-gray", "discrete", "firth")

COUNTED = """
SELECT {columns}, entry, exit, cause, COUNT(*) AS n_rows
FROM {cases} WHERE left_at IS NULL GROUP BY {columns}, entry, exit, cause
"""
ROWS = """
SELECT {columns}, entry, exit, cause, 1 AS n_rows, person
FROM {cases} WHERE left_at IS NULL
"""
PERSONS = """
SELECT {column} AS level, COUNT(DISTINCT person) AS n,
  SUM(CASE WHEN cause = {cause} THEN 1 ELSE 0 END) AS events
FROM {cases} WHERE left_at IS NULL GROUP BY {column}
"""


@operation("workbench.model", kind="read", about="name")
def fit_cohort_model(
    context: Context,
    session: Session,
    *,
    name: str,
    covariates: tuple[str, ...],
    cause: str | None = None,
    kind: Kind = "cox",
    extract: str | None = None,
) -> ModelAnswer:
    """Fit a regression on a cohort.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        covariates: among the breakdowns that the definition offers.
        cause: outcome modelled; None = the first.
        kind: the model.
        extract: name of the extract, None = the latest.

    Returns:
        The model, its check, adjusted curves by the first covariate.

    Raises:
        CovariatesMissing: none was chosen.
        OutcomeUnknown: a cause that the definition does not have.
        GroupNotOffered, CohortUnknown, ExtractUnreadable: as `cohort.run`.
        TooFew: too few young people.
        RegressionRefused: a subclass per cause.
    """
    if not covariates:
        raise CovariatesMissing
    with open_cohort(context, name=name, extract=extract, groups=covariates) as cohort:
        place = _place(cohort.definition, cause)
        levels = {group: _levels_of(cohort, group, place) for group in covariates}
        hidden = {group: _hidden(cohort, levels[group]) for group in covariates}
        rows = _read(cohort, covariates)
        n_cases = count_cases(cohort)
    shown = rows[_taking_part(rows, covariates, hidden)]
    n_persons = (
        int(shown["n_rows"].sum())
        if "person" not in shown
        else int(shown["person"].nunique())
    )
    if n_persons < cohort.threshold:
        raise TooFew(cohort.threshold)
    cells = _cells(shown, covariates)
    model, checks, curves = _fit(cells, kind, place, covariates[0])
    exact = model_parts(model, shown, covariates, cause=place)
    return ModelAnswer(
        definition=cohort.definition,
        manifest=cohort.manifest,
        cause=cohort.definition.causes[place - 1].code,
        kind=kind,
        model=replace(model, notes=told_notes(model.notes, base=cohort.base)),
        proportional=checks,
        levels=_levels(cells, shown, tuple(levels), base=cohort.base),
        hidden={group: tuple(codes) for group, codes in hidden.items()},
        adjusted=curves,
        n=tell(n_persons, base=cohort.base),
        n_events=tell(model.n_events, base=cohort.base),
        released=leaving(
            cohort, "factors", exact, n=n_cases, asked=(place, kind, *covariates)
        ),
    )


def _place(definition: CohortDefinition, cause: str | None) -> int:
    codes = [one.code for one in definition.causes]
    if cause is None:
        return 1
    if cause not in codes:
        raise OutcomeUnknown(tuple(codes))
    return codes.index(cause) + 1


def _levels_of(cohort: OpenCohort, group: str, cause: int) -> Sizes:
    """Give each level's persons and events of the cause."""
    text = PERSONS.format(column=column(group), cases=CASES, cause=cause)
    found = cohort.engine.run(text)
    return {
        str(level): (int(n), int(events))
        for level, n, events in zip(
            found["level"], found["n"], found["events"], strict=True
        )
    }


def _hidden(cohort: OpenCohort, sizes: Sizes) -> tuple[str, ...]:
    """Name the levels that take no part: too few persons, or too few events.

    The ratio of a level with a handful of events is a near copy of their number, and
    that of a level without any is no number.
    """
    return tuple(
        sorted(
            level
            for level, (persons, events) in sizes.items()
            if min(persons, events) < cohort.threshold
        )
    )


def _read(cohort: OpenCohort, covariates: tuple[str, ...]) -> pd.DataFrame:
    columns = ", ".join(column(group) for group in covariates)
    text = COUNTED if cohort.definition.origin.occurrence == "first" else ROWS
    rows = cohort.engine.run(text.format(columns=columns, cases=CASES))
    return rows.rename(columns={column(group): group for group in covariates})


def _taking_part(
    rows: pd.DataFrame, covariates: tuple[str, ...], hidden: dict[str, tuple[str, ...]]
) -> "pd.Series[bool]":
    keep = pd.Series(data=True, index=rows.index)
    for group in covariates:
        keep &= ~rows[group].astype(str).isin(hidden[group])
    return keep


def _cells(rows: pd.DataFrame, covariates: tuple[str, ...]) -> Cells:
    names = Names(
        entry="entry",
        n_rows="n_rows",
        person="person" if "person" in rows else None,
    )
    chosen = [Categorical(group) for group in covariates if len(set(rows[group])) > 1]
    if not chosen:
        raise CovariatesMissing
    return cells_from_frame(rows, chosen, names=names)


def _fit(
    cells: Cells, kind: Kind, cause: int, term: str
) -> tuple[Regression, tuple[TestResult, ...], tuple[AdjustedCurve, ...]]:
    if kind == "discrete":
        return fit_discrete(cells, cause=cause), (), ()
    if kind == "firth":
        return fit_firth(cells, cause=cause), (), ()
    if kind == "fine-gray":
        return fit_fine_gray(cells, cause=cause).model, (), ()
    fit = fit_cox(cells, cause=cause)
    try:
        check = check_proportional(fit)
        checks = (*check.terms, check.whole)
    except TimeDoesNotVary:
        checks = ()
    return fit.model, checks, _adjusted(fit, term)


def _adjusted(fit: CoxFit, term: str) -> tuple[AdjustedCurve, ...]:
    if term not in fit.cells.design.terms:
        return ()
    return tuple(
        AdjustedCurve(
            level=curve.label.removeprefix(f"{term}="),
            times=np.asarray(curve.times, np.float64),
            estimate=curve.estimate,
            low=curve.low,
            high=curve.high,
        )
        for curve in adjusted_curves(fit, term)
    )


def _levels(
    cells: Cells, rows: pd.DataFrame, covariates: tuple[str, ...], *, base: int
) -> tuple[Level, ...]:
    """Tell the persons of each level among those whom the model saw.

    Those whom a level of another covariate keeps out are not counted: the levels of
    each covariate add up to the persons of the model, each rounded by itself.
    """
    references = {one.term: one.reference for one in cells.design.columns}
    compared = {(one.term, one.level) for one in cells.design.columns}
    return tuple(
        Level(group, code, tell(n, base=base), code == references.get(group))
        for group in covariates
        for code, n in _persons(rows, group).items()
        if code == references.get(group) or (group, code) in compared
    )


def _persons(rows: pd.DataFrame, group: str) -> dict[str, int]:
    levels = rows.groupby(rows[group].astype(str))
    counted = levels["person"].nunique() if "person" in rows else levels["n_rows"].sum()
    return {str(level): int(n) for level, n in counted.items()}
