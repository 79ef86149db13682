"""A partner's table, and how its cells are written.

Headers are those that French partners' exports bear. Each table keeps two columns that
never reach a file: `_person` (the truth) and `_record` (which record of a partner the
row belongs to).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parcours.synthetic.identities import as_text
from parcours.synthetic.observers import NO_DAY
from parcours.synthetic.population import Ints


Objects = NDArray[np.object_]
Rng = np.random.Generator


@dataclass(frozen=True)
class PartnerTable:
    """One partner's rows, as text.

    Attributes:
        rows: headers as columns, and `_person`, `_record`; "" where a cell is blank.
        identified: whether its rows carry a civil identity.
    """

    rows: pd.DataFrame
    identified: bool


def date_cells(days: "pd.Series[int] | Ints") -> Objects:
    """Write days as dd/mm/yyyy, blank where there is none."""
    numbers = np.asarray(days, np.int64)
    known = numbers != NO_DAY
    texts = as_text(np.where(known, numbers, 0)).astype(object)
    return np.where(known, texts, "")


def taken(texts: list[str], at: Ints) -> Objects:
    """Pick texts by index."""
    return np.array(texts, dtype=object)[at]


def drawn(texts: tuple[str, ...], n: int, rng: Rng) -> Objects:
    """Draw texts with equal chances."""
    return np.array(texts, dtype=object)[rng.integers(0, len(texts), n)]
