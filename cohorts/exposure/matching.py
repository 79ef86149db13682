"""Two groups → pairs of cases that were alike at time zero."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cohorts.estimates.results import number
from cohorts.exposure.failures import NoMatch, OptionImpossible
from cohorts.exposure.groups import TwoGroups, propensity
from cohorts.risk_table.numbers import Floats, Integers
from config.translation import _


@dataclass(frozen=True, eq=False)
class Matching:
    """Pairs of cases, each case in one pair at most; m pairs of n cases.

    Attributes:
        pairs: places of (group of interest, group compared with), (m, 2).
        weight: 1 for the paired, else 0, (n,): for `balance.measure_balance`.
        pair: number of each case's pair, -1 for none, (n,): clusters of errors.
        chance: the propensity score, (n,).
        caliper: largest difference admitted, in log odds.
        n_unmatched: cases of the group of interest without a pair: the answer is not
            about them.
        notes: what the reader should know, in the reader's language.
    """

    pairs: Integers = field(repr=False)
    weight: Floats = field(repr=False)
    pair: Integers = field(repr=False)
    chance: Floats = field(repr=False)
    caliper: float
    n_unmatched: int
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give what the matching did, without any person."""
        return {
            "n_pairs": len(self.pairs),
            "caliper": number(self.caliper),
            "n_unmatched": self.n_unmatched,
            "notes": list(self.notes),
        }


def match_groups(groups: TwoGroups, *, caliper: float = 0.2) -> Matching:
    """Pair each case of the group of interest with its nearest in the other group.

    Those most likely to be in the group of interest choose first, since they have the
    fewest counterparts; a case is taken once. No chance takes part.

    Args:
        groups: the two groups.
        caliper: largest difference of the log odds of the score, in standard
            deviations of these, > 0.

    Returns:
        The pairs.

    Raises:
        OptionImpossible: a caliper that is not positive.
        NoMatch: no pair within the caliper.
        GroupsDoNotOverlap, ConstantCovariate, CollinearCovariates: as `propensity`.

    Source: Rosenbaum & Rubin (1985); Austin (2011), Pharm Stat 10, 150-161 (caliper
        0.2); order as R `MatchIt` ("largest").
    """
    if not caliper > 0:
        raise OptionImpossible("caliper")
    chance = propensity(groups)
    odds = np.log(chance) - np.log1p(-chance)
    treated, control = (
        np.flatnonzero(groups.treated),
        np.flatnonzero(groups.treated == 0),
    )
    spread = (np.var(odds[treated], ddof=1) + np.var(odds[control], ddof=1)) / 2
    reach = (
        caliper * float(np.sqrt(spread)) if min(treated.size, control.size) > 1 else 0.0
    )
    order = treated[np.argsort(-odds[treated], kind="stable")]
    ranked = control[np.argsort(odds[control], kind="stable")]
    found = _nearest(odds[order], odds[ranked], reach)
    paired = found >= 0
    if not np.any(paired):
        raise NoMatch
    pairs = np.column_stack((order[paired], ranked[found[paired]]))
    weight, pair = np.zeros(groups.n), np.full(groups.n, -1, np.int64)
    weight[pairs] = 1.0
    pair[pairs] = np.arange(len(pairs))[:, None]
    n_unmatched = int(np.sum(~paired))
    notes = []
    if n_unmatched:
        notes.append(
            _(
                "{n} cas sans semblable à cette distance : la comparaison ne parle pas "
                "d’eux"
            ).format(n=n_unmatched)
        )
    return Matching(pairs, weight, pair, chance, reach, n_unmatched, tuple(notes))


def _nearest(wanted: Floats, offered: Floats, reach: float) -> Integers:
    """Give each in turn the nearest that is still free; -1 where none is near enough.

    `below[k]` leads to the last free place at or before k - 1, `above[k]` to the first
    free at or after k: taken places are skipped by following and shortening the leads.
    """
    below = list(range(offered.size + 1))
    above = list(range(offered.size + 1))
    found = np.full(wanted.size, -1, np.int64)
    for place, (value, start) in enumerate(
        zip(wanted, np.searchsorted(offered, wanted), strict=True)
    ):
        low = _follow(below, int(start)) - 1
        high = _follow(above, int(start))
        down = value - offered[low] if low >= 0 else np.inf
        up = offered[high] - value if high < offered.size else np.inf
        if min(down, up) > reach:
            continue
        chosen = low if down <= up else high
        found[place] = chosen
        below[chosen + 1] = chosen
        above[chosen] = chosen + 1
    return found


def _follow(leads: list[int], place: int) -> int:
    end = place
    while leads[end] != end:
        end = leads[end]
    while leads[place] != end:
        leads[place], place = end, leads[place]
    return end
