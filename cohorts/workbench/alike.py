"""Those reached by a landmark beside others made alike: in pairs, or by weights.

The sides are what was known on the day of the landmark, and so is all that they are
made alike on. What was not measured stays as it was.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from sqlmodel import Session

from cohorts.disclosure.bench_parts import Part
from cohorts.exposure.adjusted import AdjustedCurves, matched_curves, weighted_curves
from cohorts.exposure.balance import SCORE, Balance
from cohorts.exposure.evalue import e_value
from cohorts.exposure.failures import BeyondFollowUp, OptionImpossible
from cohorts.exposure.groups import TwoGroups, two_groups
from cohorts.exposure.matching import Matching, match_groups
from cohorts.exposure.weighted_cox import weighted_cox
from cohorts.exposure.weighting import weigh_groups
from cohorts.regression.failures import RegressionRefused
from cohorts.risk_table.numbers import Floats, Integers
from cohorts.workbench.act_parts import (
    balance_part,
    ratio_part,
    sides_by,
    two_sides_parts,
)
from cohorts.workbench.acts import (
    BEFORE,
    AlikeAnswer,
    BalanceTold,
    ControlTold,
    Gap,
    SideCurve,
)
from cohorts.workbench.controls import judged
from cohorts.workbench.exposures import RARE, place_of
from cohorts.workbench.failures import CovariatesMissing, NobodyFollowed
from cohorts.workbench.leaving import leaving
from cohorts.workbench.reached import (
    CONFIDENCE,
    Reached,
    kept_covariates,
    read_reached,
    restarted,
    told_gaps,
    told_sides,
)
from cohorts.workbench.situations import OTHERS
from parcours.access.context import Context
from parcours.access.guard import operation


How = Literal["matched", "weighted"]
HOWS: tuple[How, ...] = ("matched", "weighted")
AT_MONTH = 3
HORIZON_MONTHS = 12
READ_AT = (3, 6, 12, 24)
N_DRAWS = 200


@operation("workbench.matched", kind="read", about="name")
def compare_alike(
    context: Context,
    session: Session,
    *,
    name: str,
    kinds: tuple[str, ...],
    covariates: tuple[str, ...],
    how: How = "weighted",
    cause: str | None = None,
    at_month: int = AT_MONTH,
    horizon_months: int = HORIZON_MONTHS,
    control: str | None = None,
    extract: str | None = None,
    n_draws: int = N_DRAWS,
    seed: int = 1,
) -> AlikeAnswer:
    """Compare those reached by a landmark with others like them.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        kinds: codes of the interventions.
        covariates: what to be alike on, among the breakdowns offered.
        how: "matched" (pairs) or "weighted" (both sides become like the whole).
        cause: the outcome; None = the first.
        at_month: the landmark, in months since the origin, > 0.
        horizon_months: end of the curves, in months since the landmark, > 0.
        control: an outcome that the action cannot change: a negative control.
        extract: name of the extract, None = the latest.
        n_draws: resampled cohorts behind the limits.
        seed: of the resampling: the same gives the same digits.

    Returns:
        Balance, curves, differences and ratio.

    Raises:
        OptionImpossible: months, or a way, that cannot be.
        CovariatesMissing: no covariate tells young people apart on both sides.
        TooFew: too few young people, pairs or outcomes on a side.
        NobodyFollowed: too few of a side are followed to the horizon.
        TimeIsAge: the clock counts ages.
        GroupsDoNotOverlap, NoMatch, BootstrapFailed: by name.
        OutcomeUnknown, GroupNotOffered, CohortUnknown, ExtractUnreadable.

    Source: Austin (2011), Pharm Stat 10, 150-161; Cole & Hernán (2004).
    """
    if how not in HOWS:
        raise OptionImpossible("how")
    if at_month <= 0 or horizon_months <= 0:
        raise OptionImpossible("at_month" if at_month <= 0 else "horizon_months")
    if not covariates:
        raise CovariatesMissing
    found = read_reached(
        context, name=name, kinds=kinds, cause=cause, extract=extract, groups=covariates
    )
    at = at_month * found.month
    after = restarted(found.cases, at)
    side = (after.exposed == 0).astype(np.int64)
    found.check(side.sum(), side.size - side.sum())
    cases, kept, left_out = kept_covariates(
        after, side, (*covariates, BEFORE), threshold=found.cohort.threshold
    )
    if not kept:
        raise CovariatesMissing
    groups = two_groups(cases, kept, cause=found.place)
    pairs = match_groups(groups) if how == "matched" else None
    _check(found, groups, pairs, horizon_months * found.month)
    made = _compare(found, groups, pairs, horizon_months, n_draws, seed)
    n_later = int(
        np.sum(
            (found.cases.stop > at)
            & (found.cases.start <= at)
            & (found.cases.exposed > at)
            & (found.cases.exposed < found.cases.stop)
        )
    )
    return _answer(
        found, groups, pairs, made, kinds, left_out, n_later, at_month, control
    )


def _check(
    found: Reached, groups: TwoGroups, pairs: Matching | None, horizon: float
) -> None:
    """Refuse sides on which too few remain, know the outcome, or are followed."""
    taking_part = groups if pairs is None else groups.take(pairs.pairs.ravel())
    stop, outcome = taking_part.cases.stop, taking_part.outcome
    for side in (0, 1):
        own = taking_part.treated == side
        found.check(own.sum(), np.sum(own & (outcome == 1) & (stop <= horizon)))
        if np.sum(own & (stop >= horizon)) < found.least_followed:
            raise NobodyFollowed(round(horizon / found.month))


def _compare(
    found: Reached,
    groups: TwoGroups,
    pairs: Matching | None,
    horizon_months: int,
    n_draws: int,
    seed: int,
) -> AdjustedCurves:
    rng = np.random.default_rng(seed)
    horizon = horizon_months * found.month
    try:
        if pairs is None:
            return weighted_curves(
                groups,
                horizon=horizon,
                rng=rng,
                n_draws=n_draws,
                confidence=CONFIDENCE,
            )
        return matched_curves(
            groups,
            pairs,
            horizon=horizon,
            rng=rng,
            n_draws=n_draws,
            confidence=CONFIDENCE,
        )
    except BeyondFollowUp:  # its text would tell one person's last day
        raise NobodyFollowed(horizon_months) from None


def _answer(
    found: Reached,
    groups: TwoGroups,
    pairs: Matching | None,
    made: AdjustedCurves,
    kinds: tuple[str, ...],
    left_out: tuple[str, ...],
    n_later: int,
    at_month: int,
    control: str | None,
) -> AlikeAnswer:
    assert made.model is not None and made.balance is not None  # noqa: S101, PT018
    (one,) = made.model.coefficients
    low, high = one.ratio_limits
    months = round(made.horizon / found.month)
    mean_time = made.contrasts[1]
    events = int(np.sum(groups.outcome == 1))
    curves = told_sides(made.curves, months=months, month=found.month)
    gaps = told_gaps(
        made.gap,
        months=(*(n for n in READ_AT if n < months), months),
        month=found.month,
    )
    balance = _balance(made.balance, groups)
    return AlikeAnswer(
        definition=found.cohort.definition,
        manifest=found.cohort.manifest,
        cause=found.cause,
        kinds=tuple(kinds),
        wording=made.wording,
        design=made.design,
        at_month=at_month,
        horizon_months=months,
        covariates=tuple(one.column for one in groups.covariates),
        left_out=tuple(name for name in left_out if name != BEFORE),
        balance=balance,
        alike=made.balance.alike,
        worst=made.balance.worst,
        curves=curves,
        gaps=gaps,
        ratio=one.ratio,
        low=low,
        high=high,
        e_value=e_value(one.ratio, low, high, rare=events < RARE * groups.n),
        months_gained=mean_time.estimate / found.month,
        months_low=mean_time.low / found.month,
        months_high=mean_time.high / found.month,
        n=found.told(groups.n),
        n_reached=found.told(float(groups.treated.sum())),
        n_others=found.told(groups.n - float(groups.treated.sum())),
        n_reached_later=found.told(n_later),
        n_pairs=None if pairs is None else found.told(len(pairs.pairs)),
        n_unmatched=None if pairs is None else found.told(pairs.n_unmatched),
        n_effective=None
        if made.weights is None
        else (
            found.told(made.weights.effective[0]),
            found.told(made.weights.effective[1]),
        ),
        n_draws=made.n_draws,
        control=_control(found, groups, pairs, control, one.ratio),
        released=leaving(
            found.cohort,
            made.design,
            _exact(found, groups, pairs, (one.ratio, low, high), curves, gaps, balance),
            n=found.n_cases,
            asked=(
                (found.place, at_month, months, *kinds),
                [one.column for one in groups.covariates],
            ),
        ),
    )


def _exact(
    found: Reached,
    groups: TwoGroups,
    pairs: Matching | None,
    ratio: tuple[float, float, float],
    curves: Sequence[SideCurve],
    gaps: Sequence[Gap],
    balance: Sequence[BalanceTold],
) -> list[Part]:
    """Give what may leave, on those who take part: the pairs, or everybody."""
    part = groups if pairs is None else groups.take(pairs.pairs.ravel())
    sides = sides_by(part.cases, part.treated, found.place, np.inf)
    own = int(groups.treated.sum())
    return [
        ratio_part("alike", *ratio, sides=sides),
        *two_sides_parts(
            part.cases,
            part.treated,
            found.place,
            curves=curves,
            gaps=gaps,
            month=found.month,
            landmark=0,
        ),
        balance_part(balance, (own, groups.n - own)),
    ]


def _balance(balance: Balance, groups: TwoGroups) -> tuple[BalanceTold, ...]:
    """Give the rows; of two levels, never the one that is what is left of others."""
    references = {one.term: str(one.reference) for one in groups.design.columns}
    told = []
    for row in balance.rows:
        if row.name == SCORE:
            continue
        covariate, _sign, level = row.name.partition("=")
        alone = len(groups.design.terms[covariate]) == 1
        turned = alone and level == OTHERS
        sign = -1.0 if turned else 1.0
        told.append(
            BalanceTold(
                covariate,
                references[covariate] if turned else level,
                1 - row.mean_treated if turned else row.mean_treated,
                1 - row.mean_control if turned else row.mean_control,
                sign * row.difference,
                sign * row.difference_after,
            )
        )
    return tuple(told)


def _control(
    found: Reached,
    groups: TwoGroups,
    pairs: Matching | None,
    control: str | None,
    main: float,
) -> ControlTold | None:
    """Fit the same pairs or weights on the control outcome."""
    if control is None:
        return None
    place = place_of(found.cohort.definition, control)
    taking_part, cluster, weight = groups, groups.cases.person, _weights(groups, pairs)
    if pairs is not None:
        places: Integers = pairs.pairs.ravel()
        taking_part, cluster = groups.take(places), pairs.pair[places]
    event = taking_part.cases.cause == place
    own = taking_part.treated == 1
    if min(np.sum(event & own), np.sum(event & ~own)) < found.least:
        return ControlTold(control, None)
    other = two_groups(taking_part.cases, groups.covariates, cause=place)
    try:
        model = weighted_cox(other, weight, cluster, confidence=CONFIDENCE)
    except RegressionRefused:
        return ControlTold(control, None)
    (one,) = model.coefficients
    return judged(control, one.ratio, *one.ratio_limits, main=main)


def _weights(groups: TwoGroups, pairs: Matching | None) -> Floats:
    if pairs is not None:
        return np.ones(pairs.pairs.size)
    return weigh_groups(groups).weight
