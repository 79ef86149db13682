"""Events at one time, taken one after the other: Efron's sums in closed form.

Where d events share a time, Efron (1977) takes the l-th of them (l = 0..d-1) among a
risk set from which l/d of the events have already left: c_l = s - (l/d) e, s the risk
of all, e that of the events. Summed term by term this costs as many steps as there are
events; on a clock of months that is all of them. The sums are differences of the
gamma function's logarithm and of its derivatives at z + 1 and z - d + 1, z = d s / e;
they are taken by expansions that subtract first, since the functions themselves lose
up to eight digits where few leave a large risk set.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, polygamma, psi

from cohorts.risk_table.numbers import Floats


FEW = 32  # events at one time that are summed one by one
FAR = 24.0  # from here on the expansions are exact to double precision
LOG_GAMMA = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
PSI = (-1 / 12, 1 / 120, -1 / 252, 1 / 240, -1 / 132)
TRIGAMMA = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66)


@dataclass(frozen=True, eq=False)
class TiedSums:
    """Sums over the events at each of T times, share_l = l / d; each (T,).

    Attributes:
        log: sum of log c_l.
        first: sum of 1 / c_l.
        first_share: sum of share_l / c_l.
        second: sum of 1 / c_l².
        second_share: sum of share_l / c_l².
        second_square: sum of share_l² / c_l².
    """

    log: Floats
    first: Floats
    first_share: Floats
    second: Floats
    second_share: Floats
    second_square: Floats


def breslow_sums(n_events: Floats, at_risk: Floats) -> TiedSums:
    """Give the sums where every event is taken among the whole risk set.

    Args:
        n_events: events d at each time, (T,), > 0.
        at_risk: risk s of all at risk, (T,), > 0.

    Returns:
        The sums, the shares all 0.

    Source: Breslow (1974).
    """
    nothing = np.zeros_like(at_risk)
    return TiedSums(
        log=n_events * np.log(at_risk),
        first=n_events / at_risk,
        first_share=nothing,
        second=n_events / at_risk**2,
        second_share=nothing,
        second_square=nothing,
    )


def efron_sums(n_events: Floats, at_risk: Floats, leaving: Floats) -> TiedSums:
    """Give Efron's sums.

    Args:
        n_events: events d at each time, whole, (T,), > 0.
        at_risk: risk s of all at risk, (T,), > 0.
        leaving: risk e of those who have the event, (T,), 0 < e <= s.

    Returns:
        The sums.

    Source: Efron (1977), JASA 72, 557-565; expansions: Abramowitz & Stegun, 6.1.41,
        6.3.18, 6.4.12.
    """
    # A risk set that is all events: rounding must not put its last step below 1 / d.
    at_risk = np.maximum(at_risk, leaving)
    step = leaving / n_events
    log, first, second = (np.empty_like(at_risk) for _ in range(3))
    few = n_events <= FEW
    for part, sums in ((few, _one_by_one), (~few, _closed)):
        if np.any(part):
            log[part], first[part], second[part] = sums(
                n_events[part], at_risk[part] / step[part]
            )
    log += n_events * np.log(step)
    first /= step
    second /= step**2
    # share_l = (s - c_l) / e turns the three other sums into these ones.
    return TiedSums(
        log=log,
        first=first,
        first_share=_unless_alone(n_events, (at_risk * first - n_events) / leaving),
        second=second,
        second_share=_unless_alone(n_events, (at_risk * second - first) / leaving),
        second_square=_unless_alone(
            n_events,
            (at_risk**2 * second - 2 * at_risk * first + n_events) / leaving**2,
        ),
    )


def _unless_alone(n_events: Floats, sums: Floats) -> Floats:
    """An event alone at its time has share 0: no rounding is left in its place."""
    return np.where(n_events > 1, np.maximum(sums, 0.0), 0.0)


def _one_by_one(n_events: Floats, z: Floats) -> tuple[Floats, Floats, Floats]:
    log, first, second = (np.zeros_like(z) for _ in range(3))
    for gone in range(int(n_events.max())):
        more = n_events > gone
        left = z[more] - gone
        log[more] += np.log(left)
        first[more] += 1 / left
        second[more] += 1 / left**2
    return log, first, second


def _closed(n_events: Floats, z: Floats) -> tuple[Floats, Floats, Floats]:
    low, high = z - n_events + 1, z + 1
    log, first, second = (np.empty_like(z) for _ in range(3))
    far = low >= FAR
    near = ~far
    log[far], first[far], second[far] = _expanded(n_events[far], low[far])
    log[near] = gammaln(high[near]) - gammaln(low[near])
    first[near] = psi(high[near]) - psi(low[near])
    second[near] = polygamma(1, low[near]) - polygamma(1, high[near])
    return log, first, second


def _expanded(n_events: Floats, low: Floats) -> tuple[Floats, Floats, Floats]:
    high = low + n_events
    inverse = n_events / (low * high)  # 1 / low - 1 / high
    ratio = np.log1p(n_events / low)
    log = (low - 0.5) * ratio + n_events * (np.log(high) - 1)
    first = ratio + inverse / 2
    second = inverse + inverse * (1 / low + 1 / high) / 2
    for k, (of_log, of_psi, of_trigamma) in enumerate(
        zip(LOG_GAMMA, (*PSI, 0.0), (*TRIGAMMA, 0.0), strict=True)
    ):
        log += of_log * (high ** (-2 * k - 1) - low ** (-2 * k - 1))
        first += of_psi * (high ** (-2.0 * k - 2) - low ** (-2.0 * k - 2))
        second += of_trigamma * (low ** (-2.0 * k - 3) - high ** (-2.0 * k - 3))
    return log, first, second
