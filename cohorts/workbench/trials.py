"""A trial that nobody made, declared and emulated: start within so many months, or not.

Each case is cloned into both strategies, censored when it no longer does as told, and
those who stay are weighted for those like them who were censored.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from sqlmodel import Session

from cohorts.exposure.cases import Cases
from cohorts.exposure.emulation import Emulation, emulate_trial
from cohorts.exposure.evalue import e_value
from cohorts.exposure.failures import BeyondFollowUp, OptionImpossible
from cohorts.exposure.protocol import Control
from cohorts.risk_table.numbers import Integers
from cohorts.workbench.act_parts import ratio_part, sides_by, two_sides_parts
from cohorts.workbench.acts import BEFORE, ControlTold, TrialAnswer
from cohorts.workbench.controls import judged
from cohorts.workbench.exposures import place_of
from cohorts.workbench.failures import CovariatesMissing, NobodyFollowed
from cohorts.workbench.leaving import leaving
from cohorts.workbench.reached import (
    CONFIDENCE,
    Reached,
    kept_covariates,
    read_reached,
    told_gaps,
    told_sides,
)
from parcours.access.context import Context
from parcours.access.guard import operation


GRACE_MONTHS = 3
HORIZON_MONTHS = 6
READ_AT = (3, 6, 12, 24)
N_DRAWS = 200


@operation("workbench.emulation", kind="read", about="name")
def emulate_strategies(
    context: Context,
    session: Session,
    *,
    name: str,
    kinds: tuple[str, ...],
    covariates: tuple[str, ...],
    cause: str | None = None,
    grace_months: int = GRACE_MONTHS,
    horizon_months: int = HORIZON_MONTHS,
    strategy: Control = "never",
    control: str | None = None,
    extract: str | None = None,
    n_draws: int = N_DRAWS,
    seed: int = 1,
) -> TrialAnswer:
    """Emulate "start within the grace period" against "do not start".

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition; its cohort is who is eligible.
        kinds: codes of the interventions that are the action.
        covariates: what starting may depend on, among the breakdowns offered.
        cause: the outcome; None = the first.
        grace_months: months within which to start, >= 1.
        horizon_months: end of the follow-up, > grace_months.
        strategy: what the others do: "never" start, or "later" (not in the grace).
        control: an outcome that the action cannot change: a negative control.
        extract: name of the extract, None = the latest.
        n_draws: resampled cohorts behind the limits.
        seed: of the resampling: the same gives the same digits.

    Returns:
        Curves of both strategies, their difference along time, how robust it is.

    Raises:
        OptionImpossible: months that cannot be.
        CovariatesMissing: no covariate tells young people apart.
        TooFew: too few young people, or outcomes, under a strategy.
        NobodyFollowed: too few follow a strategy to the horizon.
        TimeIsAge: the clock counts ages.
        GroupsDoNotOverlap, BootstrapFailed: as `emulate_trial`.
        OutcomeUnknown, GroupNotOffered, CohortUnknown, ExtractUnreadable.

    Source: Hernán & Robins (2016), Am J Epidemiol 183, 758-764.
    """
    if not 1 <= grace_months < horizon_months:
        raise OptionImpossible("grace" if grace_months < 1 else "horizon")
    found = read_reached(
        context,
        name=name,
        kinds=kinds,
        cause=cause,
        extract=extract,
        groups=covariates,
    )
    eligible, n_before, n_late = _eligible(found)
    starts = _starts(eligible, grace_months * found.month)
    found.check(starts.sum(), starts.size - starts.sum())
    cases, kept, left_out = kept_covariates(
        eligible, starts, covariates, threshold=found.cohort.threshold
    )
    if not kept:
        raise CovariatesMissing

    def emulated(of: Cases, place: int) -> Emulation:
        try:
            return emulate_trial(
                of,
                kept,
                grace=grace_months,
                horizon=horizon_months,
                rng=np.random.default_rng(seed),
                control=strategy,
                cause=place,
                period=found.month,
                n_draws=n_draws,
                confidence=CONFIDENCE,
            )
        except BeyondFollowUp:
            raise NobodyFollowed(horizon_months) from None

    trial = emulated(cases, found.place)
    others, started = trial.arms
    found.check(others.n_events, started.n_events)
    if min(others.n_at_horizon, started.n_at_horizon) < found.least_followed:
        raise NobodyFollowed(horizon_months)
    _share, mean_time, ratio = trial.contrasts
    curves = told_sides(trial.curves, months=horizon_months, month=1.0)
    gaps = told_gaps(trial.gap, months=_read_at(horizon_months), month=1.0)
    sides = sides_by(cases, starts, found.place, horizon_months * found.month)
    exact = [
        ratio_part("strategies", ratio.estimate, ratio.low, ratio.high, sides=sides),
        *two_sides_parts(
            cases,
            starts,
            found.place,
            curves=curves,
            gaps=gaps,
            month=found.month,
            landmark=0,
        ),
    ]
    answer = TrialAnswer(
        definition=found.cohort.definition,
        manifest=found.cohort.manifest,
        cause=found.cause,
        kinds=tuple(kinds),
        wording=trial.wording,
        grace_months=grace_months,
        control_strategy=strategy,
        horizon_months=horizon_months,
        covariates=tuple(one.column for one in kept),
        left_out=left_out,
        curves=curves,
        gaps=gaps,
        ratio=ratio.estimate,
        low=ratio.low,
        high=ratio.high,
        e_value=e_value(ratio.estimate, ratio.low, ratio.high, measure="risk"),
        months_gained=mean_time.estimate,
        months_low=mean_time.low,
        months_high=mean_time.high,
        largest_weight=max(others.largest_weight, started.largest_weight),
        n=found.told(trial.n_persons),
        n_before=found.told(n_before),
        n_late=found.told(n_late),
        n_started=found.told(float(starts.sum())),
        n_events_started=found.told(started.n_events),
        n_events_others=found.told(others.n_events),
        n_draws=trial.n_draws,
        control=None,
        released=leaving(
            found.cohort,
            "trial",
            exact,
            n=found.n_cases,
            asked=(
                (found.place, grace_months, horizon_months, strategy, *kinds),
                [one.column for one in kept],
            ),
        ),
    )
    if control is None:
        return answer
    return replace(
        answer, control=_control(found, control, cases, emulated, ratio.estimate)
    )


def _eligible(found: Reached) -> tuple[Cases, int, int]:
    """Keep who could still be told to start, and is observed from the origin."""
    cases = found.cases
    before = (cases.covariates[BEFORE].to_numpy() > 0) | (cases.exposed <= 0)
    late = ~before & (cases.start > cases.origin)
    places: Integers = np.flatnonzero(~before & ~late)
    kept = replace(cases.take(places), person=cases.person[places])
    return kept, int(before.sum()), int(late.sum())


def _starts(cases: Cases, grace: float) -> Integers:
    """Mark who is seen to start within the grace period."""
    return np.array(
        (cases.exposed <= grace) & (cases.exposed <= cases.stop), dtype=np.int64
    )


def _read_at(horizon: int) -> Sequence[int]:
    return (*(at for at in READ_AT if at < horizon), horizon)


def _control(
    found: Reached,
    control: str,
    cases: Cases,
    emulated: Callable[[Cases, int], Emulation],
    main: float,
) -> ControlTold:
    """Emulate the same trial for the control; other outcomes end its follow-up.

    Were they to compete, a main outcome that comes more often would by itself make the
    control rarer, and the control would fail for no bias.
    """
    place = place_of(found.cohort.definition, control)
    event = cases.cause == place
    starts = cases.exposed_in_time
    if min(np.sum(event & starts), np.sum(event & ~starts)) < found.least:
        return ControlTold(control, None)
    alone = replace(cases, cause=np.where(event, place, 0).astype(np.int64))
    ratio = emulated(alone, place).contrasts[2]
    return judged(control, ratio.estimate, ratio.low, ratio.high, main=main)
