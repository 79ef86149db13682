"""Judged pairs of a stratified sample → shares of the whole, with their intervals.

Pure numbers: no pair, no person. A share of one stratum has Wilson's interval, mended
beside 0 and 1, where linkage lies and where Wilson's own holds the truth in 90 of 100
samples only; a sum over strata and a ratio of two sums
recover their variances from the strata's own limits (MOVER), so that a stratum in which
no error was found still widens the interval by what it may hide. A stratum judged
whole leaves no doubt (finite population).

Source: Wilson (1927), JASA 22, 209-212; Newcombe (1998), Statist. Med. 17, 857-890;
mended: Brown, Cai and DasGupta (2001), Statist. Sci. 16, 101-133, section 4.1.1; sums:
Zou, Huang and Zhang (2009), Comput. Stat. Data Anal. 53, 1080-1085; ratio: Donner and
Zou (2012), Stat. Methods Med. Res. 21, 347-359.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


Z_95 = 1.959963984540054
RARE = {1: 0.051293, 2: 0.355362, 3: 0.817691}
"""Half the 5 % quantile of chi-squared with twice as many degrees of freedom."""


@dataclass(frozen=True, slots=True)
class Share:
    """A figure and its 95 % interval.

    Attributes:
        estimate: the figure.
        low: lower limit.
        high: upper limit, infinite where nothing bounds it.
    """

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the pairs of which some, drawn by chance, were judged.

    Attributes:
        size: pairs it holds.
        judged: pairs drawn and judged.
        found: those judged to be one person.
        expected: share to suppose where none was judged, 0 to 1.
    """

    size: int
    judged: int
    found: int
    expected: float = 0.5


def wilson(found: int, judged: int, *, size: int | None = None) -> Share:
    """Estimate a share by Wilson's score interval.

    Args:
        found: successes.
        judged: trials, drawn without putting back, >= 1.
        size: pairs from which they were drawn; None for without end.

    Returns:
        The share; exact where all were judged.

    >>> found = wilson(15, 148)  # Newcombe (1998), table I
    >>> round(found.low, 4), round(found.high, 4)
    (0.0624, 0.1605)
    """
    share = found / judged
    if size is not None and judged >= size:
        return Share(share, share, share)
    n = float(judged) if size is None else _worth(judged, size)
    square = Z_95**2
    centre = share + square / (2 * n)
    half = Z_95 * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low, high = ((centre + way * half) / (1 + square / n) for way in (-1, 1))
    return Share(share, 0.0 if found == 0 else low, 1.0 if found == judged else high)


def _worth(judged: int, size: int) -> float:
    """Tell how many of an endless whole would tell as much."""
    return judged * (size - 1) / (size - judged)


def share_of(stratum: Stratum) -> Share:
    """Estimate the share of one stratum.

    Args:
        stratum: its sample.

    Returns:
        Wilson's interval, mended where one to three were found or not found; anything
        is possible where none was judged.
    """
    size, judged, found = stratum.size, stratum.judged, stratum.found
    if judged == 0:
        return Share(stratum.expected, 0.0, 1.0)
    share = wilson(found, judged, size=size)
    if judged >= size:
        return share
    n = _worth(judged, size)
    low = min(share.low, RARE.get(found, math.inf) / n)
    high = max(share.high, 1 - RARE.get(judged - found, math.inf) / n)
    return Share(share.estimate, low, high)


def weighted_sum(parts: Sequence[tuple[float, Share]]) -> Share:
    """Sum independent shares.

    Args:
        parts: weight, of either sign, and share.

    Returns:
        The sum.
    """
    total = sum(weight * share.estimate for weight, share in parts)
    below = above = 0.0
    for weight, share in parts:
        ends = (weight * share.low, weight * share.high)
        below += (weight * share.estimate - min(ends)) ** 2
        above += (max(ends) - weight * share.estimate) ** 2
    return Share(total, total - math.sqrt(below), total + math.sqrt(above))


def ratio(top: Share, bottom: Share) -> Share:
    """Divide two independent figures that are not negative.

    Args:
        top: dividend.
        bottom: divisor, its estimate > 0.

    Returns:
        The quotient; its upper limit is infinite where the divisor may be nothing.
    """
    both = top.estimate * bottom.estimate
    under = bottom.high * (2 * bottom.estimate - bottom.high)
    over = bottom.low * (2 * bottom.estimate - bottom.low)
    least = both**2 - top.low * (2 * top.estimate - top.low) * under
    most = both**2 - top.high * (2 * top.estimate - top.high) * over
    low = (both - math.sqrt(max(least, 0.0))) / under if under > 0 else 0.0
    high = (both + math.sqrt(max(most, 0.0))) / over if over > 0 else math.inf
    return Share(top.estimate / bottom.estimate, max(low, 0.0), high)


def precision(linked: Sequence[Stratum]) -> Share | None:
    """Estimate the share of links that are right.

    Args:
        linked: strata of links; `found` are right ones.

    Returns:
        The share; None without any link.
    """
    size = sum(stratum.size for stratum in linked)
    if not size:
        return None
    return _bounded(weighted_sum([(s.size / size, share_of(s)) for s in linked]))


def recall(linked: Sequence[Stratum], apart: Sequence[Stratum]) -> Share | None:
    """Estimate the share of true links that were made.

    Args:
        linked: strata of links.
        apart: strata of pairs left apart; `found` are missed ones.

    Returns:
        Right links over right and missed ones; None where there is no right link.
    """
    right = weighted_sum([(float(s.size), share_of(s)) for s in linked])
    if right.estimate <= 0:
        return None
    missed = weighted_sum([(float(s.size), share_of(s)) for s in apart])
    odds = ratio(_positive(missed), _positive(right))
    return Share(1 / (1 + odds.estimate), 1 / (1 + odds.high), 1 / (1 + odds.low))


def draw(
    sizes: Sequence[int], rng: np.random.Generator, *, each: int
) -> list[list[int]]:
    """Draw places from strata, without putting back.

    Args:
        sizes: of the strata.
        rng: source of chance.
        each: places per stratum; all of a smaller one.

    Returns:
        Per stratum, the drawn places in ascending order.
    """
    return [
        np.sort(rng.choice(size, min(size, each), replace=False)).tolist()
        for size in sizes
    ]


def _bounded(share: Share) -> Share:
    return Share(share.estimate, max(share.low, 0.0), min(share.high, 1.0))


def _positive(share: Share) -> Share:
    return Share(share.estimate, max(share.low, 0.0), share.high)
