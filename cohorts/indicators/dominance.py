"""How many of each group an organisation knows → the groups that are one's own figures.

A figure of which one organisation makes nearly all tells that organisation's activity,
whoever agreed to it. Left alone are the whole territory, in which everybody knows who
works there, and what is told by organisation or by action, which is about them. Where
one organisation makes nearly all of the whole, its groups tell no more of it than the
whole does, and are left alone too.
"""

from collections.abc import Mapping
from typing import TypeAlias

import pandas as pd

from cohorts.indicators.figures import WHOLE


Dominated: TypeAlias = Mapping[tuple[str, str], frozenset[str]]
"""(period, breakdown) → groups."""


def dominated_groups(known: pd.DataFrame, *, limit: float) -> Dominated:
    """Name the groups of which one organisation makes more than a share.

    Args:
        known: as `event_table.contributions.count_known_to`, the whole among them.
        limit: largest share, 0 to 1.

    Returns:
        (period, breakdown) → groups; without what is of the whole as well.
    """
    large = known[known["n"] > limit * known["persons"]]
    wholes = large[large["breakdown"] == WHOLE]
    everywhere = set(zip(wholes["period"], wholes["organisation"], strict=True))
    found: dict[tuple[str, str], set[str]] = {}
    for row in large[large["breakdown"] != WHOLE].to_dict("records"):
        if (row["period"], row["organisation"]) not in everywhere:
            place = str(row["period"]), str(row["breakdown"])
            found.setdefault(place, set()).add(str(row["label"]))
    return {place: frozenset(labels) for place, labels in found.items()}
