"""Counts → midpoints of blocks: 0 stays 0, 1 to 6 become 3, 7 to 12 become 9."""

import numpy as np

from cohorts.risk_table.numbers import Integers


def midpoint(counts: Integers, *, base: int) -> Integers:
    """Round counts to the middle of their block.

    Applied to cumulative counts, it makes every visible step stand for a whole block
    of persons, so that no step is one person's date.

    Args:
        counts: whole numbers >= 0, (T,).
        base: persons per block, an even number >= 2.

    Returns:
        `ceil(x / base) * base - base / 2`, and 0 for 0; (T,).

    Source: OpenSAFELY, "midpoint 6 rounding", docs/outputs/sdc.md.
    """
    blocks = -(-counts // base)
    rounded: Integers = np.where(counts > 0, blocks * base - base // 2, 0)
    return rounded
