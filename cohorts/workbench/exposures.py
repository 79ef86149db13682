"""Whether an outcome goes with something done, each person exposed only from its day.

"Ever took part" would count the wait for an action as lived under it; here the exposure
changes with time, and early windows show a lock-in. A ratio that rests on fewer events
than the internal threshold is not told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from cohorts.definition.language import DAYS_PER_MONTH, CohortDefinition
from cohorts.disclosure.bench import ReleasedTables
from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.head_counts import Told, tell
from cohorts.event_table.followed import read_exposed
from cohorts.event_table.load import Manifest
from cohorts.exposure.cases import Cases, cases_from_frame, count_sides
from cohorts.exposure.effects import Effect
from cohorts.exposure.evalue import EValue, e_value
from cohorts.exposure.failures import OptionImpossible
from cohorts.exposure.negative_control import ControlVerdict, judge_control
from cohorts.exposure.time_varying import TimeVarying, fit_time_varying
from cohorts.workbench.ever import refusal_of_ever
from cohorts.workbench.failures import ActionUnknown, OutcomeUnknown
from cohorts.workbench.frame import OpenCohort, open_cohort
from cohorts.workbench.leaving import count_cases, exposure_parts, leaving
from cohorts.workbench.windows import Sides, sides_of_windows
from parcours.access.context import Context
from parcours.access.guard import operation


WINDOWS_MONTHS = (3, 12)  # ends of the windows since the exposure
TIME_VARYING, EVER = "time-varying", "ever"
RARE = 0.15  # under it, a ratio of hazards is near a ratio of risks


@dataclass(frozen=True)
class Window:
    """The ratio in one window since the exposure.

    Attributes:
        from_month: start of the window.
        until_month: its end; None for the last.
        ratio: of hazards; None where too few events stand behind it.
        low: lower limit.
        high: upper limit.
    """

    from_month: int
    until_month: int | None
    ratio: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, eq=False)
class ExposureAnswer:
    """An outcome beside something done, along time.

    Attributes:
        definition: the cohort.
        manifest: of the extract.
        cause: the outcome.
        kinds: interventions that expose.
        wording: the word that the design supports.
        ratio: of hazards, exposed by now against not yet.
        low: lower limit.
        high: upper limit.
        windows: the same by time since the exposure.
        e_value: what would explain the ratio away.
        n: persons, as may be told.
        n_exposed: cases reached while followed, as may be told.
        n_events_exposed: their outcomes afterwards, as may be told.
        control: what a negative control says; None where none was asked for, or too few
            met it.
        released: what of it may leave; None where nothing may.
    """

    definition: CohortDefinition
    manifest: Manifest
    cause: str
    kinds: tuple[str, ...]
    wording: str
    ratio: float
    low: float
    high: float
    windows: tuple[Window, ...]
    e_value: EValue
    n: Told
    n_exposed: Told
    n_events_exposed: Told
    control: ControlVerdict | None = None
    released: ReleasedTables | None = None


@operation("workbench.exposure", kind="read", about="name")
def follow_exposure(
    context: Context,
    session: Session,
    *,
    name: str,
    kinds: tuple[str, ...],
    cause: str | None = None,
    design: str = TIME_VARYING,
    control: str | None = None,
    extract: str | None = None,
) -> ExposureAnswer:
    """Compare those reached by an intervention by now with those not yet.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        kinds: codes of the interventions.
        cause: the outcome; None = the first.
        design: "time-varying"; "ever" (took part or not, as if that were known at the
            origin) is refused with its reason.
        control: an outcome that the action cannot change: a negative control.
        extract: name of the extract, None = the latest.

    Returns:
        The ratio, by windows too, and how robust it is.

    Raises:
        EverAsked: the design is "ever".
        OptionImpossible: another design than these.
        OutcomeUnknown: a cause that the definition does not have.
        ActionUnknown: a code that no action has.
        NobodyToCompare: one side is empty.
        TooFew: too few young people, or outcomes, on one side.
        CohortUnknown, ExtractUnreadable: as `cohort.run`.
    """
    if design not in (TIME_VARYING, EVER):
        raise OptionImpossible("design")
    with open_cohort(context, name=name, extract=extract) as cohort:
        place = place_of(cohort.definition, cause)
        check_actions(cohort, kinds)
        clock = cohort.definition.clock
        n_cases = count_cases(cohort)
        cases = cases_from_frame(read_exposed(cohort.engine, kinds=kinds, clock=clock))
    if design == EVER:
        raise refusal_of_ever(cases, least=cohort.threshold)
    month = DAYS_PER_MONTH if clock == "days" else 1.0
    whole = fit_time_varying(cases, cause=place)
    _check_enough(whole, cohort)
    ends = [end * month for end in WINDOWS_MONTHS]
    parts = fit_time_varying(cases, cause=place, windows=ends)
    behind = sides_of_windows(cases, cause=place, ends=ends)
    (effect,) = whole.effects
    n_events = whole.events_exposed + whole.events_unexposed
    return ExposureAnswer(
        definition=cohort.definition,
        manifest=cohort.manifest,
        cause=cohort.definition.causes[place - 1].code,
        kinds=tuple(kinds),
        wording=whole.wording,
        ratio=effect.ratio,
        low=effect.low,
        high=effect.high,
        windows=told_windows(parts.effects, behind, least=cohort.threshold),
        e_value=e_value(
            effect.ratio, effect.low, effect.high, rare=n_events < RARE * whole.n
        ),
        n=tell(whole.n_persons, base=cohort.base),
        n_exposed=tell(whole.n_exposed, base=cohort.base),
        n_events_exposed=tell(whole.events_exposed, base=cohort.base),
        control=_judged(cases, cohort, control, main=effect.ratio),
        released=leaving(
            cohort,
            "exposure",
            exposure_parts(whole, parts, WINDOWS_MONTHS, behind=behind),
            n=n_cases,
            asked=(place, *kinds),
        ),
    )


def _judged(
    cases: Cases, cohort: OpenCohort, control: str | None, *, main: float
) -> ControlVerdict | None:
    if control is None:
        return None
    place = place_of(cohort.definition, control)
    sides = count_sides(cases, cause=place)
    if min(sides["events_exposed"], sides["events_unexposed"]) < cohort.threshold:
        return None
    (effect,) = fit_time_varying(cases, cause=place).effects
    return judge_control(effect.ratio, effect.low, effect.high, main_ratio=main)


def place_of(definition: CohortDefinition, cause: str | None) -> int:
    """Find an outcome among the causes.

    Args:
        definition: the cohort.
        cause: its code; None = the first.

    Returns:
        Its number, from 1.

    Raises:
        OutcomeUnknown: the definition does not have it.
    """
    codes = [one.code for one in definition.causes]
    if cause is None:
        return 1
    if cause not in codes:
        raise OutcomeUnknown(codes)
    return codes.index(cause) + 1


def check_actions(cohort: OpenCohort, kinds: Sequence[str]) -> None:
    """Refuse a code that no action has.

    Args:
        cohort: open.
        kinds: codes of interventions.

    Raises:
        ActionUnknown: one that the extract's nomenclature does not hold.
    """
    known = cohort.nomenclature.interventions
    if not set(kinds) <= set(known):
        raise ActionUnknown(tuple(known))


def _check_enough(found: TimeVarying, cohort: OpenCohort) -> None:
    sides = (
        found.n_exposed,
        found.n_persons - found.n_exposed,
        found.events_exposed,
        found.events_unexposed,
    )
    if min(sides) < cohort.threshold:
        raise TooFew(cohort.threshold)


def told_windows(
    effects: Sequence[Effect], behind: Sequence[Sides], *, least: int
) -> tuple[Window, ...]:
    """Give the ratio of each window, where enough outcomes stand behind it.

    Args:
        effects: by window, the ends of `WINDOWS_MONTHS` between them.
        behind: persons and outcomes on both sides of each.
        least: least persons, and outcomes, of either side of a window.

    Returns:
        The windows, in order.
    """
    starts: Sequence[int] = (0, *WINDOWS_MONTHS)
    stops: Sequence[int | None] = (*WINDOWS_MONTHS, None)
    told = []
    for start, stop, effect, sides in zip(starts, stops, effects, behind, strict=True):
        is_told = min(effect.n_events, *sides) >= least
        told.append(
            Window(
                start,
                stop,
                effect.ratio if is_told else None,
                effect.low if is_told else None,
                effect.high if is_told else None,
            )
        )
    return tuple(told)
