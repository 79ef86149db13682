"""What becomes of young people after a landmark, by who an action had reached by then.

At each landmark only those still waiting for the outcome are compared, on the side
where they stand that day: nobody is put on a side by what comes later.
"""

import math

import numpy as np
from sqlmodel import Session

from cohorts.disclosure.failures import TooFew
from cohorts.estimates.results import Curve
from cohorts.exposure.evalue import e_value
from cohorts.exposure.failures import NobodyToCompare, OptionImpossible
from cohorts.exposure.landmark import Landmark, landmark_grid
from cohorts.exposure.splitting import EXPOSED
from cohorts.risk_table.numbers import Floats, Integers
from cohorts.workbench.act_parts import landmark_parts
from cohorts.workbench.acts import ControlTold, LandmarkAnswer, LandmarkTold, SideCurve
from cohorts.workbench.controls import judged
from cohorts.workbench.exposures import RARE, WINDOWS_MONTHS, place_of, told_windows
from cohorts.workbench.leaving import leaving
from cohorts.workbench.reached import Reached, read_reached, restarted
from cohorts.workbench.windows import sides_of_windows
from parcours.access.context import Context
from parcours.access.guard import operation


LANDMARKS_MONTHS = (1, 3, 6)


@operation("workbench.landmark", kind="read", about="name")
def compare_at_landmarks(
    context: Context,
    session: Session,
    *,
    name: str,
    kinds: tuple[str, ...],
    cause: str | None = None,
    landmarks: tuple[int, ...] = LANDMARKS_MONTHS,
    control: str | None = None,
    extract: str | None = None,
) -> LandmarkAnswer:
    """Compare, after each landmark, those reached by then with those not.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        kinds: codes of the interventions.
        cause: the outcome; None = the first.
        landmarks: months since the origin, rising, > 0.
        control: an outcome that the action cannot change: a negative control.
        extract: name of the extract, None = the latest.

    Returns:
        Ratios, windows and curves after each landmark, where enough stand behind them.

    Raises:
        OptionImpossible: landmarks that do not rise from over 0.
        TooFew: no landmark has enough young people and outcomes on both sides.
        TimeIsAge: the clock counts ages.
        OutcomeUnknown, CohortUnknown, ExtractUnreadable: as `workbench.exposure`.

    Source: Anderson, Cain & Gelber (1983), J Clin Oncol 1, 710-719.
    """
    if not landmarks or min(landmarks) <= 0:
        raise OptionImpossible("landmarks")
    found = read_reached(context, name=name, kinds=kinds, cause=cause, extract=extract)
    times = [at * found.month for at in landmarks]
    windows = [end * found.month for end in WINDOWS_MONTHS]
    try:
        whole = landmark_grid(found.cases, times, cause=found.place)
        parts = landmark_grid(found.cases, times, cause=found.place, windows=windows)
    except NobodyToCompare:
        raise TooFew(found.least) from None
    told = tuple(
        _told(found, at, one, split, control)
        for at, one, split in zip(
            landmarks, whole.landmarks, parts.landmarks, strict=True
        )
    )
    if all(one.ratio is None for one in told):
        raise TooFew(found.least)
    exact = [
        part
        for at, one, split, said in zip(
            landmarks, whole.landmarks, parts.landmarks, told, strict=True
        )
        for part in landmark_parts(
            at,
            restarted(found.cases, one.at),
            found.place,
            one=one,
            split=split,
            curves=said.curves,
            month=found.month,
        )
    ]
    return LandmarkAnswer(
        definition=found.cohort.definition,
        manifest=found.cohort.manifest,
        cause=found.cause,
        kinds=tuple(kinds),
        wording=whole.wording,
        landmarks=told,
        n=found.told(found.cases.n_persons),
        released=leaving(
            found.cohort,
            "landmark",
            exact,
            n=found.n_cases,
            asked=(found.place, landmarks, kinds),
        ),
    )


def _told(
    found: Reached, at_month: int, one: Landmark, split: Landmark, control: str | None
) -> LandmarkTold:
    after = restarted(found.cases, one.at)
    reached = after.exposed == 0
    event = after.cause == found.place
    events = int(np.sum(event & reached)), int(np.sum(event & ~reached))
    enough = min(one.n_exposed, one.n_unexposed, *events) >= found.least
    effect = one.effects[0] if one.effects and enough else None
    left = one.left_before
    return LandmarkTold(
        at_month=at_month,
        n=found.told(one.n),
        n_reached=found.told(one.n_exposed),
        n_others=found.told(one.n_unexposed),
        n_reached_later=found.told(one.n_exposed_later),
        n_left=found.told(sum(left.values())),
        n_events_reached=found.told(events[0]),
        n_events_others=found.told(events[1]),
        ratio=effect.ratio if effect else None,
        low=effect.low if effect else None,
        high=effect.high if effect else None,
        windows=told_windows(
            split.effects,
            sides_of_windows(
                after,
                cause=found.place,
                ends=[end * found.month for end in WINDOWS_MONTHS],
            ),
            least=found.cohort.threshold,
        )
        if effect and split.effects
        else (),
        curves=_curves(found, one, reached, after.stop) if effect else (),
        e_value=e_value(
            effect.ratio, effect.low, effect.high, rare=sum(events) < RARE * one.n
        )
        if effect
        else None,
        control=_control(found, control, one.at, effect.ratio if effect else None),
    )


def _curves(
    found: Reached,
    one: Landmark,
    reached: np.ndarray[tuple[int], np.dtype[np.bool_]],
    stop: Floats,
) -> tuple[SideCurve, ...]:
    """Read both sides at whole months, as long as enough of both are followed."""
    ends = []
    for side in (reached, ~reached):
        longest = np.sort(stop[side])[::-1]
        ends.append(longest[min(found.least_followed, longest.size) - 1])
    horizon = found.cohort.definition.horizons_months[-1]
    last = min(math.floor(min(ends) / found.month), horizon)
    several = len({curve.cause for curve in one.curves}) > 1
    told = []
    for curve in sorted(one.curves, key=lambda curve: curve.group):
        if several and curve.cause != str(found.place):
            continue
        told.append(_side(curve, last, found.month, falls=not several))
    return tuple(told)


def _side(curve: Curve, last: int, month: float, *, falls: bool) -> SideCurve:
    """Read one curve at whole months; a share without the outcome is turned round."""
    months: Integers = np.arange(last + 1)
    at = np.searchsorted(curve.times, months * month, side="right")
    start = 1.0 if falls else 0.0

    def read(values: Floats) -> Floats:
        found: Floats = np.concatenate(([start], values))[at]
        return 1 - found if falls else found

    low, high = read(curve.low), read(curve.high)
    return SideCurve(
        is_reached=curve.group == EXPOSED,
        months=months.astype(np.float64),
        estimate=read(curve.estimate),
        low=high if falls else low,
        high=low if falls else high,
    )


def _control(
    found: Reached, control: str | None, at: float, main: float | None
) -> ControlTold | None:
    """Compare the same sides after the same landmark, on the control outcome."""
    if control is None:
        return None
    place = place_of(found.cohort.definition, control)
    after = restarted(found.cases, at)
    side, event = after.exposed == 0, after.cause == place
    if main is None or min(np.sum(event & side), np.sum(event & ~side)) < found.least:
        return ControlTold(control, None)
    (one,) = landmark_grid(found.cases, [at], cause=place).landmarks
    if not one.effects:
        return ControlTold(control, None)
    effect = one.effects[0]
    return judged(control, effect.ratio, effect.low, effect.high, main=main)
