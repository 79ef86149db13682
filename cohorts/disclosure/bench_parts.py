"""Exact figures of the bench, each with the persons and outcomes that stand behind it.

What `bench.release_tables` takes: nothing here may leave as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cohorts.risk_table.numbers import Floats, Integers


@dataclass(frozen=True)
class Ratio:
    """One ratio, exact.

    Attributes:
        words: what it is about, as many as the columns of its `Ratios`.
        ratio: None for the level that others are compared with.
        low: lower limit.
        high: upper limit.
        p: two-sided; None where it is not told.
        sides: persons and outcomes on each side of the comparison: all must reach the
            threshold.
        n: persons of the level, or exposed; None where that says nothing.
    """

    words: tuple[str, ...]
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None
    sides: tuple[int, ...]
    n: int | None = None


@dataclass(frozen=True)
class Ratios:
    """Ratios of one model, or other figures that compare two sides.

    Attributes:
        key: name of the table.
        about: names of the columns of words.
        rows: one a ratio.
        n_events: outcomes that the model saw.
        n_coefficients: coefficients that share them.
        measure: ratio | share | difference: what the figures are.
        by_blocks: round them to what one block of persons weighs on the smaller side,
            as shares of persons must be.
    """

    key: str
    about: tuple[str, ...]
    rows: tuple[Ratio, ...]
    n_events: int
    n_coefficients: int
    measure: str = "ratio"
    by_blocks: bool = False


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares in S situations at T times, exact; they add up to 1 at each time.

    Attributes:
        key: name of the table.
        states: situations, S.
        times: months, or quarters, (T,).
        shares: (T, S).
        there: persons behind each, (T, S).
        followed: persons still followed, (T,).
        low: lower limits, (T, S); None where they are known and not estimated.
        high: upper limits.
        group: of whom; "" = all.
        entropy: also tell how mixed each time is.
    """

    key: str
    states: tuple[str, ...]
    times: Integers
    shares: Floats
    there: Integers
    followed: Integers
    low: Floats | None = None
    high: Floats | None = None
    group: str = ""
    entropy: bool = False


@dataclass(frozen=True, eq=False)
class Changes:
    """Changes from one situation (row) to another (column), exact, (S, S)."""

    key: str
    states: tuple[str, ...]
    changes: Integers
    persons: Integers


@dataclass(frozen=True, eq=False)
class Means:
    """Mean times in S situations, exact; they add up to `reach`.

    Attributes:
        key: name of the table.
        states: situations, S.
        values: (S,).
        low: lower limits, (S,).
        high: upper limits, (S,).
        persons: who were ever there, (S,).
        n: persons of the whole.
        reach: the most that one person can add.
    """

    key: str
    states: tuple[str, ...]
    values: Floats
    low: Floats
    high: Floats
    persons: Integers
    n: int
    reach: float


@dataclass(frozen=True, eq=False)
class Sizes:
    """The groups of a partition, the largest first, and means of each, exact.

    Attributes:
        key: name of the table.
        sizes: persons, falling, (K,).
        means: name → mean of each group, (K,).
    """

    key: str
    sizes: Integers
    means: Mapping[str, Floats]


Part: TypeAlias = Ratios | Shares | Changes | Means | Sizes
