"""Cases → two groups that existed at time zero, and what was known of them then."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cohorts.exposure.cases import Cases, exposed_at_origin
from cohorts.exposure.effects import the_event
from cohorts.exposure.failures import (
    GroupsDoNotOverlap,
    NobodyToCompare,
    NotTwoGroups,
)
from cohorts.exposure.logit import fit_logit
from cohorts.regression.design import (
    Categorical,
    Covariate,
    Design,
    code_levels,
    make_design,
)
from cohorts.regression.failures import Separation
from cohorts.regression.table_failures import ColumnMissing
from cohorts.risk_table.numbers import Floats, Integers
from cohorts.risk_table.risk_table import total_by


@dataclass(frozen=True, eq=False)
class TwoGroups:
    """Two groups known at time zero; n cases, P patterns.

    Attributes:
        cases: the cases.
        labels: the group compared with, then the group of interest.
        treated: 1 for the group of interest, else 0, (n,).
        covariates: what is known at time zero and must be alike.
        design: columns of the patterns.
        pattern: each case's pattern, (n,).
        outcome: 0 censored, 1 the event, 2 an event that competes with it, (n,).
    """

    cases: Cases
    labels: tuple[str, str]
    treated: Integers
    covariates: tuple[Covariate, ...]
    design: Design
    pattern: Integers
    outcome: Integers

    @property
    def n(self) -> int:
        """Cases."""
        return self.cases.n

    @property
    def x(self) -> Floats:
        """The columns, one row a case, (n, p)."""
        values: Floats = self.design.x[self.pattern]
        return values

    def take(self, places: Integers) -> "TwoGroups":
        """Take some cases, each as often as named, each a person of its own.

        Args:
            places: places of the cases, (m,).

        Returns:
            The groups of these cases, on the same patterns.
        """
        return replace(
            self,
            cases=self.cases.take(places),
            treated=self.treated[places],
            pattern=self.pattern[places],
            outcome=self.outcome[places],
        )


def two_groups(
    cases: Cases,
    covariates: Sequence[Covariate],
    *,
    column: str | None = None,
    treated: str | None = None,
    cause: int | None = None,
) -> TwoGroups:
    """Put cases into two groups by what was known at time zero.

    Args:
        cases: the cases.
        covariates: what should be alike, known at time zero.
        column: the column of the groups; None = exposed at the origin or not.
        treated: the level of interest; None = the second in natural order.
        cause: the cause that is the event, the others competing; None = there is one.

    Returns:
        The groups.

    Raises:
        EverExposed: no column, and some were exposed after their origin.
        NotTwoGroups: the column does not have two levels, or not this one.
        NobodyToCompare: a group is empty.
        ColumnMissing, ValueUnknown, LevelEmpty, NoCovariate: as regressions.
        EventNotSaid: several causes, none named.
    """
    labels, side = ("0", "1"), exposed_at_origin(cases) if column is None else None
    if column is not None:
        if column not in cases.covariates:
            raise ColumnMissing(column)
        coded = code_levels(cases.covariates[column], Categorical(column))
        of_interest = treated or coded.levels[-1]
        if len(coded.levels) != 2 or of_interest not in coded.levels:
            raise NotTwoGroups
        side = np.array(coded.codes == coded.levels.index(of_interest), np.int64)
        (other,) = (level for level in coded.levels if level != of_interest)
        labels = (other, of_interest)
    assert side is not None  # noqa: S101  (one of the two ways has set it)
    if np.unique(side).size < 2:
        raise NobodyToCompare
    event = the_event(cases.cause, cause)
    design, pattern = make_design(cases.covariates, covariates)
    return TwoGroups(
        cases=cases,
        labels=labels,
        treated=side,
        covariates=tuple(covariates),
        design=design,
        pattern=pattern,
        outcome=np.where(event > 0, 1, np.where(cases.cause > 0, 2, 0)).astype(
            np.int64
        ),
    )


def propensity(groups: TwoGroups) -> Floats:
    """Estimate each case's chance to be in the group of interest.

    Args:
        groups: the two groups.

    Returns:
        Chances strictly between 0 and 1, (n,).

    Raises:
        GroupsDoNotOverlap: the covariates separate the groups.
        ConstantCovariate, CollinearCovariates: by name.

    Source: Rosenbaum & Rubin (1983), Biometrika 70, 41-55.
    """
    length = groups.design.x.shape[0]
    total = np.bincount(groups.pattern, minlength=length).astype(np.float64)
    yes = total_by(groups.pattern, groups.treated, length, whole=False)
    some = total > 0
    try:
        fit = fit_logit(
            groups.design.x[some], yes[some], total[some], names=groups.design.names
        )
    except Separation:
        raise GroupsDoNotOverlap from None
    chance = np.zeros(length)
    chance[some] = fit.chance
    scores: Floats = chance[groups.pattern]
    return scores
