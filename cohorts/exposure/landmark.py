"""Cases → a grid of landmarks: what becomes, after each, of those exposed by then.

At a landmark only those still at risk take part, and their side is what was known by
then: nobody is put on a side by their future. Who left before is told, by side, since
they are not in the comparison.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from cohorts.estimates.competing import aalen_johansen
from cohorts.estimates.results import Curve, number
from cohorts.estimates.survival import kaplan_meier
from cohorts.exposure.cases import Cases
from cohorts.exposure.effects import Effect, fit_windows, lock_in_note, the_event
from cohorts.exposure.failures import NobodyToCompare, OptionImpossible
from cohorts.exposure.splitting import EXPOSED, UNEXPOSED, split_at_exposure
from cohorts.exposure.wording import word_for
from cohorts.regression.design import Covariate
from cohorts.regression.failures import RegressionRefused
from cohorts.regression.partial_likelihood import Ties
from cohorts.regression.results import Regression
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.risk_table import risk_tables
from config.translation import _


@dataclass(frozen=True)
class Landmark:
    """One landmark; times of curves and windows count from it.

    Attributes:
        at: the landmark, on the clock.
        n: cases still at risk just after it.
        n_exposed: those exposed by then.
        n_unexposed: those not.
        n_exposed_later: of these, exposed afterwards: the two sides grow alike.
        left_before: who left by the landmark: events_exposed, events_unexposed (of any
            cause), censored_exposed, censored_unexposed.
        n_entered_later: cases not yet observed at the landmark, left out.
        curves: per side and cause: survival with one cause, else incidences.
        effects: one per window; empty where refused.
        model: the model; None where refused.
        refused: why there is no ratio, in the reader's language; None otherwise.
        notes: what the reader should know.
    """

    at: float
    n: int
    n_exposed: int
    n_unexposed: int
    n_exposed_later: int
    left_before: Mapping[str, int]
    n_entered_later: int
    curves: tuple[Curve, ...]
    effects: tuple[Effect, ...]
    model: Regression | None
    refused: str | None
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the landmark as plain lists and numbers; null where not defined."""
        return {
            "at": number(self.at),
            "n": self.n,
            "n_exposed": self.n_exposed,
            "n_unexposed": self.n_unexposed,
            "n_exposed_later": self.n_exposed_later,
            "left_before": dict(self.left_before),
            "n_entered_later": self.n_entered_later,
            "curves": [curve_as_dict(curve) for curve in self.curves],
            "effects": [one.as_dict() for one in self.effects],
            "model": None if self.model is None else self.model.as_dict(),
            "refused": self.refused,
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class LandmarkGrid:
    """Several landmarks of one cohort.

    Attributes:
        wording: the word that a page may use.
        n: cases of the cohort.
        n_persons: persons.
        landmarks: in order.
        notes: what the reader should know of the grid as a whole.
    """

    wording: str
    n: int
    n_persons: int
    landmarks: tuple[Landmark, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the grid as plain lists and numbers; null where not defined."""
        return {
            "design": "landmark",
            "wording": self.wording,
            "n": self.n,
            "n_persons": self.n_persons,
            "landmarks": [one.as_dict() for one in self.landmarks],
            "notes": list(self.notes),
        }


def landmark_grid(
    cases: Cases,
    landmarks: Sequence[float],
    covariates: Sequence[Covariate] = (),
    *,
    cause: int | None = None,
    windows: Sequence[float] = (),
    ties: Ties = "efron",
    robust: bool | None = None,
    confidence: float = 0.95,
) -> LandmarkGrid:
    """Compare, after each landmark, those exposed by then with those not.

    Args:
        cases: the cases.
        landmarks: times on the clock, >= 0, rising.
        covariates: the adjustment, known at the origin.
        cause: the cause that is the event of the ratios; None where there is one.
        windows: ends, since the landmark, of all windows but the last.
        ties: how events at one time are taken.
        robust: sandwich errors by person; None = where a person has several cases.
        confidence: width of the limits.

    Returns:
        The grid; a landmark without a possible comparison says why.

    Raises:
        OptionImpossible: no landmark, or landmarks or windows that do not rise.
        NobodyToCompare: no landmark has both sides at risk.
        EventNotSaid: several causes, none chosen.

    Source: Anderson, Cain & Gelber (1983), J Clin Oncol 1, 710-719; van Houwelingen
        (2007), Scand J Stat 34, 70-85.
    """
    marks = np.array(landmarks, np.float64)
    if not marks.size or np.any(np.diff(marks) <= 0) or not np.all(marks >= 0):
        raise OptionImpossible("landmarks")
    event = the_event(cases.cause, cause)
    found = tuple(
        _landmark(
            cases,
            float(at),
            event,
            covariates,
            windows=windows,
            ties=ties,
            robust=cases.repeats if robust is None else robust,
            confidence=confidence,
        )
        for at in marks
    )
    if not any(one.n_exposed and one.n_unexposed for one in found):
        raise NobodyToCompare
    return LandmarkGrid(
        word_for("landmark"), cases.n, cases.n_persons, found, tuple(_about(found))
    )


def curve_as_dict(curve: Curve) -> dict[str, Any]:
    """Give a curve as plain lists; null where not defined."""
    columns = ["times", "n_at_risk", "n_events", "n_censored"]
    columns += ["estimate", "std_error", "low", "high"]
    return {"group": curve.group, "cause": curve.cause} | {
        name: [number(value) for value in getattr(curve, name)] for name in columns
    }


def _landmark(
    cases: Cases,
    at: float,
    event: np.ndarray[Any, np.dtype[np.int64]],
    covariates: Sequence[Covariate],
    *,
    windows: Sequence[float],
    ties: Ties,
    robust: bool,
    confidence: float,
) -> Landmark:
    by_then = cases.exposed <= at
    later = (cases.start > at) & (cases.stop > at)
    left = cases.stop <= at
    at_risk = ~later & ~left
    had = cases.cause > 0
    # An exposure that was to come after one left is no exposure by the landmark.
    in_time = by_then & (cases.exposed < cases.stop)
    n_exposed, n = int(np.sum(by_then & at_risk)), int(at_risk.sum())
    effects: tuple[Effect, ...] = ()
    notes: tuple[str, ...] = ()
    model, refused = None, None
    try:
        if not n_exposed or n_exposed == n:
            raise NobodyToCompare
        fit, effects, notes = fit_windows(
            _after(cases, at, event, at_risk, by_then, windows),
            covariates,
            origin=0.0,
            windows=windows,
            robust=robust,
            ties=ties,
            confidence=confidence,
        )
        model = fit.model
    except (NobodyToCompare, RegressionRefused) as failure:
        refused = failure.what
    return Landmark(
        at=at,
        n=n,
        n_exposed=n_exposed,
        n_unexposed=n - n_exposed,
        n_exposed_later=int(
            np.sum(at_risk & (cases.exposed > at) & (cases.exposed < cases.stop))
        ),
        left_before={
            "events_exposed": int(np.sum(left & had & in_time)),
            "events_unexposed": int(np.sum(left & had & ~in_time)),
            "censored_exposed": int(np.sum(left & ~had & in_time)),
            "censored_unexposed": int(np.sum(left & ~had & ~in_time)),
        },
        n_entered_later=int(later.sum()),
        curves=_curves(cases, at, at_risk, by_then, confidence) if n else (),
        effects=effects,
        model=model,
        refused=refused,
        notes=(*lock_in_note(effects), *notes),
    )


def _after(
    cases: Cases,
    at: float,
    event: np.ndarray[Any, np.dtype[np.int64]],
    at_risk: np.ndarray[Any, np.dtype[np.bool_]],
    by_then: np.ndarray[Any, np.dtype[np.bool_]],
    windows: Sequence[float],
) -> pd.DataFrame:
    """Start the clock at the landmark; the side is fixed, windows count from it."""
    places = np.flatnonzero(at_risk)
    restarted = replace(
        cases.take(places),
        start=np.zeros(places.size),
        stop=cases.stop[places] - at,
        cause=event[places],
        exposed=np.where(by_then[places], 0.0, math.nan),
        person=cases.person[places],
        origin=0.0,
    )
    return split_at_exposure(restarted, windows=windows)


def _curves(
    cases: Cases,
    at: float,
    at_risk: np.ndarray[Any, np.dtype[np.bool_]],
    by_then: np.ndarray[Any, np.dtype[np.bool_]],
    confidence: float,
) -> tuple[Curve, ...]:
    n_causes = max(int(cases.cause.max()), 1)
    sides = by_then[at_risk].astype(np.int64)
    present = np.unique(sides)
    counts = count_cells(
        cases.stop[at_risk] - at,
        cases.cause[at_risk],
        group=np.searchsorted(present, sides),
        groups=[(UNEXPOSED, EXPOSED)[side] for side in present],
        causes=[str(k + 1) for k in range(n_causes)],
    )
    curves: list[Curve] = []
    for table in risk_tables(counts):
        if n_causes == 1:
            curves.append(kaplan_meier(table, confidence=confidence))
        else:
            curves.extend(aalen_johansen(table, confidence=confidence))
    return tuple(curves)


def _about(found: Sequence[Landmark]) -> list[str]:
    notes = [
        _(
            "chaque repère ne compare que ceux qui y sont encore à risque : ceux "
            "partis avant, comptés à part, ne sont pas dans la comparaison"
        )
    ]
    if any(one.n_exposed_later for one in found):
        notes.append(
            _(
                "des non exposés d’un repère le deviennent après : l’écart entre les "
                "courbes en est atténué"
            )
        )
    if any(one.n_entered_later for one in found):
        notes.append(
            _("des entrées tardives ne sont pas encore observées à certains repères")
        )
    return notes
