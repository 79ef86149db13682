"""What an evaluator asks of a table of their own."""

from dataclasses import dataclass
from typing import Literal


METHODS = (
    "kaplan-meier",
    "nelson-aalen",
    "aalen-johansen",
    "log-rank",
    "gray",
    "cox",
    "fine-gray",
    "discrete-time",
    "firth",
    "turnbull",
    "multi-state",
    "mean-cumulative",
    "andersen-gill",
    "pwp",
)
ALIASES = {"ag": "andersen-gill", "prentice-williams-peterson": "pwp"}

CURVES = frozenset(METHODS[:5])
RECURRENT = frozenset({"andersen-gill", "pwp"})
MODELS = frozenset({"cox", "fine-gray", "discrete-time", "firth"}) | RECURRENT


@dataclass(frozen=True)
class Wish:
    """A method and the columns it takes; None where a column is not named.

    Attributes:
        method: one of `METHODS`.
        duration: time of the exit.
        event: 0, or the cause of the exit.
        entry: start of observation.
        lower: last time without the event (turnbull).
        upper: first time with it; blank = not seen.
        group: labels of the groups.
        covariates: columns of a regression; a number is taken as one, any other text
            as levels; `factor(x)` takes numbers as levels too.
        weights: weight of the row.
        cluster: person or household whose rows hang together.
        strata: columns whose combinations have each their own baseline.
        person: the person, where they have several rows.
        start: beginning of an episode, exclusive.
        stop: its end.
        state_from: state of the episode.
        state_to: state entered at its end; `censor` or blank = none.
        at: times at which curves are read.
        rmst: horizons of restricted means, or of expected times in states.
        quantiles: shares whose time is wanted.
        rho: weighing of a log-rank or Gray test.
        trend: test a trend over the groups' order (log-rank).
        ties: how a model takes events at one time; None = as the method does: efron
            for Cox and Firth; breslow for Fine and Gray (efron with late entry).
        link: of a discrete-time model.
        clock: of a model of the order of events (pwp): time since the origin, or since
            the event before.
        since: time from which chances of passing between states are followed; None =
            the beginning.
        confidence: width of the intervals.
    """

    method: str
    duration: str | None = None
    event: str | None = None
    entry: str | None = None
    lower: str | None = None
    upper: str | None = None
    group: str | None = None
    covariates: tuple[str, ...] = ()
    weights: str | None = None
    cluster: str | None = None
    strata: tuple[str, ...] = ()
    person: str | None = None
    start: str | None = None
    stop: str | None = None
    state_from: str | None = None
    state_to: str | None = None
    at: tuple[float, ...] = ()
    rmst: tuple[float, ...] = ()
    quantiles: tuple[float, ...] = ()
    rho: float = 0.0
    trend: bool = False
    ties: Literal["efron", "breslow", "exact"] | None = None
    link: Literal["cloglog", "logit"] = "cloglog"
    clock: Literal["total", "gap"] = "total"
    since: float | None = None
    confidence: float = 0.95
