"""How far a coefficient may go before the likelihood has fallen too much.

With few events the likelihood is not a parabola: limits at equal distances from the
coefficient say too little on one side. These are where its profile has fallen.
"""

from collections.abc import Callable
from math import copysign, inf, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtrc, chdtri

from cohorts.regression.failures import NotConverged
from cohorts.risk_table.numbers import Floats


Held = Callable[[list[int], Floats], float]
FARTHEST = 40  # doublings of the first step: further, the limit is infinite
CLOSE = 1e-10  # of a limit, on scaled columns


def profile_limits(
    held: Held, beta: Floats, errors: Floats, *, top: float, confidence: float
) -> list[tuple[float, float, float, float]]:
    """Find the limits of each coefficient, and test it against 0.

    Args:
        held: places of the free coefficients, all coefficients → the log likelihood at
            its maximum over the free ones, the others held.
        beta: coefficients at the maximum, (p,).
        errors: Wald's, for the first step, (p,).
        top: the log likelihood there.
        confidence: width of the limits.

    Returns:
        Per coefficient: low, high (infinite where the profile never falls so far),
        signed root of the likelihood ratio against 0, its p.

    Source: Venzon & Moolgavkar (1988); Heinze & Schemper (2001), Biometrics 57.
    """
    allowed = float(chdtri(1, 1 - confidence)) / 2
    found = []
    for j in range(beta.size):
        free = [k for k in range(beta.size) if k != j]

        def fallen(value: float, j: int = j, free: list[int] = free) -> float:
            at = beta.copy()
            at[j] = value
            return top - held(free, at)

        low = _where(fallen, float(beta[j]), -float(errors[j]), allowed)
        high = _where(fallen, float(beta[j]), float(errors[j]), allowed)
        ratio = max(2 * fallen(0.0), 0.0)
        root = copysign(sqrt(ratio), float(beta[j]))
        found.append((low, high, root, float(chdtrc(1, ratio))))
    return found


def _where(
    fallen: Callable[[float], float], start: float, step: float, allowed: float
) -> float:
    """Walk from the maximum until the profile has fallen too far, then narrow down."""
    near, far = start, start + step
    for _doubling in range(FARTHEST):
        try:
            if fallen(far) > allowed:
                break
        except (NotConverged, FloatingPointError):
            return copysign(inf, step)
        near, far = far, far + 2 * (far - near)
    else:
        return copysign(inf, step)
    root = brentq(lambda value: fallen(value) - allowed, near, far, xtol=CLOSE)
    return float(np.asarray(root))
