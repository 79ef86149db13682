"""What size of difference so many young people could show at all.

Source: two-sided test of two shares in the normal approximation; Fleiss, Levin & Paik
(2003), Statistical Methods for Rates and Proportions, 4.
"""

from math import sqrt
from statistics import NormalDist


POWER = 0.8
CONFIDENCE = 0.95


def detectable_difference(
    n_one: float, n_other: float, *, share: float, power: float = POWER
) -> float | None:
    """Give the least difference of two shares that would be seen most of the time.

    Args:
        n_one: young people of one group.
        n_other: young people of the other.
        share: the share of both together, 0 to 1.
        power: how often it would be seen, 0 to 1.

    Returns:
        A difference, 0 to 1; None where no difference could be seen, or a group is
        nobody.

    >>> round(detectable_difference(100, 100, share=0.5), 3)
    0.198
    """
    if min(n_one, n_other) <= 0 or not 0 < share < 1:
        return None
    normal = NormalDist()
    z = normal.inv_cdf((1 + CONFIDENCE) / 2) + normal.inv_cdf(power)
    least = z * sqrt(share * (1 - share) * (1 / n_one + 1 / n_other))
    return least if least < 1 else None
