"""A ratio → how strong an unmeasured cause of both must be to explain it away."""

import math
from dataclasses import dataclass
from typing import Any, Literal

from cohorts.estimates.results import number
from cohorts.exposure.failures import OptionImpossible, RatioImpossible


Measure = Literal["hazard", "risk", "odds"]
MEASURES: tuple[Measure, ...] = ("hazard", "risk", "odds")


@dataclass(frozen=True)
class EValue:
    """How strong an unmeasured confounder would have to be.

    Attributes:
        measure: what the ratio is of.
        rare: the event is rare at the end of follow-up (under 15 %).
        risk_ratio: the ratio as a ratio of risks, approximately.
        point: the least ratio of risks that it must have both with the exposure and
            with the event, beyond the covariates, to explain the estimate; >= 1.
        limit: the same for the limit nearer to 1; 1 where the limits hold 1; NaN
            where no limits were given.
    """

    measure: Measure
    rare: bool
    risk_ratio: float
    point: float
    limit: float

    def as_dict(self) -> dict[str, Any]:
        """Give the result as plain numbers; null where not defined."""
        return {
            "measure": self.measure,
            "rare": self.rare,
            "risk_ratio": number(self.risk_ratio),
            "point": number(self.point),
            "limit": number(self.limit),
        }


def e_value(
    ratio: float,
    low: float | None = None,
    high: float | None = None,
    *,
    measure: Measure = "hazard",
    rare: bool = False,
) -> EValue:
    """Measure how much unmeasured confounding would explain a ratio away.

    Args:
        ratio: the ratio, > 0 (not its logarithm).
        low: its lower limit, or None.
        high: its upper limit, or None.
        measure: what it is a ratio of.
        rare: whether the event is rare (under 15 %) at the end of follow-up.

    Returns:
        The E-value of the point and of the limit nearer to 1.

    Raises:
        RatioImpossible: numbers that are not positive, or a ratio outside its limits.
        OptionImpossible: an unknown measure.

    Source: VanderWeele & Ding (2017), Ann Intern Med 167, 268-274; as R `EValue`.

    >>> round(e_value(3.9, 1.8, 8.7, measure="risk").point, 2)
    7.26
    """
    if measure not in MEASURES:
        raise OptionImpossible("measure")
    given = [value for value in (low, ratio, high) if value is not None]
    positive = all(math.isfinite(value) and value > 0 for value in given)
    if not positive or given != sorted(given):
        raise RatioImpossible
    near = low if ratio >= 1 else high
    limit = math.nan
    if near is not None:
        crosses = near <= 1 if ratio >= 1 else near >= 1
        limit = 1.0 if crosses else _explained(_as_risk(near, measure, rare))
    risk_ratio = _as_risk(ratio, measure, rare)
    return EValue(measure, rare, risk_ratio, _explained(risk_ratio), limit)


def _as_risk(ratio: float, measure: Measure, rare: bool) -> float:
    """Turn a ratio of hazards or odds into a ratio of risks."""
    if measure == "risk" or rare:
        return ratio
    if measure == "odds":
        return math.sqrt(ratio)
    half = math.log(0.5)
    return math.expm1(half * math.sqrt(ratio)) / math.expm1(half / math.sqrt(ratio))


def _explained(risk_ratio: float) -> float:
    above = max(risk_ratio, 1 / risk_ratio)
    return above + math.sqrt(above * (above - 1))
