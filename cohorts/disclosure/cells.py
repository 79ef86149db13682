"""Shares of a table that add up to 1 → which of them would tell on a few persons.

A share of known persons is a count in other clothes, and the last share of a row is the
rest of the others: so one that few stand behind is kept back, and with it a second one
wherever those kept back are, together, still a few.
"""

from typing import Any

import numpy as np

from cohorts.disclosure.head_counts import Told
from cohorts.risk_table.numbers import Floats, Integers, Numbers


Flags = np.ndarray[Any, np.dtype[np.bool_]]


def kept_back(counts: Integers, *, threshold: int, nought_too: bool = False) -> Flags:
    """Say which cells of a table may not be told.

    Args:
        counts: persons behind each share; each row is a whole, (T, S).
        threshold: least persons of a cell that is told.
        nought_too: an empty cell is kept back like a small one, and not alone: beside
            the others told, it would be known for empty.

    Returns:
        True where the share is kept back, (T, S). Else an empty cell is not: it adds
        nothing to the rest, and stays open to be written like one kept back.

    >>> import numpy as np
    >>> kept_back(np.array([[50, 9, 2, 0]]), threshold=5).tolist()
    [[False, True, True, False]]
    """
    hidden = (counts >= (0 if nought_too else 1)) & (counts < threshold)
    for row, held in zip(counts, hidden, strict=True):
        while held.any() and row[held].sum() < threshold:
            shown = np.flatnonzero(~held & (row > 0))
            if not shown.size:
                break
            held[shown[row[shown].argmin()]] = True
    return hidden


def n_told(sizes: Numbers, *, least: int, threshold: int) -> int:
    """Say how many groups of a whole may be told, the largest first.

    Args:
        sizes: persons of each group, falling, (K,).
        least: least persons of a group that is told.
        threshold: least persons of all the others together: their figures are those
            of the whole minus those told.

    Returns:
        How many, from the largest.

    >>> import numpy as np
    >>> n_told(np.array([50, 20, 3]), least=9, threshold=5)
    1
    """
    told = int(np.count_nonzero(sizes >= least))
    while told and 0 < sizes[told:].sum() < threshold:
        told -= 1
    return told


def told_share(part: Told, whole: Told) -> float | None:
    """Give a share as two head counts tell it, and no finer.

    Args:
        part: some of the persons.
        whole: all of them.

    Returns:
        At most 1; None where either is not told.
    """
    if part.value is None or not whole.value:
        return None
    return min(part.value / whole.value, 1.0)


def without(shares: Floats, hidden: Flags) -> Floats:
    """Give shares with nothing where they are kept back.

    Args:
        shares: of any shape.
        hidden: as `kept_back`, of the same shape.

    Returns:
        The shares, NaN where hidden.
    """
    told: Floats = np.where(hidden, np.nan, shares)
    return told
