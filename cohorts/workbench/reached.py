"""A cohort's cases, each with the time at which an action first reached it.

And what all comparisons by it share: whole months, covariates with enough people.

Under the threshold nothing is told: no side, no share of a side, no level of a
covariate on a side. A share of few is their number in another dress.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cohorts.definition.language import DAYS_PER_MONTH
from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.head_counts import Told, least_told, tell
from cohorts.event_table.followed import read_exposed
from cohorts.exposure.cases import Cases, cases_from_frame
from cohorts.exposure.contrasts import AdjustedCurve
from cohorts.regression.design import Categorical
from cohorts.risk_table.numbers import Floats, Integers
from cohorts.workbench.acts import BEFORE, Gap, SideCurve
from cohorts.workbench.exposures import check_actions, place_of
from cohorts.workbench.failures import TimeIsAge
from cohorts.workbench.frame import OpenCohort, open_cohort
from cohorts.workbench.leaving import count_cases
from cohorts.workbench.situations import pooled
from parcours.access.context import Context


CONFIDENCE = 0.95
LEAST_LEVELS = 2


@dataclass(frozen=True, eq=False)
class Reached:
    """Cases of a cohort, each with the time at which the action first reached it.

    Attributes:
        cohort: the cohort; its engine is closed.
        cases: on the cohort's clock.
        place: number of the outcome among the causes, from 1.
        month: length of a month on the clock.
        n_cases: cases of the cohort, exact, for the ledger of what leaves.
    """

    cohort: OpenCohort
    cases: Cases
    place: int
    month: float
    n_cases: int

    @property
    def cause(self) -> str:
        """The outcome's code."""
        return self.cohort.definition.causes[self.place - 1].code

    @property
    def least(self) -> int:
        """Least head count that is told as a number."""
        return least_told(self.cohort.base)

    @property
    def least_followed(self) -> int:
        """Least persons followed where a curve may still be read."""
        return self.cohort.rules.minimum_at_risk if self.cohort.base else 1

    def told(self, count: float) -> Told:
        """Give a head count as it may be told."""
        return tell(count, base=self.cohort.base)

    def check(self, *counts: float) -> None:
        """Refuse counts of which one may not be told.

        Raises:
            TooFew: one is under the least.
        """
        if min(counts) < self.least:
            raise TooFew(self.least)


def read_reached(
    context: Context,
    *,
    name: str,
    kinds: Sequence[str],
    cause: str | None,
    extract: str | None,
    groups: Sequence[str] = (),
) -> Reached:
    """Read a cohort's cases beside an action, for one operation.

    Args:
        context: of the running operation.
        name: name of the definition.
        kinds: codes of the interventions.
        cause: the outcome; None = the first.
        extract: name of the extract, None = the latest.
        groups: breakdowns to carry as covariates.

    Returns:
        The cases; `BEFORE` among their covariates says who had it before the origin.

    Raises:
        TimeIsAge: the clock counts ages, so that nothing counts from the origin.
        OutcomeUnknown, GroupNotOffered, CohortUnknown, ExtractUnreadable.
    """
    with open_cohort(context, name=name, extract=extract, groups=groups) as cohort:
        clock = cohort.definition.clock
        if clock == "age":
            raise TimeIsAge
        place = place_of(cohort.definition, cause)
        check_actions(cohort, kinds)
        n_cases = count_cases(cohort)
        rows = read_exposed(cohort.engine, kinds=kinds, clock=clock, groups=groups)
    cases = cases_from_frame(rows.rename(columns={"exposed_before": BEFORE}))
    month = DAYS_PER_MONTH if clock == "days" else 1.0
    return Reached(cohort, cases, place, month, n_cases)


def restarted(cases: Cases, at: float) -> Cases:
    """Keep who is still at risk just after a landmark, and count time from it.

    Args:
        cases: the cases.
        at: the landmark, on the clock.

    Returns:
        Those under observation at the landmark; exposed at 0 who was by then, never
        who was not: sides known at the new time zero.
    """
    places: Integers = np.flatnonzero((cases.stop > at) & (cases.start <= at))
    return replace(
        cases.take(places),
        start=np.zeros(places.size),
        stop=cases.stop[places] - at,
        exposed=np.where(cases.exposed[places] <= at, 0.0, np.nan),
        person=cases.person[places],
        origin=0.0,
    )


def kept_covariates(
    cases: Cases, treated: Integers, names: Sequence[str], *, threshold: int
) -> tuple[Cases, tuple[Categorical, ...], tuple[str, ...]]:
    """Keep the covariates whose levels count enough persons on both sides.

    Rare levels go together under one name, as situations do.

    Args:
        cases: the cases.
        treated: 1 for one side, 0 for the other, (n,).
        names: columns of covariates.
        threshold: least persons of a level on a side.

    Returns:
        The cases with these columns recoded, the covariates that are left, and the
        names of those that tell nobody apart.
    """
    frame, kept, left_out = cases.covariates.copy(), [], []
    for name in names:
        levels = frame[name].astype(str)
        counted = pd.crosstab(levels, treated).min(axis=1)
        together = pooled(
            {str(level): int(n) for level, n in counted.items()}, threshold=threshold
        )
        recoded = levels.map(together)
        sizes = pd.crosstab(recoded, treated).min(axis=1)
        if sizes.size < LEAST_LEVELS or sizes.min() < threshold:
            left_out.append(name)
            continue
        frame[name] = recoded
        largest = str(recoded.value_counts().idxmax())
        kept.append(Categorical(name, reference=largest))
    return replace(cases, covariates=frame), tuple(kept), tuple(left_out)


def monthly(
    curve: AdjustedCurve, *, months: int, month: float
) -> tuple[Floats, Floats, Floats]:
    """Read a curve at whole months: no step tells one person's day.

    Args:
        curve: at rising times on the clock.
        months: last month.
        month: length of a month on the clock.

    Returns:
        Estimate and limits at months 0 to `months`, (months + 1,) each.
    """
    at = np.searchsorted(curve.times, np.arange(months + 1) * month, side="right")
    padded = [
        np.concatenate(([0.0], values))[at]
        for values in (curve.estimate, curve.low, curve.high)
    ]
    return padded[0], padded[1], padded[2]


def told_sides(
    curves: Sequence[AdjustedCurve], *, months: int, month: float
) -> tuple[SideCurve, ...]:
    """Give the curves of both sides at whole months, those not reached first."""
    return tuple(
        SideCurve(is_reached, np.arange(months + 1, dtype=np.float64), *read)
        for is_reached, read in (
            (bool(side), monthly(curve, months=months, month=month))
            for side, curve in enumerate(curves)
        )
    )


def told_gaps(
    gap: AdjustedCurve, *, months: Sequence[int], month: float
) -> tuple[Gap, ...]:
    """Give the difference of the sides at some months."""
    values = monthly(gap, months=max(months), month=month)
    return tuple(Gap(at, *(float(one[at]) for one in values)) for at in months)
