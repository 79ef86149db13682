"""Cohorts drawn from a known truth, and what our estimates say of each.

Whole months as a register keeps them: an event in the course of a month is told at its
end, so that nearly every event is tied. About 30 % are lost at a month of their own.
Every design gives, for each quantity, an estimate and its 95 % interval.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cohorts.estimates.competing import aalen_johansen
from cohorts.estimates.intervals import Scale, quantile_of_normal
from cohorts.estimates.results import Curve
from cohorts.estimates.survival import kaplan_meier, restricted_mean
from cohorts.exposure.cases import cases_from_frame as cases_of_exposure
from cohorts.exposure.effects import Effect
from cohorts.exposure.landmark import landmark_grid
from cohorts.exposure.time_varying import fit_time_varying
from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.cox import fit_cox
from cohorts.regression.design import Categorical, Covariate, Numeric
from cohorts.regression.recurrent import andersen_gill
from cohorts.regression.results import Regression
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.numbers import Numbers
from cohorts.risk_table.risk_table import risk_tables


Z = quantile_of_normal(0.95)
MONTHS = 36
OUT, LOST = 0.05, 0.02  # monthly hazards of leaving, and of being lost: 30 % are
FIRST, SECOND = 0.03, 0.02  # of two competing outcomes
EFFECTS = {"a": 0.5, "b": -0.3, "c": 0.2}
OFTEN = 0.02  # weekly rate of events that come back
FRAILTY = 0.5  # variance of that rate between persons
MONTH = 30.0  # days
WEEKS = 156
HORIZON = 24
NEVER = (math.nan, math.nan, math.nan)

Interval = tuple[float, float, float]  # estimate, low, high
Found = Mapping[str, Interval]


@dataclass(frozen=True)
class Design:
    """One way to draw a cohort.

    Attributes:
        draw: gives from a generator the intervals of each quantity.
        truth: the value of each quantity.
    """

    draw: Callable[[np.random.Generator], Found]
    truth: Mapping[str, float]


def survival(n: int, *, late: float = 0.0, scale: Scale = "log-log") -> Design:
    """Share still in, and mean time in, of n persons.

    Args:
        n: persons observed.
        late: share who come under observation in the course, at a month of their own.
        scale: of the limits.

    Returns:
        Quantities `km_1`, `km_12`, `km_24`, `km_35` and `rmst_24`.
    """
    months = (1, 12, 24, MONTHS - 1)
    truth = {f"km_{month}": math.exp(-OUT * month) for month in months}
    truth["rmst_24"] = sum(math.exp(-OUT * month) for month in range(HORIZON))

    def draw(rng: np.random.Generator) -> Found:
        entry, leaving, cause = _followed(rng, n, (OUT,), late)
        (table,) = risk_tables(count_cells(leaving, cause, entry=entry))
        curve = kaplan_meier(table, scale=scale)
        mean = restricted_mean(table, HORIZON)
        spread = Z * mean.std_error
        found = {f"km_{month}": _read(curve, month) for month in months}
        low, high = mean.estimate - spread, mean.estimate + spread
        return found | {"rmst_24": (mean.estimate, low, high)}

    return Design(draw, truth)


def incidence(n: int, *, late: float = 0.0) -> Design:
    """Share that left for one of two causes, of n persons.

    Args:
        n: persons observed.
        late: share who come under observation in the course.

    Returns:
        Quantities `aj_1`, `aj_12`, `aj_24`, `aj_35` of the rarer cause, and
        `one_less_km_24`: what the other cause called censoring would give.
    """
    months = (1, 12, 24, MONTHS - 1)
    both = FIRST + SECOND
    truth = {
        f"aj_{month}": SECOND / both * (1 - math.exp(-both * month)) for month in months
    }
    truth["one_less_km_24"] = truth["aj_24"]

    def draw(rng: np.random.Generator) -> Found:
        entry, leaving, cause = _followed(rng, n, (FIRST, SECOND), late)
        counts = count_cells(leaving, cause, entry=entry, causes=("1", "2"))
        (table,) = risk_tables(counts)
        curve = aalen_johansen(table, counts=counts)[1]
        found = {f"aj_{month}": _read(curve, month) for month in months}
        (alone,) = risk_tables(count_cells(leaving, cause == 2, entry=entry))
        share, low, high = _read(kaplan_meier(alone), HORIZON)
        return found | {"one_less_km_24": (1 - share, 1 - high, 1 - low)}

    return Design(draw, truth)


def cox(n: int, *, late: float = 0.0) -> Design:
    """Log ratios of hazards of two sides, three levels and a number.

    Args:
        n: persons observed.
        late: share who come under observation in the course.

    Returns:
        Quantities `cox_a` (two sides), `cox_b` (the last of three levels) and `cox_c`
        (a number).
    """
    covariates: list[Covariate] = [Categorical("a"), Categorical("b"), Numeric("c")]
    names = {"cox_a": "a=1", "cox_b": "b=2", "cox_c": "c"}

    def draw(rng: np.random.Generator) -> Found:
        a, b, c = rng.integers(0, 2, n), rng.integers(0, 3, n), rng.normal(size=n)
        risk = EFFECTS["a"] * a + EFFECTS["b"] * (b == 2) + EFFECTS["c"] * c
        entry, leaving, cause = _followed(rng, n, (OUT * np.exp(risk),), late)
        frame = pd.DataFrame(
            {"entry": entry, "exit": leaving, "cause": cause, "a": a, "b": b, "c": c}
        )
        cells = cells_from_frame(frame, covariates, names=Names(entry="entry"))
        return _coefficients(fit_cox(cells).model, names)

    return Design(draw, {name: EFFECTS[name[-1]] for name in names})


def repeated(n: int) -> Design:
    """Log ratio of the rates of events that come back, in weeks, of n unlike persons.

    Args:
        n: persons.

    Returns:
        Quantities `ag` (errors by person) and `ag_model` (as if each event were of
        another person). The truth is the ratio of the weekly chances: a week with two
        events tells one.
    """
    effect = EFFECTS["a"]
    at_risk = np.arange(1, WEEKS + 1)

    def draw(rng: np.random.Generator) -> Found:
        side = rng.integers(0, 2, n)
        rate = OFTEN * rng.gamma(1 / FRAILTY, FRAILTY, n) * np.exp(effect * side)
        until = np.minimum(_ceiling(rng.exponential(MONTH / LOST / 7, n)), WEEKS)
        had = rng.random((n, WEEKS)) < (1 - np.exp(-rate))[:, None]
        had &= at_risk <= until[:, None]
        frame = _episodes(had, until)
        frame["side"] = side[frame["person"]]
        names = Names(entry="entry", person="person")
        cells = cells_from_frame(frame, [Categorical("side")], names=names)
        (one,) = fit_cox(andersen_gill(cells)).model.coefficients
        spread = Z * one.model_error
        alone = (one.estimate, one.estimate - spread, one.estimate + spread)
        return {"ag": (one.estimate, one.low, one.high), "ag_model": alone}

    chances = (
        1 - (1 + FRAILTY * OFTEN * math.exp(each)) ** (-1 / FRAILTY)
        for each in (0, effect)
    )
    least, most = chances
    truth = math.log(most / least)
    return Design(draw, {"ag": truth, "ag_model": truth})


def exposure(n: int, *, effect: float) -> Design:
    """An action that reaches some in the course, in days, and does `effect`.

    Args:
        n: persons.
        effect: log ratio of the hazards from the day after.

    Returns:
        Quantities `ever_treated` (ever reached, as if known at the origin),
        `time_varying`, and where nothing is done `landmark`.
    """
    truth = {"ever_treated": effect, "time_varying": effect}
    if not effect:
        truth["landmark"] = 0.0

    def draw(rng: np.random.Generator) -> Found:
        reached = np.ceil(rng.exponential(12 * MONTH, n))
        leaving = rng.exponential(MONTH / OUT, n)
        after = reached + (leaving - reached) / math.exp(effect)
        leaving = np.ceil(np.where(leaving > reached, after, leaving))
        until = np.ceil(np.minimum(rng.exponential(MONTH / LOST, n), MONTHS * MONTH))
        frame = pd.DataFrame(
            {
                "entry": 0.0,
                "exit": np.minimum(leaving, until),
                "cause": (leaving <= until).astype(np.int64),
            }
        )
        frame["exposed"] = np.where(reached < frame["exit"], reached, np.nan)
        frame["person"] = np.arange(n)
        ever = frame.assign(ever=frame["exposed"].notna().astype(np.int64))
        naive = fit_cox(cells_from_frame(ever, [Categorical("ever")])).model
        found = dict(_coefficients(naive, {"ever_treated": "ever=1"}))
        cases = cases_of_exposure(frame)
        found["time_varying"] = _ratio(fit_time_varying(cases).effects[0])
        if not effect:
            (mark,) = landmark_grid(cases, [6 * MONTH]).landmarks
            found["landmark"] = _ratio(mark.effects[0])
        return found

    return Design(draw, truth)


def _ceiling(time: Numbers) -> Numbers:
    whole: Numbers = np.ceil(time).astype(np.int64)
    return whole


def _followed(
    rng: np.random.Generator,
    n: int,
    hazards: tuple[float | Numbers, ...],
    late: float,
) -> tuple[Numbers, Numbers, Numbers]:
    """Draw n persons under observation: entry, exit, cause.

    Who leaves before coming under observation is not seen, and another is drawn from
    the same hazards, so that n stay.
    """
    entry = np.zeros(n, np.int64)
    some = rng.random(n) < late
    entry[some] = rng.integers(1, MONTHS // 2, int(some.sum()))
    # no memory: whoever is seen from a month on leaves later as if from the origin
    times = np.stack([rng.exponential(1, n) / hazard for hazard in hazards])
    leaving = entry + _ceiling(times.min(axis=0))
    cause = 1 + times.argmin(axis=0)
    until = np.minimum(entry + _ceiling(rng.exponential(1 / LOST, n)), MONTHS)
    return entry, np.minimum(leaving, until), np.where(leaving <= until, cause, 0)


def _episodes(had: Numbers, until: Numbers) -> pd.DataFrame:
    """Cut each person's months at the events."""
    person, month = np.nonzero(had)
    month = month + 1
    ends = pd.DataFrame({"person": person, "exit": month, "cause": 1})
    open_ended = pd.DataFrame(
        {"person": np.arange(until.size), "exit": until, "cause": 0}
    )
    rows = pd.concat([ends, open_ended]).drop_duplicates(["person", "exit"])
    rows = rows.sort_values(["person", "exit"], ignore_index=True)
    before = rows.groupby("person")["exit"].shift(1)
    return rows.assign(entry=before.fillna(0).astype(np.int64))


def _read(curve: Curve, month: int) -> Interval:
    step = int(np.searchsorted(curve.times, month, side="right")) - 1
    if step < 0:
        return NEVER
    columns = (curve.estimate, curve.low, curve.high)
    estimate, low, high = (float(column[step]) for column in columns)
    return estimate, low, high


def _coefficients(model: Regression, names: Mapping[str, str]) -> Found:
    by_name = {one.name: one for one in model.coefficients}
    return {
        name: (by_name[own].estimate, by_name[own].low, by_name[own].high)
        for name, own in names.items()
    }


def _ratio(effect: Effect) -> Interval:
    return math.log(effect.ratio), math.log(effect.low), math.log(effect.high)
