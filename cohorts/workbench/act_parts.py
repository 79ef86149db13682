"""Exact figures of designs that compare two sides → parts that may be released.

Each figure carries the persons on both sides and their outcomes up to its month: the
release keeps back what too few stand behind.
"""

from collections.abc import Sequence

import numpy as np

from cohorts.disclosure.bench_parts import Part, Ratio, Ratios
from cohorts.exposure.cases import Cases
from cohorts.exposure.landmark import Landmark
from cohorts.risk_table.numbers import Integers
from cohorts.workbench.acts import BalanceTold, Gap, SideCurve
from cohorts.workbench.exposures import WINDOWS_MONTHS
from cohorts.workbench.leaving import ALL, windows_named


EVERY = 3  # months between the points of a curve that leaves
REACHED, OTHERS = "reached", "others"


def sides_by(
    cases: Cases, side: Integers, place: int, until: float
) -> tuple[int, int, int, int]:
    """Count persons and outcomes on both sides.

    Args:
        cases: the cases.
        side: 1 for those reached, else 0, (n,).
        place: number of the outcome.
        until: outcomes up to this time, on the clock.

    Returns:
        Persons reached, others, outcomes of those reached, of the others.
    """
    events = (cases.cause == place) & (cases.stop <= until)
    own = side == 1
    return (
        int(own.sum()),
        int((~own).sum()),
        int(np.sum(events & own)),
        int(np.sum(events & ~own)),
    )


def landmark_parts(
    at_month: int,
    after: Cases,
    place: int,
    *,
    one: Landmark,
    split: Landmark,
    curves: Sequence[SideCurve],
    month: float,
) -> list[Part]:
    """Give the exact figures after one landmark.

    Args:
        at_month: the landmark.
        after: cases still at risk, time from the landmark.
        place: number of the outcome.
        one: the landmark, without windows.
        split: the same by windows.
        curves: of both sides.
        month: length of a month on the clock.

    Returns:
        Ratios by window, curves; nothing where there is no ratio.
    """
    if not one.effects or not curves:
        return []
    side = (after.exposed == 0).astype(np.int64)
    whole = sides_by(after, side, place, np.inf)
    rows = [
        Ratio(
            (str(at_month), name),
            effect.ratio,
            effect.low,
            effect.high,
            effect.p,
            (*whole, effect.n_events),
            whole[0] if name == ALL else None,
        )
        for name, effect in zip(
            [ALL, *windows_named(WINDOWS_MONTHS)],
            (*one.effects, *split.effects),
            strict=False,
        )
    ]
    ratios = Ratios(
        "landmarks",
        ("landmark", "window"),
        tuple(rows),
        whole[2],
        max(len(split.effects), 1),
    )
    return [
        ratios,
        _shares(curves, after, side, place, month=month, landmark=str(at_month)),
    ]


def two_sides_parts(
    cases: Cases,
    side: Integers,
    place: int,
    *,
    curves: Sequence[SideCurve],
    gaps: Sequence[Gap],
    month: float,
    landmark: int,
) -> list[Part]:
    """Give the exact curves of two sides, and their differences.

    Args:
        cases: who takes part, time from when the sides were known.
        side: 1 for those reached, else 0, (n,).
        place: number of the outcome.
        curves: of both sides.
        gaps: differences at some months.
        month: length of a month on the clock.
        landmark: month at which the sides were known.

    Returns:
        Shares and differences.
    """
    rows = []
    for gap in gaps:
        sides = sides_by(cases, side, place, gap.month * month)
        figures = (gap.difference, gap.low, gap.high, None)
        rows.append(Ratio((str(gap.month),), *figures, sides))
    differences = Ratios(
        "differences",
        ("month",),
        tuple(rows),
        _events(cases, place),
        1,
        measure="difference",
        by_blocks=True,
    )
    shares = _shares(curves, cases, side, place, month=month, landmark=str(landmark))
    return [shares, differences]


def _events(cases: Cases, place: int) -> int:
    return int(np.sum(cases.cause == place))


def _shares(
    curves: Sequence[SideCurve],
    cases: Cases,
    side: Integers,
    place: int,
    *,
    month: float,
    landmark: str,
) -> Ratios:
    rows = []
    for curve in curves:
        for k in range(EVERY, len(curve.months), EVERY):
            sides = sides_by(cases, side, place, curve.months[k] * month)
            rows.append(
                Ratio(
                    (
                        landmark,
                        REACHED if curve.is_reached else OTHERS,
                        str(int(curve.months[k])),
                    ),
                    float(curve.estimate[k]),
                    float(curve.low[k]),
                    float(curve.high[k]),
                    None,
                    sides,
                )
            )
    return Ratios(
        "sides",
        ("landmark", "side", "month"),
        tuple(rows),
        _events(cases, place),
        1,
        measure="share",
        by_blocks=True,
    )


def ratio_part(
    key: str,
    ratio: float,
    low: float,
    high: float,
    *,
    sides: tuple[int, int, int, int],
) -> Ratios:
    """Give the one ratio of a design.

    Args:
        key: name of the table.
        ratio: exact.
        low: lower limit.
        high: upper limit.
        sides: persons and outcomes on both sides.

    Returns:
        A part of one row.
    """
    row = Ratio((ALL,), ratio, low, high, None, sides, sides[0])
    return Ratios(key, ("window",), (row,), min(sides[2:]), 1)


def balance_part(balance: Sequence[BalanceTold], sizes: tuple[int, int]) -> Ratios:
    """Give how alike the sides are, level by level.

    Args:
        balance: rows of the love plot.
        sizes: persons reached, others.

    Returns:
        Differences before and after.
    """
    rows = []
    for one in balance:
        there = (one.reached * sizes[0], one.others * sizes[1])
        rest = (sizes[0] - there[0], sizes[1] - there[1])
        counts = tuple(round(value) for value in (*there, *rest))
        for when, value in (
            ("before", one.difference),
            ("after", one.difference_after),
        ):
            words = (one.covariate, one.level, when)
            rows.append(Ratio(words, value, None, None, None, counts))
    return Ratios(
        "balance",
        ("term", "level", "when"),
        tuple(rows),
        sum(sizes),
        1,
        measure="difference",
    )
