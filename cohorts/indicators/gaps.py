"""Two released rates → their difference, its limits made of theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import hypot, isfinite, nan

from cohorts.indicators.figures import Figure


HORIZONS = (12, 6, 3)  # months, the one that is told first


def gaps(figures: Sequence[Figure]) -> Iterator[Figure]:
    """Tell the gaps between women and men, and between QPV and elsewhere.

    Args:
        figures: those of the re-engagement rate among others, released.

    Yields:
        Differences of two released rates at 12 months (at 6, else at 3, where few are
        followed so long), women minus men and QPV minus elsewhere, with limits from
        theirs.

    Source: Zou & Donner (2008), Stat Med 27, 1693-1702 (MOVER).
    """
    for breakdown, first, second in (("sex", "F", "M"), ("qpv", "in", "out")):
        for variant in ("strict", "wide"):
            pairs = [
                pair
                for months in HORIZONS
                if (pair := _pair(figures, breakdown, (first, second), variant, months))
            ]
            told = [(a, b) for a, b in pairs if a.is_told and b.is_told]
            for one, other in (told or pairs)[:1]:
                yield _gap(one, other)


def _pair(
    figures: Sequence[Figure],
    breakdown: str,
    groups: tuple[str, str],
    variant: str,
    months: int,
) -> tuple[Figure, Figure] | None:
    found = {
        one.group: one
        for one in figures
        if one.indicator == "taux_raccrochage"
        and (one.breakdown, one.variant, one.months) == (breakdown, variant, months)
    }
    first, second = (found.get(group) for group in groups)
    return None if first is None or second is None else (first, second)


def _gap(one: Figure, other: Figure) -> Figure:
    gap = Figure(
        "ecart_fh_qpv",
        breakdown=one.breakdown,
        group=f"{one.group}-{other.group}",
        variant=one.variant,
        months=one.months,
    )
    known = (one.value, one.low, one.high, other.value, other.low, other.high)
    a, a_low, a_high, b, b_low, b_high = (x if x is not None else nan for x in known)
    value = a - b
    low = value - hypot(a - a_low, b_high - b)
    high = value + hypot(a_high - a, b - b_low)
    if not all(isfinite(x) for x in (value, low, high)):
        return replace(gap, hidden=one.hidden or other.hidden or "few_at_risk")
    n = min(one.n or 0, other.n or 0)
    return replace(gap, n=n, value=value, low=max(low, -1.0), high=min(high, 1.0))
