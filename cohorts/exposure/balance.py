"""Two groups, before and after weighting or matching → are they alike at time zero?

The rows are the love plot: one line per covariate or level, its standardised mean
difference before and after.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cohorts.estimates.results import number
from cohorts.exposure.groups import TwoGroups
from cohorts.exposure.weighting import effective_size
from cohorts.risk_table.numbers import Floats
from config.translation import _


ALIKE = 0.1  # standardised difference under which groups are commonly called alike
SCORE = "score"


@dataclass(frozen=True)
class BalanceRow:
    """One covariate, or one level of it.

    Attributes:
        name: `term`, or `term=level`; "score" for the chance itself.
        mean_treated: before, group of interest; a share for a level.
        mean_control: before, group compared with.
        mean_treated_after: after.
        mean_control_after: after.
        difference: standardised mean difference before.
        difference_after: after; both over the pooled deviation before.
        variance_ratio: variance in the group of interest over the other, before; NaN
            for a level.
        variance_ratio_after: after.
    """

    name: str
    mean_treated: float
    mean_control: float
    mean_treated_after: float
    mean_control_after: float
    difference: float
    difference_after: float
    variance_ratio: float
    variance_ratio_after: float

    def as_dict(self) -> dict[str, Any]:
        """Give the row as plain numbers; null where not defined."""
        return {
            name: value if isinstance(value, str) else number(value)
            for name, value in vars(self).items()
        }


@dataclass(frozen=True)
class Balance:
    """Are two groups alike?

    Attributes:
        labels: the group compared with, then the group of interest.
        n: cases of each, before.
        effective: effective numbers after.
        rows: the love plot, farthest before first.
        worst: largest absolute difference after.
        alike: every difference after is under 0.1.
        notes: what the reader should know, in the reader's language.
    """

    labels: tuple[str, str]
    n: tuple[int, int]
    effective: tuple[float, float]
    rows: tuple[BalanceRow, ...]
    worst: float
    alike: bool
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the table as plain lists and numbers; null where not defined."""
        return {
            "labels": list(self.labels),
            "n": list(self.n),
            "effective": [number(value) for value in self.effective],
            "rows": [row.as_dict() for row in self.rows],
            "worst": number(self.worst),
            "alike": self.alike,
            "notes": list(self.notes),
        }


def measure_balance(
    groups: TwoGroups, weight: Floats, *, chance: Floats | None = None
) -> Balance:
    """Compare what is known at time zero, before and after weighting.

    Args:
        groups: the two groups.
        weight: of each case, (n,), >= 0; matching gives 0 to the unmatched.
        chance: the propensity score, for a row of its own.

    Returns:
        The table and the love plot's data.

    Source: Austin (2009), Stat Med 28, 3083-3107; as R `cobalt::bal.tab` with the
        pooled deviation of the unweighted groups.
    """
    treated = groups.treated == 1
    rows = [
        _row(name, values, treated, weight, is_level=is_level)
        for name, values, is_level in _columns(groups)
    ]
    rows.sort(key=lambda row: -abs(row.difference))
    if chance is not None:
        rows.append(_row(SCORE, chance, treated, weight, is_level=False))
    worst_row = max(rows, key=lambda row: abs(row.difference_after))
    worst = abs(worst_row.difference_after)
    notes = []
    if not worst < ALIKE:
        notes.append(
            _(
                "les groupes ne sont pas semblables : écart standardisé de {value:.2f} "
                "pour « {name} » (0,10 au plus)"
            ).format(value=worst, name=worst_row.name)
        )
    return Balance(
        labels=groups.labels,
        n=(int(np.sum(~treated)), int(np.sum(treated))),
        effective=(effective_size(weight[~treated]), effective_size(weight[treated])),
        rows=tuple(rows),
        worst=worst,
        alike=worst < ALIKE,
        notes=tuple(notes),
    )


def _columns(groups: TwoGroups) -> Sequence[tuple[str, Floats, bool]]:
    """Give each column, and the reference of covariates with three levels or more."""
    x, columns = groups.x, groups.design.columns
    found = []
    for term, places in groups.design.terms.items():
        first = columns[places[0]]
        if len(places) > 1:
            reference = 1 - x[:, places].sum(axis=1)
            found.append((f"{term}={first.reference}", reference, True))
        found += [
            (columns[place].name, x[:, place], first.level is not None)
            for place in places
        ]
    return found


def _row(
    name: str,
    values: Floats,
    treated: np.ndarray[Any, np.dtype[np.bool_]],
    weight: Floats,
    *,
    is_level: bool,
) -> BalanceRow:
    even = np.ones(values.size)
    means: list[float] = []
    spreads: list[float] = []
    for given in (even, weight):
        for side in (treated, ~treated):
            mean, spread = _moments(values[side], given[side], is_level=is_level)
            means.append(mean)
            spreads.append(spread)
    pooled = math.sqrt((spreads[0] + spreads[1]) / 2)
    ratios = [math.nan, math.nan]
    if not is_level:
        ratios = [_over(spreads[0], spreads[1]), _over(spreads[2], spreads[3])]
    return BalanceRow(
        name=name,
        mean_treated=means[0],
        mean_control=means[1],
        mean_treated_after=means[2],
        mean_control_after=means[3],
        difference=_over(means[0] - means[1], pooled),
        difference_after=_over(means[2] - means[3], pooled),
        variance_ratio=ratios[0],
        variance_ratio_after=ratios[1],
    )


def _moments(values: Floats, weight: Floats, *, is_level: bool) -> tuple[float, float]:
    share = weight / weight.sum()
    mean = float(share @ values)
    if is_level:
        return mean, mean * (1 - mean)
    # The unbiased variance for weights, which is the usual one where they are equal.
    left = 1 - float(share @ share)
    spread = float(share @ (values - mean) ** 2)
    return mean, spread / left if left > 0 else 0.0


def _over(value: float, by: float) -> float:
    if by > 0:
        return value / by
    return 0.0 if value == 0 else math.copysign(math.inf, value)
