"""Counts → the nearest multiple of a block: 0 to 2 become 0, 3 to 8 become 6."""

from cohorts.risk_table.numbers import Integers


def to_blocks(counts: Integers, *, base: int) -> Integers:
    """Round counts to the nearest multiple of a block.

    Applied to cumulative counts, it makes every visible step stand for about a block
    of persons, so that no step is one person's date. A shown 0 means "at most a few":
    keeping an exact 0, as midpoint rounding does, would tell that nobody of a small
    group succeeded.

    Args:
        counts: whole numbers >= 0, (T,).
        base: persons per block, an even number >= 2.

    Returns:
        The rounded counts, (T,); off by at most `base / 2`.
    """
    rounded: Integers = (counts + base // 2) // base * base
    return rounded
