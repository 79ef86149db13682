"""Groups compared without a league table: what chance alone explains has a shape.

A group of few young people strays far from the common share by chance; the limits of
the funnel say how far. Groups are named in the order of their names, never of their
figures.

Source: Spiegelhalter (2005), Stat Med 24, 1185-1202.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from cohorts.indicators.figures import Figure


WIDE = 3.0902  # standard errors: 998 in 1,000 groups lie inside by chance
NARROW = 1.9600  # 95 in 100
Place = Literal["inside", "above", "below"]


@dataclass(frozen=True)
class Point:
    """One group in the funnel.

    Attributes:
        group: its label.
        n: young people, rounded.
        share: its released share.
        place: beyond the wide limits, or inside.
    """

    group: str
    n: int
    share: float
    place: Place


@dataclass(frozen=True)
class Funnel:
    """Groups around a common share.

    Attributes:
        centre: the common share.
        points: in the order of the labels.
    """

    centre: float
    points: tuple[Point, ...]

    @property
    def n_above(self) -> int:
        """Groups above what chance explains."""
        return sum(point.place == "above" for point in self.points)

    @property
    def n_below(self) -> int:
        """Groups below what chance explains."""
        return sum(point.place == "below" for point in self.points)


def funnel_of(figures: Sequence[Figure], *, centre: float) -> Funnel:
    """Place groups in a funnel.

    Args:
        figures: one per group, released; those not told are left out.
        centre: the common share, 0 to 1.

    Returns:
        The funnel.
    """
    points = [
        Point(one.group, one.n, one.value, _place(one.value, one.n, centre))
        for one in figures
        if one.value is not None and one.n
    ]
    return Funnel(centre, tuple(sorted(points, key=lambda point: point.group)))


def limits_at(n: float, *, centre: float, width: float) -> tuple[float, float]:
    """Give the limits of a funnel for a group of a size.

    Args:
        n: young people, > 0.
        centre: the common share.
        width: half-width in standard errors.

    Returns:
        Lower and upper limit, within 0 and 1.
    """
    spread = width * sqrt(centre * (1 - centre) / n)
    return max(centre - spread, 0.0), min(centre + spread, 1.0)


def _place(share: float, n: int, centre: float) -> Place:
    low, high = limits_at(n, centre=centre, width=WIDE)
    if share > high:
        return "above"
    return "below" if share < low else "inside"
