"""Cases → the ratio of hazards of those exposed by now against those not yet.

Everybody counts as unexposed until the exposure: the time that the exposed had to live
through to be exposed is counted where it belongs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cohorts.estimates.results import number
from cohorts.exposure.cases import Cases, count_sides
from cohorts.exposure.effects import Effect, fit_windows, lock_in_note, the_event
from cohorts.exposure.failures import NobodyToCompare
from cohorts.exposure.splitting import Since, split_at_exposure
from cohorts.exposure.wording import word_for
from cohorts.regression.design import Covariate
from cohorts.regression.partial_likelihood import Ties
from cohorts.regression.results import Regression
from config.translation import _


@dataclass(frozen=True)
class TimeVarying:
    """An exposure that changes with time, and the event.

    Attributes:
        wording: the word that a page may use.
        n: cases.
        n_persons: persons.
        n_exposed: cases exposed for some of their observed time.
        time_exposed: their time after exposure, on the clock.
        time_unexposed: everybody's time without it.
        events_exposed: events after exposure.
        events_unexposed: events without it.
        since: what the windows count from.
        effects: one per window.
        model: the model, `window` its first covariate.
        notes: what the reader should know, in the reader's language.
    """

    wording: str
    n: int
    n_persons: int
    n_exposed: int
    time_exposed: float
    time_unexposed: float
    events_exposed: int
    events_unexposed: int
    since: Since
    effects: tuple[Effect, ...]
    model: Regression
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the result as plain lists and numbers; null where not defined."""
        return {
            "design": "time-varying",
            "wording": self.wording,
            "n": self.n,
            "n_persons": self.n_persons,
            "n_exposed": self.n_exposed,
            "time_exposed": number(self.time_exposed),
            "time_unexposed": number(self.time_unexposed),
            "events_exposed": self.events_exposed,
            "events_unexposed": self.events_unexposed,
            "since": self.since,
            "effects": [one.as_dict() for one in self.effects],
            "model": self.model.as_dict(),
            "notes": list(self.notes),
        }


def fit_time_varying(
    cases: Cases,
    covariates: Sequence[Covariate] = (),
    *,
    cause: int | None = None,
    windows: Sequence[float] = (),
    since: Since = "exposure",
    ties: Ties = "efron",
    robust: bool | None = None,
    confidence: float = 0.95,
) -> TimeVarying:
    """Compare those exposed by now with those not yet, at each time.

    Args:
        cases: the cases.
        covariates: the adjustment, columns of `cases.covariates`, known at the origin.
        cause: the cause that is the event, the others censored (a ratio of
            cause-specific hazards); None where there is only one.
        windows: ends of all windows but the last; a ratio for each shows a lock-in.
        since: what the windows count from: the exposure, or the origin.
        ties: how events at one time are taken.
        robust: sandwich errors by person; None = where a person has several cases.
        confidence: width of the limits.

    Returns:
        The ratios.

    Raises:
        NobodyToCompare: nobody exposed, or an event on one side only.
        EventNotSaid: several causes, none chosen.
        OptionImpossible: windows that do not rise.
        RegressionRefused: what the model itself refuses, by name.

    Source: Suissa (2008); Therneau & Grambsch (2000), ch. 3; as R `coxph` on `tmerge`.
    """
    event = replace(cases, cause=the_event(cases.cause, cause))
    sides = count_sides(event)
    if not sides["events_exposed"] or not sides["time_unexposed"]:
        raise NobodyToCompare
    fit, effects, notes = fit_windows(
        split_at_exposure(event, windows=windows, since=since),
        covariates,
        origin=cases.origin,
        windows=windows,
        robust=cases.repeats if robust is None else robust,
        ties=ties,
        confidence=confidence,
    )
    own = [*lock_in_note(effects), *notes, *_about(cases, event)]
    return TimeVarying(
        wording=word_for("time-varying"),
        n=cases.n,
        n_persons=cases.n_persons,
        n_exposed=int(sides["n_exposed"]),
        time_exposed=sides["time_exposed"],
        time_unexposed=sides["time_unexposed"],
        events_exposed=int(sides["events_exposed"]),
        events_unexposed=int(sides["events_unexposed"]),
        since=since,
        effects=effects,
        model=fit.model,
        notes=tuple(own),
    )


def _about(cases: Cases, event: Cases) -> list[str]:
    notes = []
    already = int(np.sum(cases.exposed <= cases.start))
    if already:
        notes.append(
            _(
                "{n} cas déjà exposés à l’origine ou à l’entrée : leurs débuts "
                "d’exposition ne sont pas observés"
            ).format(n=already)
        )
    same = int(np.sum((cases.exposed == cases.stop) & (event.cause > 0)))
    if same:
        notes.append(
            _(
                "{n} événements datés du jour (ou du mois) de l’exposition comptés "
                "avant elle"
            ).format(n=same)
        )
    late = int(np.sum(cases.start > cases.origin))
    if late:
        notes.append(
            _(
                "entrées tardives : {n} cas ; ceux qui ont eu l’événement avant "
                "d’être observés manquent des deux côtés"
            ).format(n=late)
        )
    if np.any(cases.cause > 0) and np.unique(cases.cause[cases.cause > 0]).size > 1:
        notes.append(
            _("issues concurrentes comptées comme fins de suivi (rapport par cause)")
        )
    return notes
