"""Two groups → weights under which what is known at time zero is alike in both."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from cohorts.estimates.results import number
from cohorts.exposure.failures import OptionImpossible
from cohorts.exposure.groups import TwoGroups, propensity
from cohorts.risk_table.numbers import Floats
from config.translation import _


Target = Literal["all", "treated", "overlap"]
TARGETS: tuple[Target, ...] = ("all", "treated", "overlap")
NEAR = 0.05  # a chance this near to 0 or 1 has few counterparts
FEW_EFFECTIVE = 0.5  # share of the persons that the weights leave, under which to warn


@dataclass(frozen=True, eq=False)
class GroupWeights:
    """Inverse-probability weights; n cases.

    Attributes:
        target: whose mix both groups are brought to.
        stabilised: the weights of a group add up to its share of the cases.
        chance: of being in the group of interest, (n,).
        weight: (n,), > 0.
        n_truncated: weights brought back to the limits.
        truncated_at: the limits; None where not truncated.
        effective: Kish's effective numbers (group compared with, group of interest).
        n: cases (group compared with, group of interest).
        largest: the largest weight over the mean of its group.
        outside: cases whose chance no case of the other group comes near: outside
            the range that both groups share.
        n_near: cases whose chance is under 5 % or over 95 %.
        notes: what the reader should know, in the reader's language.
    """

    target: Target
    stabilised: bool
    chance: Floats = field(repr=False)
    weight: Floats = field(repr=False)
    n_truncated: int
    truncated_at: tuple[float, float] | None
    effective: tuple[float, float]
    n: tuple[int, int]
    largest: float
    outside: int
    n_near: int
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give what the weights do, without any person's weight."""
        return {
            "target": self.target,
            "stabilised": self.stabilised,
            "n_truncated": self.n_truncated,
            "truncated_at": None
            if self.truncated_at is None
            else [number(value) for value in self.truncated_at],
            "effective": [number(value) for value in self.effective],
            "n": list(self.n),
            "largest": number(self.largest),
            "outside": self.outside,
            "n_near": self.n_near,
            "notes": list(self.notes),
        }


def weigh_groups(
    groups: TwoGroups,
    *,
    target: Target = "all",
    stabilised: bool = True,
    truncate: float | None = 0.01,
) -> GroupWeights:
    """Weigh cases by the inverse of their chance to be in the group where they are.

    Args:
        groups: the two groups.
        target: "all" (both groups become like the whole cohort), "treated" (the group
            compared with becomes like the group of interest), "overlap" (both become
            like those who could be in either).
        stabilised: multiply by the share of each group.
        truncate: bring weights beyond this quantile, at both ends, back to it; None =
            none.

    Returns:
        The weights, and how far they can be trusted.

    Raises:
        OptionImpossible: an unknown target, or a truncation not within (0, 0.5).
        GroupsDoNotOverlap, ConstantCovariate, CollinearCovariates: as `propensity`.

    Source: Robins, Hernán & Brumback (2000), Epidemiology 11, 550-560; overlap: Li,
        Morgan & Zaslavsky (2018), JASA 113, 390-400; Cole & Hernán (2008).
    """
    if target not in TARGETS:
        raise OptionImpossible("target")
    if truncate is not None and not 0 < truncate < 0.5:
        raise OptionImpossible("truncate")
    chance = propensity(groups)
    treated = groups.treated == 1
    weight = _inverse(chance, treated, target)
    if stabilised and target != "overlap":
        share = treated.mean()
        odds = share / (1 - share)
        if target == "all":
            weight = np.where(treated, share, 1 - share) * weight
        else:
            weight = np.where(treated, 1.0, weight / odds)
    weight, n_truncated, at = _truncated(weight, truncate)
    low = max(chance[treated].min(), chance[~treated].min())
    high = min(chance[treated].max(), chance[~treated].max())
    outside = int(np.sum((chance < low) | (chance > high)))
    n_near = int(np.sum((chance < NEAR) | (chance > 1 - NEAR)))
    effective = (effective_size(weight[~treated]), effective_size(weight[treated]))
    n = (int(np.sum(~treated)), int(np.sum(treated)))
    largest = max(
        float(weight[side].max() / weight[side].mean()) for side in (treated, ~treated)
    )
    return GroupWeights(
        target=target,
        stabilised=stabilised,
        chance=chance,
        weight=weight,
        n_truncated=n_truncated,
        truncated_at=at,
        effective=effective,
        n=n,
        largest=largest,
        outside=outside,
        n_near=n_near,
        notes=tuple(_about(n_truncated, outside, n_near, effective, n)),
    )


def effective_size(weight: Floats) -> float:
    """Give Kish's effective number of persons.

    Args:
        weight: their weights, (n,).

    Returns:
        (sum of weights)² / sum of squares: n where all are equal.

    >>> effective_size(np.array([2.0, 2.0, 2.0]))
    3.0
    """
    return float(weight.sum() ** 2 / np.sum(weight**2))


def _inverse(
    chance: Floats, treated: np.ndarray[Any, np.dtype[np.bool_]], target: Target
) -> Floats:
    if target == "all":
        return np.where(treated, 1 / chance, 1 / (1 - chance))
    if target == "treated":
        return np.where(treated, 1.0, chance / (1 - chance))
    return np.where(treated, 1 - chance, chance)


def _truncated(
    weight: Floats, truncate: float | None
) -> tuple[Floats, int, tuple[float, float] | None]:
    if truncate is None:
        return weight, 0, None
    low, high = (
        float(value) for value in np.quantile(weight, [truncate, 1 - truncate])
    )
    n = int(np.sum((weight < low) | (weight > high)))
    return np.clip(weight, low, high), n, (low, high)


def _about(
    n_truncated: int,
    outside: int,
    n_near: int,
    effective: tuple[float, float],
    n: tuple[int, int],
) -> list[str]:
    notes = []
    if n_truncated:
        notes.append(_("{n} poids extrêmes ramenés aux bornes").format(n=n_truncated))
    if outside:
        notes.append(
            _(
                "{n} cas sans semblable dans l’autre groupe (score hors de la plage "
                "commune)"
            ).format(n=outside)
        )
    if n_near:
        notes.append(
            _(
                "{n} cas presque certains d’être dans leur groupe (score sous 5 % ou "
                "au-dessus de 95 %)"
            ).format(n=n_near)
        )
    for size, of in zip(effective, n, strict=True):
        if size < FEW_EFFECTIVE * of:
            notes.append(
                _(
                    "les poids réduisent {n} cas à {effective} équivalents : "
                    "l’estimation repose sur peu d’entre eux"
                ).format(n=of, effective=round(size))
            )
    return notes
