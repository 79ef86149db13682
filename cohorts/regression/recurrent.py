"""Events that come back: the same cells, arranged for one question or another.

Andersen-Gill takes every event alike: how often does it happen. Prentice, Williams and
Peterson compare the first with the first, the second with the second: a stratum per
order, on the clock since the origin ("total") or since the event before ("gap"). Errors
are by person always.
"""

from dataclasses import replace
from typing import Literal

import numpy as np

from cohorts.regression.cells import Cells
from cohorts.regression.table_failures import ClusterMissing, OrderMissing
from cohorts.risk_table.numbers import Integers


PwpClock = Literal["total", "gap"]


def andersen_gill(cells: Cells) -> Cells:
    """Check episodes for a model where every event counts alike.

    Args:
        cells: episodes (entry, exit] with the person.

    Returns:
        The same cells.

    Raises:
        ClusterMissing: the cells do not name the persons.
        OrderMissing: episodes of one person overlap.

    Source: Andersen & Gill (1982), Ann. Stat. 10, 1100-1120.
    """
    event_order(cells)
    return cells


def prentice_williams_peterson(
    cells: Cells, *, clock: PwpClock = "total", most: int | None = None
) -> Cells:
    """Give each order of event its own stratum.

    Args:
        cells: episodes (entry, exit] with the person.
        clock: "total" = time since the origin; "gap" = time since the event before,
            or, for a person first seen late, since the first episode began.
        most: orders from this one on share a stratum; None = each its own.

    Returns:
        The cells, their strata those given times the order.

    Raises:
        ClusterMissing: the cells do not name the persons.
        OrderMissing: episodes of one person overlap.

    Source: Prentice, Williams & Peterson (1981), Biometrika 68, 373-379.
    """
    order, since = event_order(cells)
    if most is not None:
        order = np.minimum(order, most)
    n_orders = int(order.max())
    labels = tuple(
        f"{stratum}, {k}" if len(cells.strata) > 1 else str(k)
        for stratum in cells.strata
        for k in range(1, n_orders + 1)
    )
    arranged = replace(
        cells, stratum=cells.stratum * n_orders + order - 1, strata=labels
    )
    if clock == "total":
        return arranged
    return replace(arranged, entry=cells.entry - since, exit=cells.exit - since)


def event_order(cells: Cells) -> tuple[Integers, Integers]:
    """Number the events of each person.

    Args:
        cells: episodes (entry, exit] with the person.

    Returns:
        The order of the event that each episode may end in, from 1, (n,); and the time
        from which that event is awaited: the start of the first episode after the
        event before, (n,).

    Raises:
        ClusterMissing: the cells do not name the persons.
        OrderMissing: episodes of one person overlap.
    """
    if cells.person is None:
        raise ClusterMissing
    turn = np.lexsort((cells.entry, cells.person))
    person, entry, exits = cells.person[turn], cells.entry[turn], cells.exit[turn]
    same = np.concatenate(([False], person[1:] == person[:-1]))
    overlaps = same & np.concatenate(([False], entry[1:] < exits[:-1]))
    if np.any(overlaps):
        raise OrderMissing(int(overlaps.sum()))
    event = (cells.cause[turn] > 0).astype(np.int64)
    before = np.cumsum(event) - event
    first = np.flatnonzero(~same)
    own_first = first[np.cumsum(~same) - 1]
    number = before - before[own_first] + 1
    fresh = ~same | np.concatenate(([False], event[:-1] > 0))
    starts = np.flatnonzero(fresh)
    awaited = entry[starts[np.cumsum(fresh) - 1]]
    order, since = np.empty_like(number), np.empty_like(entry)
    order[turn], since[turn] = number, awaited
    return order, since
