"""Episodes and a model → the ratios of the exposed against the others, by window."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from cohorts.estimates.results import number
from cohorts.exposure.failures import EventNotSaid, NobodyToCompare, OptionImpossible
from cohorts.exposure.splitting import UNEXPOSED, window_labels
from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.cox import CoxFit, fit_cox
from cohorts.regression.design import Categorical, Covariate
from cohorts.regression.notes import about_model
from cohorts.regression.partial_likelihood import Ties
from cohorts.risk_table.numbers import Integers
from config.translation import _


@dataclass(frozen=True)
class Effect:
    """The ratio of hazards of the exposed in one window, against those not exposed.

    Attributes:
        window: its label; "1" where there is one window only.
        start: where it starts, exclusive, since what windows count from.
        stop: where it ends, inclusive; infinite for the last.
        n_events: events of the exposed in it.
        time: time of the exposed in it, on the clock.
        ratio: the ratio of hazards; NaN where the window has no event or nobody.
        low: lower limit.
        high: upper limit.
        p: two-sided.
    """

    window: str
    start: float
    stop: float
    n_events: int
    time: float
    ratio: float
    low: float
    high: float
    p: float

    def as_dict(self) -> dict[str, Any]:
        """Give the effect as plain numbers; null where not defined."""
        return {
            "window": self.window,
            "start": number(self.start),
            "stop": number(self.stop),
            "n_events": self.n_events,
            "time": number(self.time),
            "ratio": number(self.ratio),
            "ratio_low": number(self.low),
            "ratio_high": number(self.high),
            "p": number(self.p),
        }


def the_event(cause: Integers, chosen: int | None) -> Integers:
    """Mark the event of a comparison.

    Args:
        cause: 0 censored, 1..K, (n,).
        chosen: the cause that is the event; None where there is only one.

    Returns:
        1 for the event, else 0, (n,).

    Raises:
        EventNotSaid: several causes, none chosen.
        OptionImpossible: a cause that nobody can have.
    """
    if chosen is None:
        if np.unique(cause[cause > 0]).size > 1:
            raise EventNotSaid
        return np.array(cause > 0, np.int64)
    if chosen < 1:
        raise OptionImpossible("cause")
    return np.array(cause == chosen, np.int64)


def fit_windows(
    episodes: pd.DataFrame,
    covariates: Sequence[Covariate],
    *,
    origin: float,
    windows: Sequence[float],
    robust: bool,
    ties: Ties,
    confidence: float,
) -> tuple[CoxFit, tuple[Effect, ...], tuple[str, ...]]:
    """Fit a Cox model whose first covariate is the window of exposure.

    A window without an event of the exposed has no ratio: it is told, and its
    episodes leave the model.

    Args:
        episodes: start, stop, cause (1 the event), window, person and covariates.
        covariates: the adjustment.
        origin: `start` of those observed from the origin.
        windows: ends of all windows but the last.
        robust: sandwich errors by person.
        ties: how events at one time are taken.
        confidence: width of the limits.

    Returns:
        The model, one effect per window, and notes.

    Raises:
        NobodyToCompare: no window has an event, or nobody unexposed is at risk.
        RegressionRefused: what the model itself refuses.
    """
    tallies = _tally(episodes)
    labels = window_labels(windows)
    usable = tuple(w for w in labels if tallies.get(w, (0, 0.0))[0] > 0)
    if not usable or UNEXPOSED not in tallies:
        raise NobodyToCompare
    kept = episodes[episodes["window"].isin([UNEXPOSED, *usable])]
    # Where the origin is -1, an event may fall at time 0: all move by one, so that
    # an episode that begins after time 0 is not taken for one from the origin.
    moved = kept.assign(start=kept["start"] - origin, stop=kept["stop"] - origin)
    cells = cells_from_frame(
        moved,
        [Categorical("window", UNEXPOSED, (UNEXPOSED, *usable)), *covariates],
        names=Names(entry="start", exit="stop", cause="cause", person="person"),
    )
    fit = fit_cox(cells, ties=ties, robust=robust, confidence=confidence)
    found = {one.level: one for one in fit.model.coefficients if one.term == "window"}
    bounds = [0.0, *(float(end) for end in windows), math.inf]
    effects = []
    for label, start, stop in zip(labels, bounds[:-1], bounds[1:], strict=True):
        n_events, time = tallies.get(label, (0, 0.0))
        one = found.get(label)
        values = (math.nan,) * 4
        if one is not None:
            values = (one.ratio, *one.ratio_limits, one.p)
        effects.append(Effect(label, start, stop, n_events, time, *values))
    notes = [
        _("fenêtre {window} : aucun événement des exposés, pas de rapport").format(
            window=label
        )
        for label in labels
        if label not in usable
    ]
    # Cut episodes are neither late entries nor repeated persons: not told as such.
    plain = replace(fit.cells, entry=np.zeros_like(fit.cells.entry), person=None)
    told = about_model(
        plain, fit.sets, ties=ties, n_columns=len(fit.model.coefficients)
    )
    fit = replace(fit, model=replace(fit.model, notes=tuple(told)))
    return fit, tuple(effects), (*told, *notes)


def lock_in_note(effects: Sequence[Effect]) -> tuple[str, ...]:
    """Tell of a lock-in: fewer events while in the action, not so later.

    Args:
        effects: by window, in order.

    Returns:
        One note, or none.
    """
    known = [one for one in effects if math.isfinite(one.ratio)]
    if len(known) < 2:
        return ()
    first, later = known[0], known[1:]
    held = first.high < 1
    if held and all(one.ratio > first.ratio for one in later):
        return (
            _(
                "effet d’enfermement : moins d’événements pendant {window} "
                "(rapport {ratio:.2f}) qu’ensuite ; ne jugez pas l’action sur ce début"
            ).format(window=first.window, ratio=first.ratio),
        )
    return ()


def _tally(episodes: pd.DataFrame) -> dict[str, tuple[int, float]]:
    """Count events and time by window."""
    lengths = episodes["stop"] - episodes["start"]
    frame = pd.DataFrame(
        {"window": episodes["window"], "events": episodes["cause"], "time": lengths}
    )
    sums = frame.groupby("window").sum()
    return {
        str(window): (int(n_events), float(time))
        for window, n_events, time in zip(
            sums.index, sums["events"], sums["time"], strict=True
        )
    }
